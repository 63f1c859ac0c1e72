"""VCF in all its dresses (plain, gzip, bgzip, BCF, gVCF) -> InputContents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus
from interpreter.progress import Progress
from interpreter.settings import Settings
from interpreter.variants.assembly import (
    PADDING,
    BaseCounts,
    CodingBases,
    Statement,
    candidate_of,
    conclude,
    statement_of,
    undecided,
)
from interpreter.variants.collector import held_collector
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.gate import Compression, InputSource
from interpreter.variants.header_claims import header_claims
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.samples import Caller, SampleChoice, caller_of, choose_samples
from interpreter.variants.surroundings import surroundings_of
from interpreter.variants.vcf_body import Body, open_body
from interpreter.variants.vcf_gather import Gatherer
from interpreter.variants.vcf_header import VcfHeader, looks_like_vcf
from interpreter.variants.vcf_records import CallContext
from interpreter.variants.vcf_scan import Line, Regions, Scan, scan_blocks

_PROVEN_BEYOND_DOUBT = 200
"""Agreeing records after which a first pass over a file without a statement stops; the full read counts all."""


_LARGE = 3_000_000
"""Stored bytes of a file that is worth the parsing of every transcript."""


def recognises(head: bytes) -> bool:
    """Tell whether content is a VCF or a BCF."""
    return head.startswith(b"BCF") or looks_like_vcf(head)


def read(
    source: InputSource, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
) -> InputContents:
    """Read a VCF whole: every line's CHROM and POS, and every record within the catalogue's genes.

    Raises:
        InputFileError, HostileFileError, AssemblyError, SampleChoiceError: as `inputs.read_input` says.
    """
    body = open_body(source, settings)
    with closing(body):
        header = body.header
        statement = statement_of(header, options.assembly, source.name)
        caller = caller_of(header)
        choice = choose_samples(header, options, source.name)
    assembly = statement.assembly or _proven_by_bases(source, table, settings, statement, progress)
    bases = BaseCounts()
    coding = CodingBases(table)
    regions = _regions(source, coding, assembly)
    book = LedgerBook()
    context = context_of(source, options, header, caller, choice, assembly, settings)
    gatherer = Gatherer(context, caller, header, table, coding, bases, book, options)
    with held_collector(), closing(open_body(source, settings)) as body:
        deep = deep_regions(table, coding, assembly) if source.size >= _LARGE else None
        scan = Scan(regions, book, header.columns, body.names, source, assembly, deep, gatherer.unread)
        for line in _picked(scan, body, source, progress):
            gatherer.take(line)
    book.count_read(scan.records)
    scan.check_all()
    scan.check_human()
    proof = conclude(statement, bases, source.name)
    gatherer.finish()
    return contents_of(source, header, caller, choice, proof, gatherer, (*statement.warnings, *scan.warnings()), book)


def _picked(scan: Scan, body: Body, source: InputSource, progress: Progress) -> Iterator[Line]:
    doing = f"reading {source.name}"
    for lines in scan_blocks(scan, body.first_line, body.blocks):
        progress(doing, min(1.0, source.taken / source.size))
        yield from lines


def _proven_by_bases(
    source: InputSource, table: TranscriptTable, settings: Settings, statement: Statement, progress: Progress
) -> Assembly:
    """Count REF bases in a pass of its own, because nothing states the assembly."""
    bases, coding = BaseCounts(), CodingBases(table)
    with closing(open_body(source, settings)) as body:
        scan = Scan(_regions(source, coding, None), LedgerBook(), body.header.columns, body.names, source)
        for line in _picked(scan, body, source, progress):
            coding.count(line.text, bases)
            if max(count.agreeing for count in bases.counts.values()) >= _PROVEN_BEYOND_DOUBT:
                break
    scan.check_all()
    scan.check_human()
    found = candidate_of(bases)
    if found is None:
        raise undecided(bases, source.name, statement)
    return found


def _regions(source: InputSource, coding: CodingBases, assembly: Assembly | None) -> Regions:
    """Give where lines are picked: the genes of the assembly, and what counts as evidence for the other one.

    For a small file the genes of both will do; finding all coding stretches pays only where it saves many lines.
    """
    if source.size < _LARGE:
        return Regions(*(coding.regions(each) for each in Assembly))
    stretches = [coding.coding(each) for each in Assembly if each is not assembly]
    if assembly is None:
        return Regions(*stretches, padding=0)
    return Regions(coding.regions(assembly), *stretches)


def deep_regions(table: TranscriptTable, coding: CodingBases, assembly: Assembly) -> Regions:
    """Give where a substitution may be set aside unread: deep in an intron, and no evidence for the other assembly."""
    deep = surroundings_of(table).stretches(assembly, besides=coding.coding(assembly.other), padding=PADDING)
    return Regions(deep, padding=0)


def context_of(
    source: InputSource,
    options: ReadOptions,
    header: VcfHeader,
    caller: Caller,
    choice: SampleChoice,
    assembly: Assembly,
    settings: Settings,
) -> CallContext:
    """Gather what all records of the file share."""
    return CallContext(
        input_index=options.input_index,
        file_name=source.name,
        assembly=assembly,
        caller=caller.name,
        tumour=choice.tumour,
        normal=choice.normal,
        samples=header.samples,
        settings=settings,
    )


def contents_of(
    source: InputSource,
    header: VcfHeader,
    caller: Caller,
    choice: SampleChoice,
    proof: AssemblyProof,
    gatherer: Gatherer,
    warnings: tuple[str, ...],
    book: LedgerBook,
) -> InputContents:
    """Put together what was read; `warnings` stand after those of header and samples."""
    found = list(header.warnings) + list(choice.warnings) + list(warnings) + gatherer.warnings
    if not proof.confirmed:
        found.insert(
            0, f"The assembly ({proof.assembly}) is stated, not confirmed: too few REF bases could be compared."
        )
    if choice.tumour is None and gatherer.calls and all(call.status is CallStatus.SITE_ONLY for call in gatherer.calls):
        found.append("The file has no sample column and no reads: a list of sites, which drives no finding.")
    if not book.close().read:
        found.append("The file holds no record; it proves neither presence nor absence of any marker.")
    return InputContents(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        format=_format(source, header, gatherer),
        caller=caller.name,
        assembly=proof,
        samples=header.samples,
        tumour="" if choice.tumour is None else header.samples[choice.tumour],
        normal="" if choice.normal is None else header.samples[choice.normal],
        sample_reason=choice.reason,
        calls=tuple(gatherer.calls),
        structural=gatherer.structural.calls,
        copy_numbers=gatherer.structural.copy_numbers,
        blocks=tuple(gatherer.blocks),
        reference_sites=tuple(gatherer.sites),
        unread_places=gatherer.unread.places(),
        germline_caller=caller.germline,
        header_claims=header_claims(header, source.name),
        ledger=book,
        warnings=tuple(found),
    )


def _format(source: InputSource, header: VcfHeader, gatherer: Gatherer) -> str:
    if source.is_bcf:
        kind = "BCF"
    else:
        kind = "gVCF" if gatherer.has_blocks else "VCF"
        if header.version:
            kind = f"{kind} {header.version}"
    return kind if source.is_bcf or source.compression is Compression.NONE else f"{kind} ({source.compression})"
