"""Which stored cases would read differently with the catalogue of today.

Without its input files a case cannot be matched again. What can be told for certain is whether the evidence its
findings stand on has changed since or was withdrawn; what a new row would add needs the older catalogue beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from interpreter.cases import json_of, read_archive
from interpreter.catalogue.diff import TouchedCase, diff_catalogues, touched_cases
from interpreter.errors import StoreError
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueCheck:
    """What a check of stored cases against a catalogue found."""

    cases: int
    older: int
    """Cases that were interpreted with another edition of the catalogue."""
    touched: tuple[TouchedCase, ...]
    unreadable: tuple[str, ...]
    """Ids of cases about which nothing can be told."""


def check_cases(
    results: Iterable[tuple[str, str]], catalogue: Catalogue, before: Catalogue | None = None
) -> CatalogueCheck:
    """Compare what stored cases cite with `catalogue`; `results` are (case id, stored result).

    With `before`, an older catalogue, cases that may gain something by a new row are told too.
    """
    known = {release.sha256 for release in catalogue.releases}
    since = diff_catalogues(before, catalogue) if before is not None else None
    cases = older = 0
    touched: list[TouchedCase] = []
    unreadable: list[str] = []
    for case_id, result in results:
        cases += 1
        try:
            interpretation = read_archive(result, case_id)
        except StoreError:
            unreadable.append(case_id)
            continue
        if {release.sha256 for release in interpretation.catalogue} == known:
            continue
        older += 1
        text = json_of(result).decode("utf-8")
        found = touched_cases(
            (text,), diff_catalogues(_cited(interpretation, catalogue), _present(interpretation, catalogue))
        )
        more = touched_cases((text,), since) if since is not None else ()
        merged = _merged(case_id, (*found, *more))
        if merged is not None:
            touched.append(merged)
    return CatalogueCheck(cases=cases, older=older, touched=tuple(touched), unreadable=tuple(unreadable))


def _cited(interpretation: Interpretation, catalogue: Catalogue) -> Catalogue:
    """Give the evidence as the case was told it: it is stored with each finding."""
    evidence = {finding.evidence.id: finding.evidence for finding in interpretation.findings}
    return replace(catalogue, evidence=tuple(evidence.values()))


def _present(interpretation: Interpretation, catalogue: Catalogue) -> Catalogue:
    """Give what the catalogue says today of the same ids."""
    cited = {finding.evidence.id for finding in interpretation.findings}
    return replace(catalogue, evidence=tuple(item for item in catalogue.evidence if item.id in cited))


def _merged(case_id: str, found: Iterable[TouchedCase]) -> TouchedCase | None:
    changed: set[str] = set()
    withdrawn: set[str] = set()
    therapies: set[str] = set()
    may_gain: set[str] = set()
    for one in found:
        changed |= set(one.changed)
        withdrawn |= set(one.withdrawn)
        therapies |= set(one.therapies)
        may_gain |= set(one.may_gain)
    if not (changed or withdrawn or therapies or may_gain):
        return None
    lists = (tuple(sorted(names)) for names in (changed - withdrawn, withdrawn, therapies, may_gain))
    return TouchedCase(case_id, *lists)
