"""The catalogue's first page: what is typed is found at once, and the chosen entry's sheet stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.model.evidence import EvidenceItem, Status
from interpreter.report.blocks import Block, Bullets, Heading, Paragraph, line
from interpreter.ui.catalogue_hits import Hit, HitKind
from interpreter.ui.catalogue_sheets import Sheets
from interpreter.ui.widgets.catalogue_hit_list import HitList
from interpreter.ui.widgets.document_view import DocumentView
from interpreter.ui.widgets.plain import plain_label

_KINDS = {None: "everything", HitKind.EVIDENCE: "evidence", HitKind.THERAPY: "therapies", HitKind.GENE: "genes"}
_MOST_BUTTONS = 6


class SearchPage(QWidget):
    """Emits `edit_wanted` and `retire_wanted` with the evidence row that a person wants changed here."""

    edit_wanted = Signal(object)
    retire_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: Sheets | None = None
        self._hit: Hit | None = None
        self._before: list[Hit] = []
        self.text = QLineEdit()
        self.text.setPlaceholderText("Search: gene, marker, therapy, brand or tumour; every word must occur")
        self.text.setAccessibleName("Search the catalogue")
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)
        self.kind = QComboBox()
        self.kind.setAccessibleName("What to search")
        for kind, words in _KINDS.items():
            self.kind.addItem(words, kind)
        self.list = HitList()
        self.count = plain_label("", "soft")
        self.sheet = DocumentView("The chosen entry")
        self.back = QToolButton()
        self.back.setText("← Back")
        self.back.setToolTip("Back to the sheet before")
        self.back.setEnabled(False)
        beside = QWidget()
        beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long names never widen the window
        self.others = QHBoxLayout(beside)
        self.others.setContentsMargins(0, 0, 0, 0)
        self._beside = beside
        self.edit = QPushButton("Change here …")
        self.edit.setToolTip("Draft a local row in place of this one; a second person approves it")
        self.retire = QPushButton("Retire here …")
        self.retire.setToolTip("Draft that this row is no longer used here; a second person approves it")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)  # the list is drawn first, and keys held down do not queue up
        self._lay_out()
        self._connect()
        self._offer(None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.text, 1)
        top.addWidget(self.kind)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self._beside, 1)
        column.addLayout(row)
        column.addWidget(self.sheet, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.edit)
        row.addWidget(self.retire)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([420, 640])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._search)
        self.kind.currentIndexChanged.connect(self._search)
        self.text.returnPressed.connect(self._to_first)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self._later.timeout.connect(self._on_chosen)
        self.back.clicked.connect(self._on_back)
        self.edit.clicked.connect(self._on_edit)
        self.retire.clicked.connect(self._on_retire)

    def show_catalogue(self, sheets: Sheets) -> None:
        """Search another catalogue; what was typed is searched anew."""
        self._sheets = sheets
        self._before.clear()
        self._search()
        self.sheet.show_blocks(_overview(sheets))
        self._offer(None)

    def go_to(self, hit: Hit) -> None:
        """Show a sheet that another one leads to; the list stays as it is."""
        if self._hit is not None and self._hit != hit:
            self._before.append(self._hit)
        self._show(hit)

    @property
    def evidence(self) -> EvidenceItem | None:
        """The evidence row whose sheet is shown."""
        if self._sheets is None or self._hit is None or self._hit.kind is not HitKind.EVIDENCE:
            return None
        return self._sheets.index.item(self._hit.key)

    def _search(self) -> None:
        if self._sheets is None:
            return
        hits = self._sheets.index.search(self.text.text(), self.kind.currentData())
        self.list.found.show_hits(hits, self._sheets)
        self.list.scrollToTop()
        said = f"{len(hits)} found" if hits else "Nothing found. The catalogue does not know it: that is no result."
        self.count.setText(said if self.text.text().strip() else f"{len(hits)} entries; type to search")

    def _to_first(self) -> None:
        if self.list.found.rowCount():
            self.list.setCurrentIndex(self.list.found.index(0))
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_current(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self._later.start()

    def _on_chosen(self) -> None:
        hit = self.list.found.hit(self.list.currentIndex().row())
        if hit is not None and hit != self._hit:
            self._before.clear()
            self._show(hit)

    def _on_back(self) -> None:
        if self._before:
            self._show(self._before.pop())

    def _show(self, hit: Hit) -> None:
        if self._sheets is None:
            return
        self._hit = hit
        self.sheet.show_blocks(self._sheets.sheet(hit))
        self._offer(hit)

    def _offer(self, hit: Hit | None) -> None:
        """Offer what can be done with the sheet: go back, to its medicines and genes, change it here."""
        self._hit = hit
        while (child := self.others.takeAt(0)) is not None:
            widget = child.widget()
            if widget is not None:
                widget.deleteLater()
        item = self.evidence
        self.back.setEnabled(bool(self._before))
        current = item is not None and item.status is Status.CURRENT
        self.edit.setEnabled(current)
        self.retire.setEnabled(current)
        if item is None or self._sheets is None:
            return
        room = 20 * self.fontMetrics().averageCharWidth()
        for other in self._sheets.index.beside(item)[:_MOST_BUTTONS]:
            button = QToolButton()
            shown = self.fontMetrics().elidedText(other.key, Qt.TextElideMode.ElideRight, room)
            button.setText(shown.replace("&", "&&"))
            button.setToolTip("Show its sheet")
            button.setAccessibleName(f"Sheet of the {other.kind.value} {other.key}")
            button.clicked.connect(lambda _checked=False, to=other: self.go_to(to))
            self.others.addWidget(button)
        self.others.addStretch(1)

    def _on_edit(self) -> None:
        if self.evidence is not None:
            self.edit_wanted.emit(self.evidence)

    def _on_retire(self) -> None:
        if self.evidence is not None:
            self.retire_wanted.emit(self.evidence)


def _overview(sheets: Sheets) -> tuple[Block, ...]:
    catalogue = sheets.catalogue
    unverified = sum(not item.verification.verified for item in catalogue.evidence)
    approvals = [one for item in catalogue.evidence for one in item.approvals]
    read = sum(bool(one.read_on) for one in approvals)
    facts = (
        f"{len(catalogue.evidence)} evidence rows; {unverified} of them not verified: nobody has opened their source",
        f"{len(approvals)} approvals; software has read the text of {read} of them",
        f"{len(catalogue.therapies)} medicines and {len(catalogue.genes)} genes, each with a sheet",
        f"{len(catalogue.companion_tests)} companion tests",
    )
    hint = "Type any words: a gene, a change, a medicine, a brand, a tumour or its code. Enter goes to the list."
    return (
        Heading("What the program knows"),
        Bullets(tuple(line(text) for text in facts)),
        Paragraph(line(hint)),
        Paragraph(line("What is not in the catalogue is not known here; that is never a negative result.")),
    )
