"""Counts over stored cases whose consent covers it; small numbers are suppressed. Nothing in it points to a person."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

MINIMUM = 5
"""Counts below this are not told: in a hospital a rare finding is a person."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    kind: str
    """tumour_type, marker or therapy."""
    name: str
    count: int
    """Cases, each counted once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    cases: int | None
    """None = fewer than the minimum; then there are no rows."""
    minimum: int
    rows: tuple[CohortRow, ...]
    suppressed: tuple[tuple[str, int], ...]
    """(kind, how many names are not told because their count is too small)."""


def count_cohort(results: Iterable[str], minimum: int = MINIMUM) -> Cohort:
    """Count cases (not findings) by tumour type, detected marker and therapy of a finding that speaks for it.

    `results` are interpretation/1 texts, one a case, as `Store.results_for(scope)` gives them.
    """
    counted: dict[str, Counter[str]] = {"tumour_type": Counter(), "marker": Counter(), "therapy": Counter()}
    cases = 0
    for text in results:
        document = json.loads(text)
        cases += 1
        counted["tumour_type"].update({document["case"]["tumour_type"]["code"]})
        counted["marker"].update({row["biomarker"] for row in document["markers"] if row["state"] == "detected"})
        counted["therapy"].update(
            {
                " + ".join(finding["therapies"])
                for finding in document["findings"]
                if finding["state"] == "detected"
                and finding["response"] == "sensitivity"
                and finding["direction"] == "supports"
                and finding["therapies"]
            }
        )
    if cases < minimum:
        return Cohort(cases=None, minimum=minimum, rows=(), suppressed=())
    rows: list[CohortRow] = []
    suppressed: list[tuple[str, int]] = []
    for kind, names in counted.items():
        told = [(name, count) for name, count in names.items() if count >= minimum]
        told.sort(key=lambda row: (-row[1], row[0]))
        rows.extend(CohortRow(kind=kind, name=name, count=count) for name, count in told)
        if len(told) < len(names):
            suppressed.append((kind, len(names) - len(told)))
    return Cohort(cases=cases, minimum=minimum, rows=tuple(rows), suppressed=tuple(suppressed))


def cohort_csv(cohort: Cohort) -> str:
    """Give the counts as CSV; a cell that a spreadsheet would take for a formula is quoted as text (S22)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "name", "cases"])
    writer.writerow(["all", "", f"fewer than {cohort.minimum}" if cohort.cases is None else cohort.cases])
    for row in cohort.rows:
        writer.writerow([row.kind, _as_text(row.name), row.count])
    for kind, names in cohort.suppressed:
        writer.writerow([kind, f"({names} more, each in fewer than {cohort.minimum} cases)", ""])
    return out.getvalue()


def _as_text(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA) else name
