"""What one VCF record says of one sample: called or not, reads, phase, and reference stretches (RULES R2, R3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from interpreter.model.variants import CallStatus, Phase, ReferenceBlock, Support
from interpreter.rule_tables import rule_rows
from interpreter.variants.depths import (
    Allele,
    FieldFaultError,
    info_keys,
    single_depth,
    support_in_info,
    support_in_sample,
)
from interpreter.variants.samples import Caller
from interpreter.variants.vcf_fields import RecordFaultError, is_sequence, parse_genotype
from interpreter.variants.vcf_records import CallContext, VcfRecord

_ANY_ALLELE = frozenset({"<NON_REF>", "<*>", "<X>"})
"""How reference rows write "any other allele"."""
_NORMAL_FRACTION = 0.20
"""Share of a normal's reads that counts as called where the caller writes no genotype; less may be carried over."""

_OTHER_READS = 0.05
"""Share of other reads from which a row called reference proves nothing; sequencing errors stay below it."""


class AlleleCall(NamedTuple):
    """One ALT allele of a record, judged in the tumour sample."""

    number: int
    """1-based place in ALT, as in GT; 0 for a structural record without ALT."""
    status: CallStatus
    reason: str
    support: Support
    filters: frozenset[str] | None
    genotype: str
    homozygous: bool
    phase: Phase | None
    normal: Support | None
    normal_called: bool
    somatic_statement: str
    warnings: tuple[str, ...]


def judge_allele(record: VcfRecord, index: int, context: CallContext, caller: Caller) -> AlleleCall:
    """Judge one ALT allele: called, unconfirmed, not called, or only a site.

    Raises:
        RecordFaultError: a genotype or a depth that is relied on is not one.
    """
    alt = record.alts[index - 1] if index else "."
    allele = Allele(number=index, alternates=len(record.alts), ref=record.ref, alt=alt)
    fields = record.sample(context.tumour) if context.tumour is not None else {}
    try:
        support, warnings = _support(record, fields, allele, context)
        normal = _normal_support(record, allele, context)
    except FieldFaultError as error:
        raise RecordFaultError(f"depths: {error}") from error
    filters = _filters(record, fields)
    genotype = fields.get("GT", "")
    alleles, phased = parse_genotype(genotype, len(record.alts)) if genotype else ((), False)
    if context.tumour is None:
        status, reason = _without_sample(support)
    else:
        status, reason = _in_sample(genotype, alleles, index, support, caller, context)
    if status is CallStatus.CALLED and filters:
        status, reason = CallStatus.UNCONFIRMED, f"FILTER: {', '.join(sorted(filters))}"
    statement = _statement(record, fields)
    return AlleleCall(
        number=index,
        status=status,
        reason=reason,
        support=support,
        filters=filters,
        genotype=genotype,
        homozygous=len(alleles) > 1 and alleles.count(index) == len(alleles),
        phase=_phase(record, fields, alleles, phased, index, context),
        normal=normal,
        normal_called=_normal_called(record, index, normal, context, statement == "germline"),
        somatic_statement=statement if statement != "germline" else "",
        warnings=warnings,
    )


def small_alleles(record: VcfRecord) -> list[int]:
    """Give the 1-based indices of ALT alleles written as bases."""
    return [index for index, alt in enumerate(record.alts, 1) if is_sequence(alt)]


def structural_alleles(record: VcfRecord) -> list[int]:
    """Give the indices of symbolic alleles and breakends; `*`, `<NON_REF>` and `<*>` are none."""
    return [
        index
        for index, alt in enumerate(record.alts, 1)
        if not is_sequence(alt) and alt != "*" and alt not in _ANY_ALLELE
    ]


def is_reference_row(record: VcfRecord) -> bool:
    """Tell whether a record names no variant at all: ALT ".", `<NON_REF>` or `<*>` alone."""
    return not record.alts or (record.alts[0] in _ANY_ALLELE and _ANY_ALLELE.issuperset(record.alts))


def reference_block(record: VcfRecord, context: CallContext) -> ReferenceBlock | None:
    """Give the stretch a reference row or gVCF block speaks for; None where no sample was looked at.

    Raises:
        RecordFaultError: its END, genotype or depth is none.
    """
    if context.tumour is None:
        return None
    fields = record.sample(context.tumour)
    end = record.pos + len(record.ref) - 1
    stated = record.info.get("END", "")
    if stated:
        if not stated.isascii() or not stated.isdigit() or len(stated) > 10 or int(stated) < record.pos:
            raise RecordFaultError(f"END: '{stated[:20]}' is no position at or after POS")
        end = int(stated)
    try:
        depth = single_depth(fields, "MIN_DP", "DP", "DPI")
        if depth is None and len(context.samples) == 1:
            depth = single_depth(record.info, "MIN_DP", "DP")
    except FieldFaultError as error:
        raise RecordFaultError(f"depths: {error}") from error
    genotype = fields.get("GT", "")
    alleles = parse_genotype(genotype, len(record.alts))[0] if genotype else ()
    own, others = _reference_reads(fields)
    seen = own is not None and others >= context.settings.min_alt_reads and others >= _OTHER_READS * (own + others)
    return ReferenceBlock(
        chrom=record.chrom,
        start=record.pos,
        end=end,
        depth=depth,
        passed=not seen and not _filters(record, fields) and all(allele == 0 for allele in alleles),
        source_line=record.line,
    )


def _reference_reads(fields: Mapping[str, str]) -> tuple[int | None, int]:
    """Give reference reads and all others by AD; None where AD holds no count of several alleles."""
    reads = fields.get("AD", "").split(",")
    if len(reads) < 2 or not all(each.isascii() and each.isdigit() and len(each) < 10 for each in reads):
        return None, 0
    return int(reads[0]), sum(map(int, reads[1:]))


def reference_site(record: VcfRecord, context: CallContext) -> ReferenceBlock | None:
    """Give the one base that a row with explicit alleles calls reference (GT 0/0); its depth are the reference reads.

    None where REF is longer than a base: what lies behind the first was not asked for. None too where the row failed a
    filter: that speaks of the allele asked for, and neither proves nor denies the reference.

    Raises:
        RecordFaultError: its genotype or depth is none.
    """
    if context.tumour is None or len(record.ref) != 1 or "<" in "".join(record.alts):
        return None
    fields = record.sample(context.tumour)
    alleles = parse_genotype(fields.get("GT", "."), len(record.alts))[0]
    if any(allele != 0 for allele in alleles) or _filters(record, fields):
        return None
    try:
        depth = single_depth(fields, "DP")
    except FieldFaultError as error:
        raise RecordFaultError(f"depths: {error}") from error
    own, _ = _reference_reads(fields)
    if own is not None:
        depth = own if depth is None else min(depth, own)
    return ReferenceBlock(
        chrom=record.chrom, start=record.pos, end=record.pos, depth=depth, passed=True, source_line=record.line
    )


def _support(
    record: VcfRecord, fields: Mapping[str, str], allele: Allele, context: CallContext
) -> tuple[Support, tuple[str, ...]]:
    support, warnings = support_in_sample(fields, allele, context.caller)
    if support.rule or not allele.number:
        return support, warnings
    # Keys that name the tumour always speak of it; others only where the file has one sample or none.
    for where in ("info_tumour", "info")[: 2 if len(context.samples) < 2 else 1]:
        found, found_warnings = support_in_info(record.info, allele, context.caller, where)
        if found.rule:
            return found, found_warnings
    return support, warnings


def _normal_support(record: VcfRecord, allele: Allele, context: CallContext) -> Support | None:
    """Give the reads of the matched normal; None where it has neither a genotype nor reads: it was not looked at."""
    support: Support | None = None
    if context.normal is not None:
        fields = record.sample(context.normal)
        support = support_in_sample(fields, allele, context.caller)[0]
        if support.rule:
            return support
        if support.depth is None and "0" not in fields.get("GT", "").replace("|", "/").split("/"):
            support = None
    if not _mentions(record.info_text, info_keys("info_normal")):
        return support
    found = support_in_info(record.info, allele, context.caller, "info_normal")[0]
    return found if found.rule else support


def _filters(record: VcfRecord, fields: Mapping[str, str]) -> frozenset[str] | None:
    """Join the record's filters with the sample's own (FT)."""
    own = fields.get("FT", ".")
    if own in (".", "", "PASS"):
        return record.filters
    failed = frozenset(name for name in own.replace(",", ";").split(";") if name and name != "PASS")
    return failed | (record.filters or frozenset())


def _in_sample(
    genotype: str,
    alleles: tuple[int | None, ...],
    index: int,
    support: Support,
    caller: Caller,
    context: CallContext,
) -> tuple[CallStatus, str]:
    reads = support.alt_reads
    enough = reads is not None and reads >= context.settings.min_alt_reads
    if genotype:
        if index in alleles or (not index and 0 in alleles):
            if reads == 0:
                return CallStatus.UNCONFIRMED, f"genotype {genotype}, but no read shows the allele"
            return CallStatus.CALLED, ""
        if enough:
            return CallStatus.UNCONFIRMED, f"genotype {genotype}, although {reads} reads show the allele"
        if any(allele is not None for allele in alleles) or reads is not None:
            return CallStatus.NOT_CALLED, "not called in the tumour sample"
        if caller.lists_only_calls:
            return CallStatus.UNCONFIRMED, "listed by a caller that lists only calls, but its genotype is missing"
        return CallStatus.NOT_CALLED, "no genotype in the tumour sample"
    if reads is not None:
        if reads > 0:
            return CallStatus.CALLED, ""
        return CallStatus.NOT_CALLED, "no read of the tumour sample shows the allele"
    if support.vaf is not None:
        if support.vaf > 0:
            return CallStatus.CALLED, ""
        return CallStatus.NOT_CALLED, "not called in the tumour sample"
    if caller.lists_only_calls:
        return CallStatus.CALLED, ""
    return CallStatus.UNCONFIRMED, "neither a genotype nor reads are given for the sample"


def _without_sample(support: Support) -> tuple[CallStatus, str]:
    if (support.alt_reads or 0) > 0 or (support.alt_reads is None and (support.vaf or 0) > 0):
        return CallStatus.CALLED, ""
    if support.alt_reads == 0:
        return CallStatus.NOT_CALLED, "no read shows the allele"
    return CallStatus.SITE_ONLY, "the file has no sample and no reads: a list of sites"


def _phase(
    record: VcfRecord,
    fields: Mapping[str, str],
    alleles: tuple[int | None, ...],
    phased: bool,
    index: int,
    context: CallContext,
) -> Phase | None:
    """Read PS, then PGT with PID, then HP, then a bare "|".

    Without PS all genotypes written with "|" on one contig are one set (VCF 4.3, section 1.6.2, key PS). Where the
    file has PGT and PID, a bare "|" is not read so: that caller phases within its own blocks.
    """
    if context.tumour is None or alleles.count(index) in (0, len(alleles)):
        return None
    if not phased and "PGT" not in fields and "HP" not in fields:
        return None
    # Sets are numbered within a file: two files of one case never share one, whatever their numbers.
    owner = f"{context.input_index}:{context.samples[context.tumour]}:{record.chrom}"
    phase_set = fields.get("PS", ".")
    if phased and phase_set not in (".", ""):
        return Phase(block=f"{owner}:PS={phase_set}", haplotype=alleles.index(index))
    block, genotype = fields.get("PID", "."), fields.get("PGT", ".")
    if block not in (".", "") and "|" in genotype and len(small_alleles(record)) == 1:
        copies = genotype.split("|")
        if copies.count("1") == 1:
            return Phase(block=f"{owner}:PID={block}", haplotype=copies.index("1"))
        return None
    places = fields.get("HP", ".").split(",")
    if len(places) == len(alleles) > 1:
        name, dash, copy = places[alleles.index(index)].rpartition("-")
        if dash and copy.isascii() and copy.isdigit():
            return Phase(block=f"{owner}:HP={name}", haplotype=int(copy))
    if phased and phase_set in (".", "") and "PID" not in fields:
        return Phase(block=f"{owner}:|", haplotype=alleles.index(index))
    return None


def _normal_called(
    record: VcfRecord, index: int, support: Support | None, context: CallContext, said_germline: bool
) -> bool:
    """Tell whether the matched normal carries the allele."""
    if support is None:
        return False
    genotype = record.sample(context.normal).get("GT", "") if context.normal is not None else ""
    if (support.alt_reads or 0) >= context.settings.min_alt_reads and (support.vaf or 0) >= _NORMAL_FRACTION:
        return True  # counts win: some callers write 0/0 for every normal
    if genotype and any(allele is not None for allele in parse_genotype(genotype, len(record.alts))[0]):
        return index in parse_genotype(genotype, len(record.alts))[0] and support.alt_reads != 0
    if record.info.get("NT") in ("het", "hom") or said_germline:
        return True
    reads = support.alt_reads
    if reads is not None and reads < context.settings.min_alt_reads:
        return False
    return support.vaf is not None and support.vaf >= _NORMAL_FRACTION


def _statement(record: VcfRecord, fields: Mapping[str, str]) -> str:
    """Give the caller's own word on origin: words for somatic, "germline", or ""."""
    if "SS" not in fields and not _mentions(record.info_text, _statement_keys()):
        return ""
    for row in rule_rows("somatic_statements.tsv"):
        values = record.info if row["where"] == "info" else fields
        value = values.get(row["key"])
        if value is not None and value.lower() == row["value"].lower():
            return row["says"] if row["says"] == "germline" else f"{row['says']} ({row['key']}{_equals(row['value'])})"
    return ""


@cache
def _statement_keys() -> tuple[str, ...]:
    return tuple(sorted({row["key"] for row in rule_rows("somatic_statements.tsv") if row["where"] == "info"}))


def _mentions(text: str, keys: tuple[str, ...]) -> bool:
    """Tell, without splitting INFO, that one of the keys may stand in it: most records have none of them."""
    for key in keys:  # noqa: SIM110 - a generator costs more than the search
        if key in text:
            return True
    return False


def _equals(value: str) -> str:
    return f"={value}" if value else " flag"
