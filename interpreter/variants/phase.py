"""Which alleles lie on one copy, and what they are together (S4, RULES R3).

Substitutions join within one codon, by position in the coding sequence and so across an intron too. An indel joins
what lies in phase in its exon, where the sum keeps the frame. Where the phase is not known, every way to read it is
given, and a marker must hold in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from interpreter.model.alterations import Alteration, PhaseRelation, phase_relation

_UNPHASED_REACH = 30
"""Coding bases within which unphased indels are read together as well as apart: a caller's one event, split."""
_MOST_READ_APART = 4
"""Alleles of one ambiguous group up to which every partition is enumerated (15 readings for 4)."""
_MOST_READINGS = 256
"""Readings of one gene up to which every combination of its groups' partitions is given."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to read a gene: each tuple is one copy's event; tuples of one stand alone."""

    groups: tuple[tuple[Alteration, ...], ...]


def may_join(one: Alteration, other: Alteration) -> PhaseRelation | None:
    """Tell whether two alleles would be one event if they lay on the same copy, and what is known of their phase.

    Returns None when they never join: different codons, different exons, the same base, or known to be in trans.
    """
    relation = phase_relation(one, other)
    if relation is PhaseRelation.TRANS or _overlap(one, other):
        return None
    first, second = _bases(one), _bases(other)
    if first is None or second is None:
        return None
    substitutions = _is_substitution(one) and _is_substitution(other)
    if substitutions:
        return relation if _codons(first) & _codons(second) else None
    if one.effect is None or other.effect is None or not set(one.effect.exons) & set(other.effect.exons):
        return None
    if (one.effect.span.net_bases + other.effect.span.net_bases) % 3:
        return None  # the sum still shifts the frame: two events are read better than one
    if relation is PhaseRelation.UNKNOWN:
        distance = max(first[0], second[0]) - min(first[1], second[1])
        return relation if distance <= _UNPHASED_REACH else None
    return relation


def parts_of_others(alterations: Sequence[Alteration]) -> frozenset[str]:
    """Give ids of substitutions whose every new base a longer one has too: perhaps the same reads, listed twice."""
    longer = [item for item in alterations if item.variant is not None and len(item.variant.ref) > 1]
    return frozenset(
        one.id
        for one in alterations
        for other in longer
        if one.id != other.id and phase_relation(one, other) is not PhaseRelation.TRANS and _is_part(one, other)
    )


def groupings(alterations: Sequence[Alteration]) -> tuple[Grouping, ...]:
    """Give every reading of one gene's called alleles that the phase data allow; the first has the most joins."""
    certain = _Partition(alterations)
    open_pairs: list[tuple[Alteration, Alteration]] = []
    for one, other in _pairs(alterations):
        relation = may_join(one, other)
        if relation is PhaseRelation.CIS:
            certain.unite(one, other)
        elif relation is PhaseRelation.UNKNOWN:
            open_pairs.append((one, other))
    fixed = certain.groups()
    undecided = [pair for pair in open_pairs if certain.find(pair[0]) != certain.find(pair[1])]
    if not undecided:
        return (Grouping(fixed),)
    return tuple(Grouping(groups) for groups in _readings(fixed, undecided, certain))


def _pairs(alterations: Sequence[Alteration]) -> Iterator[tuple[Alteration, Alteration]]:
    """Give, in the given order, the pairs that may join: substitutions of one codon, and an indel with all of its exon.

    A whole genome brings hundreds of alleles of one gene, of which very few share a codon or an exon.
    """
    codons: dict[int, list[int]] = {}
    exons: dict[int, list[int]] = {}
    indels: list[int] = []
    for index, item in enumerate(alterations):
        bases = _bases(item)
        if bases is None or item.effect is None:
            continue
        for exon in item.effect.exons:
            exons.setdefault(exon, []).append(index)
        if not _is_substitution(item):
            indels.append(index)
            continue
        for codon in _codons(bases):
            codons.setdefault(codon, []).append(index)
    found: set[tuple[int, int]] = set()
    for sharing in codons.values():
        found.update(combinations(sharing, 2))
    for indel in indels:
        effect = alterations[indel].effect
        for exon in effect.exons if effect is not None else ():
            found.update((min(indel, other), max(indel, other)) for other in exons[exon] if other != indel)
    return ((alterations[first], alterations[second]) for first, second in sorted(found))


def _readings(
    fixed: tuple[tuple[Alteration, ...], ...],
    undecided: list[tuple[Alteration, Alteration]],
    certain: _Partition,
) -> Iterator[tuple[tuple[Alteration, ...], ...]]:
    clusters = _clusters(fixed, undecided, certain)
    choices: list[list[list[tuple[Alteration, ...]]]] = []
    for cluster in clusters:
        partitions = list(_partitions(cluster)) if len(cluster) <= _MOST_READ_APART else [[sum(cluster, ())], cluster]
        choices.append([partition for partition in partitions if all(_compatible(group) for group in partition)])
    tied = {item.id for cluster in clusters for group in cluster for item in group}
    alone = [group for group in fixed if group[0].id not in tied]
    for combination in _product(choices) if prod(map(len, choices)) <= _MOST_READINGS else _aligned(choices):
        groups = [*alone, *(group for partition in combination for group in partition)]
        yield tuple(sorted(groups, key=lambda group: [item.id for item in group]))


def _clusters(
    fixed: tuple[tuple[Alteration, ...], ...],
    undecided: list[tuple[Alteration, Alteration]],
    certain: _Partition,
) -> list[list[tuple[Alteration, ...]]]:
    """Give the sets of fixed groups that an undecided pair ties together."""
    by_root = {certain.find(group[0]): group for group in fixed}
    tied = _Partition([item for group in fixed for item in group])
    for one, other in undecided:
        tied.unite(by_root[certain.find(one)][0], by_root[certain.find(other)][0])
    clusters: dict[str, list[tuple[Alteration, ...]]] = {}
    for group in fixed:
        clusters.setdefault(tied.find(group[0]), []).append(group)
    return [cluster for cluster in clusters.values() if len(cluster) > 1]


def _partitions(cluster: list[tuple[Alteration, ...]]) -> Iterator[list[tuple[Alteration, ...]]]:
    """Give every partition of the groups, all joined first."""
    if not cluster:
        yield []
        return
    head, *rest = cluster
    for smaller in _partitions(rest):
        for i, group in enumerate(smaller):
            yield [*smaller[:i], head + group, *smaller[i + 1 :]]
        yield [head, *smaller]


def _product(
    choices: list[list[list[tuple[Alteration, ...]]]],
) -> Iterator[list[list[tuple[Alteration, ...]]]]:
    if not choices:
        yield []
        return
    for rest in _product(choices[1:]):
        for partition in choices[0]:
            yield [partition, *rest]


def _aligned(choices: list[list[list[tuple[Alteration, ...]]]]) -> Iterator[list[list[tuple[Alteration, ...]]]]:
    """Give every partition of every group at least once, without all combinations: their number doubles by the group.

    No true sample has so many unphased neighbours in one gene; a file of invented ones must come to its end (S25).
    """
    for turn in range(max(map(len, choices))):
        yield [partitions[min(turn, len(partitions) - 1)] for partitions in choices]


def _compatible(group: tuple[Alteration, ...]) -> bool:
    """A joined group must hold together: no pair overlaps or is in trans, and each meets another it may join."""
    if len(group) == 1:
        return True
    if any(_overlap(a, b) or phase_relation(a, b) is PhaseRelation.TRANS for a, b in combinations(group, 2)):
        return False
    return all(any(may_join(item, other) is not None for other in group if other is not item) for item in group)


class _Partition:
    """Union-find over alterations, by id."""

    def __init__(self, items: Iterable[Alteration]) -> None:
        self._items = {item.id: item for item in items}
        self._parent = {identity: identity for identity in self._items}

    def find(self, item: Alteration) -> str:
        identity = item.id
        while self._parent[identity] != identity:
            identity = self._parent[identity]
        return identity

    def unite(self, one: Alteration, other: Alteration) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def groups(self) -> tuple[tuple[Alteration, ...], ...]:
        found: dict[str, list[Alteration]] = {}
        for item in self._items.values():
            found.setdefault(self.find(item), []).append(item)
        return tuple(tuple(group) for group in found.values())


def _is_substitution(item: Alteration) -> bool:
    return item.variant is not None and len(item.variant.ref) == len(item.variant.alt)


def _is_part(one: Alteration, other: Alteration) -> bool:
    if not _is_substitution(one) or not _is_substitution(other) or one.variant is None or other.variant is None:
        return False
    small, large = one.variant, other.variant
    at = small.pos - large.pos
    if (small.assembly, small.chrom) != (large.assembly, large.chrom) or len(small.ref) >= len(large.ref):
        return False
    here = slice(at, at + len(small.ref))
    return 0 <= at <= len(large.ref) - len(small.ref) and (large.ref[here], large.alt[here]) == (small.ref, small.alt)


def _overlap(one: Alteration, other: Alteration) -> bool:
    if one.variant is None or other.variant is None or one.variant.chrom != other.variant.chrom:
        return False
    a, b = _replaced(one), _replaced(other)
    return a[0] <= b[1] and b[0] <= a[1]


def _replaced(item: Alteration) -> tuple[float, float]:
    """Genomic bases replaced; an insertion is the gap between two bases."""
    assert item.variant is not None
    ref, alt, pos = item.variant.ref, item.variant.alt, item.variant.pos
    if len(ref) == len(alt):
        return pos, pos + len(ref) - 1
    anchor = 1 if ref[0] == alt[0] else 0
    if len(ref) == anchor:
        return pos + 0.5, pos + 0.5
    return pos + anchor, pos + len(ref) - 1


def _bases(item: Alteration) -> tuple[int, int] | None:
    """First and last coding base replaced; None outside the coding sequence."""
    if item.effect is None or item.effect.span.start is None or item.effect.span.end is None:
        return None
    span = item.effect.span
    if span.start_offset or span.end_offset or span.start is None or span.end is None or span.start < 1:
        return None
    return span.start, span.end


def _codons(bases: tuple[int, int]) -> set[int]:
    return set(range((bases[0] - 1) // 3, (bases[1] - 1) // 3 + 1))
