"""Fit is a second axis: honest about what is not known, and unable to touch the first."""

from __future__ import annotations

import inspect
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.care.fit import fit
from interpreter.care.vocabulary import Meets, preference_keys
from interpreter.model.evidence import Citation, Therapy, Verification
from interpreter.model.findings import FitRow, Verdict
from interpreter.model.person import AccessStatus, LocalAccess, Person, Preference

DATE = "2026-11-21"
READ = Verification(checked_by="A. Reader", checked_on="2026-10-01")
_PAIRS = tuple((key.key, value) for key in preference_keys().values() for value in key.values)


def _therapy(inn: str, verification: Verification = READ, **attributes: str) -> Therapy:
    return Therapy(
        inn=inn,
        brands=(),
        drug_class="",
        targets=(),
        attributes={name: tuple(value.split("|")) for name, value in attributes.items()},
        citation=Citation(id="L", kind="label", text=f"label of {inn}"),
        label_date="2026-01",
        verification=verification,
    )


TABLET = _therapy("tabletinib", route="oral", visits_per_4_weeks="0", common_toxicities="rash", tablets_per_day="1")
DRIP = _therapy(
    "dripumab", route="iv", visits_per_4_weeks="2", infusion_hours="4", common_toxicities="alopecia|fatigue"
)
UNREAD = _therapy("unreadinib", Verification(), route="oral", common_toxicities="rash")
THERAPIES = {therapy.inn: therapy for therapy in (TABLET, DRIP, UNREAD)}


def _said(key: str, value: str, importance: int = 3, expires: str = "") -> Preference:
    return Preference(key=key, value=value, importance=importance, date=DATE, recorded_by="Nurse", expires=expires)


def _person(*preferences: Preference) -> Person:
    return Person(preferences=preferences, medicines_asked=True, organs_asked=True)


def _only(rows: tuple[FitRow, ...]) -> FitRow:
    assert len(rows) == 1
    return rows[0]


def test_a_row_names_the_wish_the_fact_and_both_sources() -> None:
    row = _only(fit(_person(_said("route", "oral", 5)), [("dripumab",)], THERAPIES, DATE))
    assert row.verdict is Verdict.CONFLICTS
    assert row.why == (
        "To “How the medicine is given” the answer was “tablets or capsules at home”; "
        "dripumab is not a tablet; it is given by infusion or injection."
    )
    assert row.source == "label of dripumab (2026-01); said on 2026-11-21, recorded by Nurse"
    assert not row.safety


def test_of_a_regimen_the_most_restrictive_medicine_speaks() -> None:
    row = _only(fit(_person(_said("route", "oral")), [("tabletinib", "dripumab")], THERAPIES, DATE))
    assert row.therapy == "tabletinib + dripumab"
    assert row.verdict is Verdict.CONFLICTS
    assert "dripumab is not a tablet" in row.why


def test_what_is_not_known_is_said_and_never_reads_as_fits() -> None:
    unknown = _only(fit(_person(_said("driving", "must_drive")), [("tabletinib",)], THERAPIES, DATE))
    assert unknown.verdict is Verdict.UNKNOWN
    assert "not known for tabletinib: what it does to driving" in unknown.why
    absent = _only(fit(_person(_said("route", "oral")), [("newinib",)], THERAPIES, DATE))
    assert absent.verdict is Verdict.UNKNOWN
    assert "newinib is not in the therapy table" in absent.source
    half = _only(fit(_person(_said("avoid_side_effect", "hair")), [("dripumab", "newinib")], THERAPIES, DATE))
    assert half.verdict is Verdict.CONFLICTS
    assert "not known for newinib: its common side effects" in half.why


def test_silence_of_an_unread_label_is_not_a_fits() -> None:
    wish = _person(_said("avoid_side_effect", "hair"))
    assert _only(fit(wish, [("tabletinib",)], THERAPIES, DATE)).verdict is Verdict.FITS
    row = _only(fit(wish, [("unreadinib",)], THERAPIES, DATE))
    assert row.verdict is Verdict.UNKNOWN
    assert "not verified against the label" in row.why
    assert row.source.startswith("label of unreadinib (2026-01), not verified against the label")


def test_an_expired_answer_is_asked_again_and_not_used() -> None:
    person = _person(_said("route", "oral", expires="2026-11-20"))
    row = _only(fit(person, [("dripumab",)], THERAPIES, DATE))
    assert row.verdict is Verdict.UNKNOWN
    assert "good until 2026-11-20; ask again" in row.why
    assert _only(fit(person, [("dripumab",)], THERAPIES, "2026-11-20")).verdict is Verdict.CONFLICTS


def test_wishes_for_the_conversation_alone_make_no_row() -> None:
    assert (
        fit(_person(_said("trials", "yes"), _said("decision_role", "together")), [("dripumab",)], THERAPIES, DATE) == ()
    )


def test_rows_follow_the_given_order_of_regimens_and_the_importance_of_wishes() -> None:
    person = _person(_said("route", "oral", 2), _said("needles", "cannot", 5))
    rows = fit(person, [("dripumab",), ("tabletinib",), ("dripumab",)], THERAPIES, DATE)
    assert [(row.therapy, row.preference.split(":")[0]) for row in rows] == [
        ("dripumab", "Needles"),
        ("dripumab", "How the medicine is given"),
        ("tabletinib", "Needles"),
        ("tabletinib", "How the medicine is given"),
    ]


def test_local_access_is_what_staff_entered_for_the_medicine_or_the_regimen() -> None:
    entry = LocalAccess(therapy="dripumab", status=AccessStatus.SELF_PAY, date=DATE, recorded_by="Pharmacy")
    person = Person(
        preferences=(_said("cost_worry", "strong"),), access=(entry,), medicines_asked=True, organs_asked=True
    )
    row = _only(fit(person, [("dripumab",)], THERAPIES, DATE))
    assert row.verdict is Verdict.CONFLICTS
    assert "entered here on 2026-11-21 by Pharmacy" in row.source
    assert _only(fit(person, [("tabletinib",)], THERAPIES, DATE)).verdict is Verdict.UNKNOWN
    whole = LocalAccess(therapy="dripumab + tabletinib", status=AccessStatus.FUNDED, date=DATE, recorded_by="Pharmacy")
    person = Person(
        preferences=(_said("cost_worry", "strong"),), access=(whole,), medicines_asked=True, organs_asked=True
    )
    assert _only(fit(person, [("dripumab", "tabletinib")], THERAPIES, DATE)).verdict is Verdict.FITS


@pytest.mark.parametrize(
    ("medicine", "attribute", "code", "verdict"),
    [
        ("Omeprazole", "acid_reducers", "avoid_ppi", Verdict.CONFLICTS),
        (" Pantoprazole  40 mg", "acid_reducers", "avoid_ppi", Verdict.CONFLICTS),
        ("St John's  Wort 2x", "cyp", "CYP3A:substrate", Verdict.CONFLICTS),
        ("famotidine", "acid_reducers", "space_h2", Verdict.DISCUSS),
        ("coumadin", "warfarin", "raises_inr", Verdict.DISCUSS),
        ("rifampin", "cyp", "CYP3A:substrate", Verdict.CONFLICTS),
        ("fluconazole", "cyp", "CYP3A:substrate", Verdict.DISCUSS),
        ("simvastatin", "cyp", "CYP3A:inhibitor:strong", Verdict.CONFLICTS),
        ("the pill", "hormonal_contraception", "made_unreliable", Verdict.CONFLICTS),
        ("ondansetron", "qt", "prolongs", Verdict.DISCUSS),
        ("methadone", "boxed_warning", "qt", Verdict.CONFLICTS),
    ],
)
def test_interactions_are_safety_notes_apart_from_wishes(
    medicine: str, attribute: str, code: str, verdict: Verdict
) -> None:
    therapies = {"xnib": _therapy("xnib", **{attribute: code})}
    row = _only(fit(Person(medicines=(medicine,), organs_asked=True), [("xnib",)], therapies, DATE))
    assert row.safety
    assert row.verdict is verdict


def test_missing_or_unlisted_medicines_and_organs_are_said_and_never_read_as_no_interaction() -> None:
    silent = fit(Person(), [("tabletinib",)], THERAPIES, DATE)
    assert [(row.preference, row.verdict, row.safety) for row in silent] == [
        ("Organ function: not recorded", Verdict.UNKNOWN, True),
        ("Other medicines: not recorded", Verdict.UNKNOWN, True),
    ]
    person = Person(medicines=("grandmother's drops", "class:nonsense"), organs_asked=True)
    row = _only(fit(person, [("tabletinib",)], THERAPIES, DATE))
    assert row.verdict is Verdict.UNKNOWN
    assert "grandmother's drops, class:nonsense; not in the program's table of interactions" in row.why
    read = {"xnib": _therapy("xnib", acid_reducers="space_antacid")}
    row = _only(fit(Person(medicines=("omeprazole",), organs_asked=True), [("xnib",)], read, DATE))
    assert row.verdict is Verdict.FITS
    assert "the pharmacy's check stays needed" in row.why


def test_an_organ_limit_meets_the_label_and_says_how_it_was_measured() -> None:
    therapies = {"xnib": _therapy("xnib", renal_limit="avoid_crcl_below:30", serious_toxicities="rash")}
    person = Person(
        organ_limits=(("renal", "severe"),), organ_measures=(("renal", "clearance 25"),), medicines_asked=True
    )
    row = _only(fit(person, [("xnib",)], therapies, DATE))
    assert row.verdict is Verdict.CONFLICTS
    assert row.safety
    assert "(clearance 25)" in row.why
    moderate = Person(organ_limits=(("renal", "moderate"),), medicines_asked=True)
    assert _only(fit(moderate, [("xnib",)], therapies, DATE)).verdict is Verdict.FITS


def test_fit_neither_takes_nor_gives_findings() -> None:
    """Proof by type that wishes cannot reach evidence, tier or order: no finding goes in, none comes out."""
    hints = typing.get_type_hints(fit)
    named = " ".join(str(hint) for hint in hints.values())
    assert hints["return"] == tuple[FitRow, ...]
    for word in ("Finding", "Interpretation", "Tier", "Alteration", "MarkerRow", "EvidenceItem"):
        assert word not in named
    assert list(inspect.signature(fit).parameters) == ["person", "regimens", "therapies", "date", "rules"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(_PAIRS), st.integers(1, 5)), max_size=8),
    st.permutations([("dripumab",), ("tabletinib",), ("tabletinib", "dripumab"), ("newinib",)]),
)
def test_whatever_is_wished_no_regimen_is_hidden_moved_or_changed(
    said: list[tuple[tuple[str, str], int]], regimens: list[tuple[str, ...]]
) -> None:
    person = Person(preferences=tuple(_said(key, value, importance) for (key, value), importance in said))
    before = list(regimens)
    rows = fit(person, regimens, THERAPIES, DATE)
    assert regimens == before
    assert list(dict.fromkeys(row.therapy for row in rows)) == [" + ".join(regimen) for regimen in before]
    meeting = [pair for pair, _ in said if preference_keys()[pair[0]].meets is not Meets.CONVERSATION]
    for regimen in before:
        own = [row for row in rows if row.therapy == " + ".join(regimen)]
        assert len(own) == len(meeting) + 2
    assert rows == fit(person, regimens, THERAPIES, DATE)
