"""The transcript table as a file: gzipped tab-separated text, `##key<TAB>value` lines first, then a line a transcript.

A line is turned into a value only when its gene is asked for, so a panel's genes load in milliseconds.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interpreter.errors import ReferenceTableError
from interpreter.model.genes import Assembly, ExonLayout, SequenceStatus, Transcript, TranscriptStatus

COLUMNS: tuple[str, ...] = (
    "gene",
    "status",
    "chrom",
    "strand",
    "accession",
    "ensembl",
    "protein",
    "ensembl_protein",
    "hgnc_id",
    "grch38_exons",
    "grch38_cds",
    "grch37_exons",
    "grch37_cds",
    "cds_length",
    "sequence_status",
    "start_codon",
    "grch37_differences",
    "proves_assembly",
    "flanks",
    "tail",
    "source",
    "note",
    "sequence",
)
"""`exons` are "start-end,start-end", 1-based inclusive and ascending; `cds` is "start-end"; an assembly without
coordinates has both empty. `grch37_differences` reads "c.5948G>A" (GRCh38 base > GRCh37 base). `flanks` reads
"14:CAG:GTA" (exon, intron bases before it, after it). `tail` are bases after the stop codon.
`sequence` is the coding strand, N where unknown."""

_DIFFERENCE = re.compile(r"c\.(\d+)([ACGT])>([ACGT])")
_LAYOUT_COLUMNS: Mapping[Assembly, tuple[int, int]] = {
    Assembly.GRCH38: (COLUMNS.index("grch38_exons"), COLUMNS.index("grch38_cds")),
    Assembly.GRCH37: (COLUMNS.index("grch37_exons"), COLUMNS.index("grch37_cds")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeader:
    """What a transcript table says about itself."""

    name: str
    version: str
    date: str
    licences: tuple[str, ...]


def layout_of(cells: list[str], assembly: Assembly) -> ExonLayout | None:
    """Give the exons of one split line; None where that assembly has no coordinates."""
    exons, cds = (cells[column] for column in _LAYOUT_COLUMNS[assembly])
    if not exons:
        return None
    pairs = [span.split("-") for span in exons.split(",")]
    cds_start, cds_end = cds.split("-")
    return ExonLayout(
        starts=tuple(int(start) for start, _ in pairs),
        ends=tuple(int(end) for _, end in pairs),
        cds_start=int(cds_start),
        cds_end=int(cds_end),
    )


def span_of(cells: list[str], assembly: Assembly) -> tuple[int, int] | None:
    """Give first and last base of the transcript without reading its exons in between."""
    exons = cells[_LAYOUT_COLUMNS[assembly][0]]
    if not exons:
        return None
    return int(exons[: exons.index("-")]), int(exons[exons.rindex("-") + 1 :])


def parse_row(cells: list[str]) -> Transcript:
    """Turn one split line into a transcript.

    Raises:
        ValueError: the line is not one of this format.
    """
    row = dict(zip(COLUMNS, cells, strict=True))
    layouts = {assembly: layout for assembly in Assembly if (layout := layout_of(cells, assembly)) is not None}
    length = int(row["cds_length"])
    sequence = row["sequence"]
    if sequence and (len(sequence) != length or not set(sequence) <= set("ACGTN")):
        raise ValueError(f"the sequence of {row['accession']} is not {length} bases of ACGTN")
    return Transcript(
        gene=row["gene"],
        hgnc_id=row["hgnc_id"],
        accession=row["accession"],
        ensembl=row["ensembl"],
        protein=row["protein"],
        ensembl_protein=row["ensembl_protein"],
        status=TranscriptStatus(row["status"]),
        chrom=row["chrom"],
        reverse=row["strand"] == "-",
        layouts=layouts,
        cds=sequence,
        cds_length=length,
        protein_length=length // 3 - 1,
        sequence_status=SequenceStatus(row["sequence_status"]),
        start_codon=row["start_codon"],
        reference_differences=tuple(
            (int(position), base38, base37)
            for position, base38, base37 in _DIFFERENCE.findall(row["grch37_differences"])
        ),
        proves_assembly=row["proves_assembly"] == "yes",
        note=row["note"],
        source=row["source"],
        flanks=tuple(_flank(text) for text in row["flanks"].split(",") if text),
        tail=row["tail"],
    )


def format_row(transcript: Transcript) -> str:
    """Write one transcript as a line (without the line end)."""
    cells = {
        "gene": transcript.gene,
        "status": transcript.status.value,
        "chrom": transcript.chrom,
        "strand": "-" if transcript.reverse else "+",
        "accession": transcript.accession,
        "ensembl": transcript.ensembl,
        "protein": transcript.protein,
        "ensembl_protein": transcript.ensembl_protein,
        "hgnc_id": transcript.hgnc_id,
        "cds_length": str(transcript.cds_length),
        "sequence_status": transcript.sequence_status.value,
        "start_codon": transcript.start_codon,
        "grch37_differences": ",".join(f"c.{at}{new}>{old}" for at, new, old in transcript.reference_differences),
        "proves_assembly": "yes" if transcript.proves_assembly else "no",
        "flanks": ",".join(f"{exon}:{before}:{after}" for exon, before, after in transcript.flanks),
        "tail": transcript.tail,
        "source": transcript.source,
        "note": transcript.note,
        "sequence": transcript.cds,
    }
    for assembly, prefix in ((Assembly.GRCH38, "grch38"), (Assembly.GRCH37, "grch37")):
        layout = transcript.layouts.get(assembly)
        cells[f"{prefix}_exons"] = (
            "" if layout is None else ",".join(f"{a}-{b}" for a, b in zip(layout.starts, layout.ends, strict=True))
        )
        cells[f"{prefix}_cds"] = "" if layout is None else f"{layout.cds_start}-{layout.cds_end}"
    return "\t".join(cells[column] for column in COLUMNS)


def table_bytes(header: TableHeader, transcripts: Iterable[Transcript]) -> bytes:
    """Write a whole table, gzipped without a clock, so that equal input gives equal bytes."""
    lines = [f"##name\t{header.name}", f"##version\t{header.version}", f"##date\t{header.date}"]
    lines += [f"##licence\t{licence}" for licence in header.licences]
    lines.append("#" + "\t".join(COLUMNS))
    lines += [format_row(transcript) for transcript in transcripts]
    return gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)


def split_table(data: bytes, name: str) -> tuple[TableHeader, list[str]]:
    """Give header and transcript lines of a table, gzipped or plain.

    Raises:
        ReferenceTableError: the bytes are not a transcript table of this format.
    """
    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise faulty_table(name, "it cannot be unpacked") from error
    head, mark, body = text.partition("\n#" + "\t".join(COLUMNS) + "\n")
    if not mark or not head.startswith("##"):
        raise faulty_table(name, "its column line is not the one this program writes")
    values: dict[str, list[str]] = {}
    for line in head.splitlines():
        key, _, value = line.removeprefix("##").partition("\t")
        values.setdefault(key, []).append(value)
    header = TableHeader(
        name=" ".join(values.get("name", ["unnamed"])),
        version=" ".join(values.get("version", ["unknown"])),
        date=" ".join(values.get("date", [""])),
        licences=tuple(values.get("licence", [])),
    )
    return header, body.splitlines()


def faulty_table(name: str, reason: str) -> ReferenceTableError:
    """Make the fault for a table that cannot be used."""
    return ReferenceTableError(
        problem=f"The transcript table '{name}' cannot be used: {reason}.",
        meaning="Without transcripts no variant can be named, so nothing was interpreted.",
        remedy="Reinstall the program, or build the table anew with 'interpreter reference build'.",
    )


def _flank(text: str) -> tuple[int, str, str]:
    exon, before, after = text.split(":")
    return int(exon), before, after
