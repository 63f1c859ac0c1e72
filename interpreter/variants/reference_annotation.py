"""Reads the files a site downloads to build its own transcript table: GTF (MANE), GFF3 (RefSeq) and FASTA.

Chromosomes may be written "17", "chr17" or as RefSeq accessions ("NC_000017.11"), whose version tells the assembly.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from interpreter.errors import ReferenceTableError
from interpreter.model.genes import CHROMOSOMES, Assembly, ExonLayout
from interpreter.progress import Progress

_GRCH37_VERSIONS = dict(
    zip(
        CHROMOSOMES[:24],
        (10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9),
        strict=True,
    )
)
"""Version of each chromosome's RefSeq accession in GRCh37; in GRCh38 every one is higher by one."""
_ACCESSION = re.compile(r"NC_0000(\d\d)\.(\d+)")
_GTF_PAIR = re.compile(r'(\w+) "([^"]*)"')
_LINES_PER_REPORT = 200_000


@dataclass(slots=True)
class RawTranscript:
    """One transcript as an annotation file has it; spans are (start, end), 1-based inclusive, in file order."""

    accession: str
    chrom: str
    reverse: bool
    gene: str = ""
    tags: set[str] = field(default_factory=set)
    cross_references: dict[str, str] = field(default_factory=dict)
    protein: str = ""
    exons: list[tuple[int, int]] = field(default_factory=list)
    coding: list[tuple[int, int]] = field(default_factory=list)

    def layout(self) -> ExonLayout | None:
        """Give its exons as a layout; None without exons or coding bases."""
        if not self.exons or not self.coding:
            return None
        exons = sorted(set(self.exons))
        return ExonLayout(
            starts=tuple(start for start, _ in exons),
            ends=tuple(end for _, end in exons),
            cds_start=min(start for start, _ in self.coding),
            cds_end=max(end for _, end in self.coding),
        )


def read_gtf(path: Path, assembly: Assembly, progress: Progress) -> dict[str, RawTranscript]:
    """Read a MANE GTF (RefSeq or Ensembl flavour): transcript accession -> transcript.

    A GTF leaves the stop codon out of its CDS lines and writes it as `stop_codon`; both count as coding here.

    Raises:
        ReferenceTableError: unreadable, of another assembly, or without a transcript.
    """
    found: dict[str, RawTranscript] = {}
    gene_references: dict[str, dict[str, str]] = {}
    for cells, chrom in _records(path, assembly, progress):
        pairs = _GTF_PAIR.findall(cells[8])
        values = dict(reversed(pairs))
        references = dict(_reference(text) for key, text in pairs if key == "db_xref")
        if cells[2] == "gene":
            gene_references[values.get("gene_id", "")] = references
        accession = values.get("transcript_id", "")
        if not accession or cells[2] not in {"transcript", "exon", "CDS", "stop_codon"}:
            continue
        raw = found.get(accession)
        if raw is None:
            raw = RawTranscript(accession, chrom, cells[6] == "-")
            raw.gene = values.get("gene_name") or values.get("gene") or values.get("gene_id", "")
            raw.cross_references.update(gene_references.get(values.get("gene_id", ""), {}))
            found[accession] = raw
        raw.cross_references.update(references)
        raw.tags.update(text.replace("_", " ") for key, text in pairs if key == "tag")
        raw.protein = raw.protein or values.get("protein_id", "")
        _add_span(raw, cells)
    return _not_empty(found, path)


def read_gff3(
    path: Path, assembly: Assembly, wanted: Callable[[str], bool], progress: Progress
) -> dict[str, RawTranscript]:
    """Read the wanted transcripts of a RefSeq GFF3: accession -> transcript; the first placement of each counts.

    Raises:
        ReferenceTableError: unreadable, of another assembly, or without a wanted transcript.
    """
    by_id: dict[str, RawTranscript] = {}
    found: dict[str, RawTranscript] = {}
    for cells, chrom in _records(path, assembly, progress):
        kind = cells[2]
        if kind not in {"exon", "CDS"} and "transcript_id=" not in cells[8]:
            continue
        values = dict(item.partition("=")[::2] for item in cells[8].split(";"))
        if kind in {"exon", "CDS"}:
            raw = by_id.get(unquote(values.get("Parent", "")))
            if raw is not None:
                raw.protein = raw.protein or unquote(values.get("protein_id", ""))
                _add_span(raw, cells)
            continue
        accession = unquote(values.get("transcript_id", ""))
        if wanted(accession) and accession not in found:
            raw = RawTranscript(accession, chrom, cells[6] == "-", gene=unquote(values.get("gene", "")))
            found[accession] = raw
            by_id[unquote(values.get("ID", ""))] = raw
    return _not_empty(found, path)


def read_fasta(path: Path, wanted: Callable[[str], bool]) -> dict[str, str]:
    """Read the wanted sequences of a FASTA file: first word of the header -> bases in capitals.

    Raises:
        ReferenceTableError: unreadable, or not FASTA.
    """
    parts: dict[str, list[str]] = {}
    current: list[str] | None = None
    first = True
    for line in _text_lines(path):
        if first and line and not line.startswith(">"):
            raise _unusable(path, "it is not a FASTA file")
        first = False
        if line.startswith(">"):
            name = line[1:].split(maxsplit=1)[0] if len(line) > 1 else ""
            current = parts.setdefault(name, []) if wanted(name) else None
        elif current is not None:
            current.append(line.strip().upper())
    return {name: "".join(lines) for name, lines in parts.items()}


def _records(path: Path, assembly: Assembly, progress: Progress) -> Iterator[tuple[list[str], str]]:
    """Give split lines on the 25 chromosomes; other sequences (patches, alternates) are left out."""
    chromosomes: dict[str, str | None] = {}
    for number, line in enumerate(_text_lines(path)):
        if number % _LINES_PER_REPORT == 0:
            progress(f"Reading {path.name}", None)
        if line.startswith("#"):
            if line.startswith("#!genome-build ") and assembly.other.value in line:
                raise _unusable(path, f"it is for {assembly.other}, not {assembly}")
            continue
        cells = line.split("\t")
        if len(cells) != 9 or not (cells[3].isdigit() and cells[4].isdigit()):
            if line.strip():
                raise _unusable(path, f"line {number + 1} is not a line of nine columns")
            continue
        name = cells[0]
        if name not in chromosomes:
            chromosomes[name] = _chromosome(name, assembly, path)
        chrom = chromosomes[name]
        if chrom is not None:
            yield cells, chrom


def _chromosome(name: str, assembly: Assembly, path: Path) -> str | None:
    plain = name.removeprefix("chr")
    if plain in CHROMOSOMES:
        return plain
    found = _ACCESSION.fullmatch(name)
    if found is None or not 1 <= int(found[1]) <= 24:
        return None
    chrom = CHROMOSOMES[int(found[1]) - 1]
    expected = _GRCH37_VERSIONS[chrom] + (1 if assembly is Assembly.GRCH38 else 0)
    if int(found[2]) != expected:
        raise _unusable(path, f"its {name} is not a chromosome of {assembly}")
    return chrom


def _text_lines(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            for line in gzip.GzipFile(fileobj=file) if packed else file:
                yield line.decode().rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise _unusable(path, "it cannot be read to its end") from error


def _add_span(raw: RawTranscript, cells: list[str]) -> None:
    span = (int(cells[3]), int(cells[4]))
    if cells[2] == "exon":
        raw.exons.append(span)
    elif cells[2] in {"CDS", "stop_codon"}:
        raw.coding.append(span)


def _reference(text: str) -> tuple[str, str]:
    """Split "HGNC:HGNC:1097" and "Ensembl:ENST00000646891.2" at the first colon."""
    database, _, name = text.partition(":")
    return database, name


def _not_empty(found: dict[str, RawTranscript], path: Path) -> dict[str, RawTranscript]:
    if not found:
        raise _unusable(path, "it holds none of the transcripts that are looked for")
    return found


def _unusable(path: Path, reason: str) -> ReferenceTableError:
    return ReferenceTableError(
        problem=f"'{path.name}' cannot be used to build a transcript table: {reason}.",
        meaning="No table was written; the program goes on with the one it has.",
        remedy="Give the MANE GTF and RNA FASTA of one release, and the RefSeq GFF3 of GRCh37, as downloaded.",
    )
