"""The markers table: one row for each distinct atom that matters in this tumour type, and for all that was detected."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.matching.candidates import Question, asked_here, level_rank, regimen
from interpreter.matching.evaluate import Evaluator
from interpreter.matching.supposing import would_close
from interpreter.model.findings import MarkerRow
from interpreter.model.markers import Atom, FusionAtom, GeneAtom, ResultAtom
from interpreter.model.results import State


def marker_rows(questions: Sequence[Question], evaluator: Evaluator) -> tuple[MarkerRow, ...]:
    """Give the rows by gene and expression; a wild-type term is one row, whole."""
    owners: dict[Atom, list[Question]] = {}
    for question in questions:
        asked = asked_here(question)
        if not asked and not question.touched:
            continue
        for atom in question.atoms:
            if asked:
                owners.setdefault(atom, []).append(question)
            elif atom not in owners and _was_found(atom, evaluator):
                owners[atom] = []
    rows = [_row(atom, asking, evaluator) for atom, asking in owners.items()]
    return tuple(sorted(rows, key=lambda row: (row.gene.casefold(), row.biomarker)))


def _was_found(atom: Atom, evaluator: Evaluator) -> bool:
    answer = evaluator.seen(atom)
    return answer.state is State.DETECTED and bool(answer.alterations or answer.sources)


def _row(atom: Atom, asking: list[Question], evaluator: Evaluator) -> MarkerRow:
    answer = evaluator.answer(atom)
    best_first = sorted(asking, key=lambda one: (level_rank(one), one.item.id))
    return MarkerRow(
        biomarker=str(atom),
        gene=_gene(atom),
        state=answer.state,
        reason=answer.reason,
        region=answer.region,
        min_depth=answer.min_depth,
        proof=answer.proof,
        alterations=answer.alterations,
        detection_limit=answer.limit,
        matters_for=tuple(dict.fromkeys(filter(None, map(regimen, best_first)))),
        would_close=tuple(
            dict.fromkeys(regimen(one) for one in best_first if would_close(one, atom, evaluator) and regimen(one))
        ),
    )


def _gene(atom: Atom) -> str:
    """Give the gene a row stands under: of a fusion its named genes, of a result the marker's own word."""
    match atom:
        case GeneAtom(gene=gene):
            return gene
        case FusionAtom():
            return "::".join(atom.genes)
        case ResultAtom(marker=marker):
            return marker
        case _:
            return str(atom).split(" ")[0]
