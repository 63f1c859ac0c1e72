"""The smallest things that are assessed or not: a codon, a splice site, a named position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from interpreter.model.genes import Assembly, Transcript
from interpreter.variants.coordinates import codon_intervals, exon_codons, exon_interval, frame_on, to_genome
from interpreter.variants.reference import TranscriptTable

Place = tuple[str, int, int]
"""Chromosome, start, end (1-based, inclusive)."""

_NAME = re.compile(r"(?:c\.)?(-?\d+)([+-]\d+)?(?:_(-?\d+)([+-]\d+)?)?")
_SPLICE_BASES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of a question. `places` is empty for an assembly in which it cannot be located."""

    gene: str
    name: str
    """For the reader: "codon 12", "acceptor of exon 14", "c.-124"."""
    codon: int | None
    exons: frozenset[int]
    """Exons it lies in (two for a codon split by an intron); empty outside."""
    places: Mapping[Assembly, tuple[Place, ...]]


class Units:
    """The units of transcripts on some assemblies, each made once: the cases of a run ask for the same ones."""

    def __init__(self, assemblies: frozenset[Assembly]) -> None:
        self._assemblies = tuple(sorted(assemblies))
        self._codons: dict[tuple[str, int], Unit] = {}
        self._ranges: dict[str, list[tuple[int, int] | None]] = {}
        self._wholes: dict[str, list[Unit]] = {}

    def codons(self, transcript: Transcript, first: int, last: int) -> list[Unit]:
        """Give the codons first..last (1-based)."""
        return [
            self._codons.get((transcript.gene, codon)) or self._codon(transcript, codon)
            for codon in range(first, last + 1)
        ]

    def exon(self, transcript: Transcript, exon: int) -> list[Unit]:
        """Give the codons of one exon (1-based, transcript order) and its splice sites; none where it is not coding.

        Of a codon that an intron splits only the part in this exon is asked for.
        """
        codons = exon_codons(transcript, exon)
        if codons is None:
            return []
        units = [_within(unit, transcript, exon) for unit in self.codons(transcript, *codons)]
        return units + _splice_units(transcript, exon, self._assemblies)

    def whole(self, transcript: Transcript) -> list[Unit]:
        """Give every codon of the coding sequence and the splice sites of its coding exons."""
        units = self._wholes.get(transcript.gene)
        if units is None:
            units = self.codons(transcript, 1, transcript.protein_length)
            for exon, codons in enumerate(self._exon_codons(transcript), start=1):
                if codons is not None:
                    units += _splice_units(transcript, exon, self._assemblies)
            self._wholes[transcript.gene] = units
        return units

    def position(self, transcript: Transcript, name: str) -> Unit:
        """Give a named position: "c.-124", "c.3028+1", "c.-139_-138"; unlocated where the name cannot be read."""
        return _position_unit(transcript, name, self._assemblies)

    def _codon(self, transcript: Transcript, codon: int) -> Unit:
        exons = frozenset(
            exon
            for exon, codons in enumerate(self._exon_codons(transcript), start=1)
            if codons is not None and codons[0] <= codon <= codons[1]
        )
        unit = self._codons[transcript.gene, codon] = _codon_unit(transcript, codon, exons, self._assemblies)
        return unit

    def _exon_codons(self, transcript: Transcript) -> list[tuple[int, int] | None]:
        known = self._ranges.get(transcript.gene)
        if known is None:
            count = _exon_count(transcript)
            known = self._ranges[transcript.gene] = [exon_codons(transcript, exon + 1) for exon in range(count)]
        return known


@lru_cache(maxsize=8)
def units_on(_table: TranscriptTable, assemblies: frozenset[Assembly]) -> Units:
    """Give the units of one table's transcripts on these assemblies, the same ones for all cases of a run."""
    return Units(assemblies)


def _codon_unit(transcript: Transcript, codon: int, exons: frozenset[int], assemblies: Iterable[Assembly]) -> Unit:
    places = {
        assembly: tuple((transcript.chrom, *span) for span in codon_intervals(transcript, assembly, codon, codon))
        for assembly in assemblies
        if assembly in transcript.layouts
    }
    return Unit(
        gene=transcript.gene,
        name=f"codon {codon}",
        codon=codon,
        exons=exons,
        places=places,
    )


def _within(unit: Unit, transcript: Transcript, exon: int) -> Unit:
    if unit.exons == {exon}:
        return unit
    places: dict[Assembly, tuple[Place, ...]] = {}
    for assembly, spans in unit.places.items():
        start, end = exon_interval(transcript, assembly, exon)
        places[assembly] = tuple(span for span in spans if start <= span[1] and span[2] <= end)
    return replace(unit, exons=frozenset({exon}), places=places)


def _position_unit(transcript: Transcript, name: str, assemblies: Iterable[Assembly]) -> Unit:
    found = _NAME.match(name)
    places: dict[Assembly, tuple[Place, ...]] = {}
    for assembly in assemblies:
        if found is None or assembly not in transcript.layouts:
            continue
        ends = [_locate(transcript, assembly, int(found[1]), int(found[2] or 0))]
        if found[3]:
            ends.append(_locate(transcript, assembly, int(found[3]), int(found[4] or 0)))
        known = [end for end in ends if end is not None]
        if len(known) == len(ends):
            places[assembly] = ((transcript.chrom, min(known), max(known)),)
    plain = found[0] if found else name
    return Unit(
        gene=transcript.gene,
        name=plain if plain.startswith("c.") else f"c.{plain}",
        codon=None,
        exons=frozenset(),
        places=places,
    )


def number_list(numbers: Iterable[int]) -> str:
    """Print numbers with runs of three or more joined.

    >>> number_list([12, 13, 59, 60, 61])
    '12, 13, 59-61'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(parts)


def _locate(transcript: Transcript, assembly: Assembly, position: int, offset: int) -> int | None:
    at = to_genome(transcript, assembly, position)
    frame = frame_on(transcript, assembly)
    if at is None and frame is not None and position < frame.firsts[0]:  # upstream, the numbers run on
        start, end = frame.exons[0]
        distance = frame.firsts[0] - position
        at = end + distance if transcript.reverse else start - distance
    return None if at is None else at + (-offset if transcript.reverse else offset)


def _exon_count(transcript: Transcript) -> int:
    return len(next(iter(transcript.layouts.values())).starts)


def _splice_units(transcript: Transcript, exon: int, assemblies: tuple[Assembly, ...]) -> list[Unit]:
    """Give the acceptor and donor (two bases each) of one exon; the first and last exon have one of them."""
    count = _exon_count(transcript)
    sites = [("acceptor", exon > 1), ("donor", exon < count)]
    units: list[Unit] = []
    for site, exists in sites:
        if not exists:
            continue
        places: dict[Assembly, tuple[Place, ...]] = {}
        for assembly in assemblies:
            if assembly not in transcript.layouts:
                continue
            start, end = exon_interval(transcript, assembly, exon)
            below = (site == "acceptor") != transcript.reverse
            span = (start - _SPLICE_BASES, start - 1) if below else (end + 1, end + _SPLICE_BASES)
            places[assembly] = ((transcript.chrom, *span),)
        units.append(
            Unit(
                gene=transcript.gene, name=f"{site} of exon {exon}", codon=None, exons=frozenset({exon}), places=places
            )
        )
    return units
