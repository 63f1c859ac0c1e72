"""The order of findings: a reading order, not a ranking of therapies for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from interpreter.model.cases import Case
from interpreter.model.evidence import ApprovalKind, EvidenceClass
from interpreter.model.findings import Exactness, Finding, TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import breadth

Place = tuple[int, bool, int, int, bool, bool, int, int, bool, tuple[str, ...], str]

_AROUND = frozenset({"adjuvant", "neoadjuvant", "perioperative", "maintenance"})
_NOT_AROUND = ("advanced", "metastatic", "relapsed_refractory")
_NEARNESS = {
    TumourRelation.SAME: 0,
    TumourRelation.ANCESTOR: 0,
    TumourRelation.ANY_SOLID: 1,
    TumourRelation.DESCENDANT: 2,
    TumourRelation.OTHER: 3,
    TumourRelation.EXCLUDED: 4,
}


def ordering(case: Case, unfit_settings: Mapping[str, frozenset[str]]) -> Callable[[Finding], Place]:
    """Order by tier, then what fits what was stated, then class of evidence and how near the tumour type is.

    Of those, treatment of disease that is there stands before treatment around an operation or after a response,
    unless the stage or line that was stated is of such a treatment. Then come what rests on a change of a gene before a
    protein result, a claim about few changes before one about many (T790M alone before any EGFR mutation), a regular
    approval before an accelerated or conditional one. `unfit_settings` gives for a setting the stages and lines against
    it.
    """
    stated = {case.stage, case.line}
    meant = bool(stated & _AROUND) or any(stated & unfit_settings.get(name, frozenset()) for name in _NOT_AROUND)

    def place(finding: Finding) -> Place:
        current = [approval for approval in finding.approvals if approval.is_current]
        return (
            finding.amp_tier.rank,
            finding.not_as_stated,
            list(EvidenceClass).index(finding.level),
            _NEARNESS[finding.tumour_relation],
            finding.evidence.setting in _AROUND and not meant,
            not finding.alterations,
            finding.exactness.rank if finding.exactness is not None else len(Exactness),
            breadth(parse_marker(finding.evidence.biomarker)),
            bool(current) and all(approval.kind is not ApprovalKind.REGULAR for approval in current),
            finding.evidence.therapies,
            finding.evidence.id,
        )

    return place
