"""Which rows of the catalogue can matter in a case: their expression, the tumour relation, and a cheap first sieve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from interpreter.matching.answers import Answer
from interpreter.matching.facts import Facts
from interpreter.model.evidence import AGAINST_THERAPY, EvidenceClass, EvidenceItem, Status
from interpreter.model.findings import COUNTS_AS_SAME, TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import (
    And,
    ArmAtom,
    Atom,
    CodonsWildType,
    FusionAtom,
    GeneAtom,
    HlaAtom,
    KaryotypeAtom,
    Marker,
    Not,
    Or,
    Pair,
    ResultAtom,
    WholeGene,
    atom_genes,
    atoms,
)
from interpreter.model.tumours import TumourTree

_ASKED_LEVELS = frozenset({EvidenceClass.APPROVED, EvidenceClass.GUIDELINE})


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the catalogue, read for this case."""

    item: EvidenceItem
    marker: Marker
    atoms: tuple[Atom, ...]
    relation: TumourRelation
    may_be_found: bool
    """False when nothing in the case can meet it or leave it open; sieved without asking for any proof."""
    touched: bool
    """True when the case holds something about one of its genes or markers."""
    wants_absence: bool
    """True when it asks for something absent: a negation or a wild type."""

    @property
    def is_current(self) -> bool:
        return self.item.status is Status.CURRENT


@dataclass(frozen=True, slots=True)
class Candidate:
    question: Question
    answer: Answer


def candidates(
    evidence: Iterable[EvidenceItem], tree: TumourTree, tumour_code: str, facts: Facts
) -> tuple[Question, ...]:
    """Read every row that is not superseded; withdrawn ones stay, so that their drugs are not missed without a word."""
    relations: dict[tuple[tuple[str, ...], tuple[str, ...]], TumourRelation] = {}
    seen = facts.genes_seen
    results = _results_seen(facts)
    found: list[Question] = []
    for item in evidence:
        if item.status is Status.SUPERSEDED:
            continue
        marker, own_atoms, unseen, absence = _read(item.biomarker)
        key = (item.tumour_types, item.disease_excluded)
        relation = relations.get(key)
        if relation is None:
            relation = relations[key] = tree.relation(*key, tumour_code)
        touched = any(_is_touched(atom, seen, results, facts) for atom in own_atoms)
        may = touched or (unseen and (relation in COUNTS_AS_SAME or relation is TumourRelation.DESCENDANT))
        found.append(Question(item, marker, own_atoms, relation, may, touched, absence))
    return tuple(found)


def asked_here(question: Question) -> bool:
    """True for rows whose atoms must have a state in this tumour type: approved, guideline and resistance rows."""
    return (
        question.is_current
        and question.relation in COUNTS_AS_SAME
        and (question.item.level in _ASKED_LEVELS or question.item.response in AGAINST_THERAPY)
    )


def matters_here(question: Question) -> bool:
    """Tell whether a row is of this tumour type, of what holds it, or of a subtype of it."""
    return question.relation in COUNTS_AS_SAME or question.relation is TumourRelation.DESCENDANT


def level_rank(question: Question) -> int:
    """Give the place of a row's class of evidence: 0 is the best."""
    return list(EvidenceClass).index(question.item.level)


def regimen(question: Question) -> str:
    """Give a row's therapies as the catalogue writes them."""
    return " + ".join(question.item.therapies)


def signed_atoms(marker: Marker, wanted: bool = True) -> Iterator[tuple[Atom, bool]]:
    """Give each atom with whether the expression wants it there (True) or absent (False)."""
    match marker:
        case Not(term=term):
            yield from signed_atoms(term, not wanted)
        case And(terms=terms) | Or(terms=terms):
            for term in terms:
                yield from signed_atoms(term, wanted)
        case Pair(first=first, second=second):
            yield first, wanted
            yield second, wanted
        case _:
            yield marker, wanted


@lru_cache(maxsize=16384)
def _read(text: str) -> tuple[Marker, tuple[Atom, ...], bool, bool]:
    marker = parse_marker(text)
    absence = any(not wanted or _is_wild_type(atom) for atom, wanted in signed_atoms(marker))
    return marker, atoms(marker), _holds_unseen(marker), absence


def _is_wild_type(atom: Atom) -> bool:
    return isinstance(atom, GeneAtom) and isinstance(atom.feature, CodonsWildType)


def _holds_unseen(marker: Marker) -> bool:
    """Tell whether an expression can be met although nothing was called: wild types and negations."""
    match marker:
        case And(terms=terms):
            return all(_holds_unseen(term) for term in terms)
        case Or(terms=terms):
            return any(_holds_unseen(term) for term in terms)
        case Not():
            return True
        case GeneAtom(feature=CodonsWildType()):
            return True
        case _:
            return False


def _results_seen(facts: Facts) -> frozenset[str]:
    return frozenset(result.marker.split(" ")[0] for result in facts.marker_results)


def _is_touched(atom: Atom, seen: frozenset[str], results: frozenset[str], facts: Facts) -> bool:
    match atom:
        case ResultAtom(marker=marker):
            return marker in results or (marker == "HER2" and "ERBB2" in seen)
        case ArmAtom():
            return "arm" in results
        case KaryotypeAtom():
            return "karyotype" in results
        case HlaAtom():
            return "HLA" in results
        case GeneAtom(gene=gene, feature=WholeGene(name=name)) if name.asked_result:
            return facts.symbol(gene) in results
        case GeneAtom() | FusionAtom():
            return any(facts.symbol(gene) in seen for gene in atom_genes(atom))
