"""Stored cases that would read differently: what they cite has changed, or was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from interpreter.cases import content_for
from interpreter.cases_diff import check_cases
from interpreter.catalogue.load import load_catalogue
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue, EvidenceItem, Status
from tests.report import cases

CATALOGUE = load_catalogue()


def _catalogue(evidence: Iterable[EvidenceItem], edition: str = "ff" * 32) -> Catalogue:
    return replace(CATALOGUE, evidence=tuple(evidence), releases=(replace(CATALOGUE.releases[0], sha256=edition),))


def _result(interpretation: Interpretation) -> list[tuple[str, str]]:
    return [(interpretation.case.id, content_for(interpretation).result)]


def _cited(interpretation: Interpretation) -> dict[str, EvidenceItem]:
    return {finding.evidence.id: finding.evidence for finding in interpretation.findings}


def test_the_same_evidence_touches_nothing_even_in_a_new_edition() -> None:
    whole = cases.colon_braf()
    found = check_cases(_result(whole), _catalogue(_cited(whole).values()))
    assert (found.cases, found.older, found.touched) == (1, 1, ())


def test_changed_and_withdrawn_evidence_names_the_case() -> None:
    whole = cases.colon_braf()
    cited = _cited(whole)
    first, second, third = sorted(cited)[:3]
    cited[first] = replace(cited[first], statement="reads otherwise now")
    cited[second] = replace(cited[second], status=Status.WITHDRAWN)
    del cited[third]
    (touched,) = check_cases(_result(whole), _catalogue(cited.values())).touched
    assert touched.case_id == "C-0001"
    assert touched.changed == (first,)
    assert touched.withdrawn == tuple(sorted((second, third)))
    assert touched.certain


def test_the_edition_of_the_case_itself_is_not_searched() -> None:
    whole = cases.colon_braf()
    found = check_cases(_result(whole), _catalogue((), edition=cases.CATALOGUE.sha256))
    assert (found.older, found.touched) == (0, ())


def test_with_the_older_catalogue_new_rows_are_told() -> None:
    whole = cases.colon_braf()
    cited = list(_cited(whole).values())
    new = replace(cited[0], id="EV-NEW-ROW", statement="new")
    old = _catalogue(cited, edition="ee" * 32)
    assert check_cases(_result(whole), _catalogue([*cited, new])).touched == ()
    (touched,) = check_cases(_result(whole), _catalogue([*cited, new]), old).touched
    assert touched.may_gain == ("EV-NEW-ROW",)
    assert not touched.certain


def test_a_case_that_cannot_be_read_is_told_never_passed_over() -> None:
    found = check_cases([("C-9", "{}")], _catalogue(()))
    assert (found.cases, found.unreadable) == (1, ("C-9",))
