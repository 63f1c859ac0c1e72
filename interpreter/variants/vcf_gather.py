"""Gathers what the picked lines of one VCF say: calls, structural alleles, reference stretches, the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from interpreter.errors import InputFileError
from interpreter.model.variants import CallStatus, ReferenceBlock, VariantCall
from interpreter.variants.annotations import Annotator
from interpreter.variants.assembly import BaseCounts, CodingBases
from interpreter.variants.contents import ReadOptions
from interpreter.variants.contigs import accession_assembly
from interpreter.variants.gate import decode
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.samples import Caller
from interpreter.variants.structural import may_be_event, read_structural
from interpreter.variants.surroundings import DEEP, surroundings_of
from interpreter.variants.unread import UnreadPlaces
from interpreter.variants.vcf_calls import (
    AlleleCall,
    is_reference_row,
    judge_allele,
    reference_block,
    reference_site,
    small_alleles,
    structural_alleles,
)
from interpreter.variants.vcf_fields import RecordFaultError, parse_record
from interpreter.variants.vcf_header import VcfHeader
from interpreter.variants.vcf_records import CallContext, StructuralContents, StructuralRecord, VcfRecord
from interpreter.variants.vcf_scan import OUTSIDE, Line

REFERENCE = "reference call"
_MOST_CALLS = 500_000
_MOST_BLOCKS = 3_000_000
"""Within the genes, far above any genome; what lies beyond would only fill memory (S25)."""
_RANK = {CallStatus.CALLED: 0, CallStatus.UNCONFIRMED: 1, CallStatus.SITE_ONLY: 2}
_BARE_PHASE = "Genotypes phased by '|' without a phase set (PS) were read as one set for each chromosome, as VCF says."


class Gatherer:
    """Takes picked lines one by one; `finish` closes the account and fills `structural`."""

    def __init__(
        self,
        context: CallContext,
        caller: Caller,
        header: VcfHeader,
        table: TranscriptTable,
        coding: CodingBases,
        bases: BaseCounts,
        book: LedgerBook,
        options: ReadOptions,
    ) -> None:
        self._context = context
        self._caller = caller
        self._columns = header.columns
        self._table = table
        self._coding = coding
        self._surroundings = surroundings_of(table)
        self._bases = bases
        self._book = book
        self._options = options
        self._annotator = Annotator(header, table.genes)
        self._places: dict[tuple[str, int, str, str], int] = {}
        self._structural: list[StructuralRecord] = []
        self._told: Counter[str] = Counter()
        self._duplicates: list[int] = []
        self._kept_lines: list[int] = []
        self._mismatches: list[int] = []
        self.calls: list[VariantCall] = []
        self.blocks: list[ReferenceBlock] = []
        self.sites: list[ReferenceBlock] = []
        """Single bases called reference in rows that ask for an allele (forced calls)."""
        self.unread = UnreadPlaces()
        self.structural = StructuralContents()
        self.has_blocks = any(
            meta.key == "GVCFBlock" or (meta.key == "ALT" and "NON_REF" in meta.value) for meta in header.metas
        )
        self.warnings: list[str] = []

    def take(self, line: Line) -> None:
        """Read one picked line whole and enter it in the ledger."""
        if not self._coding.near(self._context.assembly, line.text):
            # Picked for the other assembly alone: it counts as evidence, and is read no further.
            self._coding.count(line.text, self._bases)
            self._book.set_aside_many(OUTSIDE, 1)
            return
        if self._surroundings.is_deep_line(self._context.assembly, line.text):
            # Only in the other assembly may coding sequence lie there.
            self._coding.count(line.text, self._bases, (self._context.assembly.other,))
            self._book.set_aside_many(DEEP, 1)
            return
        try:
            record = parse_record(line.number, decode(line.text), self._columns)
            self._check_reference(record)
            self._read(record)
        except RecordFaultError as fault:
            self._book.fail_unread(line.number, str(fault))
            self.unread.add_line(line.text)
        if len(self.calls) + len(self._structural) > _MOST_CALLS or len(self.blocks) > _MOST_BLOCKS:
            raise self._too_many()

    def finish(self) -> None:
        """Hand over the structural alleles, close the account of duplicates, and sum up the warnings."""
        if self._structural:
            self.structural = read_structural(self._structural, self._context, self._table)
            for line, reason in self.structural.failed:
                self._book.fail(line, reason)
            for line, reason in self.structural.set_aside:
                self._book.set_aside(line, reason)
            self.warnings += self.structural.warnings
        for line in self._kept_lines:
            # Holds unless the interpretation reports the line: it lies beside every transcript then.
            self._book.set_aside(line, OUTSIDE)
        for text, count in self._told.items():
            self.warnings.append(text if count == 1 else f"{text} ({count} records)")
        if self._mismatches:
            self.warnings.append(
                f"{len(self._mismatches)} records failed because their REF is not the reference's "
                f"(first at line {self._mismatches[0]})."
            )
        if self._duplicates:
            self.warnings.append(
                f"{len(self._duplicates)} alleles stand in the file more than once (first at line "
                f"{self._duplicates[0]}); each was read once."
            )

    def _too_many(self) -> InputFileError:
        return InputFileError(
            problem=f"'{self._context.file_name}' holds more than {_MOST_CALLS:,} calls or {_MOST_BLOCKS:,} reference "
            "rows within the catalogue's genes.",
            meaning="No person's file of variants does; nothing of it was used, so this is not a negative result.",
            remedy="Give one person's calls, and reference positions as gVCF blocks or of the assay's targets alone.",
        )

    def _check_reference(self, record: VcfRecord) -> None:
        here = self._context.assembly
        if accession_assembly(record.contig) == here.other:
            raise RecordFaultError(f"CHROM: {record.contig} is a sequence of {here.other}, where {here} is read")
        for assembly in (here, here.other):
            agrees = self._coding.agrees(assembly, record.chrom, record.pos, record.ref)
            if agrees is not None:
                self._bases.add(assembly, agrees)
            if agrees is False and assembly is here:
                self._mismatches.append(record.line)
                expected = self._coding.expected(here, record.chrom, record.pos, len(record.ref))
                raise RecordFaultError(f"REF: '{record.ref[:20]}' where {here} has '{expected}'")

    def _read(self, record: VcfRecord) -> None:
        if is_reference_row(record) and not _is_copy_segment(record):
            self._reference_row(record)
            return
        smalls = small_alleles(record)
        # All alleles are judged before one is kept: a record that fails gives no call at all.
        judged = [judge_allele(record, number, self._context, self._caller) for number in smalls]
        others = [judge_allele(record, number, self._context, self._caller) for number in _structural(record, smalls)]
        reasons = [each.reason for each in (*judged, *others) if each.status is CallStatus.NOT_CALLED]
        kept = False
        for each in judged:
            if each.status is not CallStatus.NOT_CALLED:
                self._keep(record, each)
                kept = True
        for each in others:
            event = self._structural_record(record, each)
            if each.status is not CallStatus.NOT_CALLED or not each.number or may_be_event(event, self._context):
                self._structural.append(event)
                kept = True
        if not kept and record.alts and record.alts[-1] in ("<NON_REF>", "<*>"):
            self._add_block(record)
        elif not kept and smalls and (site := reference_site(record, self._context)) is not None:
            self.sites.append(site)
        if kept:
            self._kept_lines.append(record.line)
        else:
            self._book.set_aside(record.line, reasons[0] if reasons else "'*' or <NON_REF> alone: no variant")

    def _reference_row(self, record: VcfRecord) -> None:
        self.has_blocks = self.has_blocks or bool(record.alts)
        self._add_block(record)
        self._book.set_aside_many(REFERENCE, 1)

    def _add_block(self, record: VcfRecord) -> None:
        block = reference_block(record, self._context)
        if block is not None:
            self.blocks.append(block)

    def _keep(self, record: VcfRecord, judged: AlleleCall) -> None:
        alt = record.alts[judged.number - 1]
        annotations, population_af = self._annotator.of(record, judged.number)
        for warning in judged.warnings:
            self._told[warning.split("(", 1)[0].rstrip(" .") + "."] += 1
        phase = judged.phase
        if phase is not None and phase.block.endswith(":|") and _BARE_PHASE not in self.warnings:
            self.warnings.append(_BARE_PHASE)
        call = VariantCall(
            variant=make_variant(self._context.assembly, record.chrom, record.pos, record.ref, alt, self._table),
            source=self._context.source(record),
            status=judged.status,
            reason=judged.reason,
            support=judged.support,
            filters=judged.filters,
            genotype=judged.genotype,
            homozygous=judged.homozygous,
            phase=phase,
            normal=judged.normal,
            normal_called=judged.normal_called,
            germline_sample=self._options.germline_sample,
            somatic_statement=judged.somatic_statement,
            population_af=population_af,
            annotations=annotations,
            warnings=judged.warnings,
        )
        variant = call.variant
        key = (variant.chrom, variant.pos, variant.ref, variant.alt)
        place = self._places.get(key)
        if place is None:
            self._places[key] = len(self.calls)
            self.calls.append(call)
            return
        # The better of the two stays; the other's line is not lost from the account.
        self._duplicates.append(record.line)
        first = self.calls[place]
        better, worse = sorted((first, call), key=lambda each: (_RANK[each.status], -(each.support.alt_reads or 0)))
        there = f", there unconfirmed ({worse.reason})" if worse.status is not better.status else ""
        told = f"The same allele stands in line {worse.source.line} too{there}."
        self.calls[place] = replace(better, warnings=(*better.warnings, told))
        self._book.set_aside(worse.source.line, "the same allele as another line")

    def _structural_record(self, record: VcfRecord, judged: AlleleCall) -> StructuralRecord:
        return StructuralRecord(
            record=record,
            allele=judged.number,
            status=judged.status,
            reason=judged.reason,
            support=judged.support,
            normal_called=judged.normal_called,
            annotations=self._annotator.of(record, judged.number)[0] if judged.number else (),
        )


def _structural(record: VcfRecord, smalls: list[int]) -> list[int]:
    if len(smalls) == len(record.alts) > 0:
        return []
    return structural_alleles(record) if record.alts else [0]


def _is_copy_segment(record: VcfRecord) -> bool:
    """Tell a copy-neutral segment (ALT "." with a length or copy number) from a reference row."""
    return not record.alts and ("SVTYPE" in record.info or "CN" in record.format or "SM" in record.format)
