"""Does one alteration have one feature of its gene? Each feature of the marker language (RULES R6, R7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interpreter.matching.changes import ChangeKind, NamedChange, has_change, named_change, substituted
from interpreter.matching.classes import class_fit
from interpreter.matching.fits import (
    LOSS,
    NO,
    Fit,
    Fits,
    changes_protein,
    consequences,
    maybe,
    no,
    overlaps,
    protein_unknown,
    residues_touched,
    unlisted,
    yes,
)
from interpreter.matching.fusions import in_frame_fit, pair_fit, side_fit
from interpreter.matching.rules import Rules
from interpreter.matching.typed import TYPED_IN
from interpreter.matching.typed_fits import typed_fit, typed_residues
from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.findings import Exactness
from interpreter.model.genes import Gene
from interpreter.model.markers import (
    Atom,
    Changes,
    Codon,
    ExonEffect,
    ExonSkipping,
    Feature,
    FusionAtom,
    GeneClass,
    Promoter,
    Residue,
    ResiduesEffect,
    SequenceEffect,
    WholeGene,
)
from interpreter.model.variants import CopyState
from interpreter.settings import Settings

_UNKNOWN_BASES = "the reference bases there are not known, so the residues are not"
_COMMON = "common_in_population"
_INFRAME = frozenset({Consequence.INFRAME_DELETION, Consequence.INFRAME_INSERTION, Consequence.INFRAME_DELINS})


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read features: rule tables, gene facts, settings, and what was typed in as a class."""

    rules: Rules
    genes: Mapping[str, Gene]
    settings: Settings
    typed: Mapping[str, Atom]
    """Alteration id -> what was typed in, for results that name a class and no single change."""

    def fit(self, alteration: Alteration, gene: str, feature: Feature) -> Fit:
        """Tell whether an alteration of `gene` has the feature; origin and certainty of the call are not asked here."""
        typed = self.typed.get(alteration.id)
        if typed is not None and alteration.effect is None and alteration.kind is AlterationKind.STRUCTURAL:
            return typed_fit(typed, feature)
        if isinstance(feature, WholeGene):
            return self._whole_gene(alteration, gene, feature)
        rule = self.rules.classes.get((gene, str(feature)))
        if rule is not None:
            return class_fit(rule, alteration)
        match feature:
            case Changes(changes=changes):
                return self._changes(alteration, gene, changes)
            case Codon(residues=residues, exceptions=exceptions):
                return self._codon(alteration, gene, residues, exceptions)
            case ExonEffect(exon=exon, effect=effect):
                return _exon(alteration, exon, effect)
            case ResiduesEffect(first=first, last=last, effect=effect):
                return _region(alteration, first, last, effect)
            case ExonSkipping(exon=exon):
                return _skipping(alteration, exon)
            case Promoter(changes=changes):
                return _promoter(alteration, changes)
            case _:
                return NO

    def blocks_wild_type(self, alteration: Alteration, gene: str, codons: tuple[int, ...]) -> Fit:
        """Tell whether an alteration denies a wild type of these codons: YES = it does, MAYBE = it may.

        Any protein change that overlaps a codon denies it, in-frame changes right beside it too; other protein changes
        of the gene leave the claim open; silent ones do not count (RULES R7).
        """
        typed = self.typed.get(alteration.id)
        if typed is not None and alteration.effect is None and alteration.kind is AlterationKind.STRUCTURAL:
            residues = typed_residues(typed)
            if residues & set(codons):
                return yes(Exactness.CODON)
            return maybe("a change without its codon was typed in")
        if not changes_protein(alteration):
            return NO
        touched = residues_touched(alteration)
        rule = self.rules.classes.get((gene, "wild type"))
        margin = rule.net if rule is not None and consequences(alteration) & _INFRAME else 0
        if any(overlaps(touched, codon - margin, codon + margin) for codon in codons):
            return maybe(_UNKNOWN_BASES) if protein_unknown(alteration) else yes(Exactness.CODON)
        return maybe("another protein change of the gene, outside the listed codons")

    def fusion_fit(self, alteration: Alteration, atom: FusionAtom) -> Fit:
        """Tell whether a fusion keeps the named genes on the asked sides; a wrong orientation never meets."""
        if alteration.kind is not AlterationKind.FUSION:
            return NO
        five, three = atom.five_prime, atom.three_prime
        if len(atom.genes) == 2:
            return in_frame_fit(alteration, pair_fit(alteration, five, three))
        gene = atom.genes[0]
        side = self.genes[gene].fusion_side if gene in self.genes else ""
        written = "5" if five == gene else "3"
        return in_frame_fit(alteration, side_fit(alteration, gene, side or written))

    # --- features of whole genes --------------------------------------------------------------------------------

    def _whole_gene(self, alteration: Alteration, gene: str, feature: WholeGene) -> Fit:
        rule = self.rules.classes.get((gene, feature.name.value))
        if rule is not None:
            return class_fit(rule, alteration)
        match feature.name:
            case GeneClass.AMPLIFICATION | GeneClass.COPY_GAIN | GeneClass.DELETION | GeneClass.LOSS:
                return self._copies(alteration, feature.name)
            case GeneClass.FUSION:
                return self._any_fusion(alteration, gene)
            case GeneClass.MUTATION:
                return _mutation(alteration)
            case GeneClass.LOSS_OF_FUNCTION:
                return self._loss_of_function(alteration, gene)
            case GeneClass.ACTIVATING:
                return self._activating(alteration, gene)
            case GeneClass.ONCOGENIC:
                return self._oncogenic(alteration, gene)
            case GeneClass.INTERNAL_TANDEM_DUPLICATION:
                return _tandem(alteration)
            case GeneClass.KINASE_DOMAIN_DUPLICATION:
                exons = alteration.effect.duplicated_exons if alteration.effect is not None else ()
                return maybe(f"exons {_spread(exons)} are duplicated; which ones decide is not listed") if exons else NO
            case _:
                return NO

    def _any_fusion(self, alteration: Alteration, gene: str) -> Fit:
        if alteration.kind is not AlterationKind.FUSION:
            return NO
        side = self.genes[gene].fusion_side if gene in self.genes else ""
        return in_frame_fit(alteration, side_fit(alteration, gene, side or "either"))

    def _copies(self, alteration: Alteration, asked: GeneClass) -> Fit:
        """Compare copies: amplification needs the threshold, deletion no copy left; a `<DUP>` without copies may be."""
        state = alteration.copy_state
        if state is None and alteration.kind is not AlterationKind.COPY_NUMBER:
            return NO
        copies = alteration.copy_number
        if state is CopyState.UNDECIDED and copies is not None:
            return maybe(f"{copies:g} copies, but the state is not decided for the whole gene")
        if state in (None, CopyState.UNDECIDED):
            if copies is None:
                return maybe("the file gives no copy number")
            state = _state_of(copies, self.settings.amplification_copies)
        met = _COPY_STATES[asked]
        if state in met:
            return yes(Exactness.CLASS)
        told = f"{copies:g} copies" if copies is not None else state.value if state is not None else "copies not given"
        return no(f"found {told}: this is not {asked.value}")

    def _loss_of_function(self, alteration: Alteration, gene: str) -> Fit:
        """Truncations, start loss, essential splice sites, lost exons or the whole gene, by the gene's own data."""
        if alteration.copy_state is CopyState.DELETION:
            return yes(Exactness.CLASS)
        if alteration.copy_state is CopyState.UNDECIDED and alteration.effect is None:
            return maybe("a deletion or duplication without a copy number")
        effect = alteration.effect
        if effect is None:
            return NO
        rule = self.rules.genes.get(gene)
        if rule is not None:
            if any(has_change(effect, named_change(change)) for change in rule.benign):
                return no("listed as benign")
            if any(has_change(effect, named_change(change)) for change in rule.pathogenic):
                return yes(Exactness.CLASS)
        if not consequences(alteration) & LOSS:
            told = changes_protein(alteration) and effect.consequence is not Consequence.CODING_UNKNOWN
            return no("its effect on function is not listed") if told else NO
        last = rule.last_counting_residue if rule is not None else None
        touched = residues_touched(alteration)
        if last is not None and len(touched) and touched.start > last and not effect.deleted_exons:
            return maybe(f"the truncation lies behind residue {last}, the last one known to count")
        return yes(Exactness.CLASS)

    def _activating(self, alteration: Alteration, gene: str) -> Fit:
        fits = [self.fit(alteration, gene, feature) for feature in self.rules.activating.get(gene, ())]
        if any(fit.verdict is Fits.YES for fit in fits):
            return yes(Exactness.CLASS)
        unclear = next((fit for fit in fits if fit.verdict is Fits.MAYBE), None)
        if unclear is not None:
            return unclear
        if changes_protein(alteration):
            return unlisted("not on the list of activating changes")
        return NO

    def _oncogenic(self, alteration: Alteration, gene: str) -> Fit:
        """A suppressor's loss of function, an oncogene's activating change; where the role is not known, either."""
        role = self.genes[gene].role if gene in self.genes else ""
        lost = self._loss_of_function(alteration, gene) if role in ("suppressor", "both", "") else NO
        gained = self._activating(alteration, gene) if role != "suppressor" else NO
        if Fits.YES in (lost.verdict, gained.verdict):
            return yes(Exactness.CLASS)
        if (
            role == "suppressor"
            and changes_protein(alteration)
            and lost.verdict is Fits.NO
            and lost.reason != "listed as benign"
        ):
            return unlisted("its effect on function is not listed")
        return lost if lost.verdict is Fits.MAYBE else gained

    # --- named changes ------------------------------------------------------------------------------------------

    def _changes(self, alteration: Alteration, gene: str, changes: tuple[str, ...]) -> Fit:
        effect = alteration.effect
        if effect is None:
            return NO
        named = [self._aliased(gene, named_change(change)) for change in changes]
        if any(has_change(effect, change) for change in named):
            return yes(Exactness.EXACT if len(named) == 1 else Exactness.LIST)
        if protein_unknown(alteration):
            touched = residues_touched(alteration)
            if any(overlaps(touched, change.first, change.last) for change in named if change.first):
                return maybe(_UNKNOWN_BASES)
        return NO

    def _aliased(self, gene: str, change: NamedChange) -> NamedChange:
        """Translate an older numbering where it is declared for this gene and residue; nothing is guessed."""
        own = self.rules.residue_aliases.get((gene, f"{change.first_letter}{change.first}"))
        if own is None or change.kind is not ChangeKind.SUBSTITUTION:
            return change
        return named_change(f"p.{own}{change.new}")

    def _codon(
        self, alteration: Alteration, gene: str, residues: tuple[Residue, ...], exceptions: tuple[str, ...]
    ) -> Fit:
        effect = alteration.effect
        if effect is None:
            return NO
        if any(has_change(effect, self._aliased(gene, named_change(change))) for change in exceptions):
            return no(f"{' and '.join(exceptions)} is excepted")
        for residue in residues:
            own = self.rules.residue_aliases.get((gene, str(residue)), str(residue))
            letter, number = (own[0], int(own[1:])) if own[0].isalpha() else ("", int(own))
            if effect.protein is not None and substituted(effect.protein, letter, number) not in ("", "*", "?"):
                return yes(Exactness.CODON)
            if overlaps(residues_touched(alteration), number, number):
                if protein_unknown(alteration):
                    return maybe(_UNKNOWN_BASES)
                if consequences(alteration) & _INFRAME:
                    return maybe(f"an in-frame change that touches codon {number}, no substitution of it")
        return NO


_COPY_STATES = {
    GeneClass.AMPLIFICATION: frozenset({CopyState.AMPLIFICATION}),
    GeneClass.COPY_GAIN: frozenset({CopyState.AMPLIFICATION, CopyState.GAIN}),
    GeneClass.DELETION: frozenset({CopyState.DELETION}),
    GeneClass.LOSS: frozenset({CopyState.DELETION, CopyState.LOSS}),
}


def _state_of(copies: float, amplified_at: float) -> CopyState:
    """Give the state of a total copy number by the stated default, for a source that names no state."""
    if copies >= amplified_at:
        return CopyState.AMPLIFICATION
    if copies < 0.5:
        return CopyState.DELETION
    if copies < 1.5:
        return CopyState.LOSS
    return CopyState.GAIN if copies >= 2.5 else CopyState.NEUTRAL


def _mutation(alteration: Alteration) -> Fit:
    if not changes_protein(alteration):
        return NO
    if _COMMON in alteration.flags:
        return unlisted("frequent in the population: probably no mutation of the tumour")
    return yes(Exactness.GENE)


def _tandem(alteration: Alteration) -> Fit:
    """A duplication in a gene that has no row in classes.tsv: its place is not judged."""
    protein = alteration.effect.protein if alteration.effect is not None else None
    if (
        Consequence.INFRAME_INSERTION in consequences(alteration)
        and protein is not None
        and protein.text.endswith("dup")
    ):
        return maybe("an in-frame duplication; no residues are listed for this gene")
    return NO


def _effect_fits(alteration: Alteration, effect: SequenceEffect) -> bool | None:
    """Tell whether an alteration has the effect word; None where its residues are not known."""
    if effect is SequenceEffect.MUTATION:
        return changes_protein(alteration)
    if protein_unknown(alteration):
        return None
    terms = consequences(alteration)
    if effect is SequenceEffect.MISSENSE:
        return Consequence.MISSENSE in terms
    if effect is SequenceEffect.FRAMESHIFT:
        return Consequence.FRAMESHIFT in terms
    if effect is SequenceEffect.TRUNCATING:
        return any(term.is_truncating for term in terms)
    protein = alteration.effect.protein if alteration.effect is not None else None
    if protein is None or protein.frameshift or "*" in protein.ref + protein.alt:
        return False
    if effect is SequenceEffect.INFRAME_DELETION:
        return protein.net_residues < 0
    if effect is SequenceEffect.INFRAME_INSERTION:
        return protein.net_residues > 0
    return protein.net_residues != 0 or bool(terms & _INFRAME)


def _placed(alteration: Alteration, effect: SequenceEffect, exactness: Exactness) -> Fit:
    fits = _effect_fits(alteration, effect)
    if fits is None:
        return maybe(_UNKNOWN_BASES)
    if not fits:
        return NO
    if effect is SequenceEffect.MUTATION and _COMMON in alteration.flags:
        return unlisted("frequent in the population: probably no mutation of the tumour")
    return yes(exactness)


def _exon(alteration: Alteration, exon: int, effect: SequenceEffect) -> Fit:
    if alteration.effect is None:
        return NO
    if not alteration.effect.exons and TYPED_IN in alteration.flags and changes_protein(alteration):
        return maybe("typed in without its exon") if _effect_fits(alteration, effect) else NO
    if exon not in alteration.effect.exons:
        return NO
    if exon in alteration.effect.deleted_exons and effect is not SequenceEffect.MUTATION:
        return maybe(f"exon {exon} is lost whole")
    return _placed(alteration, effect, Exactness.EXON)


def _region(alteration: Alteration, first: int, last: int, effect: SequenceEffect) -> Fit:
    if not overlaps(residues_touched(alteration), first, last):
        return NO
    return _placed(alteration, effect, Exactness.CLASS)


def _skipping(alteration: Alteration, exon: int) -> Fit:
    """Skipping in a gene without a row of its own: the loss of that exon alone, or its splice sites for review."""
    effect = alteration.effect
    if effect is None:
        return NO
    if effect.deleted_exons == (exon,):
        return yes(Exactness.EXON)
    if any(number == exon for _, number in effect.splice_sites):
        return maybe(f"a splice site of exon {exon} is lost: RNA must show whether the exon is skipped")
    return NO


def _promoter(alteration: Alteration, changes: tuple[str, ...]) -> Fit:
    if alteration.effect is None:
        return NO
    if alteration.effect.hgvs_c.rpartition(":")[2] in changes:
        return yes(Exactness.EXACT if len(changes) == 1 else Exactness.LIST)
    return NO


def _spread(numbers: tuple[int, ...]) -> str:
    return f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
