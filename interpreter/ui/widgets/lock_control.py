"""The doors of the store in the window: opening and making it, and the lock that falls when nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from interpreter.store.values import User
from interpreter.ui.cases_presenter import CasesPresenter
from interpreter.ui.widgets.lock_dialogs import CreateStoreDialog, OpenStoreDialog, RecoveryDialog, UnlockDialog
from interpreter.ui.widgets.lock_screen import Curtain, IdleClock
from interpreter.ui.window_choices import WindowChoices

_MINUTE = 60_000


class OpenDialogs(dict[type[QDialog], QDialog]):
    """The dialogs that are open, one of a kind."""

    def show(self, dialog: QDialog) -> None:
        """Open a dialog in the place of another of its kind."""
        self.close(type(dialog))
        self[type(dialog)] = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        if dialog.isModal():
            dialog.show()  # modal to the whole program; `open` would make it so to its parent alone
        else:
            dialog.open()

    def close(self, kind: type[QDialog]) -> None:
        dialog = self.get(kind)
        if dialog is not None:
            dialog.done(QDialog.DialogCode.Accepted)

    def _forget(self, dialog: QDialog) -> None:
        if self.get(type(dialog)) is dialog:
            del self[type(dialog)]
        dialog.deleteLater()  # a passphrase or a recovery code goes with its field


class StoreDoors(QObject):
    """Brings passphrases to the store's presenter, and hides the window while the store is locked."""

    def __init__(self, store: CasesPresenter, choices: WindowChoices, dialogs: OpenDialogs, window: QWidget) -> None:
        super().__init__(window)
        self._store, self._choices, self._dialogs, self._window = store, choices, dialogs, window
        self.idle = IdleClock(self)
        self.curtain = Curtain()
        self._then: Callable[[], object] | None = None
        self._code = ""
        store.created.connect(self._on_created)
        store.opened.connect(self._on_opened)
        self.idle.idle.connect(self.lock)

    def wait_again(self) -> None:
        """Begin to wait for the time after which the window locks itself."""
        self.idle.start(self._choices.lock_minutes * _MINUTE)

    def shut_down(self) -> None:
        self.idle.stop()

    def with_store(self, then: Callable[[], object]) -> None:
        """Do something with the open store; a closed one is opened first."""
        if self._store.is_open:
            then()
            return
        self._then = then
        door = OpenStoreDialog(self._choices.store, self._window)
        door.wanted.connect(self._store.open)
        door.making.connect(self._on_making)
        self._dialogs.show(door)

    def _on_making(self, path: Path) -> None:
        self._dialogs.close(OpenStoreDialog)
        dialog = CreateStoreDialog(path, self._window)
        dialog.wanted.connect(lambda user, roles, passphrase: self._store.create(path, user, roles, passphrase))
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_created(self, code: str) -> None:
        self._code = code

    @Slot(object)
    def _on_opened(self, _user: User) -> None:
        if self._store.path is not None:
            self._choices.remember_store(self._store.path)
        for kind in (OpenStoreDialog, CreateStoreDialog, UnlockDialog):
            self._dialogs.close(kind)
        self.curtain.open()
        self.wait_again()
        code, self._code = self._code, ""
        if code:
            dialog = RecoveryDialog(code, self._window)
            dialog.finished.connect(lambda _result: self._go_on())
            self._dialogs.show(dialog)
        else:
            self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    @Slot()
    def lock(self) -> None:
        """Close the store and hide what is open; nothing that was typed is lost."""
        user = self._store.user
        if user is None:
            return
        self.idle.stop()
        self._then = None
        self._store.lock()
        self.curtain.draw()
        dialog = UnlockDialog(user.name, QApplication.activeModalWidget() or self._window)
        dialog.wanted.connect(lambda passphrase: self._store.unlock(user.name, passphrase))
        dialog.leaving.connect(self._on_leaving)
        self._dialogs.show(dialog)

    def _on_leaving(self) -> None:
        if self._window.close():
            for window in QApplication.topLevelWidgets():
                if isinstance(window, QDialog) and window.isVisible():
                    window.done(QDialog.DialogCode.Rejected)
