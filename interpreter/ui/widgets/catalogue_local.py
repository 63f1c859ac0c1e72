"""Local entries: drafts and what became of them; a second person approves, and nobody their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from interpreter.catalogue.drafts import Draft
from interpreter.report.blocks import Block, Facts, Heading, Line, Paragraph, line
from interpreter.ui.widgets.catalogue_rows import TextRow, TextTable
from interpreter.ui.widgets.document_view import DocumentView

_NONE = "Choose a draft at the left to read it. Rows are changed or retired from their sheet on the search page."


class LocalPage(QWidget):
    """Emits `new_wanted`, `approve_wanted(Draft)`, `discard_wanted(Draft)` and `save_wanted(Path)`."""

    new_wanted = Signal()
    approve_wanted = Signal(object)
    discard_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._draft: Draft | None = None
        self.new = QPushButton("&New entry …")
        self.approve = QPushButton("&Approve …")
        self.discard = QPushButton("&Discard")
        self.save = QPushButton("&Export for review …")
        self.rows = TextTable(
            "Drafts of local entries", ("State", "Draft", "What", "Row", "Author", "Reason"), (20, 15, 8, 36, 26, 40)
        )
        self.detail = DocumentView("The chosen draft")
        top = QHBoxLayout()
        for button in (self.new, self.approve, self.discard, self.save):
            top.addWidget(button)
        top.addStretch(1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.rows)
        split.addWidget(self.detail)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        self.rows.chosen.connect(self._on_row)
        self.new.clicked.connect(self.new_wanted)
        self.approve.clicked.connect(lambda: self.approve_wanted.emit(self._draft))
        self.discard.clicked.connect(lambda: self.discard_wanted.emit(self._draft))
        self.save.clicked.connect(self._choose_file)
        self._on_row(None)

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Show all drafts, those that wait first."""
        ordered = sorted(drafts, key=lambda draft: (draft.approved, draft.id))
        self.rows.show_rows([TextRow(_cells(draft), draft) for draft in ordered])
        self._on_row(None)

    def enable(self, *, busy: bool) -> None:
        self._busy = busy
        waits = self._draft is not None and not self._draft.approved
        self.new.setEnabled(not busy)
        self.approve.setEnabled(waits and not busy)
        self.discard.setEnabled(waits and not busy)
        self.save.setEnabled(bool(self.rows.model.total) and not busy)

    def _on_row(self, row: TextRow | None) -> None:
        self._draft = row.about if row is not None and isinstance(row.about, Draft) else None
        self.detail.show_blocks(draft_blocks(self._draft))
        self.enable(busy=self._busy)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export the drafts", "review.tsv", "Tables (*.tsv)")
        if name:
            self.save_wanted.emit(Path(name))


def draft_blocks(draft: Draft | None) -> tuple[Block, ...]:
    """Give a draft in full: who wants what, why, and what it says."""
    if draft is None:
        return (Paragraph(line(_NONE)),)
    facts: list[tuple[str, Line]] = [
        ("State", line(_state(draft))),
        ("Row", line(draft.target)),
        ("Author", line(f"{draft.author} on {draft.date}")),
        ("Reason", line(draft.reason)),
        ("Source", line(draft.source)),
    ]
    facts += [(name.replace("_", " ").capitalize(), line(value)) for name, value in draft.fields.items()]
    return Heading(f"{draft.id}: {draft.action.value}"), Facts(tuple(pair for pair in facts if pair[1][0].text), 1)


def _state(draft: Draft) -> str:
    return f"approved by {draft.approved_by} on {draft.approved_on}" if draft.approved else "waits for approval"


def _cells(draft: Draft) -> tuple[str, ...]:
    return (
        "approved" if draft.approved else "waits for approval",
        draft.id,
        draft.action.value,
        draft.target or draft.fields.get("biomarker", ""),
        f"{draft.author}, {draft.date}",
        draft.reason,
    )
