"""Mutation Annotation Format (GDC, cBioPortal, minimal) -> InputContents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interpreter.errors import AssemblyError, SampleChoiceError
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus, FileAnnotation, Source, Support, VariantCall
from interpreter.progress import Progress
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.assembly import BaseCounts, CodingBases, Statement, conclude
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.delimited import Row, decimal, need, rows, shown, table_of, whole
from interpreter.variants.gate import InputSource
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.surroundings import DEEP, surroundings_of
from interpreter.variants.unread import UnreadPlaces

_OUTSIDE = "outside the catalogue's genes"
_OTHER_SAMPLE = "another sample"
_MOST_SAMPLES = 20
_REF = ("reference_allele", "ref_allele")
_ALT2 = ("tumor_seq_allele2", "tumour_seq_allele2", "alternate_allele")
_ALT1 = ("tumor_seq_allele1", "tumour_seq_allele1")
_START = ("start_position", "start")
_POPULATION = ("gnomad_af", "gnomade_af", "gnomadg_af", "gnomad_exome_af", "exac_af", "1000g_af", "max_af", "af")
_BUILD = re.compile(r"(?:37|19|38)(?:\.\d+)?|[A-Za-z0-9_.-]{2,40}")
_ALLELE = re.compile(r"[ACGTN]+|-|")


def recognises(head: bytes) -> bool:
    """Tell whether content is a MAF: a gene column beside tumour alleles or a MAF's class column."""
    table = table_of(head)
    if table is None or "hugo_symbol" not in table.columns:
        return False
    named = {*_ALT1, *_ALT2, "variant_classification", "tumor_sample_barcode"}
    return len(named & set(table.columns)) >= 2 and "copy_number" not in table.columns


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row that may lie in the catalogue's genes, before the assembly is known."""

    row: Row
    chrom: str
    start: int
    ref: str
    alts: tuple[str, ...]
    homozygous: bool


def read(
    source: InputSource, options: ReadOptions, table: TranscriptTable, _settings: Settings, progress: Progress
) -> InputContents:
    """Read a MAF whole; of several samples the named one.

    Raises:
        InputFileError: columns are missing, or the file cannot be read to its end.
        AssemblyError: the build is contradicted or refused, or must be stated (S3).
        SampleChoiceError: it holds several samples and none was named, or the named one is not in it (S9).
    """
    progress(f"reading {source.name}", None)
    head = table_of(source.head)
    assert head is not None
    need(source, head, "a MAF", [("chromosome",), _START, _REF, _ALT2])
    coding, book, bases = CodingBases(table), LedgerBook(), BaseCounts()
    samples: dict[str, str] = {}
    builds: dict[str, int] = {}
    kept: list[_Kept] = []
    unread = UnreadPlaces()
    for row in rows(source, head):
        book.count_read()
        if not isinstance(row, Row):
            book.fail(*row)
            continue
        sample = row.get("tumor_sample_barcode", "tumour_sample_barcode", "sample_id")
        samples.setdefault(sample, row.get("matched_norm_sample_barcode"))
        build = row.get("ncbi_build")
        builds[build] = builds.get(build, 0) + 1
        if options.tumour_sample and sample != options.tumour_sample:
            book.set_aside(row.line, _OTHER_SAMPLE)
            continue
        found = _place(row)
        if isinstance(found, str):
            book.fail(row.line, found)
            chrom, start = plain_chromosome(row.get("chromosome")), whole(row.get(*_START))
            if chrom and start:
                unread.add(chrom, start, start)
        elif found is None or not any(_near(coding, one, found) for one in Assembly):
            book.set_aside(row.line, _OUTSIDE)
        else:
            kept.append(found)
            for one in Assembly:
                agrees = coding.agrees(one, found.chrom, found.start, found.ref) if found.ref else None
                if agrees is not None:
                    bases.add(one, agrees)
    tumour = _choose(source, options, samples)
    statement = _statement(source, options, builds)
    proof = conclude(statement, bases, source.name)
    assert proof.assembly is not None
    calls = tuple(_calls(kept, proof.assembly, source, options, table, coding, book, unread))
    warnings = () if proof.confirmed else _unconfirmed(proof.assembly)
    return InputContents(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        format="MAF",
        caller="",
        assembly=proof,
        samples=tuple(sample for sample in samples if sample),
        tumour=tumour,
        normal=samples.get(tumour, ""),
        sample_reason=f"Tumor_Sample_Barcode {tumour}" if tumour else "the table names no sample",
        calls=calls,
        unread_places=unread.places(),
        ledger=book,
        warnings=warnings,
    )


def _place(row: Row) -> _Kept | str | None:
    """Read position and alleles; a text says why the row fails, None that it lies on no chromosome that is read."""
    chromosome, start = row.get("chromosome"), whole(row.get(*_START))
    gene, change = row.get("hugo_symbol"), row.get("hgvsp_short", "protein_change", "hgvsp")
    if not chromosome or start is None:
        return f"no position: {shown(f'{gene} {change}'.strip())} cannot be placed on the genome"
    ref = row.cells.get(_REF[0], row.cells.get(_REF[1], "")).upper()
    second = _first_cell(row, _ALT2).upper()
    first = _first_cell(row, _ALT1).upper()
    first = "" if first in (".", "NA", "?", "NAN") else first
    if row.get("strand") == "-":
        return "strand: the alleles are on the minus strand, which no MAF has"
    if not all(_ALLELE.fullmatch(allele) for allele in (ref, second, first)) or not second or not ref:
        return f"alleles: {shown(f'{ref} > {first}/{second}')} are no bases"
    chrom = plain_chromosome("X" if chromosome == "23" else "Y" if chromosome == "24" else chromosome)
    if not chrom or start < 1:
        return None if start >= 1 else f"position: {start} is below 1"
    alts = tuple(dict.fromkeys(allele for allele in (second, first) if allele and allele != ref))
    if not alts:
        return f"alleles: no tumour allele differs from the reference {shown(ref)}"
    return _Kept(
        row=row,
        chrom=chrom,
        start=start,
        ref="" if ref == "-" else ref,
        alts=alts,
        homozygous=first == second != ref,
    )


def _first_cell(row: Row, names: tuple[str, ...]) -> str:
    return next((row.cells[name] for name in names if row.cells.get(name)), "")


def _near(coding: CodingBases, assembly: Assembly, kept: _Kept) -> bool:
    return coding.inside(assembly, kept.chrom, kept.start, kept.start + max(len(kept.ref), 1))


def _choose(source: InputSource, options: ReadOptions, samples: dict[str, str]) -> str:
    named = tuple(sample for sample in samples if sample)
    if options.tumour_sample:
        if options.tumour_sample not in named:
            raise _ask(source, f"it has no sample '{options.tumour_sample}'", named)
        return options.tumour_sample
    if len(named) > 1:
        raise _ask(source, f"it holds {len(named)} samples", named)
    return named[0] if named else ""


def _ask(source: InputSource, why: str, samples: tuple[str, ...]) -> SampleChoiceError:
    more = (f"and {len(samples) - _MOST_SAMPLES} more",) if len(samples) > _MOST_SAMPLES else ()
    return SampleChoiceError(
        problem=f"Which sample of '{source.name}' is this case's tumour cannot be told: {why}.",
        meaning="No variant was judged, because another person's variants read as this one's would be wrong.",
        remedy="Name the sample with --sample NAME, as it stands in Tumor_Sample_Barcode.",
        details=(*(shown(sample) for sample in samples[:_MOST_SAMPLES]), *more),
    )


def _statement(source: InputSource, options: ReadOptions, builds: dict[str, int]) -> Statement:
    """Read the NCBI_Build column and what the user said.

    Raises:
        AssemblyError: two builds in one table, one that is not read here, or not the one that was stated.
    """
    named: dict[str, list[str]] = {}
    for build in builds:
        if build:
            named.setdefault(_build_name(build), []).append(build)
    evidence = [f"NCBI_Build column: {shown(', '.join(words))}" for words in named.values()]
    if len(named) > 1 or any(name not in list(Assembly) for name in named):
        raise AssemblyError(
            problem=f"'{source.name}' names a build that is not read here, or more than one.",
            meaning="No variant was matched, so an empty list is not a negative result.",
            remedy="Give the variants called against GRCh37 or GRCh38 of the human genome, one build a file.",
            details=tuple(evidence),
        )
    found = Assembly(next(iter(named))) if named else None
    if options.assembly is not None:
        if found is not None and found is not options.assembly:
            raise AssemblyError(
                problem=f"{options.assembly} was stated, but '{source.name}' says {found} in its NCBI_Build column.",
                meaning="No variant was matched, so an empty list is not a negative result.",
                remedy="Ask the laboratory which is right; the program never lifts positions over.",
                details=tuple(evidence),
            )
        evidence.append(f"stated by the user: {options.assembly}")
    by = "NCBI_Build" if found is not None else "the user"
    return Statement(assembly=found or options.assembly, by=by, evidence=tuple(evidence))


def _build_name(build: str) -> str:
    bare = {"37": Assembly.GRCH37, "19": Assembly.GRCH37, "38": Assembly.GRCH38}.get(build.partition(".")[0])
    if bare is not None:
        return bare
    for row in rule_rows("assembly_names.tsv"):
        if _BUILD.fullmatch(build) and re.search(row["pattern"], build, re.IGNORECASE):
            return row["assembly"]
    return build


def _unconfirmed(assembly: Assembly) -> tuple[str, ...]:
    return (f"The assembly ({assembly}) is stated, not confirmed: too few REF bases could be compared.",)


def _calls(
    kept: list[_Kept],
    assembly: Assembly,
    source: InputSource,
    options: ReadOptions,
    table: TranscriptTable,
    coding: CodingBases,
    book: LedgerBook,
    unread: UnreadPlaces,
) -> Iterator[VariantCall]:
    surroundings = surroundings_of(table)
    for item in kept:
        row = item.row
        if not _near(coding, assembly, item):
            book.set_aside(row.line, _OUTSIDE)
            continue
        if item.ref and coding.agrees(assembly, item.chrom, item.start, item.ref) is False:
            expected = coding.expected(assembly, item.chrom, item.start, len(item.ref))
            book.fail(row.line, f"REF: '{item.ref[:20]}' where {assembly} has '{expected}'")
            unread.add(item.chrom, item.start, item.start + len(item.ref) - 1)
            continue
        longest = max(map(len, item.alts)) + (not item.ref)
        if surroundings.is_deep(assembly, item.chrom, item.start, len(item.ref), longest):
            book.set_aside(row.line, DEEP)
            continue
        book.set_aside(row.line, _OUTSIDE)  # stays so unless the interpretation reports it
        for alt in item.alts:
            pos, ref, new = _anchored(item, "" if alt == "-" else alt, assembly, table)
            status, reason, support = _judge(row)
            failed = _failed(row)
            if status is CallStatus.CALLED and failed:
                status, reason = CallStatus.UNCONFIRMED, f"FILTER: {', '.join(sorted(failed))}"
            yield VariantCall(
                variant=make_variant(assembly, item.chrom, pos, ref, new, table),
                source=Source(
                    input_index=options.input_index,
                    file_name=source.name,
                    line=row.line,
                    text=f"{shown(row.get('chromosome'))}-{item.start}-{shown(item.ref or '-')}-{shown(alt)}",
                ),
                status=status,
                reason=reason,
                support=support,
                filters=failed,
                genotype="",
                homozygous=item.homozygous,
                normal=_normal(row),
                normal_called=_in_normal(row, alt),
                germline_sample=options.germline_sample,
                somatic_statement=_somatic(row),
                population_af=max(
                    (af for name in _POPULATION if (af := decimal(row.get(name))) is not None), default=None
                ),
                annotations=_annotations(row),
            )


def _anchored(item: _Kept, alt: str, assembly: Assembly, table: TranscriptTable) -> tuple[int, str, str]:
    """Give the allele as VCF writes it: an insertion or deletion gets the base before it, "N" where unknown.

    A MAF writes an insertion between Start and Start + 1, and a deletion by its own bases.
    """
    if item.ref and alt:
        return item.start, item.ref, alt
    pos = item.start if not item.ref else item.start - 1
    anchor = table.reference_base(assembly, item.chrom, pos)
    return pos, anchor + item.ref, anchor + alt


def _judge(row: Row) -> tuple[CallStatus, str, Support]:
    depth, alt = whole(row.get("t_depth")), whole(row.get("t_alt_count"))
    ref = whole(row.get("t_ref_count"))
    if depth is None and alt is not None and ref is not None:
        depth = alt + ref
    text = row.get("tumor_f", "i_tumor_f", "t_vaf", "vaf", "tumor_vaf", "t_af")
    vaf, rule = decimal(text), "VAF column"
    if vaf is not None and not 0 <= vaf <= 1:
        vaf, text = None, ""
    if alt is not None and depth:
        vaf, text, rule = alt / depth, f"{alt / depth:.3f}", "t_alt_count/t_depth"
    support = Support(depth=depth, alt_reads=alt, vaf=vaf, vaf_text=text, rule=rule if vaf is not None else "")
    if row.get("validation_status").lower() == "invalid":
        return CallStatus.UNCONFIRMED, "Validation_Status: Invalid", support
    if row.get("mutation_status").lower() in ("wildtype", "none"):
        return CallStatus.UNCONFIRMED, f"Mutation_Status: {shown(row.get('mutation_status'))}", support
    if alt == 0:
        return CallStatus.UNCONFIRMED, "listed, but no read shows the allele", support
    return CallStatus.CALLED, "", support


def _failed(row: Row) -> frozenset[str] | None:
    text = row.get("filter", "filters")
    if not text:
        return None
    return frozenset(shown(name) for name in re.split(r"[;,|]", text) if name and name.upper() != "PASS")


def _normal(row: Row) -> Support | None:
    depth, alt = whole(row.get("n_depth")), whole(row.get("n_alt_count"))
    if depth is None and alt is None:
        return None
    vaf = alt / depth if alt is not None and depth else None
    return Support(depth=depth, alt_reads=alt, vaf=vaf, vaf_text="" if vaf is None else f"{vaf:.3f}", rule="n_* counts")


def _in_normal(row: Row, alt: str) -> bool:
    if row.get("mutation_status").lower() == "germline":
        return True
    listed = {row.cells.get(f"match_norm_seq_allele{copy}", "").upper() for copy in (1, 2)}
    return alt in listed and alt != "-"


def _somatic(row: Row) -> str:
    status = row.get("mutation_status")
    return f"somatic (Mutation_Status={shown(status)})" if status.lower() == "somatic" else ""


def _annotations(row: Row) -> tuple[FileAnnotation, ...]:
    hgvs_p = row.get("hgvsp_short", "protein_change", "amino_acid_change", "hgvsp")
    consequence = row.get("consequence", "variant_classification")
    if not hgvs_p and not consequence:
        return ()
    return (
        FileAnnotation(
            annotator="MAF",
            gene=shown(row.get("hugo_symbol")),
            transcript=shown(row.get("transcript_id", "annotation_transcript", "refseq")),
            hgvs_c=shown(row.get("hgvsc", "cdna_change")),
            hgvs_p=shown(hgvs_p),
            consequence=shown(consequence),
        ),
    )
