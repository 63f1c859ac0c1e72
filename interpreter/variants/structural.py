"""Structural records of a VCF: breakend pairs and single breakends, `<DEL> <DUP> <INV> <INS> <CNV>`, copy segments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interpreter.model.genes import CHROMOSOMES
from interpreter.model.variants import (
    Breakend,
    CallStatus,
    CopyNumberCall,
    CopyState,
    Side,
    StructuralCall,
    StructuralType,
)
from interpreter.variants.contigs import plain_chromosome
from interpreter.variants.copy_states import genes_in, judge_copies, threshold
from interpreter.variants.delimited import decimal, whole
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.structural_support import failed_filters, judge_structural
from interpreter.variants.vcf_records import CallContext, StructuralContents, StructuralRecord, VcfRecord

OUTSIDE = "outside the catalogue's genes"
MATE = "second record of a breakend pair"
NEUTRAL = "copy-neutral segment"
NO_CHROMOSOME = "joined to a contig that is no chromosome"

_BRACKETS = re.compile(r"([A-Za-z.]*)([\[\]])([^\[\]]+):(\d{1,10})([\[\]])([A-Za-z.]*)")
_SINGLE = re.compile(r"\.[ACGTNacgtn]+|[ACGTNacgtn]+\.")
_SYMBOLIC = re.compile(r"<([A-Za-z]+)[^<>]*>")
_CT = re.compile(r"([35])to([35])")
_STRANDS = re.compile(r"([+-])([+-])")
_KEPT = {"3": Side.LEFT, "5": Side.RIGHT, "+": Side.LEFT, "-": Side.RIGHT}
_TYPES = {
    "DEL": StructuralType.DELETION,
    "DUP": StructuralType.DUPLICATION,
    "INV": StructuralType.INVERSION,
    "INS": StructuralType.INSERTION,
    "CNV": StructuralType.COPY_NUMBER,
    "TRA": StructuralType.BREAKEND,
    "BND": StructuralType.BREAKEND,
}


class _FaultError(ValueError):
    """A structural record breaks a rule; the text is the reason in the ledger."""


@dataclass(slots=True)
class _Found:
    calls: list[StructuralCall] = field(default_factory=list)
    copies: list[CopyNumberCall] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    pairs: dict[tuple[object, ...], int] = field(default_factory=dict)


def read_structural(
    records: Sequence[StructuralRecord], context: CallContext, table: TranscriptTable
) -> StructuralContents:
    """Give structural calls and copy-number calls; the two records of a breakend pair become one call.

    Adjacencies are what a fusion is read from: each call says which bases its two ends keep.
    """
    found = _Found()
    for item in records:
        try:
            _take(item, context, table, found)
        except _FaultError as fault:
            found.failed.append((item.record.line, str(fault)))
    return StructuralContents(
        calls=tuple(found.calls), copy_numbers=tuple(found.copies), set_aside=found.aside, failed=found.failed
    )


def _take(item: StructuralRecord, context: CallContext, table: TranscriptTable, found: _Found) -> None:
    record = item.record
    kind = _kind(item)
    copies = _copies(record, context)
    if kind is StructuralType.BREAKEND:
        _add(_breakend(item), item, context, table, found)
        return
    start, end = record.pos + 1, _end(record)
    if not item.allele:
        start = record.pos
    if kind is StructuralType.COPY_NUMBER or copies is not None:
        _add_copies(item, context, table, found, (start, end), copies)
        if kind is StructuralType.COPY_NUMBER or _is_segment(record):
            return
    elif kind in (StructuralType.DUPLICATION, StructuralType.DELETION) and end - start < threshold("focal_bases"):
        _add_undecided(item, context, table, found, (start, end), kind)
    for ends in _symbolic_ends(item, kind, start, end):
        length = _length(record) if kind is StructuralType.INSERTION else end - record.pos
        _add((kind, *ends, length), item, context, table, found)


def may_be_event(item: StructuralRecord, context: CallContext) -> bool:
    """Tell whether an allele that the genotype does not call is still told by reads or copies.

    A genotype without an allele (./.) says nothing, as GATK writes it for copies; one that names other alleles only
    is contradicted where the sample has another number of copies than two.
    """
    copies = _copies(item.record, context)
    changed = (
        copies is not None and judge_copies(copies, item.record.chrom, context.settings).state is not CopyState.NEUTRAL
    )
    genotype = _genotype(item, context)
    if any(copy not in (".", "0", "") for copy in genotype):
        return False  # another allele of the record is the one that is called
    return changed or ("0" not in genotype and judge_structural(item, context)[0] is not CallStatus.NOT_CALLED)


def _kind(item: StructuralRecord) -> StructuralType:
    if not item.allele:
        return StructuralType.COPY_NUMBER
    alt = item.alt
    if _BRACKETS.fullmatch(alt) or _SINGLE.fullmatch(alt):
        return StructuralType.BREAKEND
    symbolic = _SYMBOLIC.fullmatch(alt)
    kind = _TYPES.get(symbolic[1].upper()) if symbolic else None
    if kind is None:
        raise _FaultError(f"ALT: '{alt[:40]}' is no structural allele that is read here")
    return kind


_Ends = tuple[StructuralType, Breakend, Breakend | None, int | None]


def _breakend(item: StructuralRecord) -> _Ends | str:
    """Read a breakend allele (VCF 4.3, section 5.4); a text says why it is set aside."""
    record, alt = item.record, item.alt
    if _SINGLE.fullmatch(alt):
        keeps = Side.RIGHT if alt.startswith(".") else Side.LEFT
        return StructuralType.BREAKEND, Breakend(chrom=record.chrom, pos=record.pos, keeps=keeps), None, None
    bracket = _BRACKETS.fullmatch(alt)
    if bracket is None:
        return _translocation(record)
    before, opening, contig, position, closing, after = bracket.groups()
    if opening != closing or bool(before) == bool(after) or int(position) < 1:
        raise _FaultError(f"ALT: '{alt[:40]}' is not written as a breakend")
    chrom = plain_chromosome(contig)
    if chrom not in CHROMOSOMES:
        return NO_CHROMOSOME
    first = Breakend(chrom=record.chrom, pos=record.pos, keeps=Side.LEFT if before else Side.RIGHT)
    second = Breakend(chrom=chrom, pos=int(position), keeps=Side.RIGHT if opening == "[" else Side.LEFT)
    low, high = sorted((first, second), key=_order)
    return StructuralType.BREAKEND, low, high, high.pos - low.pos if low.chrom == high.chrom else None


def _translocation(record: VcfRecord) -> _Ends | str:
    """Read `<TRA>` and `<BND>` with CHR2, POS2 or END, and CT or STRANDS."""
    info = record.info
    position = whole(info.get("POS2", info.get("END", "")))
    if "CHR2" not in info or position is None:
        raise _FaultError("CHR2: a translocation needs CHR2 with POS2 or END")
    chrom = plain_chromosome(info["CHR2"])
    if chrom not in CHROMOSOMES:
        return NO_CHROMOSOME
    sides = _CT.match(info.get("CT", "")) or _STRANDS.match(info.get("STRANDS", info.get("STRAND", "")))
    if sides is None:
        raise _FaultError("CT: a translocation without CT or STRANDS has no orientation")
    first = Breakend(chrom=record.chrom, pos=record.pos, keeps=_KEPT[sides[1]])
    second = Breakend(chrom=chrom, pos=position, keeps=_KEPT[sides[2]])
    low, high = sorted((first, second), key=_order)
    return StructuralType.BREAKEND, low, high, None


def _symbolic_ends(
    item: StructuralRecord, kind: StructuralType, start: int, end: int
) -> list[tuple[Breakend, Breakend]]:
    """Give the adjacencies of a symbolic allele: one, or both of an inversion that does not say which."""
    chrom, info = item.record.chrom, item.record.info

    def end_at(pos: int, keeps: Side) -> Breakend:
        return Breakend(chrom=chrom, pos=pos, keeps=keeps)

    if kind is StructuralType.DELETION:
        return [(end_at(start - 1, Side.LEFT), end_at(end + 1, Side.RIGHT))]
    if kind is StructuralType.DUPLICATION:
        return [(end_at(start, Side.RIGHT), end_at(end, Side.LEFT))]
    if kind is StructuralType.INSERTION:
        return [(end_at(start - 1, Side.LEFT), end_at(start, Side.RIGHT))]
    three = (end_at(start - 1, Side.LEFT), end_at(end, Side.LEFT))
    five = (end_at(start, Side.RIGHT), end_at(end + 1, Side.RIGHT))
    sides = info.get("CT", info.get("STRANDS", ""))
    if "INV3" in info or sides in ("3to3", "++"):
        return [three]
    if "INV5" in info or sides in ("5to5", "--"):
        return [five]
    return [three, five]


def _add(
    ends: _Ends | str, item: StructuralRecord, context: CallContext, table: TranscriptTable, found: _Found
) -> None:
    """Enter one adjacency, unless it is the other record of a pair, or touches no gene."""
    record = item.record
    if isinstance(ends, str):
        found.aside.append((record.line, ends))
        return
    kind, first, second, length = ends
    places = [first] if second is None else [first, second]
    spans = [(place.chrom, place.pos, place.pos) for place in places]
    if kind is not StructuralType.BREAKEND and second is not None:
        spans = [(first.chrom, first.pos, second.pos)]
    if not any(table.overlapping(context.assembly, *span) for span in spans):
        found.aside.append((record.line, OUTSIDE))
        return
    fields = record.sample(context.tumour) if context.tumour is not None else {}
    status, reason, support = judge_structural(item, context)
    if status is CallStatus.NOT_CALLED:
        found.aside.append((record.line, reason))
        return
    call = StructuralCall(
        assembly=context.assembly,
        source=context.source(record),
        status=status,
        reason=reason,
        type=kind,
        first=first,
        second=second,
        length=length,
        copy_number=_copies(record, context),
        support=support,
        filters=failed_filters(item, fields),
        precise="IMPRECISE" not in record.info,
        normal_called=item.normal_called,
        annotations=item.annotations,
    )
    key = _pair_key(item, first, second)
    place = found.pairs.get(key)
    if place is None:
        found.pairs[key] = len(found.calls)
        found.calls.append(call)
        return
    found.calls[place] = _weaker(found.calls[place], call)
    found.aside.append((record.line, MATE))


def _pair_key(item: StructuralRecord, first: Breakend, second: Breakend | None) -> tuple[object, ...]:
    """Give what the two records of a pair share: each other's names, else the same adjacency."""
    info = item.record.info
    mate = info.get("MATEID", info.get("PARID", ""))
    if mate and item.record.id not in (".", "") and second is not None:
        return ("mates", *sorted((item.record.id, mate.split(",")[0])))
    return (first, second, item.record.line if second is None else 0)


def _weaker(one: StructuralCall, other: StructuralCall) -> StructuralCall:
    """Keep the first record of a pair, with the worse verdict of the two."""
    if one.status is CallStatus.CALLED and other.status is not CallStatus.CALLED:
        filters = None if one.filters is None else one.filters | (other.filters or frozenset())
        reason = f"the other record of the pair: {other.reason}" if other.reason else other.reason
        return replace(one, status=other.status, reason=reason, filters=filters)
    return one


def _add_copies(
    item: StructuralRecord,
    context: CallContext,
    table: TranscriptTable,
    found: _Found,
    span: tuple[int, int],
    copies: float | None,
) -> None:
    record = item.record
    if copies is None:
        if item.allele and item.alt.upper().startswith("<CNV"):
            found.failed.append((record.line, "CN: a <CNV> without a copy number says nothing"))
        else:
            found.aside.append((record.line, NEUTRAL))
        return
    judged = judge_copies(copies, record.chrom, context.settings)
    status, reason, _ = judge_structural(item, context)
    if not item.allele:
        if judged.state in (CopyState.NEUTRAL, CopyState.GAIN, CopyState.LOSS):
            found.aside.append((record.line, NEUTRAL))
            return
        status, reason = CallStatus.UNCONFIRMED, f"called copy-neutral, although the copy number is {copies:g}"
    elif status is CallStatus.NOT_CALLED and "0" in _genotype(item, context):
        status, reason = CallStatus.UNCONFIRMED, f"genotype without the event, although the copy number is {copies:g}"
    elif status is CallStatus.NOT_CALLED and (failed := _filters(item, context)):
        status, reason = CallStatus.UNCONFIRMED, f"FILTER: {', '.join(sorted(failed))}"
    elif status is CallStatus.NOT_CALLED:
        status, reason = CallStatus.CALLED, ""  # a duplication has no genotype where copies cannot be told apart
    if judged.state is CopyState.NEUTRAL:
        found.aside.append((record.line, NEUTRAL))
        return
    _enter(item, context, table, found, span, (copies, judged.state, judged.rule), (status, reason))


def _add_undecided(
    item: StructuralRecord,
    context: CallContext,
    table: TranscriptTable,
    found: _Found,
    span: tuple[int, int],
    kind: StructuralType,
) -> None:
    """Say of a whole gene in a `<DUP>` or `<DEL>` without a copy number that its state is open (RULES R7)."""
    word = "duplication" if kind is StructuralType.DUPLICATION else "deletion"
    rule = f"a {word} without a copy number"
    verdict = (CallStatus.UNCONFIRMED, f"{rule}: amplification or loss cannot be told")
    _enter(item, context, table, found, span, (None, CopyState.UNDECIDED, rule), verdict, partly=False)


def _enter(
    item: StructuralRecord,
    context: CallContext,
    table: TranscriptTable,
    found: _Found,
    span: tuple[int, int],
    judged: tuple[float | None, CopyState, str],
    verdict: tuple[CallStatus, str],
    *,
    partly: bool = True,
) -> None:
    record = item.record
    whole_genes, cut_genes = genes_in(table, context.assembly, record.chrom, *span)
    if not whole_genes and not (cut_genes and partly):
        if partly:
            found.aside.append((record.line, OUTSIDE))
        return
    for genes, is_whole in ((whole_genes, True), (cut_genes if partly else (), False)):
        if genes:
            found.copies.append(
                CopyNumberCall(
                    source=context.source(record),
                    status=verdict[0],
                    reason=verdict[1],
                    genes=genes,
                    segment=(record.chrom, *span),
                    copy_number=judged[0],
                    log2=None,
                    state=judged[1],
                    threshold=judged[2],
                    caller=context.caller,
                    whole_gene=is_whole,
                    filters=_filters(item, context),
                )
            )


def _filters(item: StructuralRecord, context: CallContext) -> frozenset[str] | None:
    fields = item.record.sample(context.tumour) if context.tumour is not None else {}
    return failed_filters(item, fields)


def _genotype(item: StructuralRecord, context: CallContext) -> list[str]:
    fields = item.record.sample(context.tumour) if context.tumour is not None else {}
    return fields.get("GT", "").replace("|", "/").split("/")


def _copies(record: VcfRecord, context: CallContext) -> float | None:
    """Read total copies: CN (or CNF) of the sample, else of INFO; DRAGEN's SM and FC are the ratio to two copies."""
    fields = record.sample(context.tumour) if context.tumour is not None else {}
    for values in (fields, record.info):
        for key in ("CN", "CNF"):
            copies = decimal(values.get(key, ""))
            if copies is not None and 0 <= copies < 10_000:
                return copies
    ratio = decimal(fields.get("SM", fields.get("FC", "")))
    return 2 * ratio if ratio is not None and 0 <= ratio < 5_000 else None


def _is_segment(record: VcfRecord) -> bool:
    """Tell a depth-based segment, whose edges are no breakpoints, from a structural call with a copy number."""
    return record.info.get("SVTYPE", "CNV") == "CNV"


def _end(record: VcfRecord) -> int:
    stated = record.info.get("END", "")
    if stated:
        end = whole(stated)
        if end is None or end < record.pos or end > 300_000_000:
            raise _FaultError(f"END: '{stated[:20]}' is no position at or after POS")
        return end
    length = _length(record)
    return record.pos + length if length is not None else record.pos + len(record.ref) - 1


def _length(record: VcfRecord) -> int | None:
    stated = record.info.get("SVLEN", record.info.get("INSLEN", "")).split(",")[0].lstrip("-+")
    return whole(stated)


def _order(place: Breakend) -> tuple[int, int, str]:
    return CHROMOSOMES.index(place.chrom), place.pos, place.keeps
