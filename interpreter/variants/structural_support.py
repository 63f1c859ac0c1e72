"""Reads of a structural allele, as each caller writes them, and whether that makes it called (RULES R2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from interpreter.model.variants import CallStatus, Support
from interpreter.variants.delimited import decimal, whole
from interpreter.variants.vcf_records import CallContext, StructuralRecord


def judge_structural(item: StructuralRecord, context: CallContext) -> tuple[CallStatus, str, Support]:
    """Give status, reason and support, the caller's own read counts included.

    A genotype without an allele (GRIDSS writes ./.) says nothing: then the reads decide.
    """
    fields = item.record.sample(context.tumour) if context.tumour is not None else {}
    support = item.support if item.support.alt_reads is not None else _support(fields, item.support)
    genotype = fields.get("GT", "").replace("|", "/")
    said = any(copy not in (".", "") for copy in genotype.split("/"))
    status, reason = item.status, item.reason
    filters = failed_filters(item, fields)
    if status in (CallStatus.UNCONFIRMED, CallStatus.NOT_CALLED) and not said and not filters and item.allele:
        reads = support.alt_reads or 0
        if reads >= context.settings.min_alt_reads:
            return CallStatus.CALLED, "", support
        if support.alt_reads is not None:
            return CallStatus.UNCONFIRMED, f"{reads} supporting read{'' if reads == 1 else 's'}", support
    return status, reason, support


def failed_filters(item: StructuralRecord, fields: Mapping[str, str]) -> frozenset[str] | None:
    """Give the filters the record or its sample (FT) failed."""
    own = fields.get("FT", ".")
    if own in (".", "", "PASS"):
        return item.record.filters
    return frozenset(own.replace(",", ";").split(";")) - {"PASS"} | (item.record.filters or frozenset())


def _support(fields: Mapping[str, str], given: Support) -> Support:
    for names, rule in ((("PR", "SR"), "PR+SR"), (("DV", "RV"), "DV+RV"), (("VF",), "VF"), (("DV",), "DV")):
        found = _counts(fields, names)
        if found is not None:
            reference, alt = found
            depth = reference + alt if reference is not None else None
            vaf = alt / depth if depth else given.vaf
            text = f"{vaf:.3f}" if vaf is not None else ""
            return replace(given, depth=depth, alt_reads=alt, vaf=vaf, vaf_text=text, rule=rule)
    vaf = decimal(fields.get("AF", ""))
    return replace(given, vaf=vaf, vaf_text=fields["AF"], rule="AF") if vaf is not None and 0 <= vaf <= 1 else given


def _counts(fields: Mapping[str, str], names: tuple[str, ...]) -> tuple[int | None, int] | None:
    """Sum the reads of reference and allele over the fields that are there."""
    if not any(name in fields for name in names):
        return None
    alt, reference, knows_reference = 0, 0, False
    seen = False
    for name in names:
        counts = [whole(part) for part in fields.get(name, "").split(",")]
        if len(counts) == 2 and counts[0] is not None and counts[1] is not None:  # Manta, DRAGEN: ref,alt
            reference, alt, knows_reference, seen = reference + counts[0], alt + counts[1], True, True
        elif len(counts) == 1 and counts[0] is not None:  # Delly, GRIDSS, Sniffles: the allele's own count
            alt, seen = alt + counts[0], True
            other = {"DV": ("DR",), "RV": ("RR",), "VF": ("REF", "REFPAIR")}.get(name, ())
            for field in other:
                count = whole(fields.get(field, ""))
                if count is not None:
                    reference, knows_reference = reference + count, True
    return (reference if knows_reference else None, alt) if seen else None
