"""A first look at a large indexed VCF: the catalogue's genes at once, marked preliminary until the full read (R5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

from interpreter.errors import InputFileError
from interpreter.progress import Progress
from interpreter.settings import Settings
from interpreter.variants.assembly import BaseCounts, CodingBases, conclude, statement_of
from interpreter.variants.collector import held_collector
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.gate import Compression, InputSource, open_source
from interpreter.variants.htslib import fetch_lines, has_htslib
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.samples import caller_of, choose_samples
from interpreter.variants.vcf import contents_of, context_of, deep_regions
from interpreter.variants.vcf_body import open_body
from interpreter.variants.vcf_gather import Gatherer
from interpreter.variants.vcf_header import looks_like_vcf
from interpreter.variants.vcf_index import Index, sound_index
from interpreter.variants.vcf_scan import Line, Regions, Scan

_MATE = re.compile(rb"[\[\]]([^\[\]\t]+):(\d{1,10})[\[\]]")


def first_look(
    path: Path, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
) -> InputContents | None:
    """Read only the catalogue's genes of a bgzip VCF, by its index; line numbers count the lines fetched.

    None when there is no sound index, when the assembly is not stated (only the full read can prove it), or when
    htslib is not there. The result is marked preliminary and its ledger says how many records were not read.

    Raises:
        InputFileError, AssemblyError, SampleChoiceError: as `inputs.read_input` says.
    """
    source = open_source(path, settings)
    if source.compression is not Compression.BGZF or source.is_bcf or not looks_like_vcf(source.head):
        return None
    index = sound_index(path)
    if index is None or not has_htslib():
        return None
    with closing(open_body(source, settings)) as body:
        header = body.header
        statement = statement_of(header, options.assembly, source.name)
        caller, choice = caller_of(header), choose_samples(header, options, source.name)
    if statement.assembly is None:
        return None
    coding, bases, book = CodingBases(table), BaseCounts(), LedgerBook()
    regions = Regions(coding.regions(statement.assembly), coding.coding(statement.assembly.other))
    context = context_of(source, options, header, caller, choice, statement.assembly, settings)
    gatherer = Gatherer(context, caller, header, table, coding, bases, book, options)
    deep = deep_regions(table, coding, statement.assembly)
    scan = Scan(regions, book, header.columns, body.names, source, context.assembly, deep, gatherer.unread)
    progress(f"first look at {source.name}", None)
    with held_collector():
        for line in _lines(source, path, index, regions):
            if scan.look(line.number, line.text):
                gatherer.take(line)
    book.count_read(scan.records)
    book.not_read = index.records - scan.records
    proof = conclude(statement, bases, source.name)
    gatherer.finish()
    contents = contents_of(source, header, caller, choice, proof, gatherer, statement.warnings, book)
    warning = f"First look by the index: {book.not_read:,} of {index.records:,} records were not read yet."
    return replace(contents, preliminary=True, warnings=(warning, *contents.warnings))


def _lines(source: InputSource, path: Path, index: Index, regions: Regions) -> Iterator[Line]:
    """Give the lines of all regions, then those of breakends' mates outside them, each line once."""
    numbers = count(1)
    mates: set[tuple[str, int]] = set()
    named = {plain_chromosome(contig): contig for contig in index.contigs}
    named.pop("", None)
    if len(named) < sum(bool(plain_chromosome(contig)) for contig in index.contigs):
        raise InputFileError(
            problem=f"'{source.name}' names a chromosome in two ways, so a first look is not possible.",
            meaning="Nothing was read yet.",
            remedy="Read the file whole.",
        )
    wanted: Iterable[tuple[str, int, int]] = (
        (named[chrom], start, end)
        for chrom, starts in regions.starts.items()
        if chrom in named
        for start, end in zip(starts, regions.ends[chrom], strict=True)
    )
    previous, given = (b"", -1), set[bytes]()
    for text in fetch_lines(source, path, index.path, wanted):
        contig, pos = text.split(b"\t", 2)[:2]
        place = (contig, int(pos))
        if place != previous:
            if place[0] == previous[0] and place[1] < previous[1]:
                continue  # a long record that the stretch before has given already
            previous, given = place, set()
        elif text in given:
            continue
        given.add(text)
        for mate, at in _MATE.findall(text):
            chrom = plain_chromosome(mate.decode("latin-1"))
            if chrom in named and not regions.touched(chrom, int(at), int(at)):
                mates.add((named[chrom], int(at)))
        yield Line(next(numbers), text)
    for text in fetch_lines(source, path, index.path, ((contig, at, at) for contig, at in sorted(mates))):
        if _MATE.search(text):
            yield Line(next(numbers), text)
