"""Which fusion meets which expression: the sides of its genes, and whether the part that acts is kept (RULES R6)."""

from __future__ import annotations

from interpreter.matching.fits import NO, Fit, Fits, maybe, no, yes
from interpreter.model.alterations import Alteration
from interpreter.model.findings import Exactness


def pair_fit(alteration: Alteration, five: str, three: str) -> Fit:
    """Judge a fusion against both genes asked for: their order counts, and an open side leaves it open."""
    found = (alteration.five_prime_gene, alteration.three_prime_gene)
    if found == (five, three):
        return yes(Exactness.EXACT)
    if found == (three, five):
        return no(f"found {three}::{five}: the wrong way round")
    open_sides = all(have in ("", asked) for have, asked in zip(found, (five, three), strict=True))
    if "" in found and open_sides and any(found):
        return maybe("the partner of the fusion was not stated")
    if found == ("", "") and {alteration.gene, alteration.partner_gene} == {five, three}:
        return maybe("which gene comes first in the fusion is not known")
    return NO


def side_fit(alteration: Alteration, gene: str, side: str) -> Fit:
    """Judge a fusion against one gene and the side (5, 3, either) its working part must be on."""
    five, three = alteration.five_prime_gene, alteration.three_prime_gene
    if gene not in (five, three):
        if five or three or gene not in (alteration.gene, alteration.partner_gene):
            return NO
        if side == "either":
            return yes(Exactness.CLASS)
        return maybe("which gene comes first in the fusion is not known")
    kept = {"3": three == gene, "5": five == gene}.get(side, True)
    if kept:
        return yes(Exactness.CLASS)
    return no(f"found {five or '?'}::{three or '?'}: the part of {gene} that acts is not kept")


def in_frame_fit(alteration: Alteration, fit: Fit) -> Fit:
    """Leave open what would be met by a fusion that the caller says is out of frame."""
    if fit.verdict is Fits.YES and alteration.in_frame is False:
        return maybe("the caller says the fusion is out of frame")
    return fit
