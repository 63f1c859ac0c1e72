"""What has to be looked at before a marker may be called absent, and the proof that it was (S1, RULES R1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interpreter.matching.answers import distinct, sentences
from interpreter.matching.changes import ChangeKind, named_change
from interpreter.matching.rules import Rules
from interpreter.model.assessment import AlterationClass, Assessed, Proof
from interpreter.model.markers import (
    Changes,
    Codon,
    CodonsWildType,
    ExonEffect,
    ExonSkipping,
    Feature,
    GeneClass,
    Promoter,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
)

Classes = frozenset[AlterationClass]
SUBSTITUTION: Classes = frozenset({AlterationClass.SUBSTITUTION})
INDEL: Classes = frozenset({AlterationClass.INDEL})
SMALL: Classes = SUBSTITUTION | INDEL
_FUSION: Classes = frozenset({AlterationClass.FUSION})
_AMPLIFICATION: Classes = frozenset({AlterationClass.AMPLIFICATION})
_DELETION: Classes = frozenset({AlterationClass.DELETION})
_SKIPPING: Classes = frozenset({AlterationClass.SKIPPING})
_ITD: Classes = frozenset({AlterationClass.ITD})
_REARRANGEMENT: Classes = frozenset({AlterationClass.REARRANGEMENT})

_BY_EFFECT: dict[SequenceEffect, Classes] = {
    SequenceEffect.INFRAME_DELETION: INDEL,
    SequenceEffect.INFRAME_INSERTION: INDEL,
    SequenceEffect.INFRAME_INDEL: INDEL,
    SequenceEffect.MISSENSE: SUBSTITUTION,
    SequenceEffect.FRAMESHIFT: INDEL,
    SequenceEffect.TRUNCATING: SMALL,
    SequenceEffect.MUTATION: SMALL,
}
_BY_GENE_CLASS: dict[GeneClass, tuple[Classes, ...]] = {
    # lost exons and genes are another class of change than small ones: both must have been looked for
    GeneClass.LOSS_OF_FUNCTION: (SMALL, _DELETION),
    GeneClass.ONCOGENIC: (SMALL,),
    GeneClass.ACTIVATING: (SMALL,),
    GeneClass.MUTATION: (SMALL,),
    GeneClass.AMPLIFICATION: (_AMPLIFICATION,),
    GeneClass.COPY_GAIN: (_AMPLIFICATION,),
    GeneClass.DELETION: (_DELETION,),
    GeneClass.LOSS: (_DELETION,),
    GeneClass.FUSION: (_FUSION,),
    GeneClass.INTERNAL_TANDEM_DUPLICATION: (_ITD,),
    GeneClass.KINASE_DOMAIN_DUPLICATION: (_REARRANGEMENT,),
    GeneClass.VIII: (_REARRANGEMENT,),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask of the sample: codons first..last, an exon, named positions, or (all empty) the gene."""

    classes: Classes
    codons: tuple[int, int] | None = None
    exon: int | None = None
    positions: tuple[str, ...] = ()

    def ask(self, assessed: Assessed, gene: str) -> Proof:
        if self.codons is not None:
            return assessed.codons(gene, *self.codons, self.classes)
        if self.exon is not None:
            return assessed.exon(gene, self.exon, self.classes)
        if self.positions:
            return assessed.positions(gene, self.positions, self.classes)
        return assessed.gene(gene, self.classes)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All questions of one feature, and the region in words."""

    region: str
    questions: tuple[Question, ...]


def inquiry(gene: str, feature: Feature, rules: Rules) -> Inquiry:
    """Give what must have been looked at before `gene feature` may be called absent."""
    region, questions = _questions(feature)
    rule = rules.classes.get((gene, str(feature)))
    if rule is not None and rule.proof:
        if rule.first and rule.rule != "skipping":
            questions = (Question(rule.proof, codons=(rule.first, rule.last)),)
            region = region if isinstance(feature, ExonEffect) else f"codons {rule.first}-{rule.last}"
        elif not isinstance(feature, ExonSkipping):
            questions = (Question(rule.proof),)
    return Inquiry(region, questions)


def fusion_inquiry() -> Inquiry:
    """Ask what proves the absence of a fusion: the class, in the gene as a whole."""
    return Inquiry("gene", (Question(_FUSION),))


def _questions(feature: Feature) -> tuple[str, tuple[Question, ...]]:
    match feature:
        case Changes(changes=changes):
            return _of_changes(changes)
        case Promoter(changes=changes):
            return _of_changes(changes)
        case Codon(residues=residues):
            numbers = [residue.number for residue in residues]
            return _codon_words(numbers), tuple(Question(SUBSTITUTION, codons=(n, n)) for n in numbers)
        case CodonsWildType(codons=codons):
            return _codon_words(codons), tuple(Question(SUBSTITUTION, codons=(n, n)) for n in codons)
        case ExonEffect(exon=exon, effect=effect):
            return f"exon {exon}", (Question(_BY_EFFECT[effect], exon=exon),)
        case ResiduesEffect(first=first, last=last, effect=effect):
            return f"codons {first}-{last}", (Question(_BY_EFFECT[effect], codons=(first, last)),)
        case ExonSkipping(exon=exon):
            return f"exon {exon} in RNA", (Question(_SKIPPING, exon=exon),)
        case WholeGene(name=name):
            return "gene", tuple(Question(classes) for classes in _BY_GENE_CLASS.get(name, ()))
        case _:
            return "gene", ()


def _of_changes(changes: tuple[str, ...]) -> tuple[str, tuple[Question, ...]]:
    questions: dict[Question, None] = {}
    codons: dict[int, None] = {}
    places: dict[str, None] = {}
    for text in changes:
        change = named_change(text)
        short = change.kind is ChangeKind.SUBSTITUTION or (change.is_coding and ">" in text)
        classes = SUBSTITUTION if short else INDEL
        if change.first:
            questions[Question(classes, codons=(change.first, change.last))] = None
            codons.update(dict.fromkeys(range(change.first, change.last + 1)))
        else:
            place = _place(text)
            questions[Question(classes, positions=place)] = None
            places.update(dict.fromkeys(place))
    region = sentences((_codon_words(sorted(codons)) if codons else "", ", ".join(places)))
    return region, tuple(questions)


def _place(change: str) -> tuple[str, ...]:
    """Give the position words of a coding change: "c.-124C>T" -> ("c.-124",)."""
    body = change.removeprefix("c.")
    end = next((at for at, letter in enumerate(body) if letter.isalpha()), len(body))
    return tuple(f"c.{part}" for part in body[:end].split("_"))


def _codon_words(numbers: Iterable[int]) -> str:
    listed = list(numbers)
    if len(listed) == 1:
        return f"codon {listed[0]}"
    if len(listed) > 2 and listed == list(range(listed[0], listed[0] + len(listed))):
        return f"codons {listed[0]}-{listed[-1]}"
    return f"codons {', '.join(map(str, listed))}"


def all_proofs(proofs: Iterable[Proof]) -> Proof:
    """Join proofs: assessed only if each is, with the least depth and the weakest limit."""
    every = list(proofs)
    if not every:
        return Proof(assessed=False, reason="no way to look for it is known to this program")
    assessed = all(proof.assessed for proof in every)
    depths = [proof.min_depth for proof in every if proof.min_depth is not None]
    limits = [proof.detection_limit for proof in every if proof.detection_limit is not None]
    return Proof(
        assessed=assessed,
        reason="" if assessed else sentences(proof.reason for proof in every if not proof.assessed),
        proof=sentences(proof.proof for proof in every) if assessed else "",
        min_depth=min(depths, default=None),
        detection_limit=max(limits, default=None),
        missing=tuple(sorted({codon for proof in every for codon in proof.missing})),
        caveats=distinct(caveat for proof in every for caveat in proof.caveats),
    )
