"""From evidence class, tumour relation, exactness and region to the AMP/ASCO/CAP tier of this case (RULES R11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interpreter.matching.rules import Rules
from interpreter.model.evidence import Approval, ApprovalKind, EvidenceClass, EvidenceItem, Layer, Status
from interpreter.model.findings import COUNTS_AS_SAME, AmpTier, Exactness, TumourRelation
from interpreter.model.results import State
from interpreter.national import authorised_nationally

_UNSET_REGION = ("FDA", "EMA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    tier: AmpTier
    level: EvidenceClass
    approvals: tuple[Approval, ...]
    """Current ones of the region first, then current ones elsewhere, then the rest."""
    approved_here: bool
    why: str
    warnings: tuple[str, ...] = ()


def agencies(region: str) -> tuple[str, ...]:
    """Give the agencies whose label makes "approved"; FDA or EMA until the hospital's region is set."""
    return (region,) if region else _UNSET_REGION


def level_of(item: EvidenceItem) -> EvidenceClass:
    """Give the class of a row; an imported level never gives "approved"."""
    imported = item.layer is Layer.IMPORTED and item.level is EvidenceClass.APPROVED
    return EvidenceClass.GUIDELINE if imported else item.level


def sorted_approvals(approvals: Iterable[Approval], region: str) -> tuple[Approval, ...]:
    """Put current approvals before past ones, those of the region first, then by agency and id."""
    own = agencies(region)

    def place(approval: Approval) -> tuple[bool, bool, str, str]:
        return (not approval.is_current, approval.agency not in own, approval.agency, approval.id)

    return tuple(sorted(approvals, key=place))


def tier_of(
    item: EvidenceItem,
    *,
    state: State,
    relation: TumourRelation,
    exactness: Exactness | None,
    region: str,
    guideline_says_so: bool,
    rules: Rules,
) -> Verdict:
    """Give the tier with the reason; `guideline_says_so`: a guideline row of the same regimen is met here too."""
    level = level_of(item)
    approvals = sorted_approvals(item.approvals, region)
    own = agencies(region)
    current_here = any(approval.is_current and approval.agency in own for approval in approvals)
    current = [approval for approval in approvals if approval.is_current]
    warnings: list[str] = []
    tier, why = _by_table(level, relation, rules)
    if level is EvidenceClass.APPROVED and relation in COUNTS_AS_SAME and not current_here:
        where = authorised_nationally(item.therapies, region)
        tier, why = _not_approved_here(current, own, where, guideline_says_so)
        warnings.append(why)
    if relation is TumourRelation.DESCENDANT and tier.rank < AmpTier.II_C.rank:
        tier, why = (
            AmpTier.II_C,
            f"the evidence is for a subtype: at most II-C, {tier.value} if the histology is that one",
        )
    if exactness is Exactness.GENE and tier.rank < AmpTier.II_C.rank:
        tier, why = AmpTier.II_C, f"{why}; matched by the gene alone: at most II-C"
    gone = _withdrawn(item, approvals)
    if gone:
        tier, why = AmpTier.NONE, gone
        warnings.append(gone)
    if relation is TumourRelation.EXCLUDED:
        tier, why = AmpTier.NONE, "the indication excludes this tumour type"
    if state is not State.DETECTED:
        tier, why = AmpTier.NONE, "no tier: the marker is not proven"
    return Verdict(
        tier=tier,
        level=level,
        approvals=approvals,
        approved_here=current_here and relation in COUNTS_AS_SAME and state is State.DETECTED and not gone,
        why=why,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _by_table(level: EvidenceClass, relation: TumourRelation, rules: Rules) -> tuple[AmpTier, str]:
    row = rules.tiers[level]
    named = level.value.replace("_", " ")
    if relation in COUNTS_AS_SAME or relation is TumourRelation.DESCENDANT:
        return row.here, f"{named} evidence in this tumour type"
    return row.other, f"{named} evidence in another tumour type"


def _not_approved_here(
    current: list[Approval], own: tuple[str, ...], where: str, guideline: bool
) -> tuple[AmpTier, str]:
    """Give the tier of what no agency of the region approves; `where`: states there authorise it themselves."""
    region = " or ".join(own)
    if not current:
        return AmpTier.II_C, f"no current indication of {region} is on record"
    granted = [approval.agency for approval in current if approval.kind is not ApprovalKind.REIMBURSED]
    elsewhere = ", ".join(dict.fromkeys(granted))
    said = f"approved only by {elsewhere}, not by {region}" if granted else f"no approval of {region} is on record"
    if where:
        said = f"{f'approved by {elsewhere}; ' if granted else ''}authorised in {where} nationally, not by the {region}"
    return (AmpTier.I_A, f"{said}; a guideline recommends it") if guideline else (AmpTier.I_B, said)


def _withdrawn(item: EvidenceItem, approvals: tuple[Approval, ...]) -> str:
    if item.status is Status.WITHDRAWN:
        return "this evidence was withdrawn"
    withdrawn = bool(approvals) and not any(approval.is_current for approval in approvals)
    if item.level is EvidenceClass.APPROVED and withdrawn:
        return f"the approval was withdrawn ({', '.join(dict.fromkeys(a.agency for a in approvals))})"
    return ""
