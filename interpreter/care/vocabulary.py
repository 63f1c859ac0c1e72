"""The closed vocabulary of structured preferences and organ limits, from resources/rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from interpreter.resources import resource_path
from interpreter.rule_tables import faulty, listed, read_rows

_PREFERENCE_COLUMNS = (
    "key", "group", "several", "meets", "valid_months", "heading", "question", "values", "labels", "source",
)  # fmt: skip
_ORGAN_COLUMNS = ("organ", "value", "heading", "label", "source")


class Meets(StrEnum):
    """What a preference is held against."""

    THERAPY = "therapy"
    """A wish: facts of each therapy."""
    SAFETY = "safety"
    """A fact that makes a safety note, apart from wishes."""
    CONVERSATION = "conversation"
    """Nothing in a therapy table answers it: it is for the talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceKey:
    """One question with its closed answers. `values` maps code -> plain words, in the order they are shown."""

    key: str
    group: str
    several: bool
    """True when more than one answer may be given, each with its own importance."""
    meets: Meets
    valid_months: int | None
    """How long such an answer usually holds without an end of its own; older, a card asks again. None = no end."""
    heading: str
    question: str
    values: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganLimit:
    """One organ with its closed values (code -> plain words)."""

    organ: str
    heading: str
    values: Mapping[str, str]


@cache
def preference_keys(path: Path | None = None) -> Mapping[str, PreferenceKey]:
    """Give the questions in the order of the table, by key.

    Raises:
        RuleTableError: a row is faulty; all faulty rows are named.
    """
    path = path or resource_path("rules/preferences.tsv")
    keys: dict[str, PreferenceKey] = {}
    faults: list[str] = []
    for line, row in read_rows(path, _PREFERENCE_COLUMNS):
        values, labels = listed(row["values"]), listed(row["labels"])
        months = row["valid_months"]
        if not row["key"] or row["key"] in keys:
            faults.append(f'line {line}: key "{row["key"]}" is empty or stands twice')
        elif not values or len(values) != len(labels) or len(set(values)) != len(values) or not all(labels):
            faults.append(f"line {line}: values and labels must be as many, and no value may stand twice")
        elif row["meets"] not in set(Meets) or row["several"] not in ("", "yes"):
            faults.append(f'line {line}: meets is one of {", ".join(Meets)}; several is "yes" or empty')
        elif months and not months.isdigit():
            faults.append(f"line {line}: valid_months is a whole number or empty")
        elif not row["heading"] or not row["question"]:
            faults.append(f"line {line}: heading and question must not be empty")
        else:
            keys[row["key"]] = PreferenceKey(
                key=row["key"],
                group=row["group"],
                several=row["several"] == "yes",
                meets=Meets(row["meets"]),
                valid_months=int(months) if months else None,
                heading=row["heading"],
                question=row["question"],
                values=dict(zip(values, labels, strict=True)),
                source=row["source"],
            )
    if faults:
        raise faulty(path, tuple(faults))
    return keys


@cache
def organ_limits(path: Path | None = None) -> Mapping[str, OrganLimit]:
    """Give the organs with their closed values, by organ code.

    Raises:
        RuleTableError: a row is faulty.
    """
    path = path or resource_path("rules/organ_rules.tsv")
    headings: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    for line, row in read_rows(path, _ORGAN_COLUMNS):
        organ, value = row["organ"], row["value"]
        if not organ or not value or not row["label"] or value in values.get(organ, {}):
            faults.append(f"line {line}: organ, value and label must not be empty, and no pair may stand twice")
            continue
        headings.setdefault(organ, row["heading"])
        values.setdefault(organ, {})[value] = row["label"]
    if faults:
        raise faulty(path, tuple(faults))
    return {organ: OrganLimit(organ=organ, heading=headings[organ], values=known) for organ, known in values.items()}
