"""Markers in four states: a table to filter, and the chosen one in full; then what must be reviewed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from interpreter.model.cases import Interpretation
from interpreter.model.findings import MarkerRow
from interpreter.report import wording
from interpreter.report.blocks import Block, Facts, Heading, Paragraph, Section, line, strong
from interpreter.report.content_markers import review
from interpreter.report.content_methods import ledger, methods
from interpreter.settings import Settings
from interpreter.ui.widgets.document_view import DocumentView
from interpreter.ui.widgets.marker_model import ORDER, MarkerModel, state_text
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.tables import plain_table

_WIDTHS = (17, 34, 10, 26, 46, 30)


class MarkersPage(QWidget):
    """What is there, what is proven absent, what was never tested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MarkerModel()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: every word must occur (marker, gene, therapy …)")
        self.filter.setAccessibleName("Filter markers")
        self.filter.setClearButtonEnabled(True)
        self.state = QComboBox()
        self.state.setAccessibleName("Show markers of one state")
        self.state.addItem("all states", None)
        for state in ORDER:
            self.state.addItem(state_text(state), state)
        self.count = plain_label("", "soft")
        self.table = plain_table(self.model, "Markers in four states", _WIDTHS)
        self.detail = DocumentView("The chosen marker")
        self.review = DocumentView("For review, and near misses")
        below = QTabWidget()
        below.addTab(self.detail, "The chosen marker")
        below.addTab(self.review, "For review, near misses, what would change this")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addWidget(self.count)
        self.filter.textChanged.connect(self._on_filter)
        self.state.currentIndexChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        self.model.set_rows(interpretation.markers if interpretation is not None else ())
        counted = self.model.counts()
        self.count.setText("   ".join(f"{state_text(state)}: {counted[state]}" for state in ORDER))
        self.detail.clear()
        self.review.clear()
        if interpretation is not None:
            self.detail.show_blocks(_meanings())
            self.review.show_sections((review(interpretation), _would_change(interpretation)))

    def _on_filter(self) -> None:
        self.model.filter_by(self.filter.text(), self.state.currentData())

    def _on_row(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self.detail.show_blocks(marker_blocks(self.model.row_at(index.row())))


def marker_blocks(row: MarkerRow) -> tuple[Block, ...]:
    """Give one marker in full: its state and meaning, the proof or the reason, and what depends on it."""
    facts = [("State", line(strong(state_text(row.state)), f": {wording.STATE_MEANINGS[row.state]}"))]
    for label, text in (
        ("Why", row.reason),
        ("Proof", row.proof),
        ("Looked at", row.region),
        ("Lowest depth", "" if row.min_depth is None else f"{row.min_depth} reads"),
        ("Detection limit", "" if row.detection_limit is None else f"VAF {wording.percent(row.detection_limit)}"),
        ("Matters for", "; ".join(row.matters_for)),
    ):
        if text:
            facts.append((label, line(text)))
    return Heading(row.biomarker), Facts(tuple(facts), 1)


def _meanings() -> tuple[Block, ...]:
    facts = tuple((state_text(state), line(wording.STATE_MEANINGS[state])) for state in ORDER)
    return Heading("The four states"), Facts(facts, 1), Paragraph(line(wording.EMPTY_IS_NOT_NEGATIVE))


def _would_change(interpretation: Interpretation) -> Section:
    blocks = tuple(Paragraph(line(text)) for text in interpretation.would_change) or (Paragraph(line("None.")),)
    return Section("Which untested marker would change this", blocks)


class MethodsPage(DocumentView):
    """How it was done, with versions, and the account of every record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sample, methods and ledger", parent)

    def show_interpretation(self, interpretation: Interpretation | None, settings: Settings) -> None:
        if interpretation is None:
            self.clear()
        else:
            self.show_sections((methods(interpretation, settings), ledger(interpretation)))
