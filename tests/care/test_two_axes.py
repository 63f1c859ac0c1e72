"""The whole way, from a file to what the clinician and the person are given: two axes that do not bend each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.care.disclosure import for_person, policy_for
from interpreter.care.person_file import read_person
from interpreter.care.vocabulary import organ_limits, preference_keys
from interpreter.interpret import InterpretRequest, Knowledge, interpret, load_knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.person import Consent, Person, Preference, Topic, Wish
from interpreter.resources import resource_path

DATE = "2026-11-21"
BRCA2_ROW = "chr13\t32340300"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def hereditary(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(gene.symbol for gene in knowledge.catalogue.genes.values() if gene.hereditary)


def _interpret(knowledge: Knowledge, file: Path, person: Person | None, case_id: str = "C-1") -> Interpretation:
    request = InterpretRequest(
        files=(file,),
        tumour_type="BRCA",
        date=DATE,
        results=resource_path("demo/breast-results.toml"),
        person=person,
        case_id=case_id,
    )
    return interpret(request, knowledge)


def _without(person: Interpretation) -> Interpretation:
    return replace(person, person=None, fit=(), conflicts=())


def _everything_said() -> Person:
    """A person who said something to every question, mostly that they cannot or will not."""
    preferences = tuple(
        Preference(key=key.key, value=value, importance=5, date=DATE, recorded_by="Nurse")
        for key in preference_keys().values()
        for value in (tuple(key.values) if key.several else tuple(key.values)[-1:])
    )
    return Person(
        name="Ada",
        preferences=preferences,
        right_not_to_know=tuple((topic, Wish.REFUSES) for topic in Topic),
        consents=(Consent(scope="this_care", given=False, version="1", date=DATE, by="Ada"),),
        medicines=("omeprazole", "warfarin", "rifampicin", "unlisted drops"),
        organ_limits=tuple((organ, tuple(limit.values)[-1]) for organ, limit in organ_limits().items()),
    )


def test_whatever_the_person_says_the_molecular_answer_is_the_same(knowledge: Knowledge) -> None:
    """Wishes, refusals, consent, medicines: not a finding, tier, order, marker or warning differs (R13)."""
    file = resource_path("demo/breast.vcf")
    nobody = _interpret(knowledge, file, None)
    demo = _interpret(knowledge, file, read_person(resource_path("demo/breast-person.toml")))
    said = _interpret(knowledge, file, _everything_said())
    assert _without(demo) == nobody
    assert _without(said) == nobody
    assert said.fit
    assert len({row.verdict for row in said.fit}) == 4
    assert {row.therapy for row in said.fit} == {row.therapy for row in demo.fit}


@pytest.mark.parametrize("wish", [Wish.REFUSES, Wish.NOT_ASKED])
def test_s20_an_inherited_finding_in_the_file_leaves_no_trace_in_what_the_person_is_given(
    knowledge: Knowledge, hereditary: frozenset[str], tmp_path: Path, wish: Wish
) -> None:
    person = replace(
        read_person(resource_path("demo/breast-person.toml")), right_not_to_know=((Topic.INHERITED_RISK, wish),)
    )
    with_it = resource_path("demo/breast.vcf")
    lines = with_it.read_text(encoding="utf-8").splitlines(keepends=True)
    without = tmp_path / "other.vcf"
    without.write_text("".join(line for line in lines if not line.startswith(BRCA2_ROW)), encoding="utf-8")
    one, two = _interpret(knowledge, with_it, person), _interpret(knowledge, without, person)
    assert any("BRCA2" in finding.evidence.biomarker for finding in one.findings)
    assert one.findings != two.findings
    policy = policy_for(person, DATE)
    view = for_person(one, policy, hereditary)
    assert view == for_person(two, policy, hereditary)
    assert "BRCA2" not in repr(replace(view, catalogue=()))
    assert "niraparib" not in repr(view.findings) + repr(view.fit)
    assert any(finding.found == ("PIK3CA H1047R",) for finding in view.findings)


def test_s20_a_case_id_made_from_the_file_is_not_handed_on(knowledge: Knowledge, hereditary: frozenset[str]) -> None:
    made = _interpret(knowledge, resource_path("demo/breast.vcf"), None, case_id="")
    assert made.case.id.startswith("CASE-")
    assert for_person(made, policy_for(None, DATE), hereditary).case.id == ""


def test_s10_the_conflict_is_laid_before_the_clinician(knowledge: Knowledge) -> None:
    person = read_person(resource_path("demo/breast-person.toml"))
    cards = _interpret(knowledge, resource_path("demo/breast.vcf"), person).conflicts
    card = next(card for card in cards if card.id == "wish_against_finding:inherited_risk")
    assert "BRCA2" in card.what
    assert "A germline test could open: olaparib, talazoparib" in card.what
