"""Packs and imports: what one would change is read row by row, then accepted or refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from interpreter.catalogue.diff import RowChange, TouchedCase, touched_lines
from interpreter.matching.tiers import level_of
from interpreter.model.evidence import EvidenceItem
from interpreter.report import wording
from interpreter.report.blocks import Banner, Block, Bullets, Facts, Heading, Line, Paragraph, Style, line
from interpreter.ui.catalogue_presenter import CatalogueView
from interpreter.ui.catalogue_sheets import says
from interpreter.ui.catalogue_work import Review, Source
from interpreter.ui.widgets.catalogue_keys import KeyBox
from interpreter.ui.widgets.catalogue_rows import TextRow, TextTable
from interpreter.ui.widgets.document_view import DocumentView

_SHOWN_FAULTS = 20
_SHOWN_CASES = 60


class UpdatePage(QWidget):
    """Emits `pack_wanted(Path)`, `import_wanted(Source, files, mapping)`, `trust_wanted(Path)`, `accepted`, `refused`.

    It decides nothing: who hears the signals does the work, and shows its outcome here.
    """

    pack_wanted = Signal(object)
    import_wanted = Signal(object, object, object)
    trust_wanted = Signal(object)
    accepted = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CatalogueView | None = None
        self._review: Review | None = None
        self.install = QPushButton("&Install pack …")
        self.civic = QPushButton("Import &CIViC …")
        self.moalmanac = QPushButton("Import &MOAlmanac …")
        self.own = QPushButton("Import own &table …")
        self.trust = QPushButton("Trust a &key …")
        self.openers = (self.install, self.civic, self.moalmanac, self.own, self.trust)
        self.about = DocumentView("What is in use, or under review")
        self.rows = TextTable("What would change, row by row", ("Change", "Row", "What it says"), (12, 32, 90))
        self.detail = DocumentView("The chosen row")
        self.key = KeyBox()
        self.accept = QPushButton("&Accept and install")
        self.accept.setObjectName("primary")
        self.refuse = QPushButton("&Refuse")
        self._lay_out()
        self._connect()
        self.show_review(None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for button in self.openers:
            top.addWidget(button)
        top.addStretch(1)
        self.reading = QSplitter(Qt.Orientation.Horizontal)
        self.reading.addWidget(self.rows)
        self.reading.addWidget(self.detail)
        self.reading.setSizes([620, 380])
        self.reading.setChildrenCollapsible(False)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.about)
        split.addWidget(self.reading)
        split.setSizes([400, 480])
        split.setChildrenCollapsible(False)
        decide = QHBoxLayout()
        decide.addStretch(1)
        decide.addWidget(self.refuse)
        decide.addWidget(self.accept)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addWidget(self.key)
        layout.addLayout(decide)

    def _connect(self) -> None:
        self.install.clicked.connect(self.choose_pack)
        self.civic.clicked.connect(lambda: self._choose_import(Source.CIVIC))
        self.moalmanac.clicked.connect(lambda: self._choose_import(Source.MOALMANAC))
        self.own.clicked.connect(lambda: self._choose_import(Source.TABLE))
        self.trust.clicked.connect(self._choose_key)
        self.accept.clicked.connect(self.accepted)
        self.refuse.clicked.connect(self.refused)
        self.key.changed.connect(lambda: self.enable(busy=False))
        self.rows.chosen.connect(self._on_row)

    # what is shown ------------------------------------------------------------------------------------------------

    def show_catalogue(self, view: CatalogueView) -> None:
        self._view = view
        if self._review is None:
            self.about.show_blocks(layers_blocks(view))

    def show_review(self, review: Review | None) -> None:
        """Show what would change; without a review, what is in use."""
        self._review = review
        self.rows.show_rows(review_rows(review) if review is not None else ())
        self.reading.setVisible(review is not None)
        self.key.setVisible(review is not None and review.needs_key)
        self.key.passphrase.clear()
        self.accept.setVisible(review is not None)
        self.refuse.setVisible(review is not None)
        self.detail.clear()
        if review is not None:
            self.about.show_blocks(review_blocks(review))
            self.detail.show_blocks((Paragraph(line("Choose a row at the left to read it in full.")),))
        elif self._view is not None:
            self.about.show_blocks(layers_blocks(self._view))
        self.enable(busy=False)

    def enable(self, *, busy: bool) -> None:
        """Offer what can be done now; rows that do not hold are never accepted, nor an import without a key."""
        review = self._review
        for button in self.openers:
            button.setEnabled(not busy)
        signed = review is not None and (not review.needs_key or self.key.file.path is not None)
        self.accept.setEnabled(not busy and signed and review is not None and review.acceptable)
        self.refuse.setEnabled(not busy)

    def _on_row(self, row: TextRow | None) -> None:
        if row is None:
            self.detail.clear()
        else:
            self.detail.show_blocks(_row_blocks(row))

    # what is asked for --------------------------------------------------------------------------------------------

    def choose_pack(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Install a pack", "", "Packs (*.pack);;All files (*)")
        if name:
            self.pack_wanted.emit(Path(name))

    def _choose_import(self, source: Source) -> None:
        pattern = {
            Source.CIVIC: "Evidence summaries (*.tsv);;All files (*)",
            Source.MOALMANAC: "Release (*.json);;All files (*)",
            Source.TABLE: "Tables (*.tsv *.txt);;All files (*)",
        }[source]
        if source is Source.CIVIC:
            names, _ = QFileDialog.getOpenFileNames(self, f"Import {source.value}", "", pattern)
        else:
            one, _ = QFileDialog.getOpenFileName(self, f"Import {source.value}", "", pattern)
            names = [one] if one else []
        if not names:
            return
        mapping = ""
        if source is Source.TABLE:
            mapping, _ = QFileDialog.getOpenFileName(
                self, "Which column is which: the mapping", "", "Mapping (*.toml);;All files (*)"
            )
            if not mapping:
                return
        self.import_wanted.emit(source, tuple(Path(name) for name in names), Path(mapping) if mapping else None)

    def _choose_key(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Trust a key", "", "Public keys (*.pub);;All files (*)")
        if name:
            self.trust_wanted.emit(Path(name))


def layers_blocks(view: CatalogueView) -> tuple[Block, ...]:
    """Give every release in use: version, date, how far it was looked at, how much of it nobody verified."""
    blocks: list[Block] = [Heading("In use")]
    for one in view.layers:
        info = one.info
        rows = "not counted apart: several packs of this layer are in use"
        if one.rows is not None:
            rows = f"{one.rows} evidence rows, {one.unverified} of them not verified"
        facts = (
            ("Who speaks", line(wording.LAYERS[info.layer])),
            ("Date", line(info.date)),
            ("Looked at up to", line(_cut_offs(info.cut_off))),
            ("Rows", line(rows)),
            ("Age limit", line(f"{info.max_age_months} months")),
            ("Licence", line(info.licence)),
            ("SHA-256", line(info.sha256)),
        )
        blocks += (Heading(f"{info.name} {info.version}"), Facts(facts, 1))
    text = "A pack or an import changes nothing until it is accepted here. Local entries have a page of their own."
    return (*blocks, Paragraph(line(text)))


def review_blocks(review: Review) -> tuple[Block, ...]:
    """Give what is under review in a few facts: what it is, what it changes, what was left out, which cases."""
    info, diff = review.info, review.diff
    blocks: list[Block] = [Heading(f"Under review: {review.name}")]
    if review.faults:
        faults: list[Line] = [line(text) for text in review.faults[:_SHOWN_FAULTS]]
        if len(review.faults) > _SHOWN_FAULTS:
            faults.append(line(f"… and {len(review.faults) - _SHOWN_FAULTS} more in the list below"))
        blocks.append(Banner(f"It cannot be accepted: {len(review.faults)} faults", tuple(faults)))
    change = (
        f"rows: {len(diff.added)} added, {len(diff.changed)} changed, {len(diff.withdrawn)} withdrawn; medicines: "
        f"{len(diff.therapies_added)} added, {len(diff.therapies_changed)} changed, {len(diff.therapies_gone)} gone"
    )
    facts = (
        ("Would change", line("nothing" if diff.empty else change)),
        ("Who speaks", line(wording.LAYERS[info.layer])),
        ("Date", line(info.date)),
        ("Looked at up to", line(_cut_offs(info.cut_off))),
        ("Rows", line(f"{review.evidence} evidence rows")),
        ("Licence", line(info.licence)),
        ("Signed by", line(review.signer or "nobody yet: it is signed when it is accepted")),
    )
    blocks.append(Facts(facts, 1))
    if review.account:
        blocks.append(Heading("What came in, and what was left out"))
        blocks.append(Bullets(tuple(line(" ".join(text.split())) for text in review.account), Style.SMALL))
    return (*blocks, Heading("Stored cases"), *_cases(review.touched, review.stored_fault))


def _cases(touched: tuple[TouchedCase, ...] | None, fault: str) -> tuple[Block, ...]:
    if fault:
        return (
            Paragraph(
                line(
                    "The stored cases could not all be looked at, so which of them would read differently is not known."
                )
            ),
            Paragraph(line(fault)),
        )
    if touched is None:
        return (
            Paragraph(
                line("The stored cases were not looked at, so which of them would read differently is not known.")
            ),
        )
    if not touched:
        return (Paragraph(line("None of the stored cases would read differently.")),)
    lines = touched_lines(touched)
    shown = [line(text) for text in lines[:_SHOWN_CASES]]
    if len(lines) > _SHOWN_CASES:
        shown.append(line(f"… and {len(lines) - _SHOWN_CASES} more"))
    return (
        Paragraph(line(f"{len(touched)} would or may read differently:")),
        Bullets(tuple(shown), Style.SMALL),
    )


def review_rows(review: Review) -> tuple[TextRow, ...]:
    """Give one row for each thing that changes or was left out, what speaks against it first."""
    diff = review.diff
    gone = set(diff.withdrawn)
    rows = [TextRow(("✕ faulty", "", text), text) for text in review.faults]
    rows += [TextRow(("withdrawn", identity, "no longer used"), identity) for identity in diff.withdrawn]
    for row in diff.changed:
        if row.id not in gone:
            rows.append(TextRow(("changed", row.id, ", ".join(change.name for change in row.fields)), row))
    rows += [TextRow(("added", item.id, _claim(item)), item) for item in diff.added]
    for row in diff.therapies_changed:
        rows.append(TextRow(("medicine", row.id, ", ".join(change.name for change in row.fields)), row))
    rows += [TextRow(("medicine", inn, "added"), inn) for inn in diff.therapies_added]
    rows += [TextRow(("medicine", inn, "gone"), inn) for inn in diff.therapies_gone]
    for mark in review.remarks:
        rows.append(TextRow((mark.kind, mark.id, f"{mark.reason}: {mark.what}" if mark.what else mark.reason), mark))
    return tuple(rows)


def _row_blocks(row: TextRow) -> tuple[Block, ...]:
    heading = Heading(row.cells[1] or row.cells[0])
    match row.about:
        case RowChange(fields=fields):
            facts: list[tuple[str, Line]] = []
            for change in fields:
                name = change.name.replace("_", " ")
                facts.append((f"{name}, before", line(change.before or "empty")))
                facts.append((f"{name}, after", line(change.after or "empty")))
            return heading, Facts(tuple(facts), 1)
        case EvidenceItem() as item:
            sources = tuple(line(one.text) for one in item.citations)
            return (
                heading,
                Paragraph(line(_claim(item))),
                Paragraph(line(item.statement)),
                Bullets(sources, Style.SMALL),
            )
        case _:
            return heading, Paragraph(line(f"{row.cells[0]}: {row.cells[2]}"))


def _claim(item: EvidenceItem) -> str:
    named = wording.regimen(item.therapies)
    about = f"{named}: {item.biomarker}" if named else item.biomarker
    return f"{about} in {', '.join(item.tumour_types)}: {says(item)}, {wording.LEVELS[level_of(item)]}"


def _cut_offs(cut_off: Mapping[str, str]) -> str:
    return ", ".join(f"{agency} {day}" for agency, day in sorted(cut_off.items())) or wording.NOT_STATED
