"""What comes beside the files: only what was accepted, or a file that was chosen, reaches the presenter."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from interpreter.model.person import Person
from interpreter.ui.widgets import companion_forms
from interpreter.ui.widgets.companion_forms import CompanionForms
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.widgets.results_form import ResultsForm

ADA = Person(name="Ada")


@pytest.fixture
def presenter() -> Mock:
    return Mock(typed_in=SimpleNamespace(values={}), request=SimpleNamespace(person=ADA))


@pytest.fixture
def forms(qtbot: QtBot, presenter: Mock) -> CompanionForms:
    window = QWidget()
    qtbot.addWidget(window)
    return CompanionForms(presenter, "2026-11-21", window)


@pytest.mark.parametrize("chosen", ["", "/cases/one.toml"])
@pytest.mark.parametrize("work", ["open_results", "open_person", "save_person"])
def test_a_file_is_taken_only_when_one_was_chosen(
    forms: CompanionForms, presenter: Mock, monkeypatch: pytest.MonkeyPatch, work: str, chosen: str
) -> None:
    for asked in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(companion_forms.QFileDialog, asked, lambda *_: (chosen, ""))
    getattr(forms, work)()
    assert [call.args for call in getattr(presenter, work).call_args_list] == ([(Path(chosen),)] if chosen else [])
    assert len(presenter.method_calls) == (1 if chosen else 0)


def test_a_form_that_is_not_accepted_changes_nothing(
    forms: CompanionForms, presenter: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for form in (ResultsForm, PersonForm):
        monkeypatch.setattr(form, "exec", lambda self: self.DialogCode.Rejected)
    forms.results()
    forms.person()
    assert presenter.method_calls == []


def test_an_accepted_form_is_handed_on_and_begins_with_what_was_stated(
    forms: CompanionForms, presenter: Mock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PersonForm, "exec", lambda self: self.DialogCode.Accepted)
    forms.person()
    (stated,) = presenter.set_person.call_args.args
    assert stated.name == "Ada"
