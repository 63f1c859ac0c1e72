"""What a person must look at: unconfirmed calls and events that are ambiguous (S8; RULES R2, R3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interpreter.matching.candidates import Question, level_rank, matters_here, regimen
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.fits import Fits, changes_protein
from interpreter.model.alterations import Alteration, AlterationKind
from interpreter.model.evidence import Response
from interpreter.model.findings import ReviewItem
from interpreter.model.markers import Atom, Changes, CodonsWildType, GeneAtom
from interpreter.model.results import State
from interpreter.model.variants import CallStatus

_EVENTS = frozenset({AlterationKind.FUSION, AlterationKind.STRUCTURAL})
_DOUBTFUL = frozenset({CallStatus.UNCONFIRMED, CallStatus.SITE_ONLY})


def for_review(questions: Sequence[Question], evaluator: Evaluator) -> tuple[ReviewItem, ...]:
    """Give one item for each call and marker of this tumour type it may meet; those that meet none come last."""
    owners: dict[Atom, list[Question]] = {}
    for question in questions:
        if question.touched and question.is_current and _may_hold(question, evaluator):
            for atom in question.atoms:
                owners.setdefault(atom, []).append(question)
    here: dict[str, list[ReviewItem]] = {}
    elsewhere: dict[str, ReviewItem] = {}
    for atom, asking in sorted(owners.items(), key=_named_first):
        for alteration, reason in _to_review(atom, evaluator):
            item = _item(alteration, str(atom), reason, asking)
            if any(matters_here(one) for one in asking):
                here.setdefault(alteration.id, []).append(item)
            else:
                # what matters in other tumours only is told once: that there is something, by its first marker
                elsewhere.setdefault(alteration.id, item)
    items = [item for members in here.values() for item in members]
    items.extend(item for identity, item in elsewhere.items() if identity not in here)
    named = here.keys() | elsewhere.keys()
    for alteration in evaluator.facts.by_id.values():
        if alteration.status in _DOUBTFUL and alteration.id not in named and _may_matter(alteration):
            items.append(_item(alteration, "", _doubt(alteration), ()))
    return tuple(sorted(items, key=lambda item: (not item.biomarker, item.label, item.biomarker, item.alteration)))


def _may_hold(question: Question, evaluator: Evaluator) -> bool:
    """Tell whether a row is met or left open as a whole: a call says nothing of a drug whose row cannot hold.

    One truncation of BRCA2 may be inherited or somatic, yet not the inherited loss and its reversion at once.
    """
    open_states = (State.DETECTED, State.INCONCLUSIVE)
    return question.wants_absence or evaluator.seen(question.marker).state in open_states


def _named_first(owned: tuple[Atom, list[Question]]) -> tuple[bool, int, str]:
    """Put a marker that names the change itself before its codon, exon or class, then the best evidence."""
    atom, asking = owned
    named = isinstance(atom, GeneAtom) and isinstance(atom.feature, Changes)
    return not named, min(map(level_rank, asking)), str(atom)


def _to_review(atom: Atom, evaluator: Evaluator) -> Iterable[tuple[Alteration, str]]:
    if isinstance(atom, GeneAtom) and isinstance(atom.feature, CodonsWildType):
        gene = evaluator.facts.symbol(atom.gene)
        for alteration in evaluator.facts.doubtful.get(gene, ()):
            if evaluator.reader.blocks_wild_type(alteration, gene, atom.feature.codons).verdict is Fits.YES:
                yield alteration, f"{_doubt(alteration)}; it would deny the wild type"
        return
    answer = evaluator.seen(atom)
    for alteration, fit in evaluator.hits(atom):
        if alteration.status in _DOUBTFUL:
            yield alteration, "; ".join(filter(None, (_doubt(alteration), fit.reason)))
        elif answer.state is State.INCONCLUSIVE and not fit.unlisted and alteration.id in answer.alterations:
            # a change of unknown effect is told in the markers table; here stand events that can be looked at again
            yield alteration, fit.reason or answer.reason


def _doubt(alteration: Alteration) -> str:
    if alteration.reason:
        return alteration.reason
    return "on a list of sites without reads" if alteration.status is CallStatus.SITE_ONLY else "unconfirmed"


def _may_matter(alteration: Alteration) -> bool:
    return alteration.kind in _EVENTS or changes_protein(alteration)


def _item(alteration: Alteration, biomarker: str, reason: str, asking: Iterable[Question]) -> ReviewItem:
    here = sorted((one for one in asking if matters_here(one)), key=lambda one: (level_rank(one), one.item.id))
    responses: set[Response] = {one.item.response for one in here}
    return ReviewItem(
        alteration=alteration.id,
        label=alteration.label,
        biomarker=biomarker,
        reason=reason,
        therapies=tuple(dict.fromkeys(filter(None, map(regimen, here)))),
        response=responses.pop() if len(responses) == 1 else None,
    )
