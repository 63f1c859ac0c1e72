"""What was typed in as a class ("exon 19 inframe deletion", "codon G12", "mutation") against what is asked."""

from __future__ import annotations

from interpreter.matching.changes import ChangeKind, named_change
from interpreter.matching.fits import NO, Fit, maybe, yes
from interpreter.model.findings import Exactness
from interpreter.model.markers import (
    Atom,
    Changes,
    Codon,
    CodonsWildType,
    ExonEffect,
    ExonSkipping,
    Feature,
    GeneAtom,
    GeneClass,
    Promoter,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
)


def typed_residues(typed: Atom) -> set[int]:
    """Give the residues that a typed-in codon or change names; empty for exons and classes."""
    feature = typed.feature if isinstance(typed, GeneAtom) else None
    match feature:
        case Codon(residues=residues):
            return {residue.number for residue in residues}
        case Changes(changes=changes):
            return {named_change(change).first for change in changes}
        case _:
            return set()


def typed_fit(typed: Atom, asked: Feature) -> Fit:
    """Compare what was typed in as a class with what is asked: equal meets, related leaves it open."""
    if not isinstance(typed, GeneAtom):
        return NO
    if typed.feature == asked:
        return yes(_own_exactness(asked))
    if (
        isinstance(typed.feature, Changes)
        and isinstance(asked, Changes)
        and set(typed.feature.changes) <= set(asked.changes)
    ):
        return yes(Exactness.LIST)
    if isinstance(asked, WholeGene) and asked.name is GeneClass.MUTATION and _is_sequence(typed.feature):
        return yes(Exactness.GENE)
    if _is_sequence(typed.feature) and _is_sequence(asked) and _may_coincide(typed.feature, asked):
        return maybe(f"'{typed.feature}' was typed in; which change it is was not stated")
    return NO


def _own_exactness(feature: Feature) -> Exactness:
    match feature:
        case Codon():
            return Exactness.CODON
        case ExonEffect() | ExonSkipping():
            return Exactness.EXON
        case Changes(changes=changes) | Promoter(changes=changes):
            return Exactness.EXACT if len(changes) == 1 else Exactness.LIST
        case WholeGene(name=GeneClass.MUTATION):
            return Exactness.GENE
        case _:
            return Exactness.CLASS


_NO_SEQUENCE = frozenset(
    {
        GeneClass.AMPLIFICATION,
        GeneClass.COPY_GAIN,
        GeneClass.DELETION,
        GeneClass.LOSS,
        GeneClass.FUSION,
    }
)


def _is_sequence(feature: Feature) -> bool:
    if isinstance(feature, CodonsWildType | Promoter):
        return False
    if not isinstance(feature, WholeGene):
        return True
    return feature.name not in _NO_SEQUENCE and not feature.name.asked_result


def _may_coincide(typed: Feature, asked: Feature) -> bool:
    """Two exons, two lists of codons, or two natures that have nothing in common cannot be one change."""
    if isinstance(typed, ExonEffect | ExonSkipping) and isinstance(asked, ExonEffect | ExonSkipping):
        return typed.exon == asked.exon and bool(_natures(typed) & _natures(asked))
    if isinstance(typed, Codon | Changes) and isinstance(asked, Codon | Changes):
        one, other = (typed_residues(GeneAtom("X", feature)) for feature in (typed, asked))
        return bool(one & other)
    return bool(_natures(typed) & _natures(asked))


_EVERY = frozenset(SequenceEffect) - {SequenceEffect.MUTATION}
_EFFECT_NATURES: dict[SequenceEffect, frozenset[SequenceEffect]] = {
    SequenceEffect.INFRAME_INDEL: frozenset({SequenceEffect.INFRAME_DELETION, SequenceEffect.INFRAME_INSERTION}),
    SequenceEffect.TRUNCATING: frozenset({SequenceEffect.TRUNCATING, SequenceEffect.FRAMESHIFT}),
    SequenceEffect.FRAMESHIFT: frozenset({SequenceEffect.TRUNCATING, SequenceEffect.FRAMESHIFT}),
    SequenceEffect.MUTATION: _EVERY,
}
_CHANGE_NATURES = {
    ChangeKind.SUBSTITUTION: frozenset({SequenceEffect.MISSENSE, SequenceEffect.TRUNCATING}),
    ChangeKind.FRAMESHIFT: _EFFECT_NATURES[SequenceEffect.FRAMESHIFT],
    ChangeKind.DELETION: frozenset({SequenceEffect.INFRAME_DELETION}),
    ChangeKind.INSERTION: frozenset({SequenceEffect.INFRAME_INSERTION}),
    ChangeKind.DUPLICATION: frozenset({SequenceEffect.INFRAME_INSERTION}),
    ChangeKind.DELINS: _EFFECT_NATURES[SequenceEffect.INFRAME_INDEL],
}
_WHOLE_EXONS = frozenset({GeneClass.KINASE_DOMAIN_DUPLICATION, GeneClass.VIII})


def _natures(feature: Feature) -> frozenset[SequenceEffect]:
    """Give what kinds of change a feature can be; losses and gains of whole exons are none of the named kinds."""
    match feature:
        case Codon():
            return frozenset({SequenceEffect.MISSENSE})
        case Changes(changes=changes):
            return frozenset().union(*(_CHANGE_NATURES.get(named_change(text).kind, _EVERY) for text in changes))
        case ExonEffect(effect=effect) | ResiduesEffect(effect=effect):
            return _EFFECT_NATURES.get(effect, frozenset({effect}))
        case ExonSkipping():
            return frozenset()
        case WholeGene(name=GeneClass.INTERNAL_TANDEM_DUPLICATION):
            return frozenset({SequenceEffect.INFRAME_INSERTION})
        case WholeGene(name=name) if name in _WHOLE_EXONS:
            return frozenset()
        case _:
            return _EVERY
