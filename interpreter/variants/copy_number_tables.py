"""Copy-number tables (CNVkit .cns, SEG, ClinCNV, PCGR, plain gene lists) -> CopyNumberCall, every row in the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from interpreter.errors import AssemblyError, SampleChoiceError
from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus, CopyNumberCall, CopyState, Source
from interpreter.progress import Progress
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.copy_states import copies_of, genes_in, judge_copies
from interpreter.variants.delimited import Row, Table, decimal, rows, shown, table_of, whole
from interpreter.variants.gate import InputSource
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.symbols import current_symbol

OUTSIDE = "none of the catalogue's genes"
NEUTRAL = "copy-neutral segment"
_OTHER_SAMPLE = "another sample"
_GENE = ("gene", "gene_symbol", "hugo_symbol", "symbol", "gene_name")
_COPIES = ("copy_number", "copies", "total_copies", "total_cn", "tcn", "cn", "copynumber")
_STATE = ("state", "copy_number_alteration", "alteration", "cnv_state", "type", "call")
_SAMPLE = ("id", "sample", "sample_id", "tumor_sample_barcode")
_BUILD = re.compile(r"GENOME_BUILD=(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one row says, before its state is judged."""

    genes: tuple[str, ...] = ()
    """Genes it names; empty where only the segment is given."""
    segment: tuple[str, int, int] | None = None
    """1-based, inclusive."""
    copies: float | None = None
    log2: float | None = None
    state: CopyState | None = None
    """As the table's own word says."""
    word: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """One kind of table: the columns that tell it, and how a row of it is read ("" text: what is wrong)."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    """One column of each group."""
    parse: Callable[[Row], Reading | str]
    names_genes: bool

    def fits(self, table: Table) -> bool:
        return all(set(group) & set(table.columns) for group in self.needs)


def recognises(head: bytes) -> bool:
    """Tell whether content is a copy-number table of a known kind."""
    return _dialect(table_of(head)) is not None


def read(
    source: InputSource, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
) -> InputContents:
    """Read a copy-number table whole.

    Raises:
        InputFileError: the file cannot be read to its end.
        AssemblyError: it gives segments alone, and their assembly was not stated, or is contradicted.
        SampleChoiceError: it holds several samples and none was named.
    """
    progress(f"reading {source.name}", None)
    head = table_of(source.head)
    dialect = _dialect(head)
    assert head is not None
    assert dialect is not None
    proof = _assembly(source, head, dialect, options)
    book = LedgerBook()
    kept: list[tuple[Row, Reading]] = []
    samples: dict[str, None] = {}
    for row in rows(source, head):
        book.count_read()
        if not isinstance(row, Row):
            book.fail(*row)
            continue
        sample = row.get(*_SAMPLE) if dialect.name in ("SEG", "gene list") else ""
        if sample:
            samples.setdefault(sample)
        if options.tumour_sample and sample and sample != options.tumour_sample:
            book.set_aside(row.line, _OTHER_SAMPLE)
            continue
        reading = dialect.parse(row)
        if isinstance(reading, str):
            book.fail(row.line, reading)
        else:
            kept.append((row, reading))
    tumour = _choose(source, options, tuple(samples))
    maker = _Maker(source, options, table, settings, dialect, proof.assembly, kept)
    calls: list[CopyNumberCall] = []
    for row, reading in kept:
        made = maker.calls(row, reading)
        calls += made
        book.set_aside(row.line, "not reported" if made else maker.why_none(reading))
    return InputContents(
        file_name=source.name,
        sha256=source.sha256,
        size=source.size,
        format=f"{dialect.name} copy number",
        caller=dialect.name if dialect.name not in ("gene list", "SEG") else "",
        assembly=proof,
        samples=tuple(samples),
        tumour=tumour,
        normal="",
        sample_reason="the only sample of the table" if tumour else "the table names no sample",
        copy_numbers=tuple(calls),
        ledger=book,
    )


class _Maker:
    """Turns readings into calls: judges the copies, and finds the genes of a segment."""

    def __init__(
        self,
        source: InputSource,
        options: ReadOptions,
        table: TranscriptTable,
        settings: Settings,
        dialect: Dialect,
        assembly: Assembly | None,
        kept: list[tuple[Row, Reading]],
    ) -> None:
        self._source = source
        self._options = options
        self._table = table
        self._settings = settings
        self._dialect = dialect
        self._assembly = assembly
        # A gene that two segments name is cut between them.
        self._times = Counter(
            gene
            for _, reading in kept
            if reading.segment
            for gene in {current_symbol(name, table.genes) for name in reading.genes}
        )

    def calls(self, row: Row, reading: Reading) -> list[CopyNumberCall]:
        state, rule, status, reason = self._judge(reading)
        if state is CopyState.NEUTRAL:
            return []
        whole_genes, cut_genes = self._genes(reading)
        log2 = "" if reading.log2 is None else f"log2 {reading.log2:g}"
        place = "" if reading.segment is None else f"{reading.segment[0]}:{reading.segment[1]}-{reading.segment[2]}"
        copies = "" if reading.copies is None else f"{reading.copies:g} copies"
        text = " ".join(filter(None, (place, copies or log2, reading.word)))
        call = CopyNumberCall(
            source=Source(
                input_index=self._options.input_index, file_name=self._source.name, line=row.line, text=shown(text)
            ),
            status=status,
            reason=reason,
            genes=whole_genes,
            segment=reading.segment,
            copy_number=reading.copies,
            log2=reading.log2,
            state=state,
            threshold=rule,
            caller=self._dialect.name if self._dialect.name != "gene list" else "",
            warnings=reading.warnings,
        )
        found = [call] if whole_genes else []
        return [*found, replace(call, genes=cut_genes, whole_gene=False)] if cut_genes else found

    def why_none(self, reading: Reading) -> str:
        return NEUTRAL if self._judge(reading)[0] is CopyState.NEUTRAL else OUTSIDE

    def _judge(self, reading: Reading) -> tuple[CopyState, str, CallStatus, str]:
        chrom = reading.segment[0] if reading.segment else ""
        if reading.copies is None and reading.log2 is None:
            state = reading.state or CopyState.UNDECIDED
            rule = f"the table's word '{reading.word}'"
            if state is CopyState.UNDECIDED:
                return state, rule, CallStatus.UNCONFIRMED, f"'{reading.word}' does not say how many copies"
            return state, rule, CallStatus.CALLED, ""
        from_ratio = reading.copies is None
        copies = copies_of(reading.log2 or 0.0) if from_ratio else reading.copies or 0.0
        judged = judge_copies(copies, chrom, self._settings, from_ratio=from_ratio)
        status, reason = CallStatus.CALLED, ""
        if judged.state is CopyState.UNDECIDED:
            status, reason = CallStatus.UNCONFIRMED, judged.rule
        if _contradicts(reading.state, judged.state):
            status = CallStatus.UNCONFIRMED
            reason = f"the table says '{reading.word}', its copies say {judged.state}"
            if judged.state is CopyState.NEUTRAL:
                return CopyState.UNDECIDED, judged.rule, status, reason
        return judged.state, judged.rule, status, reason

    def _genes(self, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give genes held whole and genes cut, by place where the assembly is known, else as the table names them."""
        if reading.segment is not None and self._assembly is not None:
            return genes_in(self._table, self._assembly, *reading.segment)
        named = sorted({current_symbol(gene, self._table.genes) for gene in reading.genes} & self._table.genes)
        cut = {gene for gene in named if reading.segment is not None and self._times[gene] > 1}
        return tuple(gene for gene in named if gene not in cut), tuple(sorted(cut))


_DIRECTION = {
    CopyState.AMPLIFICATION: 1,
    CopyState.GAIN: 1,
    CopyState.NEUTRAL: 0,
    CopyState.LOSS: -1,
    CopyState.DELETION: -1,
}


def _contradicts(word: CopyState | None, copies: CopyState) -> bool:
    """Tell whether a table's word and its copies point in different directions, or to a different degree."""
    if word is None or word is CopyState.UNDECIDED or copies is CopyState.UNDECIDED:
        return False
    if _DIRECTION[word] != _DIRECTION[copies]:
        return True
    return word in (CopyState.AMPLIFICATION, CopyState.DELETION) and word is not copies


def _segment(row: Row, start_is_zero_based: bool = False) -> tuple[str, int, int] | None:
    chrom = plain_chromosome(row.get("chromosome", "chrom", "chr"))
    start, end = (whole(row.get(*names)) for names in (("start", "loc_start"), ("end", "loc_end")))
    if not chrom or start is None or end is None or end <= start:
        return None
    return chrom, start + start_is_zero_based, end


def _parse_cns(row: Row) -> Reading | str:
    segment, log2, copies = _segment(row, True), decimal(row.get("log2")), decimal(row.get("cn"))
    if segment is None:
        return "segment: no chromosome, start and end"
    if log2 is None and copies is None:
        return "log2: no ratio"
    return Reading(genes=_names(row.get("gene")), segment=segment, copies=copies, log2=log2)


def _parse_seg(row: Row) -> Reading | str:
    segment, log2 = _segment(row), decimal(row.get("seg_mean", "segment_mean", "log2"))
    if segment is None:
        return "segment: no chromosome, start and end"
    return Reading(segment=segment, log2=log2) if log2 is not None else "seg.mean: no ratio"


def _parse_clincnv(row: Row) -> Reading | str:
    segment, copies = _segment(row), decimal(row.get("tumor_cn_change"))
    if segment is None:
        return "segment: no chromosome, start and end"
    if copies is None or copies < 0:
        return "tumor_CN_change: no copy number"
    share = decimal(row.get("tumor_clonality"))
    told = (f"in {share:.0%} of the cells, by the caller's estimate",) if share is not None else ()
    return Reading(genes=_names(row.get("genes")), segment=segment, copies=copies, warnings=told)


def _parse_pcgr(row: Row) -> Reading | str:
    segment = _segment(row)
    major, minor = decimal(row.get("nmajor")), decimal(row.get("nminor"))
    if segment is None:
        return "segment: no chromosome, start and end"
    if major is None or minor is None or min(major, minor) < 0:
        return "nMajor, nMinor: no copies"
    return Reading(segment=segment, copies=major + minor)


def _parse_list(row: Row) -> Reading | str:
    gene, word = row.get(*_GENE), row.get(*_STATE)
    said_copies, said_log2 = row.get(*_COPIES), row.get("log2", "log2_ratio")
    copies, log2 = _typed_number(said_copies), _typed_number(said_log2)
    if not gene:
        return "gene: no gene"
    for name, said, number in (("copy_number", said_copies, copies), ("log2", said_log2, log2)):
        if said and number is None:
            return f"{name}: '{shown(said)}' is no number"
    if copies is not None and copies < 0:
        return "copy_number: below 0"
    state = None
    if word:
        found = {one["word"]: one["state"] for one in rule_rows("copy_words.tsv")}.get(" ".join(word.lower().split()))
        if found is None:
            return f"state: '{shown(word)}' is no word that is known here"
        state = CopyState(found)
    if copies is None and log2 is None and state is None:
        return "copy_number: neither copies, nor a ratio, nor a state"
    return Reading(genes=(gene,), segment=_segment(row), copies=copies, log2=log2, state=state, word=shown(word))


def _typed_number(text: str) -> float | None:
    """Read a number of a list that a person typed; a comma before one or two digits is a decimal comma."""
    return decimal(re.sub(r"^([+-]?\d+),(\d{1,2})$", r"\1.\2", text))


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip() not in ("", "-")))


_PLACE = (("chromosome", "chrom", "chr"), ("start", "loc_start"), ("end", "loc_end"))
_DIALECTS = (
    Dialect("ClinCNV", (*_PLACE, ("tumor_cn_change",)), _parse_clincnv, True),
    Dialect("PCGR", (*_PLACE, ("nmajor",), ("nminor",)), _parse_pcgr, False),
    Dialect("SEG", (*_PLACE, ("seg_mean", "segment_mean")), _parse_seg, False),
    Dialect("CNVkit", (*_PLACE, ("gene",), ("log2",), ("probes", "weight", "depth")), _parse_cns, True),
    Dialect("gene list", (_GENE, (*_COPIES, *_STATE, "log2", "log2_ratio")), _parse_list, True),
)


def _dialect(table: Table | None) -> Dialect | None:
    if table is None or {"reference_allele", "tumor_seq_allele2"} & set(table.columns):
        return None
    return next((dialect for dialect in _DIALECTS if dialect.fits(table)), None)


def _assembly(source: InputSource, table: Table, dialect: Dialect, options: ReadOptions) -> AssemblyProof:
    """Give the assembly of the segments: a header line or the user; none is needed where genes are named."""
    build = next((found[1] for line in table.comments if (found := _BUILD.search(line))), "")
    named = Assembly(build) if build in list(Assembly) else None
    evidence = [f"header: GENOME_BUILD={shown(build)}"] if build else []
    if options.assembly is not None:
        evidence.append(f"stated by the user: {options.assembly}")
        if named is not None and named is not options.assembly:
            raise AssemblyError(
                problem=f"{options.assembly} was stated, but '{source.name}' says {named}.",
                meaning="No segment was placed, so an empty list is not a negative result.",
                remedy="Ask the laboratory which is right; the program never lifts positions over.",
                details=tuple(evidence),
            )
    assembly = named or options.assembly
    if assembly is None and not dialect.names_genes:
        raise AssemblyError(
            problem=f"'{source.name}' gives segments without genes, and does not say in which assembly.",
            meaning="No segment was placed, so an empty list is not a negative result.",
            remedy="State it: --assembly GRCh37 or --assembly GRCh38.",
        )
    if assembly is None:
        evidence.append("the table names its genes; its positions are not used")
    return AssemblyProof(assembly=assembly, confirmed=assembly is None, evidence=tuple(evidence))


def _choose(source: InputSource, options: ReadOptions, samples: tuple[str, ...]) -> str:
    if options.tumour_sample and options.tumour_sample in samples:
        return options.tumour_sample
    if not samples:
        return ""
    if len(samples) > 1 or options.tumour_sample:
        raise SampleChoiceError(
            problem=f"Which sample of '{source.name}' is this case's tumour cannot be told.",
            meaning="No copy number was judged, because another person's would be wrong.",
            remedy="Name the sample with --sample NAME.",
            details=tuple(shown(sample) for sample in samples[:20]),
        )
    return samples[0]
