"""What a row would say if one marker were detected and nothing else changed."""

from __future__ import annotations

from interpreter.matching.candidates import Question
from interpreter.matching.evaluate import Evaluator
from interpreter.model.evidence import AGAINST_THERAPY, Direction
from interpreter.model.findings import Truth
from interpreter.model.markers import And, Atom, Marker, Not, Or


def would_close(question: Question, atom: Atom, evaluator: Evaluator) -> bool:
    """Tell whether the atom alone would make an open row speak against its regimen.

    KRAS G12C alone speaks against no G12C inhibitor: those rows ask for a second change as well.
    """
    item = question.item
    if item.response not in AGAINST_THERAPY or item.direction is not Direction.SUPPORTS or not question.is_current:
        return False
    if evaluator.answer(question.marker).truth is not Truth.UNKNOWN:
        return False
    return _with(question.marker, atom, evaluator) is Truth.MET


def _with(marker: Marker, atom: Atom, evaluator: Evaluator) -> Truth:
    match marker:
        case And(terms=terms) | Or(terms=terms):
            truths = {_with(term, atom, evaluator) for term in terms}
            first, last = (Truth.NOT_MET, Truth.MET) if isinstance(marker, And) else (Truth.MET, Truth.NOT_MET)
            return first if first in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else last
        case Not(term=term):
            truth = _with(term, atom, evaluator)
            swapped = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}
            return swapped.get(truth, truth)
        case _:
            return Truth.MET if marker == atom else evaluator.answer(marker).truth
