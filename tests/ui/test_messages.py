"""A fault in three sentences, its text never acting as markup; a fault of the program logged without a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from interpreter.errors import Cancelled, InputFileError, SampleChoiceError
from interpreter.ui import messages
from interpreter.ui.messages import fault_texts, message_box, show_fault

HOSTILE = "<img src=/etc/passwd><b>x</b>"


def test_problem_meaning_and_remedy_are_all_there(qtbot: QtBot) -> None:
    fault = InputFileError(problem="P.", meaning="M.", remedy="R.", details=("line 4", "line 9"))
    box = message_box(fault, None)
    qtbot.addWidget(box)
    assert box.text() == "P."
    assert box.informativeText() == "• line 4\n• line 9\n\nM.\n\nR."


def test_many_details_are_counted_not_dropped_in_silence() -> None:
    fault = InputFileError(problem="P.", meaning="M.", remedy="R.", details=tuple(f"line {n}" for n in range(40)))
    assert "… and 28 more" in fault_texts(fault).details


def test_s22_no_text_of_a_message_acts(qtbot: QtBot) -> None:
    fault = InputFileError(problem=HOSTILE, meaning=HOSTILE, remedy=HOSTILE, details=(HOSTILE,))
    box = message_box(fault, None)
    qtbot.addWidget(box)
    assert box.textFormat() is Qt.TextFormat.PlainText
    labels = [label for label in box.findChildren(QLabel) if label.text()]
    assert len(labels) >= 2
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_a_wish_to_stop_shows_nothing() -> None:
    shown: list[QMessageBox] = []
    show_fault(Cancelled(), None, shown.append)
    assert shown == []


def test_an_option_of_the_command_line_is_not_named_in_the_window() -> None:
    texts = fault_texts(SampleChoiceError(problem="P.", meaning="M.", remedy="Use --sample NAME."))
    assert "--" not in texts.remedy
    kept = fault_texts(SampleChoiceError(problem="P.", meaning="M.", remedy="Name two different samples."))
    assert kept.remedy == "Name two different samples."


def test_s23_a_fault_of_the_program_is_logged_without_the_values_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    logged: list[str] = []

    def keep(text: str) -> Path:
        logged.append(text)
        return tmp_path / "fault.log"

    monkeypatch.setattr(messages, "write_fault_log", keep)
    texts = fault_texts(KeyError("Ada Example"))
    assert texts.own
    assert len(logged) == 1
    assert "Ada Example" not in texts.problem + texts.body
    assert "do not read it as a result" in texts.meaning
    assert "fault.log" in texts.remedy


def test_a_fault_without_a_log_does_not_promise_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "write_fault_log", lambda _text: None)
    assert "no log could be written" in fault_texts(ValueError("x")).remedy
