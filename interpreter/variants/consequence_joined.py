"""Substitutions of one codon that an intron splits: one protein change, though no single genomic allele spans them."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.model.alterations import CodingSpan, Consequence, Effect
from interpreter.model.genes import Transcript
from interpreter.model.variants import Variant
from interpreter.variants.consequence import effect_on, protein_accession, protein_change
from interpreter.variants.consequence_edit import edit_of
from interpreter.variants.consequence_protein import Replacement, predict
from interpreter.variants.coordinates import frame_on, sequence_on, to_cds


def joined_substitutions(transcript: Transcript, variants: Sequence[Variant]) -> Effect | None:
    """Give the effect of coding substitutions on one copy; None where one is not, or bases between are unknown."""
    frame = frame_on(transcript, variants[0].assembly)
    single = [effect_on(transcript, variant) for variant in variants]
    if frame is None or any(effect is None for effect in single):
        return None
    changed: dict[int, tuple[str, str]] = {}
    for variant in variants:
        edit = edit_of(variant, frame.reverse)
        if len(edit.deleted) != len(edit.bases):
            return None
        for offset, (old, new) in enumerate(zip(edit.deleted, edit.bases, strict=True)):
            walk = edit.first + offset
            point = to_cds(transcript, variant.assembly, -walk if frame.reverse else walk)
            if point is None or point.cds is None or point.cds < 1 or point.offset:
                return None
            changed[point.cds - 1] = old, new
    cds = sequence_on(transcript, variants[0].assembly)
    begin, end = min(changed), max(changed) + 1
    bases = "".join(changed[at][1] if at in changed else cds[at : at + 1] for at in range(begin, end))
    if "N" in bases or len(bases) != end - begin:
        return None
    outcome = predict(cds, transcript.tail, Replacement(begin, end, bases))
    effects = [effect for effect in single if effect is not None]
    ordered = sorted(changed.items())
    names = ";".join(f"{at + 1}{old}>{new}" for at, (old, new) in ordered)
    text = "?" if outcome.name is None else f"({outcome.name.three_letter()})"
    near_edge = any(Consequence.SPLICE_REGION in (effect.consequence, *effect.also) for effect in effects)
    return Effect(
        gene=transcript.gene,
        transcript=transcript.accession,
        consequence=outcome.consequence,
        also=(*outcome.also, *((Consequence.SPLICE_REGION,) if near_edge else ())),
        hgvs_c=f"{transcript.accession}:c.[{names}]",
        hgvs_p=f"{protein_accession(transcript)}:p.{text}",
        protein=protein_change(outcome.name, outcome),
        span=CodingSpan(start=begin + 1, start_offset=0, end=end, end_offset=0, net_bases=0),
        exons=tuple(sorted({exon for effect in effects for exon in effect.exons})),
        note=outcome.note,
    )
