"""The questionnaire entered by keyboard alone: few key presses, and every answer where it belongs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from interpreter.care.vocabulary import preference_keys
from interpreter.model.person import Person
from interpreter.ui.widgets.person_form import PersonForm

CODES = "1a4 2b3 3b 4a 5a 6a 7b4 8a 9f 10c2 11b 12a5 13b 14a 15c4 16c 17a 18c5 18d2 19c"


def _press(widget: QWidget, text: str) -> int:
    for letter in text:
        QTest.keyClick(widget, letter)
    return len(text)


def test_a_typical_questionnaire_takes_about_a_hundred_key_presses(qtbot: QtBot) -> None:
    form = PersonForm(Person(), "2026-11-21")
    qtbot.addWidget(form)
    form.show()
    form.recorded_by.setText("Nurse")
    presses = _press(form.keyed, CODES) + 1
    QTest.keyClick(form.keyed, Qt.Key.Key_Return)
    assert form.isVisible(), "Return in the codes must not save and close the form"
    given = form.person().preferences
    assert len(given) == len(CODES.split())
    keys = list(preference_keys().values())
    assert {one.key for one in given} == {key.key for key in keys[:19]}
    assert next(one for one in given if one.key == keys[11].key).importance == 5
    assert presses < 120


def test_a_wrong_code_takes_nothing_over_and_says_why(qtbot: QtBot) -> None:
    form = PersonForm(Person(), "2026-11-21")
    qtbot.addWidget(form)
    _press(form.keyed, "1a 99b")
    QTest.keyClick(form.keyed, Qt.Key.Key_Return)
    assert form.person().preferences == ()
    assert "99b" in form.problem.text()
