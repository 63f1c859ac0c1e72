"""Findings: therapies at the left by tier, the chosen one with its trail, evidence and approvals at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QTreeWidgetItem, QWidget

from interpreter.model.cases import Interpretation
from interpreter.model.findings import AmpTier, ConflictCard, Finding, ReviewItem
from interpreter.model.results import State
from interpreter.report import approval_words, wording
from interpreter.report.blocks import Block, Bullets, Facts, Heading, Paragraph, line, strong
from interpreter.report.content_detail import finding_detail, option_detail
from interpreter.report.content_summary import summary
from interpreter.report.options import Option, options, other_claims, standing_alone, unsettled
from interpreter.settings import Settings
from interpreter.ui.widgets.document_view import DocumentView
from interpreter.ui.widgets.finding_list import Face, FindingList, Mood, Note

_TIER_WORDS = {
    AmpTier.I_A: "Tier I-A: approved here, or guideline",
    AmpTier.I_B: "Tier I-B: strong studies",
    AmpTier.II_C: "Tier II-C: other tumour type, small studies",
    AmpTier.II_D: "Tier II-D: early evidence",
    AmpTier.III: "Tier III: meaning unknown",
    AmpTier.IV: "Tier IV: benign or common",
    AmpTier.NONE: "No tier",
}
_MOODS = {State.DETECTED: Mood.PLAIN, State.INCONCLUSIVE: Mood.DOUBT}


class FindingsPage(QSplitter):
    """What was found, in the order of the evidence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.list = FindingList("Findings by tier")
        self.detail = DocumentView("The chosen finding")
        self.addWidget(self.list)
        self.addWidget(self.detail)
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 3)
        self.setSizes([360, 640])
        self.setChildrenCollapsible(False)
        self.setHandleWidth(8)
        self._details: list[Callable[[], tuple[Block, ...]]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)  # the list is drawn first, and keys held down do not queue up
        self._later.timeout.connect(self._show_chosen)
        self.list.currentItemChanged.connect(lambda *_items: self._later.start())

    def show_interpretation(self, interpretation: Interpretation | None, settings: Settings) -> None:
        self.list.clear()
        self._details = []
        self.detail.clear()
        if interpretation is None:
            return
        top = self._entry(
            self._group("This case"),
            Face("Summary", under=interpretation.case.tumour_type.name),
            lambda: summary(interpretation, settings).blocks,
        )
        self._add_conflicts(interpretation)
        self._add_options(interpretation)
        for title, findings in (
            ("Speaks against a therapy", standing_alone(interpretation)),
            ("Not settled: drives no therapy", unsettled(interpretation)),
            ("Prognosis, diagnosis, toxicity", other_claims(interpretation)),
        ):
            if findings:
                group = self._group(f"{title} ({len(findings)})")
                for finding in findings:
                    self._add_finding(group, interpretation, finding)
        self._add_reviews(interpretation)
        self.list.setCurrentItem(top)

    def _add_conflicts(self, interpretation: Interpretation) -> None:
        if interpretation.conflicts:
            group = self._group(f"For people to decide ({len(interpretation.conflicts)})")
            for card in interpretation.conflicts:
                self._entry(group, Face(card.what, notes=(Note("▲ to be talked about", Mood.DOUBT),)), _card(card))

    def _add_options(self, interpretation: Interpretation) -> None:
        chosen = options(interpretation)
        groups: dict[AmpTier, QTreeWidgetItem] = {}
        for option in chosen:
            tier = option.best.amp_tier
            if tier not in groups:
                count = sum(other.best.amp_tier is tier for other in chosen)
                groups[tier] = self._group(f"{_TIER_WORDS[tier]} ({count})")
            self._add_option(groups[tier], interpretation, option)

    def _add_option(self, group: QTreeWidgetItem, interpretation: Interpretation, option: Option) -> None:
        notes: list[Note] = []
        if option.best.approved_here:
            notes.append(Note("✓ approved in this tumour type", Mood.GOOD))
        if option.best.not_as_stated:
            notes.append(Note("! for another line, setting or age than stated", Mood.DOUBT))
        if option.best.given_before:
            notes.append(Note(f"! given before: {', '.join(option.best.given_before)}", Mood.DOUBT))
        if option.against:
            notes.append(Note("✕ something stands against it", Mood.BAD))
        elif option.possible:
            notes.append(Note("? possible resistance, unconfirmed", Mood.DOUBT))
        if option.untested:
            notes.append(Note("– depends on a marker that was not assessed", Mood.DOUBT))
        if check := approval_words.verification(option.best):
            notes.append(Note(check))
        self._entry(
            group,
            Face(
                wording.regimen(option.regimen),
                badge=wording.tier(option.best.amp_tier),
                under=wording.short_marker(option.best.evidence.biomarker),
                notes=tuple(notes),
            ),
            lambda: option_detail(interpretation, option),
        )

    def _add_finding(self, group: QTreeWidgetItem, interpretation: Interpretation, finding: Finding) -> None:
        biomarker = finding.evidence.biomarker
        state = f"{wording.STATE_MARKS[finding.state]} {wording.STATES[finding.state]}"
        named = wording.regimen(finding.evidence.therapies)
        self._entry(
            group,
            Face(
                named or biomarker,
                badge="" if finding.amp_tier is AmpTier.NONE else wording.tier(finding.amp_tier),
                under=f"{biomarker}: {wording.claim(finding)}" if named else wording.claim(finding),
                notes=(Note(state, _MOODS.get(finding.state, Mood.PLAIN)),),
            ),
            lambda: finding_detail(interpretation, finding),
        )

    def _add_reviews(self, interpretation: Interpretation) -> None:
        if interpretation.for_review:
            group = self._group(f"For review: seen, not confirmed ({len(interpretation.for_review)})")
            for item in interpretation.for_review:
                face = Face(item.label or item.biomarker, under=item.reason, notes=_affected(item))
                self._entry(group, face, _review(item))

    def _group(self, title: str) -> QTreeWidgetItem:
        return self.list.add_group(title)

    def _entry(self, group: QTreeWidgetItem, face: Face, detail: Callable[[], tuple[Block, ...]]) -> QTreeWidgetItem:
        self._details.append(detail)
        return self.list.add_entry(group, face, len(self._details) - 1)

    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        position = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(position, int):
            self.detail.show_blocks(self._details[position]())


def _affected(item: ReviewItem) -> tuple[Note, ...]:
    if not item.therapies:
        return ()
    return (Note(f"? may affect {'; '.join(item.therapies)}", Mood.DOUBT),)


def _review(item: ReviewItem) -> Callable[[], tuple[Block, ...]]:
    facts = [("Seen", line(strong(item.label or item.biomarker))), ("Why it is here", line(item.reason))]
    facts.append(("Marker it may meet", line(item.biomarker or "none")))
    if item.therapies:
        said = "" if item.response is None else f" ({wording.RESPONSES[item.response]})"
        facts.append(("May affect", line("; ".join(item.therapies) + said)))
    text = "Seen in the files but not confirmed: a person must look. It drives no therapy."
    return lambda: (Heading(item.label or item.biomarker), Paragraph(line(text)), Facts(tuple(facts), 1))


def _card(card: ConflictCard) -> Callable[[], tuple[Block, ...]]:
    return lambda: (Heading(card.what), Paragraph(line(card.why)), Bullets(tuple(line(text) for text in card.options)))
