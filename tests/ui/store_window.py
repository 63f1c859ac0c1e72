"""What the tests of stored cases in the window share: a small store on disk, and the way through its door."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from interpreter import cases
from interpreter.store.opening import FILE_NAME, open_store
from interpreter.store.store import Store
from interpreter.ui.cases_presenter import OpenCase
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.cases_list import CasesList
from interpreter.ui.widgets.lock_dialogs import OpenStoreDialog
from tests.stores import WORDS, add_users, colon, new_store

LONG = 20_000
"""Milliseconds a busy machine may take."""
D = TypeVar("D", bound=QDialog)


def make_store(folder: Path, *ids: str) -> Path:
    """Make a store with its users and a case for each id; give its file."""
    with new_store(folder) as store:
        add_users(store)
        for case_id in ids:
            cases.save(store, colon(case_id))
    return folder / "data" / FILE_NAME


def look_into(path: Path) -> Store:
    """Open the store beside the window, as another process would."""
    return open_store(path, WORDS, user="Dr. All")


def dialog(window: MainWindow, kind: type[D]) -> D:
    """Give the dialog of a kind that is open."""
    found = window.cases.dialogs[kind]
    assert isinstance(found, kind)
    return found


def come_in(qtbot: QtBot, window: MainWindow, user: str = "Dr. All") -> CasesList:
    """Open the store by its door, and give the list that appears."""
    window.actions_by_name["cases"].trigger()
    door = dialog(window, OpenStoreDialog)
    door.user.setCurrentText(user)
    door.passphrase.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        door.go_button.click()
    found = dialog(window, CasesList)
    qtbot.waitUntil(lambda: not window.cases.store.busy, timeout=LONG)
    return found


def open_case(qtbot: QtBot, window: MainWindow, case_id: str, user: str = "Dr. All") -> OpenCase:
    """Open a stored case from the list."""
    found = come_in(qtbot, window, user)
    found.search.setText(case_id)
    with qtbot.waitSignal(window.cases.store.case_opened, timeout=LONG):
        found._on_return()
    shown = window.cases.shown
    assert shown is not None
    return shown


def kept(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until all that was asked of the store has come home."""
    qtbot.waitUntil(lambda: not window.cases.store.busy, timeout=LONG)
