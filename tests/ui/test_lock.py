"""The lock: it falls when nobody is there, hides every window, and loses nothing that was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from interpreter.model.person import Person
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.lock_dialogs import UnlockDialog
from interpreter.ui.widgets.lock_screen import LOCKED_TITLE, Curtain, IdleClock
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.window_choices import LOCK_MINUTES, WindowChoices
from tests.stores import WORDS
from tests.ui.conftest import TODAY
from tests.ui.store_window import LONG, come_in, dialog, kept, look_into, make_store, open_case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_store(tmp_path, "C-1")


def _lock(qtbot: QtBot, window: MainWindow) -> UnlockDialog:
    with qtbot.waitSignal(window.cases.store.locked, timeout=LONG):
        window.cases.doors.idle.idle.emit()
    return dialog(window, UnlockDialog)


def _unlock(qtbot: QtBot, window: MainWindow) -> None:
    asked = dialog(window, UnlockDialog)
    asked.passphrase.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        asked.go_button.click()
    kept(qtbot, window)


# the clock ------------------------------------------------------------------------------------------------------------


def test_the_clock_tells_once_that_nobody_is_there(qtbot: QtBot, qapp: QApplication) -> None:
    assert qapp is not None
    clock = IdleClock()
    with qtbot.waitSignal(clock.idle, timeout=LONG):
        clock.start(20)
    assert not clock.running


def test_a_sign_of_life_begins_the_time_anew(qtbot: QtBot, qapp: QApplication) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    clock = IdleClock()
    clock.start(3_600_000)
    started: list[int] = []
    clock._timer.start = lambda: started.append(1)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.Wheel):
        clock.eventFilter(field, QEvent(kind))
    clock.eventFilter(field, QEvent(QEvent.Type.Paint))
    assert started == [1, 1, 1]
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert len(started) > 3, "keys of every window are seen"
    clock.stop()
    qtbot.keyClick(field, Qt.Key.Key_B)
    assert not clock.running
    assert qapp is not None


def test_the_time_is_one_of_a_few_and_never_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    choices = WindowChoices(tmp_path / "cases.db", file)
    assert choices.lock_minutes in LOCK_MINUTES
    choices.remember_lock_minutes(2)
    choices.remember_store(tmp_path / "other.db")
    again = WindowChoices(tmp_path / "cases.db", file)
    assert (again.lock_minutes, again.store) == (2, tmp_path / "other.db")
    for bad in ("0", "100000", "never"):
        file.write_text(f"[General]\nlock_minutes={bad}\n")
        assert WindowChoices(tmp_path / "cases.db", file).lock_minutes in LOCK_MINUTES


# the curtain ----------------------------------------------------------------------------------------------------------


def test_the_curtain_hides_what_is_shown_and_brings_it_back_as_it_was(qtbot: QtBot) -> None:
    window = QWidget()
    window.setWindowTitle("C-1 – Interpreter")
    column = QVBoxLayout(window)
    shown, hidden = QLineEdit("half typ"), QLineEdit()
    column.addWidget(shown)
    column.addWidget(hidden)
    hidden.hide()
    qtbot.addWidget(window)
    window.show()
    curtain = Curtain()
    curtain.draw()
    curtain.draw()
    assert not shown.isVisible()
    assert window.windowTitle() == LOCKED_TITLE
    curtain.open()
    assert shown.isVisible()
    assert not hidden.isVisible()
    assert shown.text() == "half typ"
    assert window.windowTitle() == "C-1 – Interpreter"
    assert not curtain.drawn


# the window -----------------------------------------------------------------------------------------------------------


def test_nothing_of_a_case_is_seen_while_it_is_locked_and_all_of_it_after(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path
) -> None:
    open_case(qtbot, window, "C-1")
    window.cases.record.note.setText("half a no")
    asked = _lock(qtbot, window)
    assert not window.cases.store.is_open
    assert window.cases.store.cases == {}
    assert not [child for child in window.findChildren(QWidget) if child.window() is window and child.isVisible()]
    assert window.windowTitle() == LOCKED_TITLE
    assert asked.isVisible()
    assert asked.windowModality() is Qt.WindowModality.ApplicationModal
    asked.reject()
    assert asked.isVisible(), "Escape does not unlock"
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "lock"
    _unlock(qtbot, window)
    assert window.pages.isVisible()
    assert window.windowTitle() == "C-1 – Interpreter"
    assert window.cases.record.note.text() == "half a no"
    assert window.cases.shown is not None
    assert presenter.interpretation is not None
    assert window.cases.doors.idle.running


def test_a_wrong_passphrase_leaves_it_locked(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    come_in(qtbot, window).reject()
    asked = _lock(qtbot, window)
    asked.passphrase.setText("not the passphrase")
    with qtbot.waitSignal(window.cases.store.failed, timeout=LONG):
        asked.go_button.click()
    assert "does not open this store" in asked.problem.text()
    assert asked.passphrase.text() == ""
    assert not window.pages.isVisible()
    _unlock(qtbot, window)


def test_a_form_that_is_open_is_hidden_and_keeps_what_was_typed(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    come_in(qtbot, window).reject()
    form = PersonForm(Person(), TODAY, window)
    form.open()
    form.matters_most.setPlainText("To walk by the s")
    _lock(qtbot, window)
    assert form.isVisible()
    assert not form.matters_most.isVisible()
    assert form.windowTitle() == LOCKED_TITLE
    _unlock(qtbot, window)
    assert form.matters_most.isVisible()
    assert form.matters_most.toPlainText() == "To walk by the s"
    assert form.result() != QDialog.DialogCode.Accepted
    form.reject()


def test_a_closed_store_has_nothing_to_lock(window: MainWindow) -> None:
    assert not window.actions_by_name["lock"].isEnabled()
    window.cases.doors.lock()
    assert UnlockDialog not in window.cases.dialogs
    assert window.pages.isVisible()


def test_quitting_a_locked_window_closes_all_of_it(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    come_in(qtbot, window).reject()
    asked = _lock(qtbot, window)
    asked.leave_button.click()
    assert not window.isVisible()
    assert UnlockDialog not in window.cases.dialogs
