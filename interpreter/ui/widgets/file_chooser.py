"""One optional file beside the case's own: shown by name, chosen by a button, dropped by another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QToolButton, QWidget

_NONE = "Choose …"


class FileChooser(QWidget):
    """Emits `changed` when another file, or none, is chosen."""

    changed = Signal()

    def __init__(self, what: str, pattern: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._pattern = what, pattern
        self.path: Path | None = None
        self.button = QPushButton(_NONE)
        self.button.setToolTip(f"Choose the {what}")
        self.leave_out = QToolButton()
        self.leave_out.setText("✕")
        self.leave_out.setToolTip(f"Leave out the {what}")
        self.leave_out.setAccessibleName(f"Leave out the {what}")
        self.leave_out.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.leave_out)
        self.button.clicked.connect(self._choose)
        self.leave_out.clicked.connect(lambda: self.set_path(None))

    def set_path(self, path: Path | None) -> None:
        if path == self.path:
            return
        self.path = path
        self._show_name()
        self.leave_out.setVisible(path is not None)
        self.changed.emit()

    def _show_name(self) -> None:
        name = self.path.name if self.path is not None else _NONE
        room = max(60, self.width() - 80)
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room) if self.path else name
        self.button.setText(shown.replace("&", "&&"))
        self.button.setAccessibleDescription(name if self.path is not None else "none chosen")

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, f"Choose the {self._what}", "", self._pattern)
        if name:
            self.set_path(Path(name))
