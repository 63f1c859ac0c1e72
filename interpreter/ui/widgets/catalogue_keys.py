"""The hospital's own key: chosen to sign an import with, made where there is none; and keys of others to trust."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.ui.widgets.file_chooser import FileChooser
from interpreter.ui.widgets.plain import plain_label

_NO_KEY = (
    "An import is signed with this hospital's own key, so that every machine here can tell where its rows come from. "
    "Choose the key file; if there is none yet, make one and keep it where only those who release packs can read it."
)


class KeyBox(QWidget):
    """Chooses a key and its passphrase. Emits `make_wanted` when a key is to be made."""

    changed = Signal()
    make_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = FileChooser("signing key", "Keys (*.key *.pem);;All files (*)")
        self.file.button.setAccessibleName("Signing key")
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText("passphrase, if it has one")
        self.passphrase.setAccessibleName("Passphrase of the key")
        self.make = QPushButton("Make a key …")
        self.make.setToolTip("Make this hospital's own signing key, and trust it on this machine")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label("Sign with", "soft", wrap=False))
        row.addWidget(self.file, 1)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label(_NO_KEY, "soft"))
        layout.addLayout(row)
        self.file.changed.connect(self.changed)
        self.make.clicked.connect(self.make_wanted)


class KeyForm(QDialog):
    """Asks where the key shall lie, whose it is, and for a passphrase twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Make a signing key")
        self.path: Path | None = None
        self.place = QPushButton("Choose …")
        self.place.setAccessibleName("File of the key")
        self.name = QLineEdit()
        self.name.setPlaceholderText("whose key it is, for people")
        self.first, self.second = QLineEdit(), QLineEdit()
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = plain_label("", "problem")
        self.problem.hide()
        form = QFormLayout()
        form.addRow("&File", self.place)
        form.addRow("&Name", self.name)
        form.addRow("&Passphrase", self.first)
        form.addRow("Passphrase &again", self.second)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(plain_label("Without a passphrase, whoever has the file can sign in its name.", "soft"))
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.place.clicked.connect(self._choose)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def set_path(self, path: Path) -> None:
        self.path = path
        self.place.setText(path.name.replace("&", "&&"))

    def accept(self) -> None:
        """Close only when nothing is missing."""
        missing = ""
        if self.path is None:
            missing = "Choose where the key shall lie."
        elif not self.name.text().strip():
            missing = "Say whose key it is."
        elif self.first.text() != self.second.text():
            missing = "The two passphrases differ."
        self.problem.setText(missing)
        self.problem.setVisible(bool(missing))
        if not missing:
            super().accept()

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "File of the key", "hospital.key", "Keys (*.key)")
        if name:
            self.set_path(Path(name))
