"""Sign-off: what is signed, what is still open, and who signs, by their own passphrase (S19)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from interpreter.ui.widgets.lock_dialogs import Door, add_row, passphrase_field
from interpreter.ui.widgets.plain import plain_label


class SignDialog(Door):
    """Emits `wanted(user, passphrase)`; it stays open until the signature stands."""

    wanted = Signal(str, str)

    def __init__(
        self,
        case_id: str,
        version: int,
        meaning: str,
        undecided: Sequence[str],
        users: Sequence[str],
        user: str,
        parent: QWidget | None = None,
    ) -> None:
        """`undecided` are the conflict cards nobody decided on yet, in words."""
        super().__init__(
            "Sign the case",
            f"Version {version} of the case {case_id} is signed as it stands. Its report is kept byte for byte and the "
            "draft mark goes; any later change makes an amended version, with a reason.",
            "&Sign",
            parent,
        )
        self.user = QComboBox()
        self.user.addItems(list(users))
        self.user.setCurrentText(user)
        self.passphrase = passphrase_field()
        self.read = QCheckBox(f"“{meaning}”")
        self.open_cards = plain_label("\n".join(f"▲ {text}" for text in undecided))
        self.anyway = QCheckBox("Sign although nothing was decided on this yet")
        if undecided:
            self.form.addRow(plain_label("Not decided yet", wrap=False), self.open_cards)
            self.form.addRow(plain_label("", wrap=False), self.anyway)
        else:
            self.anyway.setChecked(True)
        self.form.addRow(plain_label("You state", wrap=False), self.read)
        add_row(self.form, "&Name", self.user)
        add_row(self.form, "&Passphrase", self.passphrase)
        self.passphrase.setFocus()

    def show_fault(self, fault: BaseException) -> None:
        super().show_fault(fault)
        self.passphrase.clear()
        self.passphrase.setFocus()

    def go(self) -> None:
        if not self.read.isChecked():
            self.tell("Say that you have reviewed it: tick the statement.")
            self.read.setFocus()
        elif not self.anyway.isChecked():
            self.tell("Record the decisions first (Record page), or say that you sign all the same.")
            self.anyway.setFocus()
        else:
            self.wanted.emit(self.user.currentText(), self.passphrase.text())
