"""Places of failed records: a line that could not be read may have named a change, so nothing is proved there (S1)."""

from __future__ import annotations

from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.vcf_fields import MAX_POS

_NAMED = 10_000

Place = tuple[str, int, int]
"""Chromosome, first and last base (1-based, inclusive)."""


class UnreadPlaces:
    """Keeps the place of each failed record; after 10,000 the whole chromosome of each further one."""

    def __init__(self) -> None:
        self._places: dict[Place, None] = {}

    def add(self, chrom: str, start: int, end: int) -> None:
        place = (chrom, start, end) if len(self._places) < _NAMED else (chrom, 1, MAX_POS)
        self._places[place] = None

    def add_line(self, text: bytes) -> None:
        """Take the place of a VCF line, however faulty the rest of it is; a line without a place gives none."""
        cells = text.split(b"\t", 4)
        if len(cells) < 4 or not cells[1].isdigit() or len(cells[1]) > 10:
            return
        chrom, start = plain_chromosome(cells[0].decode("utf-8", "replace")), int(cells[1])
        if chrom and start <= MAX_POS:
            self.add(chrom, start, start + max(len(cells[3]), 1) - 1)

    def places(self) -> tuple[Place, ...]:
        return tuple(self._places)
