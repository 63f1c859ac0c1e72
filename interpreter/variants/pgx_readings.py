"""Every way the found places can lie on the two copies of a pharmacogene, worst first (S4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from interpreter.model.variants import Phase
from interpreter.rule_tables import rule_rows
from interpreter.variants.pgx_alleles import REFERENCE, Copy, NamedAllele, Place, phenotype_of

_MOST_PLACES = 8
_ORDER = (
    "Poor Metabolizer",
    "Possible Intermediate Metabolizer",
    "Intermediate Metabolizer",
    "Indeterminate",
    "Normal Metabolizer",
)
_WORST_FUNCTION = ("no", "decreased", "uncertain", "increased", "normal")


@dataclass(frozen=True, slots=True)
class Found:
    """One place that carries its allele."""

    place: Place
    name: str
    """Of an allele it belongs to, for messages."""
    copies: int
    """1 or 2."""
    phase: Phase | None


def readings(alleles: Sequence[NamedAllele], found: Sequence[Found], gene: str) -> tuple[Copy, ...]:
    """Give the distinct readings that the phase data allow, the worst phenotype first; at least one."""
    found = _without_proxies(alleles, found)[:_MOST_PLACES]
    single = [one for one in found if one.copies == 1]
    both = frozenset(one.place for one in found if one.copies == 2)
    ways: dict[Copy, None] = {}
    for sides in product((0, 1), repeat=max(0, len(single) - 1)):
        placed = list(zip(single, (0, *sides), strict=False))
        if _contradicts(placed):
            continue
        copies = tuple(_allele(alleles, both | {one.place for one, side in placed if side == copy}) for copy in (0, 1))
        (first, one_function), (second, other_function) = sorted(copies, key=lambda pair: pair[0] != REFERENCE)
        phenotype, score = phenotype_of(gene, (one_function, other_function))
        ways[Copy(phenotype, f"{first}/{second}", score)] = None
    return tuple(sorted(ways, key=lambda way: (_ORDER.index(way.phenotype), way.score or 0.0, way.diplotype)))


def drugs_for(gene: str, way: Copy) -> tuple[tuple[str, str], ...]:
    """Give (drug, what it means) of one reading."""
    return tuple(
        (row["drug"], row["consequence"])
        for row in rule_rows("pgx_drugs.tsv")
        if row["gene"] == gene
        and row["phenotype"] == way.phenotype
        and (not row["low"] or (way.score is not None and float(row["low"]) <= way.score <= float(row["high"])))
    )


def _contradicts(placed: Sequence[tuple[Found, int]]) -> bool:
    """Tell whether a reading puts phased places otherwise than the phase data say."""
    for index, (one, side) in enumerate(placed):
        for other, other_side in placed[index + 1 :]:
            if one.phase is None or other.phase is None or one.phase.block != other.phase.block:
                continue
            if (one.phase.haplotype == other.phase.haplotype) != (side == other_side):
                return True
    return False


def _allele(alleles: Sequence[NamedAllele], places: frozenset[Place] | set[Place]) -> tuple[str, str]:
    """Name the allele of one copy and its function; of several the worst function counts."""
    if not places:
        return REFERENCE, "normal"
    exact = [allele for allele in alleles if set(allele.places) == set(places)]
    if exact:
        return exact[0].name, exact[0].function
    parts = [allele for allele in alleles if set(allele.places) <= set(places)]
    worst = min(parts, key=lambda allele: _WORST_FUNCTION.index(allele.function))
    return "+".join(sorted(allele.name for allele in parts)), worst.function


def _without_proxies(alleles: Sequence[NamedAllele], found: Sequence[Found]) -> list[Found]:
    """Leave out a proxy's place where the allele that it stands for was found itself."""
    by_place = {allele.places[0]: allele for allele in alleles if allele.proxy_for}
    names = {one.name for one in found}
    return [one for one in found if one.place not in by_place or by_place[one.place].proxy_for not in names]
