"""The person's own words, and each therapy beside what they said; grouped by fit only when asked, and then saying so.

The words and tables are those of the report (S16); the order of the evidence holds within each group.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from interpreter.model.cases import Interpretation
from interpreter.model.findings import Verdict
from interpreter.report.blocks import Block, Heading, Paragraph, Row, Section, Table, line, strong
from interpreter.report.content_person import person
from interpreter.ui.widgets.document_view import DocumentView

_GROUPS = {
    Verdict.CONFLICTS: "In conflict with something the person said",
    Verdict.DISCUSS: "To be talked about",
    Verdict.UNKNOWN: "Not known how it would fit",
    Verdict.FITS: "Nothing known stands against it",
}
"""Gravest first: a therapy stands under the gravest verdict on any of its rows."""
_SAID = (
    "Grouped by how the therapies would sit in this person's life, because you asked for it. The evidence is not: "
    "within each group the order is that of the evidence, and tiers, findings and the report stay as they are. "
    "“unknown” means that no fact is known, not that it fits."
)
_ALL = 10_000


class PersonPage(QWidget):
    """The page of the window; `group` is the wish to see therapies grouped by fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interpretation: Interpretation | None = None
        self.group = QCheckBox("Group the therapies by fit")
        self.group.setToolTip("Changes neither tier nor order of the evidence, nor the report")
        self.view = DocumentView("The person and the therapies")
        layout = QVBoxLayout(self)
        layout.addWidget(self.group)
        layout.addWidget(self.view, 1)
        self.group.toggled.connect(lambda _on: self._show())
        self.setFocusProxy(self.view)

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        """Show a case as it comes: in the order of the evidence."""
        self._interpretation = interpretation
        self.group.setVisible(interpretation is not None and bool(interpretation.fit))
        self.group.setChecked(False)
        self._show()

    def _show(self) -> None:
        if self._interpretation is None:
            self.view.clear()
            return
        section = person(self._interpretation, most=_ALL)
        self.view.show_sections((grouped(section, self._interpretation) if self.group.isChecked() else section,))


def grouped(section: Section, interpretation: Interpretation) -> Section:
    """Give the same section with its matrix in groups by verdict; every row stays, none is changed."""
    gravest = _gravest(interpretation)
    blocks: list[Block] = []
    tables: list[Table] = []
    for block in (*section.blocks, None):
        if isinstance(block, Table):
            tables.append(block)
            continue
        if tables:
            if isinstance(blocks[-1], Paragraph):
                blocks.pop()  # it says that the rows stand in the order of the evidence, which is not so here
            blocks.append(Paragraph(line(strong(_SAID))))
            blocks += _by_group(tables, gravest)
            tables = []
        if block is not None:
            blocks.append(block)
    return Section(section.title, tuple(blocks))


def _gravest(interpretation: Interpretation) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    order = list(_GROUPS)
    for row in interpretation.fit:
        found[row.therapy] = min(found.get(row.therapy, row.verdict), row.verdict, key=order.index)
    return found


def _by_group(tables: list[Table], gravest: dict[str, Verdict]) -> Iterator[Block]:
    for verdict, title in _GROUPS.items():
        parts = [
            Table(table.columns, tuple(row for row in table.rows if gravest.get(_therapy(row)) is verdict))
            for table in tables
        ]
        if any(part.rows for part in parts):
            yield Heading(title)
            yield from parts


def _therapy(row: Row) -> str:
    return "".join(span.text for span in row.cells[0].lines[0])
