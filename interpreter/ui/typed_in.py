"""Typed-in results between form, file and case: the plain values of a RESULTS.toml, checked by its own reader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interpreter.variants.results_file import TypedResults, parse_results, read_results

FORMAT = "results/1"
_SOURCE = "typed in"


@dataclass(frozen=True, slots=True)
class TypedIn:
    """What was entered, as values of a RESULTS.toml, and what it means."""

    values: Mapping[str, Any] = field(default_factory=dict)
    results: TypedResults | None = None

    @property
    def said(self) -> str:
        """In a few words what there is; empty when there is nothing."""
        typed = self.results
        if typed is None:
            return ""
        counted = (
            (len(typed.marker_results), "marker", "markers"),
            (len(typed.sequence_results), "sequence result", "sequence results"),
            (len(typed.pharmacogenes), "pharmacogene", "pharmacogenes"),
        )
        parts = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
        return ", ".join(parts) or "Specimen and case"


def typed_in(values: Mapping[str, Any]) -> TypedIn:
    """Check what a form holds; a form without any entry is nothing.

    Raises:
        ResultsFileError: values outside the vocabulary, all of them listed.
    """
    if not values:
        return TypedIn()
    return TypedIn(dict(values), parse_results({"format": FORMAT, **values}, _SOURCE))


def read_typed_in(path: Path) -> TypedIn:
    """Read a RESULTS.toml.

    Raises:
        ResultsFileError: as its reader says.
    """
    results = read_results(path)
    values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    values.pop("format", None)
    return TypedIn(values, results)
