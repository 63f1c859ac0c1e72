"""All alterations: a table to sort and filter, and the chosen one in full below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from interpreter.model.alterations import Alteration
from interpreter.model.cases import Interpretation
from interpreter.report.blocks import Bullets, Facts, Heading, line
from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.variant_model import Rows, VariantModel, call_words
from interpreter.ui.widgets.document_view import DocumentView
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.tables import plain_table

_WIDTHS = (9, 17, 27, 19, 8, 8, 20, 10, 22, 24)

_AT_ONCE = 1000
"""Rows that are made in the GUI thread without a pause that can be felt."""


class VariantsPage(QWidget):
    """Every alteration in the catalogue's genes, called or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = VariantModel()
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: every word must occur (gene, change, call, note …)")
        self.filter.setAccessibleName("Filter variants")
        self.filter.setClearButtonEnabled(True)
        self.count = plain_label("", "soft")
        self.table = plain_table(self.model, "All variants in the catalogue's genes", _WIDTHS)
        self.detail = DocumentView("The chosen variant")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(split, 1)
        layout.addWidget(self.count)
        self.filter.textChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        items = interpretation.alterations if interpretation is not None else ()
        self.detail.clear()
        self._task = None
        if len(items) <= _AT_ONCE:
            self._show_rows(Rows(items))
            return
        self._show_rows(Rows(()))
        self.count.setText(f"Preparing {len(items):,} variants …")
        task = Task(lambda _progress: Rows(items))
        task.succeeded.connect(self._on_rows)
        self._task = task
        self._tasks.start(task)

    def shut_down(self) -> None:
        self._task = None
        self._tasks.shut_down()

    @Slot(object, object)
    def _on_rows(self, task: object, rows: object) -> None:
        if task is self._task and isinstance(rows, Rows):
            self._task = None
            self._show_rows(rows)

    def _show_rows(self, rows: Rows) -> None:
        self.model.set_rows(rows)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._tell_count()
        if len(rows):
            self.table.selectRow(0)

    def _on_filter(self, text: str) -> None:
        self.model.filter_by(text)
        self._tell_count()

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        counted = f"{shown:,} variants" if shown == total else f"{shown:,} of {total:,} variants"
        self.count.setText(
            f"{counted}, all within the catalogue's genes; what is not in this list was not necessarily looked at."
        )

    def _on_row(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self.detail.show_blocks(alteration_blocks(self.model.alteration_at(index.row())))


def alteration_blocks(item: Alteration) -> tuple[Heading | Facts | Bullets, ...]:
    """Give one alteration in full, with each record it was read from."""
    effect = item.effect
    support = item.support
    reads = f"{support.alt_reads} of {support.depth} reads" if support.alt_reads is not None else "reads not given"
    facts = [
        ("Call", line(call_words(item))),
        ("Origin", line(f"{item.origin.value}: {item.origin_reason}")),
        ("Reads", line(f"{reads}; VAF {support.vaf_text or 'not given'}; {support.rule or 'no rule'}")),
    ]
    if effect is not None:
        facts.insert(0, ("HGVS", line(" ".join(text for text in (effect.hgvs_c, effect.hgvs_p) if text))))
    facts += [("Read from", line(f"{source.file_name}, line {source.line}: {source.text}")) for source in item.sources]
    blocks: list[Heading | Facts | Bullets] = [Heading(item.label or item.id), Facts(tuple(facts))]
    if item.warnings:
        blocks.append(Bullets(tuple(line(text) for text in item.warnings)))
    return tuple(blocks)
