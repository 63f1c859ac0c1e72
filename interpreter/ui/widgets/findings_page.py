"""Findings: therapies at the left by tier, the chosen one with its trail, evidence and approvals at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from interpreter.model.cases import Interpretation
from interpreter.model.findings import AmpTier, Finding
from interpreter.report import wording
from interpreter.report.blocks import Block
from interpreter.report.content_detail import finding_detail, option_detail
from interpreter.report.content_summary import summary
from interpreter.report.options import Option, options, other_claims, standing_alone, unsettled
from interpreter.settings import Settings
from interpreter.ui.widgets.document_view import DocumentView

_DETAIL = Qt.ItemDataRole.UserRole
_TIER_WORDS = {
    AmpTier.I_A: "Tier I-A · approved here or guideline",
    AmpTier.I_B: "Tier I-B · strong studies",
    AmpTier.II_C: "Tier II-C · other tumour, small studies",
    AmpTier.II_D: "Tier II-D · early evidence",
    AmpTier.III: "Tier III · meaning unknown",
    AmpTier.IV: "Tier IV · benign or common",
    AmpTier.NONE: "No tier",
}


class FindingsPage(QSplitter):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setAccessibleName("Findings by tier")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(False)
        self.list.setWordWrap(True)
        self.detail = DocumentView("The chosen finding")
        self.addWidget(self.list)
        self.addWidget(self.detail)
        self.setStretchFactor(0, 2)
        self.setStretchFactor(1, 3)
        self._details: list[Callable[[], tuple[Block, ...]]] = []
        self.list.currentItemChanged.connect(self._on_chosen)

    def show_interpretation(self, interpretation: Interpretation | None, settings: Settings) -> None:
        self.list.clear()
        self._details = []
        self.detail.clear()
        if interpretation is None:
            return
        top = self._entry(self._group("This case"), "Summary", "", lambda: summary(interpretation, settings).blocks)
        self._add_options(interpretation)
        for title, findings in (
            ("Speaks against a therapy", standing_alone(interpretation)),
            ("Not settled: drives no therapy", unsettled(interpretation)),
            ("Prognosis, diagnosis, toxicity", other_claims(interpretation)),
        ):
            if findings:
                group = self._group(title)
                for finding in findings:
                    self._add_finding(group, interpretation, finding)
        self.list.expandAll()
        self.list.setCurrentItem(top)

    def _add_options(self, interpretation: Interpretation) -> None:
        groups: dict[AmpTier, QTreeWidgetItem] = {}
        for option in options(interpretation):
            tier = option.best.amp_tier
            if tier not in groups:
                groups[tier] = self._group(_TIER_WORDS[tier])
            self._add_option(groups[tier], interpretation, option)

    def _add_option(self, group: QTreeWidgetItem, interpretation: Interpretation, option: Option) -> None:
        notes = [option.best.evidence.biomarker]
        if option.best.approved_here:
            notes.append("approved in this tumour type")
        if option.against:
            notes.append("✕ something stands against it")
        elif option.possible:
            notes.append("? possible resistance, unconfirmed")
        if option.untested:
            notes.append("– depends on a marker not assessed")
        if not option.best.verified:
            notes.append(wording.UNVERIFIED)
        self._entry(
            group,
            wording.regimen(option.regimen),
            "\n".join(notes),
            lambda: option_detail(interpretation, option),
        )

    def _add_finding(self, group: QTreeWidgetItem, interpretation: Interpretation, finding: Finding) -> None:
        name = wording.regimen(finding.evidence.therapies) or finding.evidence.biomarker
        note = f"{finding.evidence.biomarker}: {wording.claim(finding)} ({wording.STATES[finding.state]})"
        self._entry(group, name, note, lambda: finding_detail(interpretation, finding))

    def _group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.list.font()
        font.setBold(True)
        item.setFont(0, font)
        self.list.addTopLevelItem(item)
        return item

    def _entry(
        self, group: QTreeWidgetItem, name: str, note: str, detail: Callable[[], tuple[Block, ...]]
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{name}\n{note}" if note else name])
        item.setData(0, _DETAIL, len(self._details))
        self._details.append(detail)
        group.addChild(item)
        return item

    def _on_chosen(self, item: QTreeWidgetItem | None, _previous: QTreeWidgetItem | None) -> None:
        position = item.data(0, _DETAIL) if item is not None else None
        if isinstance(position, int):
            self.detail.show_blocks(self._details[position]())
