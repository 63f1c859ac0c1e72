"""The verdict on one alteration against one feature: it fits, it may, or it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from interpreter.model.alterations import Alteration, Consequence
from interpreter.model.findings import Exactness


class Fits(Enum):
    YES = "yes"
    MAYBE = "maybe"
    """Seen, but what it is cannot be told from this data: makes the answer inconclusive."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Fit:
    verdict: Fits
    exactness: Exactness | None = None
    reason: str = ""
    unlisted: bool = False
    """For MAYBE: the change itself is plain, only its effect is on no list; nothing there can be looked at again."""


NO = Fit(Fits.NO)


def yes(exactness: Exactness) -> Fit:
    """Meet the feature, at this exactness."""
    return Fit(Fits.YES, exactness)


def maybe(reason: str) -> Fit:
    """Leave it open, and say why."""
    return Fit(Fits.MAYBE, None, reason)


def unlisted(reason: str) -> Fit:
    """Leave it open because the effect of a change that was surely seen is not known."""
    return Fit(Fits.MAYBE, None, reason, unlisted=True)


def no(reason: str) -> Fit:
    """Say no with a reason that is worth telling (a near miss)."""
    return Fit(Fits.NO, None, reason)


LOSS = frozenset(
    {
        Consequence.STOP_GAINED,
        Consequence.FRAMESHIFT,
        Consequence.START_LOST,
        Consequence.SPLICE_ACCEPTOR,
        Consequence.SPLICE_DONOR,
        Consequence.EXON_LOSS,
        Consequence.TRANSCRIPT_ABLATION,
    }
)
"""Consequences that break a gene, before its own data are asked (RULES R7)."""

_UNKNOWN_PROTEIN = frozenset({Consequence.CODING_UNKNOWN, Consequence.PROTEIN_ALTERING})


def protein_unknown(alteration: Alteration) -> bool:
    """True when coding bases change but the residues cannot be told: never to be read as unchanged."""
    effect = alteration.effect
    return effect is not None and effect.protein is None and effect.consequence in _UNKNOWN_PROTEIN


def residues_touched(alteration: Alteration) -> range:
    """Give the residues an alteration touches (for an insertion the flanking two); empty outside coding sequence."""
    effect = alteration.effect
    if effect is None:
        return range(0)
    if effect.protein is not None:
        return effect.protein.residues
    span = effect.span
    first = span.start if span.start_offset == 0 else None
    last = span.end if span.end_offset == 0 else None
    if effect.consequence in _UNKNOWN_PROTEIN and span.start is not None and span.end is not None:
        first, last = span.start, span.end
    if first is None or last is None or last < 1:
        return range(0)
    return range((max(first, 1) + 2) // 3, (last + 2) // 3 + 1)


def overlaps(one: range, first: int, last: int) -> bool:
    """Tell whether a range (end open) touches first to last (both included); an empty one touches nothing."""
    return len(one) > 0 and one.start <= last and one.stop > first


def consequences(alteration: Alteration) -> frozenset[Consequence]:
    """Give the main consequence and those beside it; empty where the effect is not known."""
    effect = alteration.effect
    return frozenset() if effect is None else frozenset({effect.consequence, *effect.also})


def changes_protein(alteration: Alteration) -> bool:
    """Tell whether the main consequence changes the protein; False where the effect is not known."""
    return alteration.effect is not None and alteration.effect.consequence.changes_protein
