"""Writes the invented tumours of the clinical cases as VCF text, in either assembly, from c. names.

A variant is written as `GENE c.NAME key=value ...`; the keys are gt, vaf, dp, filter, ps, and the words `right` and
`left` (the allele is pushed to that end of its repeat) and `split` (one record for each base of a substitution).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interpreter.model.genes import Assembly, Transcript
from interpreter.model.variants import Variant
from interpreter.variants.contigs import chromosome_lengths
from interpreter.variants.coordinates import codon_intervals, exon_interval
from interpreter.variants.reference import TranscriptTable
from tests.variants.allele_tools import allele

_KEYS = frozenset({"gt", "vaf", "dp", "filter", "ps", "right", "left", "split"})
_HEADER = (
    "##fileformat=VCFv4.2",
    "##source=Invented tumour of a test; no patient",
    '##FILTER=<ID=weak_evidence,Description="Too little support">',
    '##ALT=<ID=NON_REF,Description="Any other allele">',
    '##ALT=<ID=DEL,Description="Deletion">',
    '##ALT=<ID=DUP,Description="Duplication">',
    '##INFO=<ID=END,Number=1,Type=Integer,Description="Last base">',
    '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Kind of event">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of each allele">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="Lowest depth of the block">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set">',
)
_BLOCK = re.compile(r"(\S+) codons ([\d,-]+) dp=(\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    chrom: str
    pos: int
    text: str


def vcf_text(
    table: TranscriptTable, assembly: Assembly, variants: Iterable[str], blocks: Iterable[str], sample: str = "T1"
) -> str:
    """Give a sorted VCF of one sample: calls, and gVCF blocks where depth proves the reference."""
    lines: list[Line] = []
    for text in variants:
        lines += _records(table, assembly, text)
    for text in blocks:
        lines += _blocks(table, assembly, text)
    order = list(chromosome_lengths(assembly))
    lines.sort(key=lambda line: (order.index(line.chrom), line.pos, line.text))
    contigs = [f"##contig=<ID=chr{name},length={size}>" for name, size in chromosome_lengths(assembly).items()]
    columns = f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}"
    head = [_HEADER[0], f"##reference={assembly.value}", *_HEADER[1:], *contigs, columns]
    return "\n".join([*head, *(line.text for line in lines)]) + "\n"


def _records(table: TranscriptTable, assembly: Assembly, text: str) -> list[Line]:
    gene, change, *words = text.split()
    keys = {name: value or "yes" for name, _, value in (word.partition("=") for word in words)}
    assert set(keys) <= _KEYS, text
    transcript = _transcript(table, gene)
    if change.startswith("<"):
        return [_exon_event(table, transcript, assembly, change)]
    found = allele(table, transcript, assembly, change)
    if "right" in keys or "left" in keys:
        found = _pushed(table, found, right="right" in keys)
    parts = _each_base(found) if "split" in keys else [found]
    return [_line(part, keys) for part in parts]


def _transcript(table: TranscriptTable, gene: str) -> Transcript:
    transcript = table.transcript(gene)
    assert transcript is not None, gene
    return transcript


def _line(variant: Variant, keys: Mapping[str, str]) -> Line:
    depth = int(keys.get("dp", "800"))
    reads = round(depth * float(keys.get("vaf", "0.25")))
    values = [keys.get("gt", "0/1"), f"{depth - reads},{reads}", str(depth), keys.get("ps", ".")]
    fields = [
        f"chr{variant.chrom}", str(variant.pos), ".", variant.ref, variant.alt, ".", keys.get("filter", "PASS"), ".",
        "GT:AD:DP:PS", ":".join(values),
    ]  # fmt: skip
    return Line(variant.chrom, variant.pos, "\t".join(fields))


def _pushed(table: TranscriptTable, variant: Variant, *, right: bool) -> Variant:
    """Write a deletion or insertion at the other end of its repeat, as some callers do."""

    def base(pos: int) -> str:
        return table.reference_base(variant.assembly, variant.chrom, pos)

    deleting = len(variant.ref) > 1
    pos, moved = variant.pos, (variant.ref if deleting else variant.alt)[1:]
    while True:
        following = base(pos + (len(moved) if deleting else 0) + 1) if right else base(pos)
        if following == "N" or following != (moved[0] if right else moved[-1]):
            break
        moved = moved[1:] + moved[0] if right else moved[-1] + moved[:-1]
        pos += 1 if right else -1
    assert pos != variant.pos, "this allele has only one spelling"
    anchor = base(pos)
    ref, alt = (anchor + moved, anchor) if deleting else (anchor, anchor + moved)
    return Variant(assembly=variant.assembly, chrom=variant.chrom, pos=pos, ref=ref, alt=alt)


def _each_base(variant: Variant) -> list[Variant]:
    assert len(variant.ref) == len(variant.alt)
    return [
        Variant(assembly=variant.assembly, chrom=variant.chrom, pos=variant.pos + at, ref=old, alt=new)
        for at, (old, new) in enumerate(zip(variant.ref, variant.alt, strict=True))
        if old != new
    ]


def _exon_event(table: TranscriptTable, transcript: Transcript, assembly: Assembly, change: str) -> Line:
    """Give a symbolic record from 100 bases before to 100 bases after an exon: "<DEL>:14"."""
    kind, _, exon = change.partition(":")
    start, end = exon_interval(transcript, assembly, int(exon))
    start, end = start - 100, end + 100
    base = table.reference_base(assembly, transcript.chrom, start)
    info = f"END={end};SVTYPE={kind.strip('<>')}"
    fields = [f"chr{transcript.chrom}", str(start), ".", base, kind, ".", "PASS", info, "GT:DP", "0/1:300"]
    return Line(transcript.chrom, start, "\t".join(fields))


def _blocks(table: TranscriptTable, assembly: Assembly, text: str) -> list[Line]:
    """Give reference blocks: "KRAS codons 12,13,59-61 dp=500"."""
    matched = _BLOCK.fullmatch(text)
    assert matched, text
    transcript = _transcript(table, matched[1])
    lines = []
    for part in matched[2].split(","):
        first, _, last = part.partition("-")
        intervals: Sequence[tuple[int, int]] = codon_intervals(transcript, assembly, int(first), int(last or first))
        for start, end in intervals:
            base = table.reference_base(assembly, transcript.chrom, start)
            fields = [
                f"chr{transcript.chrom}", str(start), ".", base, "<NON_REF>", ".", "PASS", f"END={end}",
                "GT:DP:MIN_DP", f"0/0:{matched[3]}:{matched[3]}",
            ]  # fmt: skip
            lines.append(Line(transcript.chrom, start, "\t".join(fields)))
    return lines
