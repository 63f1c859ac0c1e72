"""Builds small VCFs of invented lines for the tests of reading."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from interpreter.model.genes import Assembly
from interpreter.model.variants import Ledger
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import chromosome_lengths
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import load_reference

# chromosome, GRCh37, GRCh38, REF, ALT: substitutions whose coordinates are in every textbook of the field
TEXTBOOK = (
    ("1", 115256529, 114713908, "T", "C"),  # NRAS Q61R
    ("2", 209113112, 208248388, "C", "T"),  # IDH1 R132H
    ("3", 178952085, 179234297, "A", "G"),  # PIK3CA H1047R
    ("7", 55259515, 55191822, "T", "G"),  # EGFR L858R
    ("7", 140453136, 140753336, "A", "T"),  # BRAF V600E
    ("12", 25398284, 25245350, "C", "T"),  # KRAS G12D
    ("17", 7578406, 7675088, "C", "T"),  # TP53 R175H
)
BRAF = "7\t140453136\t.\tA\tT"
KRAS = "12\t25398284\t.\tC\tT"


def textbook_lines(assembly: Assembly, tail: str = "50\tPASS\tDP=100\tGT:AD:DP\t0/1:60,40:100") -> list[str]:
    place = 1 if assembly is Assembly.GRCH37 else 2
    return [f"{row[0]}\t{row[place]}\t.\t{row[3]}\t{row[4]}\t{tail}" for row in TEXTBOOK]


def vcf(
    lines: Sequence[str],
    samples: Sequence[str] = ("S1",),
    *,
    metas: Sequence[str] = (),
    contigs: Assembly | None = Assembly.GRCH37,
    first: str = "##fileformat=VCFv4.2",
) -> bytes:
    header = [first, *metas]
    if contigs is not None:
        header += [f"##contig=<ID={name},length={size}>" for name, size in chromosome_lengths(contigs).items()]
    names = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
    if samples:
        names += "\tFORMAT\t" + "\t".join(samples)
    return ("\n".join([*header, names, *lines]) + "\n").encode()


def read(data: bytes, options: ReadOptions | None = None) -> InputContents:
    """Read bytes as an input; the ledger is checked each time."""
    contents = read_input(data, options or ReadOptions(), load_reference(), Settings(), silent, name="case.vcf")
    assert contents.ledger.close().adds_up
    return contents


def account(contents: InputContents) -> Ledger:
    return contents.ledger.close()


def bgzip(data: bytes, *, eof: bool = True, block: int = 60000) -> bytes:
    """Compress as bgzip does (SAM specification, section 4.1)."""
    parts = [data[at : at + block] for at in range(0, len(data), block)] + ([b""] if eof else [])
    return b"".join(map(_block, parts))


def _block(content: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = compressor.compress(content) + compressor.flush()
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(body) + 25)
    return head + body + struct.pack("<II", zlib.crc32(content), len(content))
