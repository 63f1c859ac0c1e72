"""Conflict cards: what pulls apart, why, and the options; for the clinician, never decided by the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.care.conflicts import conflict_cards
from interpreter.care.disclosure import for_person, policy_for
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Response
from interpreter.model.findings import AmpTier, ConflictCard, Verdict
from interpreter.model.person import Consent, Person, Preference, Topic, Wish
from tests.care.builders import DATE, HEREDITARY, alteration, case, dpyd, finding, fit_row

BRCA2 = alteration("BRCA2", "Y42*", suspect=True)
OLAPARIB = finding("BRCA2 loss of function", (BRCA2,), ("olaparib",))


def _consent(scope: str, *, given: bool = True, withdrawn_on: str = "", by: str = "Ada") -> Consent:
    return Consent(scope=scope, given=given, version="1", date="2026-01-01", by=by, withdrawn_on=withdrawn_on)


def _wishes(**wishes: Wish) -> Person:
    return Person(name="Ada", right_not_to_know=tuple((Topic(topic), wish) for topic, wish in wishes.items()))


def _with_brca2(person: Person) -> Interpretation:
    return case(person, (BRCA2,), (OLAPARIB,))


def _card(interpretation: Interpretation, kind: str) -> ConflictCard:
    return next(card for card in conflict_cards(interpretation) if card.kind == kind)


def test_s10_an_actionable_inherited_finding_against_the_wish_not_to_know() -> None:
    interpretation = _with_brca2(_wishes(inherited_risk=Wish.REFUSES))
    card = _card(interpretation, "wish_against_finding")
    assert card.id == "wish_against_finding:inherited_risk"
    assert "BRCA2 Y42* may be inherited. It bears on treatment: olaparib." in card.what
    assert "The letter stays silent" in card.why
    assert len(card.options) == 3
    view = for_person(interpretation, policy_for(interpretation.person, DATE), HEREDITARY)
    assert "BRCA2" not in repr(view)


def test_the_card_names_treatments_of_this_tumour_and_counts_those_of_lower_evidence() -> None:
    weak = finding("BRCA2 loss of function", (BRCA2,), ("cisplatin",), tier=AmpTier.II_C)
    against = finding("BRCA2 loss of function", (BRCA2,), ("docetaxel",), response=Response.RESISTANCE)
    interpretation = replace(_with_brca2(_wishes(inherited_risk=Wish.REFUSES)), findings=(OLAPARIB, weak, against))
    card = _card(interpretation, "wish_against_finding")
    assert card.what.endswith("It bears on treatment: olaparib, and 1 of lower evidence.")
    card = _card(replace(interpretation, findings=(weak,)), "wish_against_finding")
    assert card.what.endswith("Treatments of lower evidence rest on it (1).")


def test_not_asked_makes_a_card_that_says_ask() -> None:
    card = _card(_with_brca2(_wishes()), "ask")
    assert card.id == "ask:inherited_risk"
    assert "Do you want to know" in card.options[0]


def test_no_card_on_heredity_without_a_finding_or_when_it_may_be_told() -> None:
    assert conflict_cards(case(_wishes(inherited_risk=Wish.REFUSES))) == ()
    told = replace(_wishes(inherited_risk=Wish.WANTS), consents=(_consent("germline"),))
    assert conflict_cards(_with_brca2(told)) == ()


@pytest.mark.parametrize(
    ("consents", "words"),
    [
        ((), "was never recorded"),
        ((_consent("germline", given=False),), "was not given (2026-01-01)"),
        ((_consent("germline", withdrawn_on="2026-02-02"),), "was withdrawn on 2026-02-02"),
        ((replace(_consent("germline"), date="2027-01-01"),), "is dated 2027-01-01, after this interpretation"),
    ],
)
def test_a_request_without_consent(consents: tuple[Consent, ...], words: str) -> None:
    person = replace(_wishes(inherited_risk=Wish.WANTS), consents=consents)
    card = _card(case(person), "consent_against_request")
    assert words in card.what


def test_a_request_for_relatives_without_consent_to_contact_them() -> None:
    ids = [card.id for card in conflict_cards(case(_wishes(relatives_risk=Wish.WANTS)))]
    assert ids == ["consent_against_request:relatives_risk"]


@pytest.mark.parametrize(("wish", "kind"), [(Wish.REFUSES, "wish_against_finding"), (Wish.NOT_ASKED, "ask")])
def test_a_drug_safety_result_against_the_wish_keeps_the_warning_to_the_prescriber(wish: Wish, kind: str) -> None:
    toxic = finding("DPYD haplotype *2A", (), ("fluorouracil",), response=Response.TOXICITY)
    interpretation = case(_wishes(drug_metabolism=wish), findings=(toxic,), pgx=(dpyd(),))
    card = _card(interpretation, kind)
    assert "DPYD, DPYD haplotype *2A" in card.what
    assert "no wish weakens drug safety" in card.why
    assert conflict_cards(replace(interpretation, person=_wishes(drug_metabolism=Wish.WANTS))) == ()


def test_withdrawn_consent_says_what_follows_and_only_the_latest_counts() -> None:
    person = Person(consents=(_consent("storage", withdrawn_on="2026-03-03"), _consent("research")))
    card = _card(case(person), "withdrawn_consent")
    assert card.id == "withdrawn_consent:storage"
    assert "withdrawn on 2026-03-03" in card.what
    assert "erase the stored case" in card.options[0]
    renewed = replace(person, consents=(*person.consents, replace(_consent("storage"), date="2026-04-04")))
    assert conflict_cards(case(renewed)) == ()
    later = Person(consents=(_consent("storage", withdrawn_on="2026-12-01"),))
    assert conflict_cards(case(later)) == ()


def test_refused_care_is_told() -> None:
    assert _card(case(Person(consents=(_consent("this_care", given=False),))), "consent_refused").options


def test_a_wish_against_the_only_approved_option() -> None:
    interpretation = replace(
        _with_brca2(_wishes(inherited_risk=Wish.WANTS)), fit=(fit_row("olaparib", Verdict.CONFLICTS),)
    )
    card = _card(interpretation, "wish_against_only_option")
    assert "the only approved option, olaparib" in card.what
    assert "Needles: no" in card.why
    assert "the option stays in its place" in card.why


@pytest.mark.parametrize(
    "fit",
    [
        (fit_row("olaparib", Verdict.DISCUSS),),
        (fit_row("olaparib", Verdict.CONFLICTS, safety=True),),
        (fit_row("another", Verdict.CONFLICTS),),
        (),
    ],
)
def test_no_card_where_the_approved_option_is_not_against_a_wish(fit: tuple) -> None:  # type: ignore[type-arg]
    interpretation = replace(_with_brca2(_wishes(inherited_risk=Wish.REFUSES)), fit=fit)
    assert "wish_against_only_option" not in {card.kind for card in conflict_cards(interpretation)}


def test_an_approved_option_without_conflict_means_no_such_card() -> None:
    other = finding("BRAF p.V600E", (), ("niraparib",))
    interpretation = replace(
        _with_brca2(Person()), findings=(OLAPARIB, other), fit=(fit_row("olaparib", Verdict.CONFLICTS),)
    )
    assert "wish_against_only_option" not in {card.kind for card in conflict_cards(interpretation)}
    both = (*interpretation.fit, fit_row("niraparib", Verdict.CONFLICTS))
    card = _card(replace(interpretation, fit=both), "wish_against_only_option")
    assert "each approved option (olaparib, niraparib)" in card.what


def test_expired_facts_are_named_with_their_end() -> None:
    old = Preference(
        key="driving", value="must_drive", importance=4, date="2025-01-01", recorded_by="x", expires="2026-01-01"
    )
    good = replace(old, key="route", value="oral", expires="2026-11-21")
    card = _card(case(Person(preferences=(old, good))), "expired_facts")
    assert card.what == "Answers that are no longer to be relied on: Driving (until 2026-01-01)."


def test_answers_older_than_they_usually_hold_are_asked_again_and_still_used() -> None:
    said = Preference(key="pregnancy", value="no_plan", importance=4, date="2026-08-21", recorded_by="x")
    fresh = replace(said, date="2026-08-22")
    own_end = replace(said, key="driving", date="2025-01-01", expires="2027-01-01")
    endless = replace(said, key="route", value="oral", date="2020-01-01")
    card = _card(case(Person(preferences=(said, own_end, endless))), "aged_facts")
    assert card.what.startswith("Answers that may have changed since: ")
    assert "said on 2026-08-21; such answers are asked again after 3 months" in card.what
    assert card.what.count("said on") == 1
    assert card.why == "They are still used as they were given."
    assert conflict_cards(case(Person(preferences=(fresh, own_end, endless)))) == ()


def test_a_minor_who_consented_alone() -> None:
    person = Person(name="Ada", minor=True, legal_representative="Her mother", consents=(_consent("this_care"),))
    assert "Her mother must agree" in _card(case(person), "consent_of_minor").why
    both = replace(person, consents=(_consent("this_care", by="Her mother"),))
    assert conflict_cards(case(both)) == ()


def test_without_a_person_there_is_no_card() -> None:
    assert conflict_cards(case(None, (BRCA2,), (OLAPARIB,))) == ()
