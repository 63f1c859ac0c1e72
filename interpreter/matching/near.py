"""Near misses: what a therapy needs, and what was found instead (S7, S11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interpreter.matching.answers import Answer
from interpreter.matching.candidates import Question, level_rank, matters_here, regimen, signed_atoms
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.fits import changes_protein
from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.evidence import Direction, EvidenceClass, Response
from interpreter.model.findings import NearMiss, Truth
from interpreter.model.markers import (
    And,
    Changes,
    Codon,
    CodonsWildType,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Or,
    WholeGene,
)

_STRONG = frozenset({EvidenceClass.APPROVED, EvidenceClass.GUIDELINE, EvidenceClass.RANDOMISED})
_COPIES = frozenset({GeneClass.AMPLIFICATION, GeneClass.COPY_GAIN, GeneClass.DELETION, GeneClass.LOSS})
_COMMON = "common_in_population"


def near_misses(questions: Sequence[Question], evaluator: Evaluator) -> tuple[NearMiss, ...]:
    """Give one row for each marker that a therapy here needs and each alteration of its gene that is not it."""
    found: dict[tuple[str, str], tuple[str, list[Question]]] = {}
    wanted = [question for question in questions if _is_wanted(question)]
    met = {regimen(one) for one in wanted if _is_met(one, evaluator)}
    for question in wanted:
        if regimen(question) in met:  # what is found already speaks for it: another of its markers is no miss
            continue
        for biomarker, label, why in (*_other_alleles(question, evaluator), *_incomplete(question, evaluator)):
            found.setdefault((biomarker, label), (why, []))[1].append(question)
    rows = []
    for (biomarker, label), (why, owners) in found.items():
        owners.sort(key=lambda one: (level_rank(one), one.item.id))
        rows.append(
            NearMiss(
                biomarker=biomarker,
                found=label,
                why=why,
                therapies=tuple(dict.fromkeys(regimen(one) for one in owners)),
                evidence_id=owners[0].item.id,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.biomarker, row.found)))


def _is_met(question: Question, evaluator: Evaluator) -> bool:
    answer = evaluator.answer if question.wants_absence else evaluator.seen
    return answer(question.marker).truth is Truth.MET


def _is_wanted(question: Question) -> bool:
    item = question.item
    return (
        question.touched
        and question.is_current
        and matters_here(question)
        and item.response is Response.SENSITIVITY
        and item.direction is Direction.SUPPORTS
        and item.level in _STRONG
        and bool(item.therapies)
    )


def _other_alleles(question: Question, evaluator: Evaluator) -> Iterable[tuple[str, str, str]]:
    """Name the alterations of a wanted marker's gene that are not the wanted one: no drug from another allele."""
    for atom, wanted in signed_atoms(question.marker):
        if not wanted or not isinstance(atom, GeneAtom | FusionAtom):
            continue
        if isinstance(atom, GeneAtom) and isinstance(atom.feature, CodonsWildType):
            continue
        if evaluator.seen(atom).truth is Truth.MET:
            continue
        for alteration, fit in evaluator.misses(atom):
            if _is_near(atom, alteration, fit.reason):
                needed, label = _needed(atom), _found(alteration)
                why = f"needs {needed}; found {label}"
                yield str(atom), alteration.label, f"{why} ({fit.reason})" if fit.reason else why


def _is_near(atom: GeneAtom | FusionAtom, alteration: Alteration, reason: str) -> bool:
    if isinstance(atom, FusionAtom):
        return alteration.kind is AlterationKind.FUSION
    if isinstance(atom.feature, WholeGene):
        if atom.feature.name in _COPIES:
            return alteration.kind is AlterationKind.COPY_NUMBER and bool(reason)
        if atom.feature.name is GeneClass.FUSION:
            return alteration.kind is AlterationKind.FUSION
    return changes_protein(alteration) and _COMMON not in alteration.flags


def _needed(atom: GeneAtom | FusionAtom) -> str:
    if isinstance(atom, FusionAtom):
        return str(atom)
    alone = isinstance(atom.feature, Changes | Codon)
    return str(atom.feature) if alone else str(atom)


def _found(alteration: Alteration) -> str:
    return f"p.{alteration.protein_change}" if alteration.protein_change else alteration.label


def _incomplete(question: Question, evaluator: Evaluator) -> Iterable[tuple[str, str, str]]:
    """Name what a combination still needs where a part of it was found: it is met as a whole or not at all (S11)."""
    marker = question.marker
    for whole in marker.terms if isinstance(marker, Or) else (marker,):
        if not isinstance(whole, And):
            continue
        if not any(evaluator.seen(term).truth is Truth.MET for term in whole.terms):
            continue
        answers = [(term, evaluator.answer(term)) for term in whole.terms]
        found = [
            answer for _, answer in answers if answer.truth is Truth.MET and (answer.alterations or answer.sources)
        ]
        if not found:
            continue
        labels = ", ".join(dict.fromkeys(answer.reason for answer in found))
        told = "; ".join(f"{term} ({_how(answer)})" for term, answer in answers if answer.truth is not Truth.MET)
        yield str(whole), labels, f"found {labels}; also needs {told}"


def _how(answer: Answer) -> str:
    return "not met" if answer.truth is Truth.NOT_MET else answer.state.value.replace("_", " ")
