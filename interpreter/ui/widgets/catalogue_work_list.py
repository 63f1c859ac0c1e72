"""The work list: rows whose source nobody has opened, for a laboratory to check off (RULES R12)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from interpreter.ui.catalogue_presenter import CatalogueView
from interpreter.ui.widgets.catalogue_rows import TextRow, TextTable
from interpreter.ui.widgets.plain import plain_label

_ABOUT = (
    "Whoever opens the source of a row writes who and when into the exported table. Until then the row is printed as "
    "not verified; it is not left out."
)


class WorkListPage(QWidget):
    """Emits `save_wanted(Path, rows)` with the rows that the filter leaves."""

    save_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TextTable("Rows that nobody has verified", ("Table", "Id", "Claim", "Source"), (12, 46, 70, 50))
        self.save = QPushButton("&Export the rows shown …")
        top = QHBoxLayout()
        top.addWidget(plain_label(_ABOUT, "soft"), 1)
        top.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.rows, 1)
        self.save.clicked.connect(self._choose_file)

    def show_catalogue(self, view: CatalogueView) -> None:
        self.rows.show_rows([TextRow(cells[:4], cells) for cells in view.work_list[1:]])

    def enable(self, *, busy: bool) -> None:
        self.save.setEnabled(bool(self.rows.model.total) and not busy)

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows that the filter leaves, with all their columns."""
        return tuple(row.about for row in self.rows.model.shown if isinstance(row.about, tuple))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export the work list", "unverified.tsv", "Tables (*.tsv)")
        if name:
            self.save_wanted.emit(Path(name), self.shown)
