"""Sequence results typed in from kits without a VCF, as alterations of the case (RULES R8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interpreter.errors import MarkerSyntaxError
from interpreter.matching.changes import ChangeKind, NamedChange, named_change
from interpreter.model.alterations import Alteration, AlterationKind, CodingSpan, Consequence, Effect, ProteinChange
from interpreter.model.genes import Gene
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import (
    ANY_PARTNER,
    Atom,
    Changes,
    CodonsWildType,
    FusionAtom,
    GeneAtom,
    GeneClass,
    WholeGene,
)
from interpreter.model.results import SequenceResult, Specimen, State
from interpreter.model.variants import CallStatus, CopyState, Origin, Source, Support
from interpreter.settings import Settings

TYPED_IN = "typed_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedResult:
    """One typed-in result with what it says in the marker language, and the alteration it stands for."""

    result: SequenceResult
    atom: GeneAtom | FusionAtom
    alteration: Alteration | None
    """None for a negative result and for a typed-in wild type."""

    @property
    def proved_codons(self) -> frozenset[int]:
        """Codons a typed-in wild type proves."""
        feature = self.atom.feature if isinstance(self.atom, GeneAtom) else None
        proved = isinstance(feature, CodonsWildType) and self.result.state is State.DETECTED
        return frozenset(feature.codons) if proved and isinstance(feature, CodonsWildType) else frozenset()

    def proves(self, specimen: Specimen, settings: Settings) -> frozenset[int]:
        """Codons it proves of this tumour: none where the germline was tested, or the tumour content is too low."""
        if self.result.origin is Origin.GERMLINE and not specimen.germline:
            return frozenset()
        limit = self.result.limit if self.result.limit is not None else settings.assumed_detection_limit
        too_low = specimen.tumour_content is not None and specimen.tumour_content < 2 * limit
        return frozenset() if too_low and not specimen.germline else self.proved_codons


def typed_results(results: Iterable[SequenceResult], genes: Mapping[str, Gene]) -> tuple[TypedResult, ...]:
    """Read each result's change; a list of changes is one result, of which one is there."""
    found: list[TypedResult] = []
    for number, result in enumerate(results, start=1):
        atom = typed_atom(result)
        if atom is None:
            continue
        there = result.state in (State.DETECTED, State.INCONCLUSIVE)
        wild_type = isinstance(atom, GeneAtom) and isinstance(atom.feature, CodonsWildType)
        alteration = _alteration(number, result, atom, genes) if there and not wild_type else None
        found.append(TypedResult(result=result, atom=atom, alteration=alteration))
    return tuple(found)


def typed_atom(result: SequenceResult) -> GeneAtom | FusionAtom | None:
    """Give the atom of "gene" and "change"; None where the words are no feature of the marker language."""
    change = result.change.strip()
    text = change if "::" in change else f"{result.gene} {change}"
    try:
        atom: Atom | object = parse_marker(text)
    except MarkerSyntaxError:
        return None
    return atom if isinstance(atom, GeneAtom | FusionAtom) else None


def _alteration(
    number: int, result: SequenceResult, atom: GeneAtom | FusionAtom, genes: Mapping[str, Gene]
) -> Alteration:
    confirmed = result.state is State.DETECTED
    five, three = _sides(result, atom, genes)
    fusion = bool(five or three)
    feature = atom.feature if isinstance(atom, GeneAtom) else None
    copies = _COPY_STATES.get(feature.name) if isinstance(feature, WholeGene) else None
    effect = _effect(result, feature) if isinstance(feature, Changes) else None
    kind = AlterationKind.SMALL_VARIANT
    if fusion:
        kind = AlterationKind.FUSION
    elif copies is not None:
        kind = AlterationKind.COPY_NUMBER
    elif effect is None:
        kind = AlterationKind.STRUCTURAL
    where = result.source or "typed in"
    words = f"{result.gene} {result.typed_as or result.change} by {result.method}"
    return Alteration(
        id=f"{result.gene}:typed-{number}",
        kind=kind,
        gene=result.gene,
        assembly=None,
        variant=None,
        effect=effect,
        status=CallStatus.CALLED if confirmed else CallStatus.UNCONFIRMED,
        reason="" if confirmed else result.reason or "the result was typed in as inconclusive",
        support=Support(
            depth=result.depth,
            vaf=result.vaf,
            vaf_text="" if result.vaf is None else f"{result.vaf:g}",
            rule="typed in",
        ),
        filters=None,
        origin=result.origin,
        origin_reason="as typed in",
        phase=None,
        homozygous=False,
        sources=(Source(input_index=-1, file_name=where, line=0, text=words),),
        partner_gene=(five if three == result.gene else three) if fusion else "",
        five_prime_gene=five,
        three_prime_gene=three,
        copy_number=result.copy_number,
        copy_state=copies,
        flags=frozenset({TYPED_IN}),
        warnings=(f"typed in as {result.typed_as}",) if result.typed_as else (),
        label=str(atom) if fusion else f"{result.gene} {result.change.removeprefix('p.')}",
    )


_COPY_STATES = {
    GeneClass.AMPLIFICATION: CopyState.AMPLIFICATION,
    GeneClass.COPY_GAIN: CopyState.GAIN,
    GeneClass.DELETION: CopyState.DELETION,
    GeneClass.LOSS: CopyState.LOSS,
}


def _sides(result: SequenceResult, atom: GeneAtom | FusionAtom, genes: Mapping[str, Gene]) -> tuple[str, str]:
    """Give 5' and 3' gene of a typed-in fusion; a side that was not stated is empty."""
    if isinstance(atom, FusionAtom):
        five, three = (side if side != ANY_PARTNER else "" for side in (atom.five_prime, atom.three_prime))
        partner = result.partner_gene
        return (five or partner, three or partner)
    if not (isinstance(atom.feature, WholeGene) and atom.feature.name is GeneClass.FUSION):
        return "", ""
    gene = genes.get(result.gene)
    if gene is not None and gene.fusion_side == "5":
        return result.gene, result.partner_gene
    return result.partner_gene, result.gene


def _effect(result: SequenceResult, feature: Changes) -> Effect | None:
    """Give the effect of one named protein change; residues between the named ones stay X."""
    if len(feature.changes) != 1:
        return None
    change = named_change(feature.changes[0])
    if change.is_coding:
        return _shell(result, Consequence.PROTEIN_ALTERING, feature.changes[0], None, 0)
    if change.kind is ChangeKind.OTHER:
        return None
    inner = "X" * max(0, change.last - change.first - 1)
    old = change.first_letter + (inner + change.last_letter if change.last > change.first else "")
    text = change.text[2:]
    first, last, ref, new = change.first, change.last, old, change.new
    if change.kind is ChangeKind.DUPLICATION:
        first, last, ref, new = change.last, change.last + 1, "", old
    elif change.kind is ChangeKind.INSERTION:
        ref = ""
    shifted = change.kind is ChangeKind.FRAMESHIFT
    protein = ProteinChange(first=first, last=last, ref=ref, alt=new, text=text, frameshift=shifted)
    net = 1 if shifted else 3 * (len(new) - len(ref))
    return _shell(result, _consequence(change), "", protein, net)


def _consequence(change: NamedChange) -> Consequence:
    if change.kind is ChangeKind.SUBSTITUTION:
        if change.new == "*":
            return Consequence.STOP_GAINED
        return Consequence.START_LOST if change.new == "?" else Consequence.MISSENSE
    return {
        ChangeKind.FRAMESHIFT: Consequence.FRAMESHIFT,
        ChangeKind.DELETION: Consequence.INFRAME_DELETION,
        ChangeKind.INSERTION: Consequence.INFRAME_INSERTION,
        ChangeKind.DUPLICATION: Consequence.INFRAME_INSERTION,
    }.get(change.kind, Consequence.INFRAME_DELINS)


def _shell(
    result: SequenceResult, consequence: Consequence, hgvs_c: str, protein: ProteinChange | None, net: int
) -> Effect:
    first = 3 * protein.first - 2 if protein is not None else None
    last = 3 * protein.last if protein is not None else None
    return Effect(
        gene=result.gene,
        transcript="",
        consequence=consequence,
        also=(),
        hgvs_c=hgvs_c,
        hgvs_p=f"p.({protein.text})" if protein is not None else "",
        protein=protein,
        span=CodingSpan(start=first, start_offset=0, end=last, end_offset=0, net_bases=net),
        exons=result.in_exons,
        note="typed in: the exon is that of the named residues"
        if result.in_exons
        else "typed in: the exon is not stated",
    )
