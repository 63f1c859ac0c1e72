"""Consent, wishes for information, access and trials in the person form: nothing is overwritten."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from interpreter.care.person_file import parse_person
from interpreter.model.person import AccessStatus, Consent, ConsentScope, Person, ReadingLevel
from interpreter.ui.widgets.person_consent import SCOPES, STATUSES
from interpreter.ui.widgets.person_form import PersonForm
from tests.ui.conftest import TODAY

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def person() -> Person:
    found = re.search(r"```toml\n(.*?)```", (DOCS / "person.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return parse_person(found[1])


@pytest.fixture
def form(qtbot: QtBot, person: Person) -> PersonForm:
    made = PersonForm(person, TODAY, None)
    qtbot.addWidget(made)
    made.show()
    return made


def _fill(form: PersonForm, **values: str) -> None:
    for key, value in values.items():
        form.parts.consent.fields[key].fill(value)


def test_what_is_not_touched_comes_back_as_it_was(form: PersonForm, person: Person) -> None:
    assert form.person() == person


def test_every_scope_and_status_has_words() -> None:
    assert set(SCOPES) == set(ConsentScope)
    assert set(STATUSES) == set(AccessStatus)


def test_an_answer_is_a_new_row_and_the_old_one_stays(form: PersonForm, person: Person) -> None:
    box = form.parts.consent
    _fill(form, scope="research", given="agrees", version="2026-09", date="2026-11-19", by="Ada Example")
    box.add_button.click()
    after = form.person()
    assert after.consents[: len(person.consents)] == person.consents
    new = Consent(scope="research", given=True, version="2026-09", date="2026-11-19", by="Ada Example")
    assert after.consents[-1] == new
    assert after.consents_to(ConsentScope.RESEARCH, TODAY)
    said = {box.table.item(row, 0).text(): box.table.item(row, 1).text() for row in range(box.table.rowCount())}
    assert said["research"] == "✓ yes"
    assert box.table.item(2, 1).text() == "– replaced by a later answer"


def test_a_withdrawal_is_a_date_on_the_row_and_counts_from_that_day(form: PersonForm, person: Person) -> None:
    box = form.parts.consent
    box.table.selectRow(1)
    assert box.remove_button.text() == "Withdraw the chosen one today"
    box.remove_button.click()
    after = form.person()
    assert len(after.consents) == len(person.consents)
    assert after.consents[1] == replace(person.consents[1], withdrawn_on=TODAY)
    assert not after.consents_to(ConsentScope.STORAGE, TODAY)
    assert box.table.item(1, 1).text() == "✕ no"
    assert box.remove_button.text() == "Take the withdrawal back"
    box.remove_button.click()
    assert form.person() == person
    box.table.selectRow(2)
    box.remove_button.click()
    assert "nothing to withdraw" in box.problem.text()
    assert form.person() == person


def test_only_a_row_of_this_sitting_can_be_taken_away(form: PersonForm, person: Person) -> None:
    box = form.parts.consent
    _fill(form, scope="a registry", given="does not agree", version="1", by="Ada Example")
    box.add_button.click()
    box.table.selectRow(box.table.rowCount() - 1)
    assert box.remove_button.text() == "Take the chosen row away"
    box.remove_button.click()
    assert form.person().consents == person.consents


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"version": "1"}, "who gave the answer"),
        ({"version": "1", "by": "Ada", "date": "19.11.2026"}, "YYYY-MM-DD"),
        ({"version": "1", "by": "Ada", "date": "2027-01-01"}, "in the future"),
    ],
)
def test_an_answer_without_form_person_or_date_is_not_taken(
    form: PersonForm, person: Person, values: dict[str, str], said: str
) -> None:
    _fill(form, **values)
    form.parts.consent.add_button.click()
    assert said in form.parts.consent.problem.text()
    assert form.person().consents == person.consents


def test_what_was_typed_and_not_added_is_not_lost_by_saving(form: PersonForm) -> None:
    _fill(form, version="2026-09", by="Ada Example")
    form._on_save()
    assert form.result() != QDialog.DialogCode.Accepted
    assert "typed but not added" in form.problem.text()
    assert form.tabs.tabText(form.tabs.currentIndex()) == "Consent"


def test_information_wishes_are_stated(form: PersonForm) -> None:
    box = form.parts.information
    box.level.setCurrentIndex(box.level.findData(ReadingLevel.DETAILED))
    box.language.setText("de")
    box.large_type.setChecked(False)
    box.interpreter.setChecked(True)
    box.interpreter_language.setText("Tigrinya")
    after = form.person()
    assert (after.reading_level, after.language, after.large_type) == (ReadingLevel.DETAILED, "de", False)
    assert (after.interpreter_needed, after.interpreter_language) == (True, "Tigrinya")


def test_a_minor_needs_a_representative(form: PersonForm) -> None:
    form.parts.information.minor.setChecked(True)
    form._on_save()
    assert form.result() != QDialog.DialogCode.Accepted
    form.parts.information.representative.setText("Grace Example, mother")
    form._on_save()
    assert form.result() == QDialog.DialogCode.Accepted
    assert form.person().legal_representative == "Grace Example, mother"


def test_access_and_trials_are_entered_with_date_and_author(form: PersonForm, person: Person) -> None:
    access, trials = form.parts.access, form.parts.trials
    access.fields["therapy"].fill("encorafenib+cetuximab")
    access.fields["status"].fill("on application")
    access.add_button.click()
    assert "who writes this down" in access.problem.text()
    form.recorded_by.setText("Pharmacist C.")
    access.add_button.click()
    trials.fields["name"].fill("A second invented trial")
    trials.fields["place"].fill("Here")
    trials.add_button.click()
    after = form.person()
    assert after.access[:-1] == person.access
    assert (after.access[-1].therapy, after.access[-1].status) == (
        "encorafenib + cetuximab",
        AccessStatus.ON_APPLICATION,
    )
    assert (after.access[-1].date, after.access[-1].recorded_by) == (TODAY, "Pharmacist C.")
    assert (after.trials[-1].name, after.trials[-1].place, after.trials[-1].date) == (
        "A second invented trial",
        "Here",
        TODAY,
    )
    trials.table.selectRow(0)
    trials.remove_button.click()
    assert [trial.name for trial in form.person().trials] == ["A second invented trial"]
