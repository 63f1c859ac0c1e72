"""Which untested or unsettled marker would change the picture, in sentences, the most consequential first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interpreter.matching.candidates import Question, asked_here, level_rank, regimen, signed_atoms
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.supposing import would_close
from interpreter.model.evidence import Direction, EvidenceClass, Response
from interpreter.model.findings import Truth
from interpreter.model.markers import Atom, CodonsWildType, GeneAtom
from interpreter.model.results import State


def would_change(questions: Sequence[Question], evaluator: Evaluator) -> tuple[str, ...]:
    """Give one sentence a marker: what it would open or close here, and why it is not known.

    Only rows that are still open count: a marker whose combination is already excluded changes nothing.
    """
    speaking: dict[Atom, list[Question]] = {}
    for question in questions:
        if not asked_here(question) or not question.item.therapies or question.item.direction is not Direction.SUPPORTS:
            continue
        answer = evaluator.answer(question.marker)
        if answer.truth is not Truth.UNKNOWN:
            continue
        for atom in answer.open_atoms:
            speaking.setdefault(atom, []).append(question)
    ranked = []
    for atom, owners in speaking.items():
        owners.sort(key=lambda one: (level_rank(one), one.item.id))
        ranked.append((level_rank(owners[0]), -len(owners), str(atom), _sentence(atom, owners, evaluator)))
    return tuple(text for *_, text in sorted(ranked) if text)


def _sentence(atom: Atom, owners: list[Question], evaluator: Evaluator) -> str:
    answer = evaluator.answer(atom)
    state = "is inconclusive" if answer.state is State.INCONCLUSIVE else "was not assessed"
    opened = _regimens(owner for owner in owners if _helps(owner) and not _denied(atom, owner))
    blocked = _regimens(owner for owner in owners if _helps(owner) and _denied(atom, owner))
    closed = _regimens(owner for owner in owners if would_close(owner, atom, evaluator))
    wild = isinstance(atom, GeneAtom) and isinstance(atom.feature, CodonsWildType)
    found, absent = ("proved wild type", "mutated") if wild else ("detected", "proved absent")
    parts = []
    if opened:
        parts.append(f"if {found}, it would speak for {opened}")
    if blocked:
        parts.append(f"if {absent}, it would clear the way for {blocked}")
    if closed:
        parts.append(f"if {found}, it would speak against {closed}")
    return f"{atom} {state}: {'; '.join(parts)}." if parts else ""


def _regimens(owners: Iterable[Question]) -> str:
    named: dict[str, bool] = {}
    for owner in owners:
        named.setdefault(regimen(owner), owner.item.level is EvidenceClass.APPROVED)
    return ", ".join(f"{name} (approved)" if approved else name for name, approved in named.items())


def _helps(question: Question) -> bool:
    return question.item.response is Response.SENSITIVITY


def _denied(atom: Atom, question: Question) -> bool:
    """Tell whether the row wants the atom absent."""
    return (atom, False) in signed_atoms(question.marker)
