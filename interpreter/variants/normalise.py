"""One spelling for one allele: trimmed, and left-aligned as far as the reference is known."""

from __future__ import annotations

from interpreter.model.genes import Assembly
from interpreter.model.variants import Variant
from interpreter.variants.reference import TranscriptTable


def trim(pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    """Take away shared flanks, the end first; an indel keeps one anchor base, as in VCF.

    >>> trim(100, "CTTA", "CTGA")
    (102, 'T', 'G')
    >>> trim(100, "CAA", "CA")
    (100, 'CA', 'C')
    """
    tail = 0
    shortest = min(len(ref), len(alt)) - 1
    while tail < shortest and ref[-1 - tail] == alt[-1 - tail]:
        tail += 1
    if tail:
        ref, alt = ref[:-tail], alt[:-tail]
    head = 0
    shortest = min(len(ref), len(alt)) - 1
    while head < shortest and ref[head] == alt[head]:
        head += 1
    return pos + head, ref[head:], alt[head:]


def make_variant(assembly: Assembly, chrom: str, pos: int, ref: str, alt: str, table: TranscriptTable) -> Variant:
    """Give the allele trimmed and left-aligned where coding sequence is known; both alleles in capital bases.

    Raises:
        ValueError: not a pair of differing alleles of A, C, G, T, N, or an unknown chromosome.
    """
    pos, ref, alt = trim(pos, ref, alt)
    while pos > 1 and ref[-1] == alt[-1]:
        # The trimmed alleles still share their last base: an indel that can roll one base to the left.
        before = table.reference_base(assembly, chrom, pos - 1)
        if before == "N":
            break
        pos, ref, alt = pos - 1, before + ref[:-1], before + alt[:-1]
    return Variant(assembly=assembly, chrom=chrom, pos=pos, ref=ref, alt=alt)
