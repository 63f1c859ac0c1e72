"""Between genome and coding sequence: where a base lies on a transcript, in HGVS c. numbering.

All genome positions are 1-based; exons are numbered in transcript order from 1, untranslated ones too.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from interpreter.model.genes import Assembly, ExonLayout, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class CdsPoint:
    """One genome base in HGVS c. terms."""

    cds: int | None
    """c. position: 1-based in the coding sequence, negative 5' of it, None 3' of it."""
    offset: int
    """Intronic part: +1 is the first base after `cds`, -1 the last before it; 0 in an exon."""
    star: int | None
    """c.*N: bases 3' of the stop codon; None elsewhere."""
    exon: int | None
    """Exon number; None in an intron or outside the transcript."""
    intron: int | None
    """Intron number (intron n follows exon n); None in an exon or outside."""
    outside: int = 0
    """-1 upstream of the first exon, +1 downstream of the last, 0 within."""

    def __str__(self) -> str:
        body = f"*{self.star}" if self.cds is None else str(self.cds)
        return f"{body}{self.offset:+d}" if self.offset else body


class Frame:
    """Exons of one transcript on one assembly in transcript order, with their spliced coordinates.

    A *linear* position counts spliced bases from the A of the start codon (0-based, negative before it).
    """

    def __init__(self, layout: ExonLayout, reverse: bool) -> None:
        self.reverse = reverse
        pairs = list(zip(layout.starts, layout.ends, strict=True))
        self._starts = layout.starts
        self._ends = layout.ends
        self.count = len(pairs)
        # The first base of each exon in transcript order, as a linear position.
        ordered = pairs[::-1] if reverse else pairs
        begin = layout.cds_end if reverse else layout.cds_start
        spliced = 0
        origin: int | None = None
        firsts: list[int] = []
        for start, end in ordered:
            if start <= begin <= end:
                origin = spliced + (end - begin if reverse else begin - start)
            firsts.append(spliced)
            spliced += end - start + 1
        if origin is None:
            raise ValueError("the start codon lies in no exon")
        self.exons = tuple(ordered)
        """(start, end) in genome coordinates, in transcript order."""
        self.firsts = tuple(first - origin for first in firsts)
        self.walk = tuple((-end, -start) if reverse else (start, end) for start, end in ordered)
        """The same exons as *walk* positions, which ascend in transcript order: minus the base on a minus strand."""
        self.walk_starts = tuple(start for start, _ in self.walk)
        self.end = spliced - origin
        """One past the last spliced base."""

    def locate(self, pos: int) -> tuple[int, int, int]:
        """Give (exon index, linear position, intronic offset) of a genome base, exon index 0-based.

        Outside the transcript the linear position simply runs on and the exon index is -1 or `count`; in an intron
        it belongs to the nearer exon (the upstream one in the middle), with the offset not 0.
        """
        index = bisect_right(self._starts, pos) - 1
        inside = index >= 0 and pos <= self._ends[index]
        if inside:
            exon = self.count - 1 - index if self.reverse else index
            start, end = self.exons[exon]
            return exon, self.firsts[exon] + (end - pos if self.reverse else pos - start), 0
        if index < 0:
            distance = self._starts[0] - pos
            return (self.count, self.end - 1 + distance, 0) if self.reverse else (-1, self.firsts[0] - distance, 0)
        if index == self.count - 1:
            distance = pos - self._ends[-1]
            return (-1, self.firsts[0] - distance, 0) if self.reverse else (self.count, self.end - 1 + distance, 0)
        left, right = pos - self._ends[index], self._starts[index + 1] - pos
        if self.reverse:
            before = self.count - 2 - index
            after_donor, to_acceptor = right, left
        else:
            before = index
            after_donor, to_acceptor = left, right
        if after_donor <= to_acceptor:
            return before, self.firsts[before + 1] - 1, after_donor
        return before + 1, self.firsts[before + 1], -to_acceptor

    def genome(self, linear: int) -> int | None:
        """Give the genome base of a linear position; upstream and downstream of the exons None."""
        if not self.firsts[0] <= linear < self.end:
            return None
        exon = bisect_right(self.firsts, linear) - 1
        start, end = self.exons[exon]
        into = linear - self.firsts[exon]
        return end - into if self.reverse else start + into


@lru_cache(maxsize=4096)
def frame_of(layout: ExonLayout, reverse: bool) -> Frame:
    """Give the frame of a layout, made once."""
    return Frame(layout, reverse)


def frame_on(transcript: Transcript, assembly: Assembly) -> Frame | None:
    """Give a transcript's frame on one assembly; None where it has no coordinates there."""
    layout = transcript.layouts.get(assembly)
    return None if layout is None else frame_of(layout, transcript.reverse)


def sequence_on(transcript: Transcript, assembly: Assembly) -> str:
    """Give the coding sequence as the assembly has it: GRCh37 differs in single bases of a few transcripts."""
    if assembly is Assembly.GRCH38 or not transcript.reference_differences or not transcript.cds:
        return transcript.cds
    return _with_differences(transcript.cds, transcript.reference_differences)


@lru_cache(maxsize=64)
def _with_differences(cds: str, differences: tuple[tuple[int, str, str], ...]) -> str:
    bases = list(cds)
    for position, _, old in differences:
        bases[position - 1] = old
    return "".join(bases)


def to_cds(transcript: Transcript, assembly: Assembly, pos: int) -> CdsPoint | None:
    """Name a genome base on a transcript; None where the transcript has no coordinates on that assembly.

    Upstream of the first exon the negative numbers simply run on, as promoter positions are named from the start
    codon (TERT c.-124).
    """
    frame = frame_on(transcript, assembly)
    if frame is None:
        return None
    exon, linear, offset = frame.locate(pos)
    outside = -1 if exon < 0 else 1 if exon >= frame.count else 0
    star = linear - transcript.cds_length + 1 if linear >= transcript.cds_length else None
    intron = None
    if offset:
        intron = exon + 1 if offset > 0 else exon
    return CdsPoint(
        cds=None if star is not None else linear + 1 if linear >= 0 else linear,
        offset=offset,
        star=star,
        exon=exon + 1 if not outside and not offset else None,
        intron=intron,
        outside=outside,
    )


def to_genome(transcript: Transcript, assembly: Assembly, cds_pos: int) -> int | None:
    """Give the genome base of a c. position (1-based; negative in the 5' UTR); None where there is none."""
    frame = frame_on(transcript, assembly)
    if frame is None or cds_pos == 0:
        return None
    return frame.genome(cds_pos - 1 if cds_pos > 0 else cds_pos)


def codon_intervals(transcript: Transcript, assembly: Assembly, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Give the genome stretches, ascending, of residues first..last (1-based); split at introns.

    Empty where a base of them has no coordinates on that assembly.
    """
    frame = frame_on(transcript, assembly)
    if frame is None or first < 1 or last < first or last * 3 > transcript.cds_length:
        return ()
    return _stretches(frame, 3 * (first - 1), 3 * last)


def _stretches(frame: Frame, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    if end > frame.end:
        return ()
    found: list[tuple[int, int]] = []
    exon = max(bisect_right(frame.firsts, begin) - 1, 0)
    while exon < frame.count and frame.firsts[exon] < end:
        (start, stop), first = frame.exons[exon], frame.firsts[exon]
        low, high = max(begin, first), min(end - 1, first + stop - start)
        if frame.reverse:
            found.append((stop - (high - first), stop - (low - first)))
        else:
            found.append((start + (low - first), start + (high - first)))
        exon += 1
    return tuple(sorted(found))


def exon_interval(transcript: Transcript, assembly: Assembly, exon: int) -> tuple[int, int]:
    """Give first and last genome base of an exon (numbered from 1 in transcript order).

    Raises:
        ValueError: no such exon on that assembly.
    """
    frame = frame_on(transcript, assembly)
    if frame is None or not 1 <= exon <= frame.count:
        raise ValueError(f"{transcript.accession} has no exon {exon} on {assembly}")
    return frame.exons[exon - 1]


def exon_codons(transcript: Transcript, exon: int) -> tuple[int, int] | None:
    """Give the first and last residue with a base in an exon (1-based); None for an untranslated or absent exon."""
    frame = frame_on(transcript, Assembly.GRCH38) or frame_on(transcript, Assembly.GRCH37)
    if frame is None or not 1 <= exon <= frame.count:
        return None
    start, end = frame.exons[exon - 1]
    first = max(frame.firsts[exon - 1], 0)
    last = min(frame.firsts[exon - 1] + end - start, transcript.cds_length - 4)
    if last < first:
        return None
    return first // 3 + 1, last // 3 + 1
