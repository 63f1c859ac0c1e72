"""The store in use: saved whole, signed means frozen (S19), amended says so, and nothing goes to the wrong person."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from interpreter import cases
from interpreter.catalogue.load import load_catalogue
from interpreter.errors import StoreError
from interpreter.model.person import Consent, Person
from interpreter.model.release import Release
from interpreter.report.outputs import render_json
from interpreter.store.store import Store
from interpreter.store.values import CaseState, Kind
from tests.stores import Clock, colon, new_store

NEW_WISH = "less travel than before"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def _words(content: bytes) -> list[str]:
    """Give the words of each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def _person(interpretation_person: Person | None, words: str = NEW_WISH) -> Person:
    assert interpretation_person is not None
    return replace(interpretation_person, own_words=replace(interpretation_person.own_words, matters_most=words))


def _amend(store: Store, *, replaces: int, reason: str) -> None:
    person = _person(colon().person)
    cases.amend_person(store, "C-1", person, {}, date="2026-12-01", reason=reason, replaces=replaces)


def test_a_saved_case_comes_back_equal_and_its_json_byte_for_byte(store: Store) -> None:
    saved = colon()
    done = cases.save(store, saved)
    assert (done.id, done.version, done.state) == ("C-1", 1, CaseState.DRAFT)
    stored = store.load_case("C-1")
    assert cases.interpretation_of(stored) == saved
    assert cases.json_of(stored.result) == render_json(saved)
    assert json.loads(stored.result)["schema"] == "interpretation/1"


def test_the_person_stands_apart_from_the_result(store: Store) -> None:
    """The result is read for counts over many cases: no name may be in it."""
    person = colon().person
    assert person is not None
    assert person.name
    cases.save(store, colon())
    stored = store.load_case("C-1")
    assert person.name not in stored.result
    assert cases.person_of(stored) == person


def test_the_settings_of_the_case_are_those_it_was_interpreted_with() -> None:
    whole = replace(colon(), settings=(("min_depth", "250"), ("page_size", "Letter"), ("gone_since", "x")))
    settings = cases.settings_of(whole)
    assert (settings.min_depth, settings.page_size, settings.min_alt_reads) == (250, "Letter", 2)


def test_a_taken_id_and_a_stale_version_are_refused(store: Store) -> None:
    cases.save(store, colon())
    with pytest.raises(StoreError, match="already"):
        cases.save(store, colon())
    cases.save(store, colon(), replaces=1)
    with pytest.raises(StoreError, match="changed meanwhile"):
        cases.save(store, colon(), replaces=1)


def test_s18_a_next_version_is_never_another_persons(store: Store) -> None:
    whole = colon()
    assert whole.person is not None
    one = replace(whole, person=replace(whole.person, record_number="R-1"))
    cases.save(store, one)
    other = replace(whole, person=replace(whole.person, record_number="R-2"))
    with pytest.raises(StoreError, match="another record number"):
        cases.save(store, other, replaces=1)
    assert store.list_cases()[0].version == 1


def test_a_refusal_of_storage_stands(store: Store) -> None:
    whole = colon()
    assert whole.person is not None
    no = Consent(scope="storage", given=False, version="1", date="2026-01-01", by="Ada")
    refused = replace(whole, person=replace(whole.person, consents=(no,)))
    with pytest.raises(StoreError, match="does not consent"):
        cases.save(store, refused)
    assert store.list_cases() == ()
    cases.save(store, refused, legal_duty=True)


def test_s19_the_draft_mark_goes_only_by_a_signature(store: Store) -> None:
    cases.save(store, colon())
    draft = cases.report_of(store, store.load_case("C-1"))
    assert not draft.signed
    assert all("DRAFT" in page for page in _words(draft.content))
    cases.sign(store, "C-1", clock=Clock())
    signed = cases.report_of(store, store.load_case("C-1"))
    assert signed.signed
    pages = _words(signed.content)
    assert all("Signed by Dr. All on 2026-11-21, version 1" in page for page in pages)
    assert not any("DRAFT" in page for page in pages)
    assert cases.SIGNED_MEANING in " ".join(pages)


def test_s19_what_was_signed_is_what_is_handed_out_for_good(store: Store) -> None:
    cases.save(store, colon())
    cases.sign(store, "C-1")
    first = cases.report_of(store, store.load_case("C-1"))
    with pytest.raises(StoreError, match="is signed"):
        cases.save(store, colon(), replaces=1)
    _amend(store, replaces=1, reason="the person wishes otherwise")
    stored = store.load_case("C-1")
    assert stored.summary.state is CaseState.AMENDED
    assert cases.report_of(store, stored, 1) == first
    assert first.sha256 in stored.signatures[0].text
    amended = " ".join(_words(cases.report_of(store, stored).content))
    assert "DRAFT – not reviewed, not signed; amended, version 2, replaces version 1" in amended
    assert "Reason: the person wishes otherwise" in amended
    assert NEW_WISH in amended
    cases.sign(store, "C-1", clock=Clock())
    last = " ".join(_words(cases.report_of(store, store.load_case("C-1")).content))
    assert "Signed by Dr. All on 2026-11-21; amended, version 2, replaces version 1" in last
    assert cases.report_of(store, store.load_case("C-1"), 1) == first


def test_s19_reasons_are_those_since_the_replaced_signature(store: Store) -> None:
    cases.save(store, colon())
    cases.sign(store, "C-1")
    _amend(store, replaces=1, reason="first reason")
    _amend(store, replaces=2, reason="second reason")
    release = cases.release_of(store, store.load_case("C-1"))
    assert (release.version, release.replaces and release.replaces.version) == (3, 1)
    assert release.reasons == ("first reason", "second reason")
    cases.sign(store, "C-1")
    _amend(store, replaces=3, reason="third reason")
    release = cases.release_of(store, store.load_case("C-1"))
    assert (release.replaces and release.replaces.version, release.reasons) == (3, ("third reason",))


def test_a_version_that_was_read_is_signed_and_no_other(store: Store) -> None:
    cases.save(store, colon())
    cases.save(store, colon(), replaces=1)
    with pytest.raises(StoreError, match="changed meanwhile"):
        cases.sign(store, "C-1", expected_version=1)
    assert store.list_cases()[0].state is CaseState.DRAFT
    assert store.load_case("C-1").reports == ()


def test_a_first_look_is_held_and_cannot_be_signed(store: Store) -> None:
    cases.save(store, replace(colon(), preliminary=True))
    assert store.list_cases()[0].state is CaseState.HELD
    with pytest.raises(StoreError, match="held"):
        cases.sign(store, "C-1")


def test_an_older_version_without_a_signature_has_json_but_no_report(store: Store) -> None:
    cases.save(store, colon())
    cases.save(store, replace(colon(), warnings=("looked at again",)), replaces=1)
    stored = store.load_case("C-1")
    assert b"looked at again" not in cases.json_of(cases.result_of(store, stored, 1))
    assert b"looked at again" in cases.json_of(cases.result_of(store, stored, 2))
    with pytest.raises(StoreError, match="never signed"):
        cases.report_of(store, stored, 1)
    for wanted in (3, 99):
        with pytest.raises(StoreError, match=f"no version {wanted}"):
            cases.report_of(store, stored, wanted)
        with pytest.raises(StoreError, match=f"no version {wanted}"):
            cases.result_of(store, stored, wanted)


def test_an_amendment_judges_fit_anew_and_says_what_it_did_not_look_at(store: Store) -> None:
    before = colon()
    cases.save(store, before)
    therapies = load_catalogue().therapies
    person = _person(before.person)
    cases.amend_person(store, "C-1", person, therapies, date="2026-12-01", reason="", replaces=1)
    after = cases.interpretation_of(store.load_case("C-1"))
    assert after.person == person
    assert after.findings == before.findings
    assert after.markers == before.markers
    assert after.case.date == "2026-12-01"
    assert "were not looked at again" in after.warnings[-1]
    assert {row.therapy for row in after.fit} >= {"encorafenib + cetuximab"}


def test_decisions_are_kept_for_cards_that_are_there(store: Store) -> None:
    cases.save(store, colon())
    stored = store.load_case("C-1")
    assert cases.undecided(stored) == ("ask:inherited_risk",)
    with pytest.raises(StoreError, match="no conflict card") as fault:
        cases.decide(store, stored, "ask:nothing", "yes")
    assert "ask:inherited_risk" in fault.value.remedy
    cases.decide(store, stored, "ask:inherited_risk", "asked; wants to know", "visit")
    stored = store.load_case("C-1")
    assert cases.undecided(stored) == ()
    assert json.loads(stored.decisions[0].text) == {"decision": "asked; wants to know", "reason": "visit"}


def test_the_report_prints_a_head_that_proves_a_cut_tail(store: Store) -> None:
    cases.save(store, colon())
    stored = store.load_case("C-1")
    release = cases.release_of(store, stored)
    assert release.audit_head in "".join(_words(cases.report_of(store, stored).content)).replace(" ", "")
    store.add_note("C-1", "later")
    assert store.verify_chain((release.audit_head,)).whole
    assert not store.verify_chain(("3:" + "0" * 64,)).whole


def test_a_case_that_was_stored_otherwise_is_told_in_words(store: Store) -> None:
    content = replace(cases.content_for(colon()), result='{"schema": "interpretation/1"}\n')
    store.save_case(content)
    stored = store.load_case("C-1")
    assert cases.json_of(stored.result) == b'{"schema": "interpretation/1"}\n'
    with pytest.raises(StoreError, match="without its whole value"):
        cases.interpretation_of(stored)
    assert len(store.history("C-1", Kind.RESULT)) == 1


def test_a_report_that_was_not_stored_prints_no_trail() -> None:
    from interpreter.report.content import clinician_report
    from interpreter.settings import Settings

    titles = [section.title for section in clinician_report(colon(), Settings()).sections]
    assert "Appendix: audit trail" not in titles
    stored = clinician_report(colon(), Settings(), Release(version=1, audit_head="7:ab"))
    assert stored.sections[-1].title == "Appendix: audit trail"
    assert stored.mark.startswith("DRAFT")
