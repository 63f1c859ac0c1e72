"""Makes a transcript table from a MANE release (GRCh38) and a RefSeq annotation of GRCh37 that a site downloaded.

What these files do not tell is carried over from the table in use: older isoforms, known GRCh37 differences and known
bases of introns. Two assemblies are tied together by nothing but the transcript: no coordinate is lifted over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from interpreter.errors import ReferenceTableError
from interpreter.files import save_bytes
from interpreter.model.genes import Assembly, ExonLayout, SequenceStatus, Transcript, TranscriptStatus
from interpreter.progress import Progress, silent
from interpreter.variants.coordinates import Frame
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.reference_annotation import RawTranscript, read_fasta, read_gff3, read_gtf
from interpreter.variants.reference_format import TableHeader, table_bytes

_SELECT = "MANE Select"
_PLUS = "MANE Plus Clinical"
_TAIL_BASES = 600
"""How many bases after the stop codon are kept, so that shifted frames find their end."""
_STOPS = frozenset({"TAA", "TAG", "TGA"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What a build gave; gene lists are sorted."""

    genes: int
    transcripts: int
    without_grch37: tuple[str, ...]
    """Genes whose transcript has no usable GRCh37 coordinates."""
    without_sequence: tuple[str, ...]
    """Genes whose coding sequence could not be taken from the FASTA file."""
    missing: tuple[str, ...]
    """Wanted genes that the release does not have; their rows are carried over where the table in use has them."""
    sha256: str


def build_reference(
    *,
    mane_gtf: Path,
    mane_fasta: Path,
    grch37_gff: Path,
    out: Path,
    version: str,
    date: str,
    base: TranscriptTable | None = None,
    genes: frozenset[str] | None = None,
    all_genes: bool = False,
    progress: Progress = silent,
) -> BuildSummary:
    """Build a table and write it to `out` (gzipped text), whole or not at all.

    `genes` limits it (default: the genes of `base`; without `base`, or with `all_genes`, all genes of the release);
    `date` is the build's own date, given by the caller. From `base` comes what the files do not tell.

    Raises:
        ReferenceTableError: a file cannot be read, is of another assembly, or nothing usable is in them.
        OutputError: `out` cannot be written.
    """
    wanted_genes = genes
    if genes is None and base is not None and not all_genes:
        wanted_genes = base.genes
    mane = {
        raw.accession: raw
        for raw in read_gtf(mane_gtf, Assembly.GRCH38, progress).values()
        if raw.tags & {_SELECT, _PLUS} and (wanted_genes is None or raw.gene in wanted_genes)
    }
    if not mane:
        raise ReferenceTableError(
            problem=f"'{mane_gtf.name}' holds no MANE transcript of the wanted genes.",
            meaning="No table was written; the program goes on with the one it has.",
            remedy="Give the GTF of a MANE release, with its tags 'MANE Select'.",
        )
    plain = {_refseq(raw).partition(".")[0] for raw in mane.values()}
    progress(f"Reading {mane_fasta.name}", None)
    sequences = read_fasta(mane_fasta, lambda name: name in mane)
    older = read_gff3(grch37_gff, Assembly.GRCH37, lambda name: name.partition(".")[0] in plain, progress)
    older_by_name = {name.partition(".")[0]: raw for name, raw in sorted(older.items())}
    rows: list[Transcript] = []
    for raw in mane.values():
        accession = _refseq(raw)
        old = older.get(accession) or older_by_name.get(accession.partition(".")[0])
        row = _transcript(raw, old, sequences.get(raw.accession, ""), base)
        if row is not None:
            rows.append(row)
    built = {row.gene for row in rows if row.status is TranscriptStatus.MANE_SELECT}
    rows += _carried_over(base, built, rows, wanted_genes)
    rows.sort(key=lambda row: (row.gene, list(TranscriptStatus).index(row.status), row.accession))
    header = TableHeader(
        name="Transcript table built at this site",
        version=version,
        date=date,
        licences=(
            f"transcripts of GRCh38 and sequences: {mane_gtf.name}, {mane_fasta.name} (MANE, NCBI and EMBL-EBI)",
            f"coordinates of GRCh37: {grch37_gff.name} (NCBI RefSeq)",
            *(f"carried over: {licence}" for licence in (base.licences if base is not None else ())),
        ),
    )
    data = table_bytes(header, rows)
    table = TranscriptTable(data, out.name)
    save_bytes(out, data)
    return BuildSummary(
        genes=len(table.genes),
        transcripts=len(rows),
        without_grch37=_genes_of(rows, lambda row: Assembly.GRCH37 not in row.layouts),
        without_sequence=_genes_of(rows, lambda row: not row.cds),
        missing=tuple(sorted((wanted_genes or frozenset()) - built)),
        sha256=table.sha256,
    )


def _refseq(raw: RawTranscript) -> str:
    """Give the RefSeq accession of a MANE transcript, in either flavour of the release."""
    return raw.accession if raw.accession.startswith("NM_") else raw.cross_references.get("RefSeq", raw.accession)


def _transcript(
    raw: RawTranscript, old: RawTranscript | None, bases: str, base: TranscriptTable | None
) -> Transcript | None:
    layout = raw.layout()
    if layout is None:
        return None
    frame = Frame(layout, raw.reverse)
    length = _coding_length(layout, frame)
    begin = -frame.firsts[0]
    # A FASTA record that is not as long as its exons does not follow them base by base: its bases are not used.
    fits = len(bases) == frame.end - frame.firsts[0]
    cds = bases[begin : begin + length] if fits else ""
    if length % 3 or (cds and (cds[-3:] not in _STOPS or not set(cds) <= set("ACGTN"))):
        cds = ""
    layouts: dict[Assembly, ExonLayout] = {Assembly.GRCH38: layout}
    old_layout = None if old is None else old.layout()
    if old is not None and old_layout is not None and _same_coding_exons(layout, frame, old, old_layout, raw):
        layouts[Assembly.GRCH37] = old_layout
    ensembl_flavour = raw.accession.startswith("ENST")
    accession = _refseq(raw)
    known = None if base is None else base.by_accession(accession)
    same = known is not None and known.cds_length == length
    return Transcript(
        gene=raw.gene,
        hgnc_id=_hgnc(raw),
        accession=accession,
        ensembl=raw.accession if ensembl_flavour else raw.cross_references.get("Ensembl", ""),
        protein="" if ensembl_flavour else raw.protein,
        ensembl_protein=raw.protein if ensembl_flavour else "",
        status=TranscriptStatus.MANE_SELECT if _SELECT in raw.tags else TranscriptStatus.MANE_PLUS_CLINICAL,
        chrom=raw.chrom,
        reverse=raw.reverse,
        layouts=layouts,
        cds=cds,
        cds_length=length,
        protein_length=length // 3 - 1,
        sequence_status=_status(cds),
        start_codon=cds[:3],
        reference_differences=_differences(known, cds) if same and known is not None else (),
        proves_assembly=True,
        note="",
        source="MANE release" if cds else "",
        flanks=known.flanks if same and known is not None else (),
        tail=_known_tail(bases[begin + length : begin + length + _TAIL_BASES]) if cds else "",
    )


def _coding_length(layout: ExonLayout, frame: Frame) -> int:
    last = layout.cds_start if frame.reverse else layout.cds_end
    return frame.locate(last)[1] + 1


def _same_coding_exons(
    layout: ExonLayout, frame: Frame, old: RawTranscript, old_layout: ExonLayout, raw: RawTranscript
) -> bool:
    """True when both assemblies have the same chromosome, strand and coding exon lengths in order."""
    if old.chrom != raw.chrom or old.reverse != raw.reverse:
        return False
    old_frame = Frame(old_layout, old.reverse)
    if _coding_length(layout, frame) != _coding_length(old_layout, old_frame):
        return False
    return _coding_starts(frame, layout) == _coding_starts(old_frame, old_layout)


def _coding_starts(frame: Frame, layout: ExonLayout) -> list[int]:
    length = _coding_length(layout, frame)
    return [first for first in frame.firsts if 0 < first < length]


def _status(cds: str) -> SequenceStatus:
    if not cds:
        return SequenceStatus.COORDINATES
    return SequenceStatus.PARTIAL if "N" in cds else SequenceStatus.COMPLETE


def _known_tail(bases: str) -> str:
    """Keep what stands before the first base that is not one of A, C, G, T."""
    for at, base in enumerate(bases):
        if base not in "ACGT":
            return bases[:at]
    return bases


def _differences(known: Transcript, cds: str) -> tuple[tuple[int, str, str], ...]:
    """Keep the differences whose GRCh38 base is the one the new sequence has."""
    return tuple(
        (position, base38, base37)
        for position, base38, base37 in known.reference_differences
        if cds[position - 1 : position] == base38
    )


def _hgnc(raw: RawTranscript) -> str:
    name = raw.cross_references.get("HGNC", "")
    return name if not name or name.startswith("HGNC:") else f"HGNC:{name}"


def _carried_over(
    base: TranscriptTable | None, built: set[str], rows: list[Transcript], wanted: frozenset[str] | None
) -> list[Transcript]:
    """Take over older isoforms, and all rows of genes that the release does not have."""
    if base is None:
        return []
    present = {(row.gene, row.accession.partition(".")[0]) for row in rows}
    found: list[Transcript] = []
    for gene in sorted(base.genes if wanted is None else base.genes & wanted):
        main = base.transcript(gene)
        for row in (main, *base.alternates(gene)):
            if row is None:
                continue
            if gene not in built:
                if (gene, row.accession.partition(".")[0]) not in present:
                    found.append(row)
            elif row.status is TranscriptStatus.ALTERNATE or (
                row.status is TranscriptStatus.STAND_IN and (gene, row.accession.partition(".")[0]) not in present
            ):
                found.append(replace(row, status=TranscriptStatus.ALTERNATE))
    return found


def _genes_of(rows: list[Transcript], is_meant: Callable[[Transcript], bool]) -> tuple[str, ...]:
    return tuple(sorted({row.gene for row in rows if row.status is not TranscriptStatus.ALTERNATE and is_meant(row)}))
