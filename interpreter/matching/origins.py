"""Whether an alteration's origin is the one a marker asks for (S10, RULES R9)."""

from __future__ import annotations

from interpreter.matching.fits import LOSS, consequences
from interpreter.model.alterations import Alteration
from interpreter.model.markers import (
    ExonEffect,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Qualifier,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
)
from interpreter.model.variants import Origin

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
