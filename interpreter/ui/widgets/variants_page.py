"""All alterations: a table to sort and filter, and the chosen one in full below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from interpreter.model.alterations import Alteration
from interpreter.model.cases import Interpretation
from interpreter.report.blocks import Bullets, Facts, Heading, line
from interpreter.ui.variant_model import VariantModel, call_words
from interpreter.ui.widgets.document_view import DocumentView

_WIDTHS = (80, 150, 210, 150, 60, 60, 210, 80, 150, 260)


class VariantsPage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = VariantModel()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: every word must occur (gene, change, call, note ...)")
        self.filter.setAccessibleName("Filter variants")
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAccessibleName("All variants in the catalogue's genes")
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 8)
        rows.hide()
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
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
        self.model.set_alterations(interpretation.alterations if interpretation is not None else ())
        self.detail.clear()
        self._tell_count()

    def _on_filter(self, text: str) -> None:
        self.model.filter_by(text)
        self._tell_count()

    def _tell_count(self) -> None:
        self.count.setText(
            f"{self.model.rowCount()} variants shown, within the catalogue's genes; "
            "what is not in this list was not necessarily looked at."
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
