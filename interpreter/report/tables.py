"""Interpretation -> JSON ("interpretation/1") and TSV, from the same objects as the report (S16).

Equal interpretations give equal bytes; units and unknowns as in `report.contract`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from interpreter.model.cases import Interpretation
from interpreter.report.contract import finding_data, sections

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def interpretation_json(interpretation: Interpretation) -> str:
    """Give the whole answer as JSON text: keys sorted, lists in the interpretation's own order, one final newline."""
    return b"".join(json_pieces(interpretation)).decode("utf-8")


def json_pieces(interpretation: Interpretation) -> Iterator[bytes]:
    """Give the same as UTF-8, piece by piece: one line for each element of a list at the top level."""
    between = b"{\n"
    for key, value in sorted(sections(interpretation).items()):
        yield between + _encoded(key) + b": "
        between = b",\n"
        if isinstance(value, Iterator):
            yield from _list_pieces(value)
        else:
            yield _encoded(value)
    yield b"\n}\n"


def _list_pieces(values: Iterator[Any]) -> Iterator[bytes]:
    before = b"[\n"
    for value in values:
        yield before + _encoded(value)
        before = b",\n"
    yield b"[]" if before == b"[\n" else b"\n]"


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False)


def _encoded(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except ValueError:  # a number that JSON does not have, or bytes of a file that were no UTF-8
        return _ENCODER.encode(_clean(value)).encode("utf-8")


FINDING_COLUMNS: tuple[str, ...] = (
    "case",
    "tumour_type",
    "evidence_id",
    "layer",
    "biomarker",
    "alterations",
    "state",
    "exactness",
    "tumour_relation",
    "therapies",
    "response",
    "direction",
    "level",
    "amp_tier",
    "escat",
    "approved_here",
    "approvals",
    "to_check",
    "verified",
    "citations",
    "overruled_by",
    "warnings",
)


def findings_tsv(interpretation: Interpretation) -> str:
    """Give one row per finding, tab separated, in the interpretation's order; the first line names the columns.

    Lists are joined by "; ", a regimen by " + ". An empty cell means not known. A cell that a spreadsheet would run as
    a formula gets an apostrophe in front (S22).
    """
    labels = {alteration.id: alteration.label or alteration.id for alteration in interpretation.alterations}
    lines = ["\t".join(FINDING_COLUMNS)]
    for finding in interpretation.findings:
        row = finding_data(finding)
        cells = {
            **{column: _flat(row.get(column)) for column in FINDING_COLUMNS},
            "case": interpretation.case.id,
            "tumour_type": interpretation.case.tumour_type.code,
            "alterations": "; ".join(labels.get(identity, identity) for identity in finding.alterations),
            "therapies": " + ".join(finding.evidence.therapies),
            "approvals": "; ".join(
                ":".join((approval.agency, approval.kind.value, approval.first_date)).rstrip(":")
                for approval in finding.approvals
            ),
            "citations": "; ".join(citation.id for citation in finding.citations),
        }
        lines.append("\t".join(safe_cell(cells[column]) for column in FINDING_COLUMNS))
    return "\n".join(lines) + "\n"


def safe_cell(text: str) -> str:
    """Make one cell that neither breaks the table nor acts as a formula in a spreadsheet (S22).

    >>> safe_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    shown = "".join(character if character.isprintable() else " " for character in _text(text))
    dangerous = text.startswith(_FORMULA_STARTS) or shown.lstrip().startswith(_FORMULA_STARTS)
    return "'" + shown if dangerous else shown


def _flat(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value)


def _text(text: str) -> str:
    """Replace lone surrogates (bytes that were no UTF-8 in a file), which no encoder takes."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value
