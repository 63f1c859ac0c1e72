"""A table of entries and a row of fields below it to add one: what was entered before stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from interpreter.ui.widgets.fields import Choice, Field
from interpreter.ui.widgets.plain import plain_label

_ROWS_IN_SIGHT = 5


class EntryTable(QGroupBox):
    """Shows rows of text; emits `adding(values)` with what the fields hold, and `removing(row)`.

    Whoever owns the values decides what is taken, and calls `show_rows`.
    """

    adding = Signal(object)
    removing = Signal(int)

    def __init__(
        self,
        title: str,
        columns: Sequence[str],
        fields: Sequence[tuple[str, str, Field]],
        *,
        add: str,
        remove: str,
        parent: QWidget | None = None,
    ) -> None:
        """`fields` are (key, label, field); `add` and `remove` are the buttons' texts."""
        super().__init__(title, parent)
        self.table = QTableWidget(0, len(columns))
        self.table.setAccessibleName(title)
        self.table.setHorizontalHeaderLabels(list(columns))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        height = self.table.fontMetrics().height() + 10
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.setFixedHeight((_ROWS_IN_SIGHT + 1) * height + 8)
        self.fields = {key: field for key, _label, field in fields}
        self.problem = plain_label("", "problem")
        self.problem.hide()
        self.add_button = QPushButton(add)
        self.add_button.setAutoDefault(False)
        self.remove_button = QPushButton(remove)
        self.remove_button.setAutoDefault(False)
        self.remove_button.setEnabled(False)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for _key, label, field in fields:
            field.widget.setAccessibleName(f"{title}: {label}")
            form.addRow(plain_label(label, wrap=False), field.widget)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.table.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self._enable()

    def tell(self, problem: str) -> None:
        """Say why an entry was not taken; empty when it was."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def clear_fields(self) -> None:
        for field in self.fields.values():
            if not isinstance(field, Choice):
                field.fill(None)

    @property
    def pending(self) -> bool:
        """True when something stands in the fields that was not added."""
        return any(bool(field.value()) for field in self.fields.values() if not isinstance(field, Choice))

    def _on_add(self) -> None:
        self.adding.emit({key: field.value() for key, field in self.fields.items()})

    def _on_remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.removing.emit(self.table.currentRow())

    def _enable(self) -> None:
        self.remove_button.setEnabled(bool(self.table.selectedItems()))
