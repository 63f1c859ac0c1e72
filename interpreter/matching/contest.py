"""Claims that contradict each other: the most specific one wins, the loser stays visible (RULES R11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from interpreter.model.evidence import AGAINST_THERAPY, Direction, EvidenceClass, Response
from interpreter.model.findings import Exactness, Finding, TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import Atom, CodonsWildType, atom_genes, atoms
from interpreter.model.results import State

_EFFECT = AGAINST_THERAPY | {Response.SENSITIVITY}
_STRONG = frozenset({EvidenceClass.APPROVED, EvidenceClass.GUIDELINE, EvidenceClass.RANDOMISED})
_WEAK = frozenset({EvidenceClass.CASE_REPORT, EvidenceClass.PRECLINICAL, EvidenceClass.INFERENTIAL})
_NEARNESS = (
    TumourRelation.SAME,
    TumourRelation.ANCESTOR,
    TumourRelation.ANY_SOLID,
    TumourRelation.DESCENDANT,
    TumourRelation.OTHER,
)


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Mark each finding that a more specific one contradicts.

    Only proven claims about one regimen, the same question ("does it work?") and a shared alteration contend: a
    resistance that rests on another alteration, alone or beside a shared one, stands beside the drug and is never
    overruled (S12). An excluded indication does not contend, it speaks of a label and not of an effect. Single reports
    and preclinical work overrule no label, guideline or trial, however specific: they stand beside it.
    """
    groups: dict[frozenset[str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if _contends(finding):
            groups[frozenset(finding.evidence.therapies)].append(finding)
    overruled: dict[str, str] = {}
    for group in groups.values():
        for finding in group:
            stronger = [
                other
                for other in group
                if _contradicts(other, finding) and _place(other) < _place(finding) and _may_overrule(other, finding)
            ]
            if stronger:
                best = min(stronger, key=lambda other: (_place(other), other.evidence.id))
                overruled[finding.evidence.id] = best.evidence.id
    return [
        replace(finding, overruled_by=overruled[finding.evidence.id]) if finding.evidence.id in overruled else finding
        for finding in findings
    ]


def _contends(finding: Finding) -> bool:
    return (
        finding.state is State.DETECTED
        and finding.response in _EFFECT
        and finding.tumour_relation is not TumourRelation.EXCLUDED
        and bool(finding.evidence.therapies)
    )


def _contradicts(one: Finding, other: Finding) -> bool:
    """Tell whether `one` answers what `other` rests on.

    A resistance is answered only by a claim about the very same changes that asks all it asks beside them: neither a
    second change that closes the drug nor one of several that are there (M918T opens, V804M closes) is answered by what
    is said of the rest.
    """
    if _speaks_for(one) is _speaks_for(other) or not set(one.alterations) & set(other.alterations):
        return False
    if _speaks_for(other):
        return True
    return set(other.alterations) == set(one.alterations) and _other_terms(other) <= _other_terms(one)


def _other_terms(finding: Finding) -> set[Atom]:
    """Give what a marker asks that leaves no alteration: wild type, and results of proteins and signatures."""
    asked = atoms(parse_marker(finding.evidence.biomarker))
    return {
        atom for atom in asked if not atom_genes(atom) or isinstance(getattr(atom, "feature", None), CodonsWildType)
    }


def _speaks_for(finding: Finding) -> bool:
    supports = finding.direction is Direction.SUPPORTS
    return supports if finding.response is Response.SENSITIVITY else not supports


def _may_overrule(one: Finding, other: Finding) -> bool:
    return not (one.level in _WEAK and other.level in _STRONG)


def _place(finding: Finding) -> tuple[int, int]:
    exactness = finding.exactness.rank if finding.exactness is not None else len(Exactness)
    return _NEARNESS.index(finding.tumour_relation), exactness
