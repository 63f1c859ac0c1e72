"""Doors of the store: open it, make one, see the recovery code once, unlock the window. No passphrase is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.errors import InterpreterError
from interpreter.store.values import Role
from interpreter.ui.cases_presenter import user_names
from interpreter.ui.messages import fault_texts
from interpreter.ui.widgets.plain import plain_label

_ROLES = {
    Role.CLINICIAN: "Clinician: enter, decide, sign",
    Role.LABORATORY: "Laboratory: enter, curate the catalogue",
    Role.ADMINISTRATOR: "Administrator: users, backup, erasure (always, for the first)",
}


def passphrase_field(name: str = "Passphrase") -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAcceptDrops(False)
    field.setAccessibleName(name)
    return field


def fit_height(dialog: QDialog) -> None:
    """Make a dialog as high as its words need at its width; a wrapped label alone does not make it grow."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        wanted = layout.totalHeightForWidth(dialog.width())
        if wanted > dialog.height():
            dialog.resize(dialog.width(), wanted)


class Door(QDialog):
    """A form, a problem below it, one strong button; it stays open until what it asked for has worked."""

    def __init__(self, title: str, said: str, button: str, parent: QWidget | None, *, may_cancel: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(72 * self.fontMetrics().averageCharWidth())
        self.form = QFormLayout()
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self.go_button = QPushButton(button)
        self.go_button.setObjectName("primary")
        self.go_button.setDefault(True)
        self.buttons = QDialogButtonBox()
        if may_cancel:
            self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.addButton(self.go_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self.go_button.clicked.connect(self._on_go)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(said))
        layout.addLayout(self.form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def show_fault(self, fault: BaseException) -> None:
        """Say what went wrong where it is mended; what was typed, but for the passphrase, stays."""
        texts = fault_texts(fault)
        self.tell(f"{texts.problem}\n{texts.body}")

    def tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()
        self.go_button.setEnabled(True)
        fit_height(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_height(self)

    def _on_go(self) -> None:
        self.problem.hide()
        self.go_button.setEnabled(False)
        self.go()

    def go(self) -> None:
        raise NotImplementedError


def add_row(form: QFormLayout, text: str, field: QWidget) -> None:
    caption = plain_label(text, wrap=False)
    caption.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    form.addRow(caption, field)


class OpenStoreDialog(Door):
    """Emits `wanted(path, user, passphrase)`; `making(path)` when there is no store there and one is to be made."""

    wanted = Signal(object, str, str)
    making = Signal(object)

    def __init__(
        self, path: Path, parent: QWidget | None = None, names: Callable[[Path], tuple[str, ...]] = user_names
    ) -> None:
        super().__init__(
            "Open the cases",
            "The cases on this machine are encrypted. Your passphrase opens them.",
            "&Open",
            parent,
        )
        self._names = names
        self.path = path
        self.place = plain_label("", "soft", selectable=True)
        self.user = QComboBox()
        self.passphrase = passphrase_field()
        self.make_button = QPushButton("&Make a new store …")
        self.other_button = QPushButton("O&ther place …")
        add_row(self.form, "&Name", self.user)
        add_row(self.form, "&Passphrase", self.passphrase)
        self.form.addRow(plain_label("Place", wrap=False), self.place)
        self.buttons.addButton(self.other_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.make_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.other_button.clicked.connect(self._on_other)
        self.make_button.clicked.connect(lambda: self.making.emit(self.path))
        self.set_path(path)

    def set_path(self, path: Path) -> None:
        self.path = path
        self.place.setText(str(path))
        self.problem.hide()
        try:
            names = self._names(path)
        except InterpreterError as fault:
            names = ()
            self.show_fault(fault)
        self.user.clear()
        self.user.addItems(names)
        for field in (self.user, self.passphrase, self.go_button):
            field.setEnabled(bool(names))
        self.make_button.setVisible(not path.exists())
        if names:
            self.passphrase.setFocus()
        elif not path.exists():
            self.tell("There is no store of cases here yet. Make one, or choose the place of another.")
            self.go_button.setEnabled(False)

    def show_fault(self, fault: BaseException) -> None:
        super().show_fault(fault)
        self.passphrase.clear()
        self.passphrase.setFocus()

    def go(self) -> None:
        self.wanted.emit(self.path, self.user.currentText(), self.passphrase.text())

    def _on_other(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Place of the store",
            str(self.path),
            "Store of cases (*.db)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.set_path(Path(name))


class CreateStoreDialog(Door):
    """Emits `wanted(user, roles, passphrase)`."""

    wanted = Signal(str, object, str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            "Make a store of cases",
            "The store is one encrypted file on this machine. Without a passphrase or the recovery code, which is "
            "shown once when it is made, nobody can open it.",
            "&Make it",
            parent,
        )
        self.user = QLineEdit()
        self.user.setPlaceholderText("as it shall stand in reports you sign")
        self.passphrase = passphrase_field()
        self.passphrase.setPlaceholderText("at least 10 characters; several words are easier to remember")
        self.again = passphrase_field()
        self.roles = {role: QCheckBox(text) for role, text in _ROLES.items()}
        add_row(self.form, "Your &name", self.user)
        add_row(self.form, "&Passphrase", self.passphrase)
        add_row(self.form, "The same a&gain", self.again)
        for at, (role, box) in enumerate(self.roles.items()):
            box.setChecked(True)
            box.setEnabled(role is not Role.ADMINISTRATOR)
            self.form.addRow(plain_label("You are" if at == 0 else "", wrap=False), box)
        self.form.addRow(plain_label("Place", wrap=False), plain_label(str(path), "soft", selectable=True))

    def go(self) -> None:
        if not self.user.text().strip():
            self.tell("Your name is needed: it stands in the trail, and in reports you sign.")
            self.user.setFocus()
        elif self.passphrase.text() != self.again.text():
            self.tell("The two passphrases are not the same.")
            self.again.clear()
            self.again.setFocus()
        else:
            roles = frozenset(role for role, box in self.roles.items() if box.isChecked())
            self.wanted.emit(self.user.text().strip(), roles, self.passphrase.text())


class RecoveryDialog(QDialog):
    """Shows the recovery code this once; it closes when the user says that it is on paper."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recovery code")
        self.setMinimumWidth(72 * self.fontMetrics().averageCharWidth())
        self.code = plain_label(code, "headline", wrap=False, selectable=True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 1.2)
        self.code.setFont(font)
        self.code.setAccessibleName("Recovery code")
        self.code.setAccessibleDescription(code)
        self.written = QCheckBox("I have written it on paper, and it will be locked away")
        self.close_button = QPushButton("&Close")
        self.close_button.setEnabled(False)
        self.written.toggled.connect(self.close_button.setEnabled)
        self.close_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(
            plain_label(
                "This code opens the store when every passphrase is lost. It is shown this once and kept nowhere: "
                "write it on paper and lock it away. Whoever has it and the file can read every case."
            )
        )
        layout.addWidget(self.code)
        layout.addWidget(self.written)
        layout.addWidget(self.close_button)

    def reject(self) -> None:
        if self.written.isChecked():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.written.isChecked():
            super().closeEvent(event)
        else:
            event.ignore()


class UnlockDialog(Door):
    """Stands before the hidden window until its user's passphrase is given. Emits `wanted(passphrase)`, `leaving`."""

    wanted = Signal(str)
    leaving = Signal()

    def __init__(self, user: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Interpreter is locked",
            "The cases are closed and what was open is hidden, not lost: it is there again when you unlock.",
            "&Unlock",
            parent,
            may_cancel=False,
        )
        self.passphrase = passphrase_field()
        self.form.addRow(plain_label("Name", wrap=False), plain_label(user))
        add_row(self.form, "&Passphrase", self.passphrase)
        self.leave_button = QPushButton("&Quit the program")
        self.buttons.addButton(self.leave_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.leave_button.clicked.connect(self.leaving)
        self.setModal(True)

    def show_fault(self, fault: BaseException) -> None:
        super().show_fault(fault)
        self.passphrase.clear()
        self.passphrase.setFocus()

    def go(self) -> None:
        self.wanted.emit(self.passphrase.text())

    def reject(self) -> None:
        """Escape does not unlock."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.leaving.emit()
