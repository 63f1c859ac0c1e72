"""The three-valued evaluation of a marker expression over one case (S1, S2, S4, S8, S10, S11; RULES R1-R9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from interpreter.matching.answers import Answer, across_readings, distinct, every, negate, sentences, some
from interpreter.matching.facts import Facts, NoProofs
from interpreter.matching.features import Reader
from interpreter.matching.fits import Fit, Fits, unlisted
from interpreter.matching.origins import ONE_FOR_TWO, is_polymorphism, one_for_two_origins, origin_doubt
from interpreter.matching.questions import Inquiry, all_proofs, fusion_inquiry, inquiry
from interpreter.matching.results import gene_result_answer, result_answer
from interpreter.matching.rules import Rules
from interpreter.model.alterations import Alteration, PhaseRelation, phase_relation
from interpreter.model.findings import Exactness, Truth
from interpreter.model.markers import (
    ANY_PARTNER,
    And,
    Atom,
    CodonsWildType,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Haplotype,
    Marker,
    Not,
    Or,
    Pair,
    Qualifier,
    ResultAtom,
    WholeGene,
    genes,
)
from interpreter.model.results import State
from interpreter.model.variants import CallStatus, Origin
from interpreter.settings import Settings

_MOST_WORLDS = 64
"""Combinations of phase readings looked at together; beyond, each atom is judged over its own gene's readings."""
_GERMLINE_SAMPLE = "this is a germline sample: it proves nothing about the tumour"
_NEEDS_GERMLINE = "needs a germline sample or a typed-in germline result"

_HER2_POSITIVE = ResultAtom("HER2", category="positive")
_POLYMORPHISM = "inherited; more likely a polymorphism than a mutation of the tumour"

World = dict[str, int]
"""Gene -> index of its reading."""
Hit = tuple[Alteration, Fit]


class Evaluator:
    """Evaluates expressions over one case; answers are kept, so that an atom is judged once."""

    def __init__(self, facts: Facts, rules: Rules, settings: Settings) -> None:
        self.facts = facts
        self.rules = rules
        self.settings = settings
        classes = {result.alteration.id: result.atom for result in facts.typed if result.alteration is not None}
        self.reader = Reader(rules, facts.genes, settings, classes)
        self._answers: dict[Marker, Answer] = {}
        self._atoms: dict[tuple[Atom, int], Answer] = {}
        self._without_proofs: Evaluator | None = None

    def answer(self, marker: Marker) -> Answer:
        """Evaluate one expression under every phase reading of its genes: met in all, or not met (S4)."""
        known = self._answers.get(marker)
        if known is None:
            known = self._answers[marker] = self._over_worlds(marker)
        return known

    def seen(self, marker: Marker) -> Answer:
        """Evaluate by what was seen, asking for no proof of absence: what is met or inconclusive here is so with proofs
        too, unless the expression wants something absent. Proofs of whole genes are dear.
        """
        if self._without_proofs is None:
            self._without_proofs = Evaluator(replace(self.facts, assessed=NoProofs()), self.rules, self.settings)
        return self._without_proofs.answer(marker)

    def hits(self, atom: Atom) -> tuple[Hit, ...]:
        """Give every alteration, called or not, that has or may have an atom's feature, in any reading."""
        found: dict[str, Hit] = {}
        for gene in self._genes_of(atom):
            members = [item for reading in self.facts.readings(gene) for item in reading]
            for alteration in (*members, *self.facts.doubtful.get(gene, ())):
                fit = self._fit(alteration, atom, gene)
                if fit.verdict is not Fits.NO:
                    found.setdefault(alteration.id, (alteration, fit))
        return tuple(found.values())

    def misses(self, atom: Atom) -> tuple[Hit, ...]:
        """Give the called alterations of an atom's genes that do not have its feature."""
        found: dict[str, Hit] = {}
        for gene in self._genes_of(atom):
            for reading in self.facts.readings(gene):
                for alteration in reading:
                    fit = self._fit(alteration, atom, gene)
                    if fit.verdict is Fits.NO:
                        found.setdefault(alteration.id, (alteration, fit))
        return tuple(found.values())

    # --- readings and combinations ------------------------------------------------------------------------------

    def _over_worlds(self, marker: Marker) -> Answer:
        ambiguous = {
            gene: len(self.facts.readings(gene))
            for gene in dict.fromkeys(self.facts.symbol(name) for name in genes(marker))
            if len(self.facts.readings(gene)) > 1
        }
        if not ambiguous:
            return self._combine(marker, {})
        if prod(ambiguous.values()) > _MOST_WORLDS and not isinstance(marker, Atom):
            return self._combine(marker, None)
        notes = sentences(self.facts.notes.get(gene, "") for gene in ambiguous)
        ways = product(*(range(count) for count in ambiguous.values()))
        return across_readings([self._combine(marker, dict(zip(ambiguous, way, strict=True))) for way in ways], notes)

    def _combine(self, marker: Marker, world: World | None) -> Answer:
        match marker:
            case And(terms=terms):
                answers = [self._combine(term, world) for term in terms]
                both = every(answers)
                if both.truth is not Truth.NOT_MET and one_for_two_origins(terms, answers):
                    return Answer(truth=Truth.UNKNOWN, reason=ONE_FOR_TWO, open_atoms=both.open_atoms)
                return both
            case Or(terms=terms):
                return some([self._combine(term, world) for term in terms])
            case Not(term=term):
                return negate(self._combine(term, world))
            case Pair():
                return self._pair(marker, world)
            case _:
                return self._over_worlds(marker) if world is None else self._atom(marker, world)

    def _pair(self, pair: Pair, world: World | None) -> Answer:
        """Both on one copy (cis) or on two (trans); where the phase is not known, the answer is open (S4, S11)."""
        both = every([self._combine(pair.first, world), self._combine(pair.second, world)])
        if both.truth is not Truth.MET:
            return both
        seen = self.facts.by_id
        first = [seen[item] for item in self._combine(pair.first, world).alterations]
        second = [seen[item] for item in self._combine(pair.second, world).alterations]
        relations = {
            PhaseRelation.CIS if one.id == other.id else phase_relation(one, other) for one in first for other in second
        }
        wanted, other_side = (
            (PhaseRelation.CIS, PhaseRelation.TRANS) if pair.cis else (PhaseRelation.TRANS, PhaseRelation.CIS)
        )
        if wanted in relations:
            return both
        if relations == {other_side}:
            return replace(
                both, truth=Truth.NOT_MET, exactness=None, alterations=(), reason=f"they lie in {other_side}"
            )
        return Answer(
            truth=Truth.UNKNOWN,
            inconclusive=True,
            alterations=both.alterations,
            reason="both are there, but whether they lie on the same copy is not known",
            open_atoms=(pair.first, pair.second),
        )

    # --- atoms --------------------------------------------------------------------------------------------------

    def _atom(self, atom: Atom, world: World) -> Answer:
        gene = self.facts.symbol(atom.gene) if isinstance(atom, GeneAtom) else ""
        key = (atom, world.get(gene, 0))
        known = self._atoms.get(key)
        if known is None:
            known = self._atoms[key] = self._judge(atom, world)
        return known

    def _judge(self, atom: Atom, world: World) -> Answer:
        if isinstance(atom, FusionAtom):
            return self._sequence(atom, fusion_inquiry(), world)
        if not isinstance(atom, GeneAtom):
            answer = result_answer(atom, self.facts.marker_results, self.rules, self.settings)
            return self._beside_amplification(atom, answer)
        if isinstance(atom.feature, WholeGene) and atom.feature.name.asked_result:
            gene, asked = self.facts.symbol(atom.gene), atom.feature.name
            answer = gene_result_answer(gene, asked, self.facts.marker_results, self.rules, self.settings)
            return replace(answer, open_atoms=(atom,) if answer.open_atoms else ())
        if isinstance(atom.feature, CodonsWildType):
            return self._wild_type(atom, atom.feature.codons, world)
        return self._sequence(atom, inquiry(self.facts.symbol(atom.gene), atom.feature, self.rules), world)

    def _sequence(self, atom: GeneAtom | FusionAtom, asked: Inquiry, world: World) -> Answer:
        """Met by a called alteration of the asked origin; open where one may meet it; absent only with proof."""
        sure: list[Hit] = []
        open_reasons: list[tuple[Alteration, str]] = []
        all_unlisted = True
        passed_over: list[str] = []
        for gene in self._genes_of(atom):
            readings = self.facts.readings(gene)
            for alteration in readings[world.get(gene, 0) if len(readings) > 1 else 0]:
                fit = self._fit(alteration, atom, gene)
                if fit.verdict is Fits.NO:
                    if fit.reason:
                        passed_over.append(f"{alteration.label}: {fit.reason}")
                    continue
                if fit.verdict is Fits.YES and is_polymorphism(alteration, atom):
                    fit = unlisted(_POLYMORPHISM)
                doubt = fit.reason if fit.verdict is Fits.MAYBE else ""
                wrong, unsure = origin_doubt(alteration, atom.qualifier)
                if wrong:
                    continue
                if doubt or unsure:
                    all_unlisted = all_unlisted and fit.unlisted and not unsure
                    open_reasons.append((alteration, sentences((doubt, unsure))))
                else:
                    sure.append((alteration, fit))
            for alteration in self.facts.doubtful.get(gene, ()):
                fit = self._fit(alteration, atom, gene)
                wrong, unsure = origin_doubt(alteration, atom.qualifier)
                if fit.verdict is not Fits.NO and not wrong:
                    all_unlisted = all_unlisted and fit.unlisted
                    open_reasons.append((alteration, sentences((_unconfirmed(alteration), fit.reason, unsure))))
        if sure:
            best = min((fit.exactness for _, fit in sure if fit.exactness is not None), key=lambda one: one.rank)
            return Answer(
                truth=Truth.MET,
                exactness=best,
                alterations=distinct(alteration.id for alteration, _ in sure),
                reason=sentences(alteration.label for alteration, _ in sure),
                region=asked.region,
            )
        if open_reasons:
            return replace(self._open(atom, open_reasons, asked.region), unlisted=all_unlisted)
        return self._absent(atom, asked, passed_over)

    def _wild_type(self, atom: GeneAtom, codons: tuple[int, ...], world: World) -> Answer:
        """A wild type stands only if every listed codon was assessed and nothing that was seen denies it (S2)."""
        gene = self.facts.symbol(atom.gene)
        asked = inquiry(gene, atom.feature, self.rules)
        readings = self.facts.readings(gene)
        open_reasons: list[tuple[Alteration, str]] = []
        for alteration in readings[world.get(gene, 0) if len(readings) > 1 else 0]:
            fit = self.reader.blocks_wild_type(alteration, gene, codons)
            if fit.verdict is Fits.YES:
                return Answer(truth=Truth.NOT_MET, reason=f"not wild type: {alteration.label}", region=asked.region)
            if fit.verdict is Fits.MAYBE:
                open_reasons.append((alteration, fit.reason))
        for alteration in self.facts.doubtful.get(gene, ()):
            fit = self.reader.blocks_wild_type(alteration, gene, codons)
            if fit.verdict is Fits.YES:
                open_reasons.append((alteration, _unconfirmed(alteration)))
        if open_reasons:
            return self._open(atom, open_reasons, asked.region)
        typed = [
            one
            for one in self.facts.typed
            if one.result.gene == gene and one.proves(self.facts.specimen, self.settings)
        ]
        proved = frozenset[int]().union(*(one.proved_codons for one in typed))
        left = tuple(codon for codon in codons if codon not in proved)
        sources = distinct(_typed_source(one.result.source, one.result.method) for one in typed)
        if not left:
            caveats = all_proofs(question.ask(self.facts.assessed, gene) for question in asked.questions).caveats
            return Answer(
                truth=Truth.MET,
                exactness=Exactness.CODON,
                reason=sentences((f"proven wild type ({asked.region})", *caveats)),
                region=asked.region,
                proof=sentences(sources),
                sources=sources,
            )
        answer = self._absent(atom, inquiry(gene, CodonsWildType(left), self.rules), [])
        if answer.truth is not Truth.NOT_MET:
            return replace(answer, region=asked.region, reason=sentences((answer.reason, self._unproved(gene, left))))
        return replace(
            answer,
            truth=Truth.MET,
            exactness=Exactness.CODON,
            reason=sentences((f"proven wild type ({asked.region})", *answer.caveats)),
            region=asked.region,
            proof=sentences((answer.proof, *sources)),
        )

    def _absent(self, atom: GeneAtom | FusionAtom, asked: Inquiry, passed_over: Sequence[str]) -> Answer:
        """Nothing was seen: absent with proof of this sample, else not assessed, and why (S1)."""
        genes_of = self._genes_of(atom)
        if atom.qualifier is Qualifier.GERMLINE and not self.facts.specimen.germline:
            return self._germline_absent(atom, asked)
        if atom.qualifier is not Qualifier.GERMLINE and self.facts.specimen.germline:
            return Answer(truth=Truth.UNKNOWN, reason=_GERMLINE_SAMPLE, region=asked.region, open_atoms=(atom,))
        if isinstance(atom, GeneAtom) and isinstance(atom.feature, Haplotype):
            reason = "haplotypes are read from a germline sample by the pharmacogene rules"
            return Answer(truth=Truth.UNKNOWN, reason=reason, region=asked.region, open_atoms=(atom,))
        # a fusion is absent when it was looked for in any one of its genes: both ends are one event
        proofs = [
            all_proofs(question.ask(self.facts.assessed, gene) for question in asked.questions) for gene in genes_of
        ]
        proof = next((one for one in proofs if one.assessed), proofs[0])
        note = sentences(passed_over)
        if not proof.assessed:
            return Answer(
                truth=Truth.UNKNOWN,
                reason=sentences((proof.reason, note)),
                region=asked.region,
                min_depth=proof.min_depth,
                limit=proof.detection_limit,
                open_atoms=(atom,),
            )
        return Answer(
            truth=Truth.NOT_MET,
            reason=sentences((note, *proof.caveats)),
            region=asked.region,
            min_depth=proof.min_depth,
            limit=proof.detection_limit,
            proof=proof.proof,
            caveats=proof.caveats,
        )

    def _unproved(self, gene: str, codons: tuple[int, ...]) -> str:
        """Name the codons of a wild type that are not proved."""
        if self.facts.specimen.germline:
            return ""
        questions = inquiry(gene, CodonsWildType(codons), self.rules).questions
        asked = zip(codons, questions, strict=True)
        missing = [str(codon) for codon, question in asked if not question.ask(self.facts.assessed, gene).assessed]
        return f"codons without proof: {', '.join(missing)}"

    def _germline_absent(self, atom: GeneAtom | FusionAtom, asked: Inquiry) -> Answer:
        """Only typed-in germline results speak of the germline here, each of what it lists (RULES R9)."""
        reason = _NEEDS_GERMLINE
        for one in self.facts.typed:
            if one.result.origin is not Origin.GERMLINE or one.result.state is not State.NOT_DETECTED:
                continue
            if not (isinstance(atom, GeneAtom) and isinstance(one.atom, GeneAtom) and _covers(one.atom, atom)):
                continue
            gene, source = self.facts.symbol(atom.gene), _typed_source(one.result.source, one.result.method)
            if one.result.codons or one.result.exons:
                proof = all_proofs(question.ask(self.facts.germline_assessed, gene) for question in asked.questions)
                if not proof.assessed:
                    reason = f"the typed-in germline result is of a part of what is asked: {proof.reason}"
                    continue
            return Answer(truth=Truth.NOT_MET, region=asked.region, proof=source, sources=(source,))
        return Answer(truth=Truth.UNKNOWN, reason=reason, region=asked.region, open_atoms=(atom,))

    def _open(self, atom: Atom, reasons: Sequence[tuple[Alteration, str]], region: str) -> Answer:
        return Answer(
            truth=Truth.UNKNOWN,
            inconclusive=True,
            alterations=distinct(alteration.id for alteration, _ in reasons),
            reason=sentences(f"{alteration.label}: {reason}" for alteration, reason in reasons),
            region=region,
            open_atoms=(atom,),
        )

    def _beside_amplification(self, atom: Atom, answer: Answer) -> Answer:
        """ERBB2 copies by sequencing are no HER2 result: a gain asks for the pathologist's test (RULES R8)."""
        if atom != _HER2_POSITIVE or answer.truth is not Truth.UNKNOWN or answer.inconclusive:
            return answer
        amplified = GeneAtom("ERBB2", WholeGene(GeneClass.AMPLIFICATION))
        found = self.answer(amplified)
        if found.truth is not Truth.MET:
            return answer
        return replace(
            answer,
            inconclusive=True,
            alterations=found.alterations,
            reason="ERBB2 amplification by sequencing: confirm by IHC/ISH",
        )

    def _genes_of(self, atom: Atom) -> tuple[str, ...]:
        if isinstance(atom, GeneAtom):
            return (self.facts.symbol(atom.gene),)
        return tuple(self.facts.symbol(gene) for gene in atom.genes) if isinstance(atom, FusionAtom) else ()

    def _fit(self, alteration: Alteration, atom: Atom, gene: str) -> Fit:
        if isinstance(atom, FusionAtom):
            five, three = (
                side if side == ANY_PARTNER else self.facts.symbol(side) for side in (atom.five_prime, atom.three_prime)
            )
            return self.reader.fusion_fit(alteration, FusionAtom(five, three))
        if isinstance(atom, GeneAtom):
            return self.reader.fit(alteration, gene, atom.feature)
        return Fit(Fits.NO)


def _unconfirmed(alteration: Alteration) -> str:
    if alteration.status is CallStatus.SITE_ONLY:
        return alteration.reason or "on a list of sites without reads"
    return f"unconfirmed: {alteration.reason}" if alteration.reason else "unconfirmed"


def _typed_source(source: str, method: str) -> str:
    return f"{method} ({source})" if source else f"{method}, typed in"


def _covers(typed: GeneAtom, asked: GeneAtom) -> bool:
    """Tell whether a negative of one feature is a negative of another: the same, or "mutation" for small changes."""
    if typed.gene != asked.gene:
        return False
    if typed.feature == asked.feature:
        return True
    broad = isinstance(typed.feature, WholeGene) and typed.feature.name is GeneClass.MUTATION
    return broad and not (isinstance(asked.feature, WholeGene) and asked.feature.name in _NOT_SMALL)


_NOT_SMALL: Iterable[GeneClass] = frozenset(
    {GeneClass.AMPLIFICATION, GeneClass.COPY_GAIN, GeneClass.FUSION, GeneClass.DELETION, GeneClass.LOSS}
)
