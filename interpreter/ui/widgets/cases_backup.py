"""A backup of the whole store: into a new folder, checked as a restore would before it counts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from interpreter.ui.widgets.lock_dialogs import Door, add_row, passphrase_field


class BackupDialog(Door):
    """Emits `wanted(folder, passphrase)`; it stays open until the backup was checked."""

    wanted = Signal(object, str)

    def __init__(self, proposed: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            "Back up the store",
            "The store is copied into a new folder, which may lie on a stick or a share; the copy is opened and its "
            "trail checked before it counts as a backup.",
            "&Back up",
            parent,
        )
        self.folder = QLineEdit(str(proposed))
        self.folder.setAcceptDrops(False)
        self.passphrase = passphrase_field()
        self.choose_button = QPushButton("&Choose the place …")
        add_row(self.form, "New &folder", self.folder)
        self.form.addRow("", self.choose_button)
        add_row(self.form, "Your &passphrase", self.passphrase)
        self.choose_button.clicked.connect(self._on_choose)

    def go(self) -> None:
        if not self.folder.text().strip():
            self.tell("Name a folder that is not there yet.")
        else:
            self.tell("Copying and checking …")
            self.go_button.setEnabled(False)
            self.wanted.emit(Path(self.folder.text().strip()), self.passphrase.text())

    def _on_choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Where the backup's folder is made")
        if name:
            self.folder.setText(str(Path(name) / Path(self.folder.text()).name))
