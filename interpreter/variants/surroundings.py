"""Where small variants are read within a gene: exons with their surroundings, promoters, named places (RULES R5).

The rest of an intron is *deep*: nothing there is asked for by a marker, so small alleles and reference rows are set
aside with a reason of their own. Breakends, symbolic alleles and copy numbers are read everywhere in a gene.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from interpreter.model.genes import Assembly, Transcript
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.pgx_alleles import genes, named_alleles
from interpreter.variants.reference import PROMOTER_BASES, TranscriptTable

NEAR_BASES = 50
"""Bases beside an exon, or a named place, that are still read."""
DEEP = f"in an intron of a catalogue gene, more than {NEAR_BASES} bases from an exon"

_END = re.compile(rb"(?:^|;)END=(\d{1,10})(?:;|$)")
_ALLELES = re.compile(rb"[ACGTNacgtn*,]+")
_ANY_ALLELE = frozenset({b"<NON_REF>", b"<*>", b"<X>"})
_COPY_WORDS = (b"SVTYPE", b"CN", b"SM")
"""What a copy segment has and a reference row has not; read elsewhere in earnest, so a chance hit costs only time."""
_BEYOND = 2**40
"""Beyond the end of any stretch, so that a search finds the last that starts at or before a base."""

Stretches = Sequence[tuple[int, int]]


class Surroundings:
    """The deep stretches of all genes of a table, worked out gene by gene when they are asked for."""

    def __init__(self, table: TranscriptTable) -> None:
        self._table = table
        self._regions = {assembly: table.regions(assembly) for assembly in Assembly}
        self._starts = {
            assembly: {chrom: [start for start, _ in rows] for chrom, rows in regions.items()}
            for assembly, regions in self._regions.items()
        }
        self._deep: dict[tuple[Assembly, str, int], list[tuple[int, int]]] = {}

    def stretches(
        self, assembly: Assembly, besides: Mapping[str, Stretches] | None = None, padding: int = 0
    ) -> dict[str, list[tuple[int, int]]]:
        """Give all deep stretches (1-based, inclusive, ascending) by chromosome, without `besides` and its padding."""
        found: dict[str, list[tuple[int, int]]] = {}
        for chrom, regions in self._regions[assembly].items():
            deep = [one for place in range(len(regions)) for one in self._deep_of(assembly, chrom, place)]
            kept = sorted((start - padding, end + padding) for start, end in (besides or {}).get(chrom, ()))
            rest = found[chrom] = []
            passed = 0
            for start, end in deep:
                while passed < len(kept) and kept[passed][1] < start:
                    passed += 1
                rest += _without(start, end, islice(kept, passed, None))
        return found

    def is_deep(self, assembly: Assembly, chrom: str, pos: int, replaced: int, longest: int) -> bool:
        """Tell whether an allele of `replaced` bases at `pos` is deep, wherever its `longest` new bases may align."""
        reach = max(longest - 1, 0)
        return self._holds(assembly, chrom, pos - reach, pos + max(replaced, 1) - 1 + reach)

    def is_deep_line(self, assembly: Assembly, text: bytes) -> bool:
        """Tell whether a data line (CHROM and POS already checked) is a small variant or reference row that is deep."""
        contig, pos_text, _, ref, alt, rest = text.split(b"\t", 5)
        chrom, pos = plain_chromosome(contig.decode("latin-1")), int(pos_text)
        if _ALLELES.fullmatch(alt):
            return self.is_deep(assembly, chrom, pos, len(ref), max(map(len, alt.split(b","))))
        alleles = [allele for allele in alt.split(b",") if allele not in _ANY_ALLELE]
        if alleles and _ALLELES.fullmatch(b",".join(alleles)):
            return self.is_deep(assembly, chrom, pos, len(ref), max(map(len, alleles)))
        if alleles and (alt != b"." or any(word in rest for word in _COPY_WORDS)):
            return False
        stated = _END.search(rest.split(b"\t", 3)[2])
        return self._holds(assembly, chrom, pos, int(stated[1]) if stated else pos + len(ref) - 1)

    def _holds(self, assembly: Assembly, chrom: str, start: int, end: int) -> bool:
        starts = self._starts[assembly].get(chrom)
        if starts is None:
            return False
        place = bisect_right(starts, start) - 1
        if place < 0 or self._regions[assembly][chrom][place][1] < end:
            return False
        deep = self._deep_of(assembly, chrom, place)
        at = bisect_right(deep, (start, _BEYOND)) - 1
        return at >= 0 and end <= deep[at][1]

    def _deep_of(self, assembly: Assembly, chrom: str, place: int) -> list[tuple[int, int]]:
        key = (assembly, chrom, place)
        known = self._deep.get(key)
        if known is None:
            start, end = self._regions[assembly][chrom][place]
            near = [
                stretch
                for transcript in self._table.overlapping(assembly, chrom, start, end)
                for stretch in self._near(transcript, assembly)
            ]
            named = _named_places(assembly).get(chrom, ())
            known = self._deep[key] = _without(start, end, sorted([*near, *_touching(named, start, end)]))
        return known

    def _near(self, transcript: Transcript, assembly: Assembly) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for one in (transcript, *self._table.alternates(transcript.gene)):
            layout = one.layouts.get(assembly)
            if layout is not None and one.chrom == transcript.chrom:
                found += [
                    (first - NEAR_BASES, last + NEAR_BASES)
                    for first, last in zip(layout.starts, layout.ends, strict=True)
                ]
        layout = transcript.layouts[assembly]
        first, last = layout.starts[0], layout.ends[-1]
        found.append((last + 1, last + PROMOTER_BASES) if transcript.reverse else (first - PROMOTER_BASES, first - 1))
        return found


@lru_cache(maxsize=4)
def surroundings_of(table: TranscriptTable) -> Surroundings:
    """Give the surroundings of a table, the same ones for all files of a run."""
    return Surroundings(table)


@lru_cache(maxsize=2)
def _named_places(assembly: Assembly) -> dict[str, list[tuple[int, int]]]:
    """Give the places that a rule names, with their surroundings: pharmacogene alleles may lie deep in an intron."""
    found: dict[str, list[tuple[int, int]]] = {}
    for gene in genes():
        for allele in named_alleles(gene):
            for place in allele.places:
                pos = place.grch37 if assembly is Assembly.GRCH37 else place.grch38
                stretch = (pos - NEAR_BASES, pos + len(place.ref) - 1 + NEAR_BASES)
                found.setdefault(place.chrom, []).append(stretch)
    return {chrom: sorted(rows) for chrom, rows in found.items()}


def _touching(rows: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [row for row in rows if row[0] <= end and row[1] >= start]


def _without(start: int, end: int, near: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give what is left of start..end once the ascending `near` stretches are taken away."""
    left: list[tuple[int, int]] = []
    for first, last in near:
        if first > start:
            left.append((start, min(first - 1, end)))
        start = max(start, last + 1)
        if start > end:
            break
    if start <= end:
        left.append((start, end))
    return left
