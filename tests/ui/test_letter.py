"""The letter in the window: the very bytes, in the level and language chosen; an id is stated, never made (S20)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from interpreter.catalogue.load import load_catalogue
from interpreter.interpret import Knowledge
from interpreter.letters import LetterOptions, render_letter, render_questionnaire
from interpreter.model.cases import Interpretation
from interpreter.model.person import ReadingLevel
from interpreter.settings import Settings
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.letter_dialog import LetterDialog, PaperDialog, QuestionnaireDialog
from tests.stores import colon
from tests.ui.conftest import FakeInterpret
from tests.ui.store_window import LONG, kept, look_into, make_store, open_case

CATALOGUE = load_catalogue()
LANGUAGES = {"en": "English"}


def _unstated() -> Interpretation:
    made = colon()
    return replace(made, case=replace(made.case, id=f"CASE-{made.inputs[0].sha256[:12]}"))


def _dialog(qtbot: QtBot, interpretation: Interpretation, site: Path, **languages: str) -> LetterDialog:
    made = LetterDialog(interpretation, CATALOGUE, Settings(), {**LANGUAGES, **languages}, site=site)
    qtbot.addWidget(made)
    made.show()
    return made


def _made(qtbot: QtBot, shown: PaperDialog) -> bytes:
    qtbot.waitUntil(lambda: bool(shown.content), timeout=LONG)
    return shown.content


def test_the_pages_shown_are_the_bytes_of_the_letter(qtbot: QtBot, tmp_path: Path) -> None:
    shown = _dialog(qtbot, colon(), tmp_path)
    assert not shown.save_button.isEnabled()
    content = _made(qtbot, shown)
    level = colon().person.reading_level if colon().person is not None else ReadingLevel.STANDARD
    assert content == render_letter(colon(), CATALOGUE, Settings(), LetterOptions(level=level), site=tmp_path)
    assert shown.preview.content == content
    assert shown.file_name() == "letter-C-1.pdf"
    shown.reject()


def test_level_and_reader_make_the_letter_anew(qtbot: QtBot, tmp_path: Path) -> None:
    shown = _dialog(qtbot, colon(), tmp_path)
    _made(qtbot, shown)
    shown.level.setCurrentIndex(shown.level.findData(ReadingLevel.SIMPLE))
    assert shown.content == b"", "what was shown before cannot be saved meanwhile"
    assert not shown.print_button.isEnabled()
    simple = _made(qtbot, shown)
    options = LetterOptions(level=ReadingLevel.SIMPLE)
    assert simple == render_letter(colon(), CATALOGUE, Settings(), options, site=tmp_path)
    shown.checked_by.setText("Dr. Reader")
    shown.checked_by.editingFinished.emit()
    assert _made(qtbot, shown) != simple
    shown.reject()


def test_only_released_languages_are_offered_and_another_wish_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    made = colon()
    assert made.person is not None
    shown = _dialog(qtbot, replace(made, person=replace(made.person, language="fi")), tmp_path)
    assert [shown.language.itemData(at) for at in range(shown.language.count())] == ["en"]
    assert "asked for a letter in 'fi'" in shown.warning.text()
    assert shown.warning.isVisible()
    _made(qtbot, shown)
    shown.reject()


def test_s20_an_id_made_from_the_file_is_not_used_and_one_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    shown = _dialog(qtbot, _unstated(), tmp_path)
    assert shown.file_name() == "letter.pdf"
    assert "No case id was stated" in shown.warning.text()
    stated: list[str] = []
    shown.id_stated.connect(stated.append)
    shown.case_id.setText("beispiel")
    qtbot.keyClick(shown.case_id, Qt.Key.Key_Return)
    assert "holds the person's name" in shown.problem.text()
    assert stated == []
    shown.case_id.setText("O-77")
    qtbot.keyClick(shown.case_id, Qt.Key.Key_Return)
    assert stated == ["O-77"]
    _made(qtbot, shown)
    shown.reject()


def test_a_stated_id_reaches_letter_case_and_request(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    vcf: Path,
    tmp_path: Path,
) -> None:
    fake.result = _unstated()
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        presenter.interpret()
    window.actions_by_name["letter"].trigger()
    qtbot.waitUntil(lambda: window.paper.paper is not None, timeout=LONG)
    shown = window.paper.paper
    assert isinstance(shown, LetterDialog)
    shown.case_id.setText("O-77")
    shown.case_id.returnPressed.emit()
    assert presenter.interpretation is not None
    assert (presenter.interpretation.case.id, presenter.request.case_id) == ("O-77", "O-77")
    assert not presenter.outdated
    content = _made(qtbot, shown)
    assert shown.file_name() == "letter-O-77.pdf"
    out = tmp_path / "letter.pdf"
    with qtbot.waitSignal(shown.accepted, timeout=LONG):
        shown.save_to(out)
    assert out.read_bytes() == content


def test_a_letter_of_a_stored_case_stands_in_the_trail_before_it_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = make_store(tmp_path, "C-1")
    open_case(qtbot, window, "C-1")
    window.actions_by_name["letter"].trigger()
    qtbot.waitUntil(lambda: window.paper.paper is not None, timeout=LONG)
    shown = window.paper.paper
    assert shown is not None
    _made(qtbot, shown)
    with qtbot.waitSignal(shown.accepted, timeout=LONG):
        shown.save_to(tmp_path / "letter.pdf")
    kept(qtbot, window)
    with look_into(path) as store:
        assert "letter" in [row.action for row in store.audit("C-1")]


def test_a_letter_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    shown = _dialog(qtbot, colon(), tmp_path)
    shown.saving.connect(lambda _name, then: then())
    _made(qtbot, shown)
    shown.save_to(tmp_path / "missing" / "letter.pdf")
    qtbot.waitUntil(lambda: "could not be written" in shown.problem.text(), timeout=LONG)
    assert shown.isVisible()
    shown.reject()


@pytest.mark.parametrize("large", [False, True])
def test_the_questionnaire_is_shown_as_it_is_printed(qtbot: QtBot, tmp_path: Path, large: bool) -> None:
    shown = QuestionnaireDialog("A4", LANGUAGES, site=tmp_path)
    qtbot.addWidget(shown)
    shown.show()
    shown.large.setChecked(large)
    assert _made(qtbot, shown) == render_questionnaire("A4", large=large, site=tmp_path)
    assert shown.file_name() == "questionnaire.pdf"
    for label in shown.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    shown.reject()
