"""Findings put beside each other by regimen: what speaks for it, what against it, and what was not tested (S12)."""

from __future__ import annotations

from dataclasses import dataclass

from interpreter.model.cases import Interpretation
from interpreter.model.evidence import AGAINST_THERAPY, Direction, Response
from interpreter.model.findings import AmpTier, Finding, MarkerRow, ReviewItem, TumourRelation
from interpreter.model.results import State

_ABOUT_THERAPY = AGAINST_THERAPY | {Response.SENSITIVITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One regimen that a detected marker speaks for, with all that stands against it beside it."""

    regimen: tuple[str, ...]
    claims: tuple[Finding, ...]
    """What speaks for it, in the interpretation's order; never empty."""
    against: tuple[Finding, ...]
    """Detected resistance, and evidence that does not support, of this regimen, a part of it or a larger one."""
    alone: tuple[Finding, ...]
    """What the same marker says against a part of the regimen given alone: why it is a combination, no obstacle."""
    possible: tuple[str, ...]
    """Unconfirmed or inconclusive resistance, one phrase each."""
    untested: tuple[MarkerRow, ...]
    """Markers that would speak against the regimen or a part of it, and were not assessed or are inconclusive."""
    genes: frozenset[str] = frozenset()
    """Genes of the alterations that speak for it."""

    @property
    def best(self) -> Finding:
        return self.claims[0]

    @property
    def given_whole(self) -> bool:
        """True when every medicine of the regimen was stated as given before, together or not."""
        return set(self.best.given_before) >= set(self.regimen)


def speaks_for(finding: Finding) -> bool:
    """Tell whether a detected marker supports a therapy, and nothing more specific or of another lineage denies it."""
    return (
        finding.state is State.DETECTED
        and finding.response is Response.SENSITIVITY
        and finding.direction is Direction.SUPPORTS
        and not finding.overruled_by
        and not finding.other_lineage
    )


def speaks_against(finding: Finding) -> bool:
    """Tell whether a detected marker speaks against a therapy, or evidence for it is shown not to hold here."""
    if finding.state is not State.DETECTED or finding.overruled_by:
        return False
    if finding.response in AGAINST_THERAPY:
        return finding.direction is Direction.SUPPORTS
    return finding.response is Response.SENSITIVITY and finding.direction is Direction.DOES_NOT_SUPPORT


def options(interpretation: Interpretation) -> tuple[Option, ...]:
    """Group what speaks for each regimen; the order is that of the findings (evidence), nothing else.

    Of one tier, a regimen that was given before comes after the others, and one against which evidence of this tumour
    type stands comes after those without. Resistance counts by its strength, single reports least; reduced benefit
    counts from large studies, guidelines and labels only.
    """
    grouped: dict[tuple[str, ...], list[Finding]] = {}
    for finding in interpretation.findings:
        if speaks_for(finding):
            grouped.setdefault(finding.evidence.therapies, []).append(finding)
    found = [
        Option(
            regimen=regimen,
            claims=tuple(claims),
            against=tuple(item for item in _against(interpretation, regimen) if not _only_alone(item, regimen, claims)),
            alone=tuple(item for item in _against(interpretation, regimen) if _only_alone(item, regimen, claims)),
            possible=_possible(interpretation, regimen),
            untested=_untested(interpretation, regimen),
            genes=_genes(interpretation, claims),
        )
        for regimen, claims in grouped.items()
    ]
    return tuple(sorted(found, key=_place))


def _place(option: Option) -> tuple[int, bool, bool, int]:
    best = option.best
    return best.amp_tier.rank, best.not_as_stated, option.given_whole, max(map(_weight, option.against), default=0)


def _weight(finding: Finding) -> int:
    if not is_close(finding):
        return 0
    if finding.amp_tier.rank <= AmpTier.I_B.rank:
        return 3
    if finding.response is not Response.RESISTANCE:
        return 0
    return 2 if finding.amp_tier.rank <= AmpTier.II_C.rank else 1


def is_close(finding: Finding) -> bool:
    """Tell whether a claim is about this tumour type, a group that holds it, or a subtype of it."""
    return finding.tumour_relation is not TumourRelation.OTHER


def standing_alone(interpretation: Interpretation) -> tuple[Finding, ...]:
    """Give what speaks against therapies that no detected marker speaks for, by evidence of this tumour type."""
    beside = [(*option.against, *option.alone) for option in options(interpretation)]
    shown = {id(finding) for findings in beside for finding in findings}
    return tuple(
        finding
        for finding in interpretation.findings
        if speaks_against(finding) and is_close(finding) and id(finding) not in shown
    )


def unsettled(interpretation: Interpretation) -> tuple[Finding, ...]:
    """Give findings about therapies whose marker is not settled: never options, always shown."""
    return tuple(
        finding
        for finding in interpretation.findings
        if finding.state is not State.DETECTED and finding.response in _ABOUT_THERAPY
    )


def other_claims(interpretation: Interpretation) -> tuple[Finding, ...]:
    """Give detected findings on prognosis, diagnosis and toxicity."""
    return tuple(
        finding
        for finding in interpretation.findings
        if finding.state is State.DETECTED and finding.response not in _ABOUT_THERAPY
    )


def _against(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[Finding, ...]:
    return tuple(
        finding for finding in interpretation.findings if speaks_against(finding) and _stands_beside(finding, regimen)
    )


def _stands_beside(finding: Finding, regimen: tuple[str, ...]) -> bool:
    """That a larger combination did not help, or has no label here, says nothing of its part; resistance does."""
    larger = set(finding.evidence.therapies) > set(regimen)
    if larger and finding.response is Response.SENSITIVITY:
        return False
    return _bears_on(finding.evidence.therapies, regimen)


def _bears_on(opposed: tuple[str, ...], regimen: tuple[str, ...]) -> bool:
    """Tell whether what is said of one regimen bears on another: it is the same, a part of it, or contains it.

    Two regimens that merely share a partner say nothing of each other.
    """
    return bool(opposed) and (set(opposed) <= set(regimen) or set(opposed) >= set(regimen))


def _only_alone(finding: Finding, regimen: tuple[str, ...], claims: list[Finding]) -> bool:
    """Tell whether a claim is against a part of the regimen alone, by the very marker the regimen is for.

    BRAF V600E speaks against cetuximab alone and for encorafenib + cetuximab (RULES R11: each keeps its question).
    """
    part = set(finding.evidence.therapies) < set(regimen)
    found = set(finding.alterations)
    return part and bool(found) and any(found <= set(claim.alterations) for claim in claims)


def _possible(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[str, ...]:
    reviewed = {item.biomarker for item in interpretation.for_review if _affects(item, regimen)}
    found = [
        f"{finding.evidence.biomarker} ({finding.state.value})"
        for finding in interpretation.findings
        if finding.state is State.INCONCLUSIVE
        and finding.evidence.biomarker not in reviewed
        and finding.response in AGAINST_THERAPY
        and finding.direction is Direction.SUPPORTS
        and _bears_on(finding.evidence.therapies, regimen)
    ]
    found.extend(f"{_name(item)}: {item.reason}" for item in interpretation.for_review if _affects(item, regimen))
    return tuple(dict.fromkeys(found))


def _affects(item: ReviewItem, regimen: tuple[str, ...]) -> bool:
    opposed = [tuple(therapy.split(" + ")) for therapy in item.therapies]
    return item.response in AGAINST_THERAPY and any(_bears_on(parts, regimen) for parts in opposed)


def _name(item: ReviewItem) -> str:
    return item.label or item.biomarker


def _genes(interpretation: Interpretation, claims: list[Finding]) -> frozenset[str]:
    found = {identity for claim in claims for identity in claim.alterations}
    return frozenset(item.gene for item in interpretation.alterations if item.id in found and item.gene)


def _untested(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[MarkerRow, ...]:
    """Give the open markers that would speak against the regimen or a part of it; another way to meet it is none."""
    open_states = (State.NOT_ASSESSED, State.INCONCLUSIVE)
    parts = set(regimen)
    return tuple(
        row
        for row in interpretation.markers
        if row.state in open_states and any(set(name.split(" + ")) <= parts for name in row.would_close)
    )
