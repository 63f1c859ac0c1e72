"""Which alleles lie on one copy, and what they are together (S4, RULES R3).

Substitutions join within one codon, by position in the coding sequence and so across an intron too. An indel joins
what lies in phase in its exon, where the sum keeps the frame. Where the phase is not known, every way to read it is
given, and a marker must hold in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from interpreter.model.alterations import Alteration, PhaseRelation, phase_relation

_UNPHASED_REACH = 30
"""Coding bases within which unphased indels are read together as well as apart: a caller's one event, split."""
_MOST_READ_APART = 4
"""Alleles of one ambiguous group up to which every partition is enumerated (15 readings for 4)."""


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


def groupings(alterations: Sequence[Alteration]) -> tuple[Grouping, ...]:
    """Give every reading of one gene's called alleles that the phase data allow; the first has the most joins."""
    certain = _Partition(alterations)
    open_pairs: list[tuple[Alteration, Alteration]] = []
    for one, other in combinations(alterations, 2):
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
    alone = [group for group in fixed if all(group not in cluster for cluster in clusters)]
    for combination in _product(choices):
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
