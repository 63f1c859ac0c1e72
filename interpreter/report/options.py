"""Findings put beside each other by regimen: what speaks for it, what against it, and what was not tested (S12)."""

from __future__ import annotations

from dataclasses import dataclass

from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Direction, Response
from interpreter.model.findings import Finding, MarkerRow, ReviewItem
from interpreter.model.results import State

_AGAINST = frozenset({Response.RESISTANCE, Response.REDUCED_BENEFIT})
_ABOUT_THERAPY = frozenset({Response.SENSITIVITY, Response.RESISTANCE, Response.REDUCED_BENEFIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One regimen that a detected marker speaks for, with all that stands against it beside it."""

    regimen: tuple[str, ...]
    claims: tuple[Finding, ...]
    """What speaks for it, in the interpretation's order; never empty."""
    against: tuple[Finding, ...]
    """Detected resistance, and evidence that does not support, of this regimen or of a part of it."""
    possible: tuple[str, ...]
    """Unconfirmed or inconclusive resistance, one phrase each."""
    untested: tuple[MarkerRow, ...]
    """Markers this regimen depends on that were not assessed or are inconclusive."""

    @property
    def best(self) -> Finding:
        return self.claims[0]


def speaks_for(finding: Finding) -> bool:
    return (
        finding.state is State.DETECTED
        and finding.response is Response.SENSITIVITY
        and finding.direction is Direction.SUPPORTS
        and not finding.overruled_by
    )


def speaks_against(finding: Finding) -> bool:
    """Tell whether a detected marker speaks against a therapy, or evidence for it is shown not to hold here."""
    if finding.state is not State.DETECTED or finding.overruled_by:
        return False
    if finding.response in _AGAINST:
        return finding.direction is Direction.SUPPORTS
    return finding.response is Response.SENSITIVITY and finding.direction is Direction.DOES_NOT_SUPPORT


def options(interpretation: Interpretation) -> tuple[Option, ...]:
    """Group what speaks for each regimen; the order is that of the findings (evidence), nothing else."""
    grouped: dict[tuple[str, ...], list[Finding]] = {}
    for finding in interpretation.findings:
        if speaks_for(finding):
            grouped.setdefault(finding.evidence.therapies, []).append(finding)
    return tuple(
        Option(
            regimen=regimen,
            claims=tuple(claims),
            against=_against(interpretation, regimen),
            possible=_possible(interpretation, regimen),
            untested=_untested(interpretation, regimen),
        )
        for regimen, claims in grouped.items()
    )


def standing_alone(interpretation: Interpretation) -> tuple[Finding, ...]:
    """Give what speaks against therapies that no detected marker speaks for."""
    shown = {id(finding) for option in options(interpretation) for finding in option.against}
    return tuple(finding for finding in interpretation.findings if speaks_against(finding) and id(finding) not in shown)


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
        finding
        for finding in interpretation.findings
        if speaks_against(finding) and not set(regimen).isdisjoint(finding.evidence.therapies)
    )


def _possible(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[str, ...]:
    reviewed = {item.biomarker for item in interpretation.for_review if _affects(item, regimen)}
    found = [
        f"{finding.evidence.biomarker} ({finding.state.value})"
        for finding in interpretation.findings
        if finding.state is State.INCONCLUSIVE
        and finding.evidence.biomarker not in reviewed
        and finding.response in _AGAINST
        and finding.direction is Direction.SUPPORTS
        and not set(regimen).isdisjoint(finding.evidence.therapies)
    ]
    found.extend(f"{_name(item)}: {item.reason}" for item in interpretation.for_review if _affects(item, regimen))
    return tuple(dict.fromkeys(found))


def _affects(item: ReviewItem, regimen: tuple[str, ...]) -> bool:
    parts = {part for therapy in item.therapies for part in therapy.split(" + ")}
    return item.response in _AGAINST and not parts.isdisjoint(regimen)


def _name(item: ReviewItem) -> str:
    return item.label or item.biomarker


def _untested(interpretation: Interpretation, regimen: tuple[str, ...]) -> tuple[MarkerRow, ...]:
    open_states = (State.NOT_ASSESSED, State.INCONCLUSIVE)
    name = " + ".join(regimen)
    return tuple(row for row in interpretation.markers if row.state in open_states and name in row.matters_for)
