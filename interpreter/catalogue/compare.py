"""Claims of another source held against the catalogue: what it holds, where the two speak against each other.

`diff` compares two editions by their ids. Here the ids are foreign to each other, and claims are compared by what they
say: marker, regimen, tumour type and sense.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from interpreter.catalogue.import_tables import import_rows
from interpreter.errors import CatalogueError, MarkerSyntaxError
from interpreter.model.evidence import AGAINST_THERAPY, Catalogue, Direction, EvidenceItem, Response, Status
from interpreter.model.findings import COUNTS_AS_SAME, TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import (
    And,
    Atom,
    Changes,
    Codon,
    CodonsWildType,
    Comparison,
    GeneAtom,
    GeneClass,
    Marker,
    Not,
    Or,
    Pair,
    ResultAtom,
    WholeGene,
    atom_genes,
)
from interpreter.model.tumours import ANY, ANY_SOLID, TumourTree

_NEAR = COUNTS_AS_SAME | {TumourRelation.DESCENDANT}
_EXCLUDED = TumourRelation.EXCLUDED
_EXPRESSION = "-expression"
_ABSENT = frozenset({"negative", "stable", "proficient", "unmethylated", "low"})
_AMOUNTS = frozenset({GeneClass.EXPRESSION, GeneClass.OVEREXPRESSION, GeneClass.UNDEREXPRESSION})
_LOST = frozenset({"ATM", "ATRX", "BRCA1", "CDKN2A", "MGMT", "PTEN", "SMARCA4"})
"""Genes that are looked at for the lack of their product: where it is there, that is their negative side."""


class Agreement(StrEnum):
    """How the catalogue stands to one claim, the closest first."""

    HELD = "held"
    """A row says the same of the same regimen and gene or protein, in the same tumour or one above or below."""
    OPPOSED = "opposed"
    """A row says the contrary of the same regimen and marker in such a tumour, or the same of the opposite marker; and
    none says the same."""
    WITHDRAWN = "withdrawn"
    """A row says the same, but it is withdrawn or superseded."""
    OTHER_REGIMEN = "other_regimen"
    """A row says the same of a regimen that shares a medicine."""
    OTHER_TUMOUR = "other_tumour"
    """Rows say the same only of tumours elsewhere in the tree."""
    NOT_HELD = "not_held"


_WORDS = {
    Agreement.HELD: "held: a row says the same of the same medicines, gene and tumour type",
    Agreement.OPPOSED: "opposed: a row says the contrary of the same marker, or the same of the opposite one",
    Agreement.WITHDRAWN: "withdrawn: a row says the same, but it is withdrawn or superseded",
    Agreement.OTHER_REGIMEN: "other regimen: a row says the same with another partner or backbone",
    Agreement.OTHER_TUMOUR: "other tumour: a row says the same of another tumour type",
    Agreement.NOT_HELD: "not held",
}


class Subject(NamedTuple):
    """What a marker is about (a gene, a signature, an arm, ...), and whether it asks for it or for its lack."""

    name: str
    positive: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim of the other source, and the rows of the catalogue that its agreement rests on."""

    claim: EvidenceItem
    agreement: Agreement
    rows: tuple[EvidenceItem, ...]
    opposed_by: tuple[EvidenceItem, ...]
    """Rows that say the contrary of the same marker and regimen, beside a held claim too; where the claim is not held,
    also those that say the same of the opposite marker."""


def compare_claims(claims: Iterable[EvidenceItem], own: Catalogue, tumours: TumourTree) -> tuple[Compared, ...]:
    """Compare each claim for or against a therapy; prognosis, diagnosis and what only denies resistance are left out.

    Markers agree by gene (a protein counts as its gene) and side (wild type, negative, below a cut-off): another allele
    is for the reader to see, both markers are told. The contrary is told only where the marker is the same, or an
    alternative of it is. A row of the claim's own id does not count: no claim is held by itself.

    Raises:
        CatalogueError: markers cannot be read; `details` names the row of each.
    """
    compared = [claim for claim in claims if stance(claim) is not None and claim.therapies]
    rows = [row for row in own.evidence if stance(row) is not None]
    _require_readable((*compared, *rows))
    index: dict[str, list[EvidenceItem]] = defaultdict(list)
    for row in rows:
        for inn in row.therapies:
            index[inn].append(row)
    return tuple(_compare(claim, index, tumours) for claim in compared)


def stance(item: EvidenceItem) -> bool | None:
    """Tell whether a row speaks for its therapy (True), against it (False) or neither (None)."""
    supports = item.direction is Direction.SUPPORTS
    if item.response is Response.SENSITIVITY:
        return supports
    return False if item.response in AGAINST_THERAPY and supports else None


def agreement_lines(found: Iterable[Compared]) -> list[str]:
    """Give the count of each agreement."""
    counts = Counter(one.agreement for one in found)
    return [f"{counts[agreement]:6} {_WORDS[agreement]}" for agreement in Agreement]


def agreement_tsv(found: Iterable[Compared]) -> str:
    """Write a line for each claim: what it says, how the catalogue stands to it, by which rows."""
    lines = ["id\tagreement\tbiomarker\ttumour_types\ttherapies\tspeaks\tlevel\trows\topposed_by"]
    for one in found:
        claim, speaks = one.claim, "for" if stance(one.claim) else "against"
        says = (claim.biomarker, "|".join(claim.tumour_types), " + ".join(claim.therapies), speaks, claim.level.value)
        rows = ("|".join(row.id for row in rows) for rows in (one.rows, one.opposed_by))
        lines.append("\t".join((claim.id, one.agreement.value, *says, *rows)))
    return "\n".join(lines) + "\n"


def _require_readable(items: Iterable[EvidenceItem]) -> None:
    faults: dict[str, None] = {}  # a claim may stand among the rows too
    for item in items:
        try:
            parse_marker(item.biomarker)
        except MarkerSyntaxError as error:
            faults[f"{item.id}: {error.problem}"] = None
    if faults:
        raise CatalogueError(
            problem=f"The marker of {'one row' if len(faults) == 1 else f'{len(faults)} rows'} cannot be read.",
            meaning="No claim was compared, so that none is missing without a word.",
            remedy="Correct the rows named above; 'interpreter catalogue validate' names every fault of a list.",
            details=tuple(faults),
        )


def _compare(claim: EvidenceItem, index: Mapping[str, list[EvidenceItem]], tumours: TumourTree) -> Compared:
    sharing = {row.id: row for inn in claim.therapies for row in index.get(inn, ())}
    rows = [row for row in sharing.values() if row.id != claim.id]
    agreeing = [row for row in rows if stance(row) == stance(claim) and _agrees(claim, row)]
    same_sense = [row for row in agreeing if row.status is Status.CURRENT]
    near = [row for row in same_sense if _near(claim, row, tumours)]
    comparable = [row for row in rows if set(row.therapies) == set(claim.therapies) and _near(claim, row, tumours)]
    whole = [row for row in comparable if row in near]
    against = [row for row in comparable if row.status is Status.CURRENT and _contradicts(claim, row)]
    contrary = tuple(row for row in against if not whole or stance(row) != stance(claim))
    for agreement, found in (
        (Agreement.HELD, whole),
        (Agreement.OPPOSED, list(contrary)),
        (Agreement.WITHDRAWN, [row for row in comparable if row in agreeing]),
        (Agreement.OTHER_REGIMEN, near),
        (Agreement.OTHER_TUMOUR, same_sense),
    ):
        if found:
            return Compared(claim, agreement, tuple(found), contrary)
    return Compared(claim, Agreement.NOT_HELD, (), ())


def _agrees(claim: EvidenceItem, row: EvidenceItem) -> bool:
    """Tell whether a row asks for what the claim asks for, and neither denies what the other asks for.

    What a claim excludes is looked at only where it asks for nothing: RAS wild type, but not PD-L1 beside "no ALK".
    """
    ours, theirs = subjects_of(claim.biomarker), subjects_of(row.biomarker)
    denied = (_opposites(ours) - ours) & (theirs - _opposites(theirs))
    return not denied and bool(({subject for subject in ours if subject.positive} or ours) & theirs)


def _opposites(subjects: Iterable[Subject]) -> set[Subject]:
    return {Subject(name, not positive) for name, positive in subjects}


def _contradicts(claim: EvidenceItem, row: EvidenceItem) -> bool:
    """Tell whether a row says the contrary of a term that meets both markers alone, or the same of the opposite."""
    if stance(row) != stance(claim):
        return not set(_terms(claim.biomarker)).isdisjoint(_terms(row.biomarker))
    if _opposites(subjects_of(claim.biomarker)) != subjects_of(row.biomarker):
        return False
    return any(_exclude(*one, other) for one in _choice(claim.biomarker) for other, _ in _choice(row.biomarker))


def _choice(biomarker: str) -> list[tuple[Atom, bool]]:
    """Give the atoms of a marker that is one atom or a choice of atoms of one subject; of any other marker none."""
    terms = _terms(biomarker)
    if any(isinstance(term.term if isinstance(term, Not) else term, And | Or | Not | Pair) for term in terms):
        return []
    found = [one for term in terms for one in _asked(term)]
    return found if len({frozenset(_subjects(*one)) for one in found}) == 1 else []


def _exclude(one: Atom, asked: bool, other: Atom) -> bool:
    """Tell whether two atoms on opposite sides of one subject, the first asked for or denied, cannot both be met."""
    if not isinstance(one, ResultAtom) or not isinstance(other, ResultAtom):
        return one == other or bool(_codons(one) & _codons(other))
    if one.value is None or other.value is None:
        return True
    is_below = asked == (one.comparison is Comparison.BELOW)
    below, least = (one.value, other.value) if is_below else (other.value, one.value)
    return one.score == other.score and below <= least


def _codons(atom: Atom) -> frozenset[int]:
    """Give the codons that an atom names, changed or not; none where it names something else."""
    match atom:
        case GeneAtom(feature=CodonsWildType(codons=codons)):
            return frozenset(codons)
        case GeneAtom(feature=Codon(residues=residues)):
            return frozenset(residue.number for residue in residues)
        case GeneAtom(feature=Changes(changes=changes)):
            return frozenset(int(number) for number in re.findall(r"p\.[A-Z](\d+)", " ".join(changes)))
    return frozenset()


@cache
def subjects_of(biomarker: str) -> frozenset[Subject]:
    """Give what a marker is about; a protein or its expression counts as its gene, a signature as itself.

    >>> sorted(subjects_of("HER2 positive & KRAS codons 12,13 wild type"))
    [Subject(name='ERBB2', positive=True), Subject(name='KRAS', positive=False)]
    """
    return frozenset(subject for one in _asked(parse_marker(biomarker)) for subject in _subjects(*one))


def _asked(marker: Marker, asked: bool = True) -> Iterator[tuple[Atom, bool]]:
    """Give every atom, and whether it is asked for or denied."""
    match marker:
        case Not():
            yield from _asked(marker.term, not asked)
        case And() | Or():
            yield from (one for term in marker.terms for one in _asked(term, asked))
        case Pair():
            yield from ((marker.first, asked), (marker.second, asked))
        case _:
            yield marker, asked


def _subjects(atom: Atom, asked: bool) -> Iterator[Subject]:
    if isinstance(atom, ResultAtom) and atom.marker == "HER2" and atom.category in {"low", "ultralow"}:
        yield Subject("HER2 low", asked)
    elif isinstance(atom, ResultAtom):
        name = atom.marker.removesuffix(_EXPRESSION)
        gene = _genes_of_proteins().get(name, name)
        there = atom.category not in _ABSENT and atom.comparison is not Comparison.BELOW
        yield Subject(gene, asked == (there != (gene in _LOST)))
    elif isinstance(atom, GeneAtom):
        yield Subject(atom.gene, asked == _is_found(atom))
    else:
        yield from (Subject(name, asked) for name in atom_genes(atom) or (str(atom),))


def _is_found(atom: GeneAtom) -> bool:
    """Tell whether a feature is what its gene is looked at for (True), or the lack of it (False)."""
    if not isinstance(atom.feature, WholeGene):
        return not isinstance(atom.feature, CodonsWildType)
    found = atom.feature.name is not GeneClass.UNDEREXPRESSION
    return found != (atom.gene in _LOST) if atom.feature.name in _AMOUNTS else True


@cache
def _genes_of_proteins() -> dict[str, str]:
    return {row["marker"]: row["gene"] for row in import_rows("protein_genes")}


@cache
def _terms(biomarker: str) -> tuple[Marker, ...]:
    """Give the terms of a marker, each of which meets it alone."""
    marker = parse_marker(biomarker)
    return marker.terms if isinstance(marker, Or) else (marker,)


def _near(claim: EvidenceItem, row: EvidenceItem, tumours: TumourTree) -> bool:
    """Tell whether one of a row's tumours that the claim does not exclude is one of the claim's, above or below it."""
    codes = [code for code in row.tumour_types if tumours.relation((), claim.disease_excluded, code) is not _EXCLUDED]
    solid = (tumours.relation((ANY_SOLID,), (), code) is TumourRelation.ANY_SOLID for code in codes)
    if (ANY in claim.tumour_types and codes) or (ANY_SOLID in claim.tumour_types and any(solid)):
        return True
    return any(tumours.relation(codes, row.disease_excluded, code) in _NEAR for code in claim.tumour_types)
