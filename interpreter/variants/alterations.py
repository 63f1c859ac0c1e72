"""Calls become alterations of genes: consequence, origin, flags, and every reading of their phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from interpreter.model.alterations import Alteration, AlterationKind, Effect, GeneReadings
from interpreter.model.genes import Gene, Transcript
from interpreter.model.results import Specimen
from interpreter.model.variants import CallStatus, Origin, Variant, VariantCall
from interpreter.settings import Settings
from interpreter.variants.agreement import disagreements
from interpreter.variants.consequence import effect_on
from interpreter.variants.consequence_joined import joined_substitutions
from interpreter.variants.normalise import make_variant
from interpreter.variants.origin import GERMLINE_SUSPECT, flags_of, origin_of
from interpreter.variants.phase import Grouping, groupings, may_join, parts_of_others
from interpreter.variants.reference import TranscriptTable

POSSIBLE_READING = "possible_reading"
"""Flag of a joined alteration that holds in some readings only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What of the case bears on single calls."""

    specimen: Specimen
    haematological: bool
    age: int | None = None
    """Years; None = not stated."""


def build_small_variants(
    calls: Iterable[VariantCall],
    table: TranscriptTable,
    genes: Mapping[str, Gene],
    facts: CaseFacts,
    settings: Settings,
) -> tuple[Alteration, ...]:
    """Give one alteration for each allele and gene it touches; the same allele of two records or files is one.

    The same is what has the same gene and c. name: files may write it in other assemblies, or without its first base.
    Calls that are not called give none. Order: chromosome position as in the files, then gene.
    """
    merged: dict[str, Alteration] = {}
    for call in calls:
        if call.status is CallStatus.NOT_CALLED:
            continue
        length = len(call.variant.ref)
        for transcript in table.overlapping(
            call.variant.assembly, call.variant.chrom, call.variant.pos, call.variant.pos + length - 1
        ):
            effect = effect_on(transcript, call.variant)
            if effect is None:
                continue
            others = tuple(
                other
                for alternate in table.alternates(transcript.gene)
                if (other := effect_on(alternate, call.variant)) is not None
            )
            alteration = _alteration(call, effect, others, genes.get(transcript.gene), facts, settings)
            said = disagreements(effect, transcript, call.annotations)
            if said:
                alteration = replace(alteration, warnings=(*alteration.warnings, *said))
            known = merged.get(alteration.id)
            merged[alteration.id] = alteration if known is None else _merge(known, alteration)
    return tuple(merged.values())


def read_phase(
    alterations: Sequence[Alteration], table: TranscriptTable
) -> tuple[tuple[Alteration, ...], tuple[GeneReadings, ...]]:
    """Join what lies in phase; give all alterations (parts of a certain join left out) and each gene's readings.

    Only called small variants are joined; everything else stands in every reading of its gene.
    """
    by_gene: dict[str, list[Alteration]] = defaultdict(list)
    for alteration in alterations:
        by_gene[alteration.gene].append(alteration)
    shown: list[Alteration] = []
    readings: list[GeneReadings] = []
    for gene, members in by_gene.items():
        doubtful = [item for item in members if item.status is CallStatus.UNCONFIRMED and _is_substitution(item)]
        joinable = [_beside_unconfirmed(item, doubtful) for item in members if _is_joinable(item)]
        fixed = [item for item in members if not _is_joinable(item)]
        ways = groupings(joinable) if len(joinable) > 1 else (Grouping(tuple((item,) for item in joinable)),)
        joined: dict[tuple[str, ...], Alteration | None] = {}
        per_way = [[*fixed, *_joined_members(way, table, joined)] for way in ways]
        twice = parts_of_others(joinable)
        if twice:
            per_way += [[item for item in way if item.id not in twice] for way in per_way]
        distinct = _distinct(per_way)
        everywhere = set.intersection(*({item.id for item in way} for way in distinct))
        listed: dict[str, Alteration] = {}
        for way in distinct:
            for item in way:
                certain = item.id in everywhere or not item.joined_from
                listed.setdefault(item.id, item if certain else _only_possible(item))
        shown.extend(listed.values())
        final = tuple(tuple(listed[item.id] for item in way) for way in distinct)
        readings.append(GeneReadings(gene=gene, readings=final, note=_note(final)))
    return tuple(shown), tuple(readings)


def _alteration(
    call: VariantCall,
    effect: Effect,
    others: tuple[Effect, ...],
    gene: Gene | None,
    facts: CaseFacts,
    settings: Settings,
) -> Alteration:
    origin, origin_reason = origin_of(call)
    flags, sentences = flags_of(
        call,
        origin,
        gene,
        effect.consequence.changes_protein,
        facts.specimen,
        facts.haematological,
        settings,
        facts.age,
    )
    change = effect.hgvs_c.partition(":")[2] or str(call.variant)
    return Alteration(
        id=f"{effect.gene}:{change}",
        kind=AlterationKind.SMALL_VARIANT,
        gene=effect.gene,
        assembly=call.variant.assembly,
        variant=call.variant,
        effect=effect,
        status=call.status,
        reason=call.reason,
        support=call.support,
        filters=call.filters,
        origin=origin,
        origin_reason=origin_reason,
        phase=call.phase,
        homozygous=call.homozygous,
        sources=(call.source,),
        other_effects=others,
        flags=flags,
        population_af=call.population_af,
        annotations=call.annotations,
        warnings=(*call.warnings, *sentences),
        label=_label(effect),
    )


def _label(effect: Effect) -> str:
    change = effect.protein.text if effect.protein is not None else effect.hgvs_c.partition(":")[2]
    return f"{effect.gene} {change}"


_TRUST = (CallStatus.CALLED, CallStatus.UNCONFIRMED, CallStatus.SITE_ONLY)


def _merge(one: Alteration, other: Alteration) -> Alteration:
    """Make one of two records of the same allele; the better call speaks, a disagreement is said."""
    first, second = sorted((one, other), key=lambda item: _TRUST.index(item.status))
    warnings = dict.fromkeys((*first.warnings, *second.warnings))
    if first.status is not second.status:
        state = second.status.value.replace("_", " ")
        warnings[f"another record of the same allele is {state}: {second.reason}"] = None
    origins = {item.origin: item for item in (second, first) if item.origin is not Origin.UNKNOWN}
    if len(origins) > 1:
        told = "; ".join(sorted(f"{origin}: {item.origin_reason}" for origin, item in origins.items()))
        warnings[f"the records of this allele disagree on its origin ({told})"] = None
        origin, origin_reason = Origin.UNKNOWN, f"the records of this allele disagree: {told}"
    else:
        knowing = next(iter(origins.values()), first)
        origin, origin_reason = knowing.origin, knowing.origin_reason
    same_assembly = first.assembly is second.assembly
    written = second if same_assembly and first.variant is not None and "N" in first.variant.ref else first
    flags = first.flags | second.flags
    return replace(
        first,
        variant=written.variant,
        effect=written.effect,
        other_effects=written.other_effects,
        origin=origin,
        origin_reason=origin_reason,
        flags=flags if origin is Origin.UNKNOWN else flags - {GERMLINE_SUSPECT},
        support=first.support if first.support.vaf is not None else second.support,
        population_af=max((af for af in (first.population_af, second.population_af) if af is not None), default=None),
        sources=(*first.sources, *(source for source in second.sources if source not in first.sources)),
        warnings=tuple(warnings),
        phase=first.phase or second.phase,
        annotations=first.annotations or second.annotations,
    )


def _is_joinable(item: Alteration) -> bool:
    return item.status is CallStatus.CALLED and item.kind is AlterationKind.SMALL_VARIANT and item.variant is not None


def _beside_unconfirmed(item: Alteration, doubtful: Sequence[Alteration]) -> Alteration:
    """Warn of an unconfirmed substitution in the same codon: if it is real, the two may be another change."""
    beside = [other for other in doubtful if _is_substitution(item) and may_join(item, other) is not None]
    if not beside:
        return item
    names = ", ".join(f"{other.label} ({other.reason})" for other in beside)
    told = f"an unconfirmed call lies in the same codon: {names}; on one copy they would be another change"
    return replace(item, warnings=(*item.warnings, told))


def _is_substitution(item: Alteration) -> bool:
    return item.variant is not None and len(item.variant.ref) == len(item.variant.alt)


def _joined_members(
    way: Grouping, table: TranscriptTable, known: dict[tuple[str, ...], Alteration | None]
) -> list[Alteration]:
    members: list[Alteration] = []
    for group in way.groups:
        if len(group) == 1:
            members.extend(group)
            continue
        key = tuple(item.id for item in group)
        if key not in known:
            known[key] = _join(group, table)
        joined = known[key]
        members.extend((joined,) if joined is not None else group)
    return members


def _join(group: tuple[Alteration, ...], table: TranscriptTable) -> Alteration | None:
    """Make one alteration of alleles on one copy; None where the bases between them are not known."""
    parts = sorted(group, key=lambda item: item.variant.pos if item.variant is not None else 0)
    variants = [item.variant for item in parts if item.variant is not None]
    transcript = table.transcript(parts[0].gene)
    if transcript is None:
        return None
    spanning = _spanning_variant(variants, table)

    def effect_of(target: Transcript) -> Effect | None:
        return effect_on(target, spanning) if spanning is not None else joined_substitutions(target, variants)

    effect = effect_of(transcript)
    if effect is None:
        return None
    others = tuple(
        other for alternate in table.alternates(parts[0].gene) if (other := effect_of(alternate)) is not None
    )
    weakest = min(parts, key=lambda item: (item.support.vaf is None, item.support.vaf or 0.0))
    names = ", ".join(item.label for item in parts)
    return replace(
        weakest,
        id=f"{effect.gene}:{effect.hgvs_c.partition(':')[2]}",
        variant=spanning,
        effect=effect,
        other_effects=others,
        support=replace(weakest.support, rule=f"{weakest.support.rule}; the lowest of the joined calls".lstrip("; ")),
        homozygous=all(item.homozygous for item in parts),
        sources=tuple(source for item in parts for source in item.sources),
        joined_from=tuple(item.id for item in parts),
        flags=frozenset().union(*(item.flags for item in parts)),
        warnings=(*dict.fromkeys(w for item in parts for w in item.warnings), f"read together in phase: {names}"),
        annotations=tuple(annotation for item in parts for annotation in item.annotations),
        label=_label(effect),
    )


def _spanning_variant(variants: Sequence[Variant], table: TranscriptTable) -> Variant | None:
    """Give the one allele that spans the parts, where every base between them is known; else None."""
    first, last = variants[0], variants[-1]
    end = max(variant.pos + len(variant.ref) - 1 for variant in variants)
    if end - first.pos > 300:
        return None
    bases = [table.reference_base(first.assembly, first.chrom, pos) for pos in range(first.pos, end + 1)]
    for variant in variants:
        offset = variant.pos - first.pos
        bases[offset : offset + len(variant.ref)] = list(variant.ref)
    if "N" in bases:
        return None
    ref = "".join(bases)
    alt = ref
    for variant in reversed(variants):
        offset = variant.pos - first.pos
        alt = alt[:offset] + variant.alt + alt[offset + len(variant.ref) :]
    return None if ref == alt else make_variant(last.assembly, first.chrom, first.pos, ref, alt, table)


def _distinct(per_way: list[list[Alteration]]) -> list[list[Alteration]]:
    """Drop readings that came out the same because a join was not possible."""
    found: dict[frozenset[str], list[Alteration]] = {}
    for way in per_way:
        found.setdefault(frozenset(item.id for item in way), way)
    return list(found.values())


def _only_possible(item: Alteration) -> Alteration:
    return replace(
        item,
        flags=item.flags | {POSSIBLE_READING},
        warnings=(*item.warnings, "the phase is not known: this is one of several ways to read the calls"),
    )


def _note(readings: tuple[tuple[Alteration, ...], ...]) -> str:
    if len(readings) == 1:
        return ""
    everywhere = set.intersection(*({item.id for item in way} for way in readings))
    ways = [" + ".join(item.label for item in way if item.id not in everywhere) or "none of them" for way in readings]
    return "phase not known; possible readings: " + "; or ".join(ways)
