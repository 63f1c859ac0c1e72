"""TSO500 CombinedVariantOutput: small variants, TMB, MSI, amplifications, fusions and splice variants in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.results import MarkerResult, State
from interpreter.model.variants import (
    Breakend,
    CallStatus,
    CopyNumberCall,
    CopyState,
    FileAnnotation,
    FusionCall,
    Side,
    Source,
    StructuralCall,
    StructuralType,
    Support,
    VariantCall,
)
from interpreter.progress import Progress
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.assembly import BaseCounts, CodingBases, Statement, conclude
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.delimited import Row, column_name, decimal, shown, whole
from interpreter.variants.gate import InputSource
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.surroundings import DEEP, surroundings_of
from interpreter.variants.symbols import current_symbol

FORMAT = "CombinedVariantOutput"
_OUTSIDE = "outside the catalogue's genes"
_SECTION = re.compile(rb"(?m)^\[(?:Small Variants|Gene Amplifications|Copy Number Variants|TMB|MSI)\]")
_HEAD = re.compile(rb"(?m)^\[Analysis Details\]")
_ALLELE = re.compile(r"[ACGTN]+")
_TABLES = frozenset({"small_variants", "gene_amplifications", "copy_number_variants", "fusions", "splice_variants"})


def recognises(head: bytes) -> bool:
    """Tell whether content is a CombinedVariantOutput, by its section headings."""
    return bool(_HEAD.search(head)) and bool(_SECTION.search(head))


@dataclass(slots=True)
class _Sections:
    """The file's content: single values by section and name, rows by section."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def value(self, section: str, *names: str) -> str:
        held = self.values.get(section, {})
        text = next((held[name] for name in names if name in held), "")
        return "" if text in ("NA", "N/A", "None") else text


def read(
    source: InputSource, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
) -> InputContents:
    """Read the file whole.

    Raises:
        InputFileError: it cannot be read to its end.
        AssemblyError: it holds small variants or splice variants, and their assembly must be stated (S3).
    """
    progress(f"reading {source.name}", None)
    book = LedgerBook()
    sections = _split(source, book)
    reader = _Reader(source, options, table, settings, sections, book)
    proof = reader.assembly()
    rna = bool(sections.value("analysis_details", "rna_sample_id"))
    sample = sections.value("analysis_details", "pair_id", "dna_sample_id", "sample_id", "case_id")
    warnings: tuple[str, ...] = ()
    if proof.assembly is not None and not proof.confirmed:
        warnings = (f"The assembly ({proof.assembly}) is stated, not confirmed: too few REF bases could be compared.",)
    return InputContents(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        format=f"{FORMAT} ({'DNA, RNA' if rna else 'DNA'})",
        caller="TSO500",
        assembly=proof,
        samples=(shown(sample),) if sample else (),
        tumour=shown(sample),
        normal="",
        sample_reason="the sample the file names",
        calls=tuple(reader.small_variants(proof.assembly)),
        structural=tuple(reader.splice_variants(proof.assembly)),
        fusions=tuple(reader.fusions()),
        copy_numbers=tuple(reader.amplifications()),
        marker_results=tuple(reader.signatures()),
        ledger=book,
        warnings=warnings,
    )


def _split(source: InputSource, book: LedgerBook) -> _Sections:
    found = _Sections()
    section = ""
    header: tuple[str, ...] = ()
    for number, line in enumerate(source.lines(), start=1):
        cells = [cell.strip() for cell in line.rstrip("\t").split("\t")]
        if not any(cells) or line.startswith("#"):
            continue
        if cells[0].startswith("[") and cells[0].endswith("]"):
            section, header = column_name(cells[0]), ()
        elif section not in _TABLES:
            found.values.setdefault(section, {})[column_name(cells[0])] = cells[1] if len(cells) > 1 else ""
        elif not header:
            header = tuple(column_name(cell) for cell in cells)
        elif cells[0] not in ("NA", "N/A"):
            book.count_read()
            padded = cells + [""] * (len(header) - len(cells))
            found.rows.setdefault(section, []).append(Row(number, dict(zip(header, padded, strict=False))))
    return found


class _Reader:
    def __init__(
        self,
        source: InputSource,
        options: ReadOptions,
        table: TranscriptTable,
        settings: Settings,
        sections: _Sections,
        book: LedgerBook,
    ) -> None:
        self._source = source
        self._options = options
        self._table = table
        self._settings = settings
        self._sections = sections
        self._book = book
        self._coding = CodingBases(table)

    def _rows(self, *sections: str) -> Iterator[Row]:
        for section in sections:
            yield from self._sections.rows.get(section, ())

    def _where(self, row: Row, text: str) -> Source:
        return Source(
            input_index=self._options.input_index, file_name=self._source.name, line=row.line, text=shown(text)
        )

    def assembly(self) -> AssemblyProof:
        """Prove the assembly by REF bases and by splice variants, whose ends are exon ends in one assembly only."""
        small = list(self._rows("small_variants"))
        splice = list(self._rows("splice_variants"))
        if not small and not splice:
            return AssemblyProof(
                assembly=None, confirmed=True, evidence=("no row of it gives a position that is read",)
            )
        bases = BaseCounts()
        for row in small:
            place = _place_of(row)
            if isinstance(place, str):
                continue
            for one in Assembly:
                agrees = self._coding.agrees(one, place[0], place[1], place[2])
                if agrees is not None:
                    bases.add(one, agrees)
        votes = {one: sum(self._at_exon_ends(row, one) for row in splice) for one in Assembly}
        stated, by, evidence = self._options.assembly, "the user", []
        if stated is not None:
            evidence.append(f"stated by the user: {stated}")
        for one, count in votes.items():
            if count and not votes[one.other]:
                evidence.append(f"splice variants: {count} of {len(splice)} end at exon ends of {one}")
                stated, by = stated or one, "splice variants" if stated is None else by
        return conclude(Statement(assembly=stated, by=by, evidence=tuple(evidence)), bases, self._source.name)

    def _at_exon_ends(self, row: Row, assembly: Assembly) -> bool:
        transcript = self._table.transcript(row.get("gene"))
        layout = transcript.layouts.get(assembly) if transcript is not None else None
        ends = [_breakpoint(row.get(name)) for name in ("breakpoint_1", "breakpoint_2")]
        if layout is None or not all(ends):
            return False
        edges = {*layout.starts, *layout.ends}
        return all(place is not None and any(abs(place[1] - edge) <= 1 for edge in edges) for place in ends)

    def small_variants(self, assembly: Assembly | None) -> Iterator[VariantCall]:
        for row in self._rows("small_variants"):
            place = _place_of(row)
            if isinstance(place, str):
                self._book.fail(row.line, place)
                continue
            chrom, pos, ref, alt = place
            if assembly is None or not self._coding.inside(assembly, chrom, pos, pos + len(ref)):
                self._book.set_aside(row.line, _OUTSIDE)
                continue
            if self._coding.agrees(assembly, chrom, pos, ref) is False:
                self._book.fail(row.line, f"REF: '{ref[:20]}' is not the reference of {assembly}")
                continue
            if surroundings_of(self._table).is_deep(assembly, chrom, pos, len(ref), len(alt)):
                self._book.set_aside(row.line, DEEP)
                continue
            self._book.set_aside(row.line, _OUTSIDE)
            depth, vaf = whole(row.get("depth")), decimal(row.get("allele_frequency", "vaf"))
            yield VariantCall(
                variant=make_variant(assembly, chrom, pos, ref, alt, self._table),
                source=self._where(row, f"{row.get('chromosome')}-{pos}-{ref}-{alt}"),
                status=CallStatus.CALLED,
                reason="",
                support=Support(
                    depth=depth, vaf=vaf, vaf_text=row.get("allele_frequency"), rule="Allele Frequency" if vaf else ""
                ),
                filters=None,
                genotype="",
                germline_sample=self._options.germline_sample,
                annotations=(
                    FileAnnotation(
                        annotator="TSO500",
                        gene=shown(row.get("gene")),
                        transcript=shown(row.get("c_dot_notation").partition(":")[0]),
                        hgvs_c=shown(row.get("c_dot_notation")),
                        hgvs_p=shown(row.get("p_dot_notation")),
                        consequence=shown(row.get("consequence_s", "consequence")),
                    ),
                ),
            )

    def amplifications(self) -> Iterator[CopyNumberCall]:
        for row in self._rows("gene_amplifications", "copy_number_variants"):
            gene, ratio = current_symbol(row.get("gene"), self._table.genes), decimal(row.get("fold_change"))
            copies = decimal(row.get("copy_number", "absolute_copy_number"))
            if copies is None and ratio is not None:
                copies = 2 * ratio
            if not gene or copies is None or copies < 0:
                self._book.fail(row.line, "fold change: no gene or no fold change")
            elif gene not in self._table.genes:
                self._book.set_aside(row.line, _OUTSIDE)
            else:
                self._book.set_aside(row.line, "not reported")
                state = CopyState.AMPLIFICATION if copies > 2 else CopyState.LOSS
                yield CopyNumberCall(
                    source=self._where(row, f"{gene} fold change {row.get('fold_change')}"),
                    status=CallStatus.CALLED,
                    reason="",
                    genes=(gene,),
                    segment=None,
                    copy_number=copies,
                    log2=None,
                    state=state,
                    threshold="listed as called by the assay's own software",
                    caller="TSO500",
                )

    def fusions(self) -> Iterator[FusionCall]:
        for row in self._rows("fusions"):
            pair = _pair(row.get("gene_pair", "fusion"), self._table)
            if pair is None:
                self._book.fail(row.line, f"gene pair: '{shown(row.get('gene_pair'))}' names no two genes")
                continue
            five, three, ordered = pair
            if not {five, three} & self._table.genes:
                self._book.set_aside(row.line, _OUTSIDE)
                continue
            self._book.set_aside(row.line, "not reported")
            yield FusionCall(
                source=self._where(row, f"{row.get('gene_pair')} {row.get('breakpoint_1')} {row.get('breakpoint_2')}"),
                status=CallStatus.CALLED if ordered else CallStatus.UNCONFIRMED,
                reason="" if ordered else "the caller does not know which gene is the 5' one",
                gene5=five,
                gene3=three,
                caller="TSO500",
                breakpoint5=_breakpoint(row.get("breakpoint_1")),
                breakpoint3=_breakpoint(row.get("breakpoint_2")),
                reads=whole(row.get("fusion_supporting_reads")),
            )

    def splice_variants(self, assembly: Assembly | None) -> Iterator[StructuralCall]:
        """Give exon skipping seen in RNA as the loss of the exons between its ends."""
        for row in self._rows("splice_variants"):
            ends = sorted(
                place for name in ("breakpoint_1", "breakpoint_2") if (place := _breakpoint(row.get(name))) is not None
            )
            if len(ends) != 2 or ends[0][0] != ends[1][0]:
                self._book.fail(row.line, "breakpoints: no two places on one chromosome")
                continue
            if assembly is None or row.get("gene") not in self._table.genes:
                self._book.set_aside(row.line, _OUTSIDE)
                continue
            self._book.set_aside(row.line, "not reported")
            reads = whole(row.get("splice_supporting_reads"))
            (chrom, start), (_, end) = ends
            yield StructuralCall(
                assembly=assembly,
                source=self._where(row, f"{row.get('gene')} splice {chrom}:{start}-{end}"),
                status=CallStatus.CALLED,
                reason="",
                type=StructuralType.DELETION,
                first=Breakend(chrom=chrom, pos=start, keeps=Side.LEFT),
                second=Breakend(chrom=chrom, pos=end, keeps=Side.RIGHT),
                length=end - start - 1,
                copy_number=None,
                support=Support(alt_reads=reads, rule="Splice Supporting Reads"),
                filters=None,
                warnings=("seen in RNA: the exons are skipped, which a loss of DNA need not explain",),
            )

    def signatures(self) -> Iterator[MarkerResult]:
        tmb = decimal(self._sections.value("tmb", "total_tmb"))
        size = decimal(self._sections.value("tmb", "coding_region_size_in_megabases"))
        if tmb is not None and tmb >= 0:
            yield MarkerResult(
                marker="TMB",
                state=State.DETECTED,
                score="mut/Mb",
                value=tmb,
                callable_mb=size,
                method="NGS",
                assay="TSO500",
                source=f"{self._source.name}, TMB",
            )
        percent = decimal(self._sections.value("msi", "percent_unstable_msi_sites", "percent_unstable_sites"))
        sites = decimal(self._sections.value("msi", "usable_msi_sites"))
        if percent is not None:
            enough = sites is not None and sites >= _limit("msi_usable_sites")
            yield MarkerResult(
                marker="MSI",
                state=State.DETECTED if enough else State.INCONCLUSIVE,
                reason="" if enough else f"{'no' if sites is None else f'{sites:g}'} usable sites stated, too few",
                category=("high" if percent >= _limit("msi_high_percent") else "stable") if enough else "",
                method="NGS",
                assay="TSO500",
                source=f"{self._source.name}, MSI: {percent:g} % of sites unstable",
            )


def _limit(name: str) -> float:
    return next(float(row["value"]) for row in rule_rows("tso500.tsv") if row["name"] == name)


def _place_of(row: Row) -> tuple[str, int, str, str] | str:
    """Give chromosome, position and alleles of a small variant, or what is wrong."""
    chrom, pos = plain_chromosome(row.get("chromosome")), whole(row.get("genomic_position", "position"))
    ref, alt = row.get("reference_call").upper(), row.get("alternative_call").upper()
    if not chrom or not pos:
        return f"position: {shown(row.get('gene'))} has no chromosome and position"
    if not _ALLELE.fullmatch(ref) or not _ALLELE.fullmatch(alt) or ref == alt:
        return f"alleles: {shown(f'{ref} > {alt}')} are no bases"
    return chrom, pos, ref, alt


def _breakpoint(text: str) -> tuple[str, int] | None:
    contig, colon, position = text.partition(":")
    chrom, pos = plain_chromosome(contig), whole(position)
    return (chrom, pos) if colon and chrom and pos else None


def _pair(text: str, table: TranscriptTable) -> tuple[str, str, bool] | None:
    """Split "EML4-ALK" (the 5' gene first) or "EML4/ALK" (order unknown); symbols may hold a hyphen themselves."""
    for sign, ordered in (("/", False), ("-", True)):
        parts = text.split(sign)
        splits = [(sign.join(parts[:cut]), sign.join(parts[cut:])) for cut in range(1, len(parts))]
        sides = [(_known(one, table), _known(other, table)) for one, other in splits if one and other]
        if sides:
            best = max(sides, key=lambda pair: sum(gene in table.genes for gene in pair))
            return best[0], best[1], ordered
    return None


def _known(text: str, table: TranscriptTable) -> str:
    """Choose one of "A;B": the catalogue's gene if there is one."""
    names = [current_symbol(shown(name.strip()), table.genes) for name in text.split(";")]
    return next((name for name in names if name in table.genes), names[0])
