"""Whether an alteration's origin is the one a marker asks for (S10, RULES R9)."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.matching.answers import Answer
from interpreter.matching.fits import LOSS, consequences
from interpreter.model.alterations import Alteration
from interpreter.model.markers import (
    ExonEffect,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Marker,
    Qualifier,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
    atoms,
)
from interpreter.model.variants import Origin

ONE_FOR_TWO = "one change cannot be both the inherited and the somatic one"
_TUMOUR_ONLY = "found in a tumour sample without a matched normal: whether it is inherited is not known"
_ORIGIN_UNKNOWN = "found without a matched normal: whether it is somatic is not known"


def origin_doubt(alteration: Alteration, qualifier: Qualifier) -> tuple[bool, str]:
    """Tell whether the origin is the wrong one, and why it is not sure (RULES R9)."""
    if qualifier is Qualifier.EITHER:
        return False, ""
    wanted, wrong = (
        (Origin.GERMLINE, Origin.SOMATIC) if qualifier is Qualifier.GERMLINE else (Origin.SOMATIC, Origin.GERMLINE)
    )
    if alteration.origin is wanted:
        return False, ""
    return alteration.origin is wrong, _TUMOUR_ONLY if wanted is Origin.GERMLINE else _ORIGIN_UNKNOWN


def one_for_two_origins(terms: Sequence[Marker], answers: Sequence[Answer]) -> bool:
    """Tell whether a single change of unknown origin would have to be the inherited and the somatic one at once.

    A reversion is a second event: BRCA2 lost in the germline and restored in the tumour are two changes.
    """
    seen: dict[Qualifier, set[str]] = {Qualifier.GERMLINE: set(), Qualifier.SOMATIC: set()}
    for term, answer in zip(terms, answers, strict=True):
        asked = {atom.qualifier for atom in atoms(term) if isinstance(atom, GeneAtom | FusionAtom)}
        if len(asked) == 1 and (qualifier := asked.pop()) in seen:
            seen[qualifier].update(answer.alterations)
    inherited, somatic = seen.values()
    return len(inherited | somatic) == 1 and inherited == somatic


def is_polymorphism(alteration: Alteration, atom: GeneAtom | FusionAtom) -> bool:
    """An inherited change that does not break the gene says nothing where any mutation at all is asked for."""
    if not isinstance(atom, GeneAtom) or alteration.origin is not Origin.GERMLINE:
        return False
    if atom.qualifier is Qualifier.GERMLINE or consequences(alteration) & LOSS:
        return False
    match atom.feature:
        case WholeGene(name=GeneClass.MUTATION):
            return True
        case ExonEffect(effect=effect) | ResiduesEffect(effect=effect):
            return effect in (SequenceEffect.MUTATION, SequenceEffect.MISSENSE)
        case _:
            return False
