"""Claims of another source held against the catalogue: what it holds, where the two speak against each other.

`diff` compares two editions by their ids. Here the ids are foreign to each other, and claims are compared by what they
say: marker, regimen, tumour type and sense.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from interpreter.catalogue.import_tables import import_rows
from interpreter.model.evidence import AGAINST_THERAPY, Catalogue, Direction, EvidenceItem, Response
from interpreter.model.findings import COUNTS_AS_SAME, TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import Or, ResultAtom, atom_genes, atoms
from interpreter.model.tumours import ANY, ANY_SOLID, TumourTree

_NEAR = COUNTS_AS_SAME | {TumourRelation.DESCENDANT}
_EXPRESSION = "-expression"


class Agreement(StrEnum):
    """How the catalogue stands to one claim, the closest first."""

    HELD = "held"
    """A row says the same of the same regimen and gene or protein, in the same tumour or one above or below."""
    OPPOSED = "opposed"
    """A row says the contrary of the same regimen and marker in such a tumour, and none says the same."""
    OTHER_REGIMEN = "other_regimen"
    """A row says the same of a regimen that shares a medicine."""
    OTHER_TUMOUR = "other_tumour"
    """Rows say the same only of tumours elsewhere in the tree."""
    NOT_HELD = "not_held"


_WORDS = {
    Agreement.HELD: "held: a row says the same of the same medicines, gene and tumour type",
    Agreement.OPPOSED: "opposed: a row says the contrary of the same marker",
    Agreement.OTHER_REGIMEN: "other regimen: a row says the same with another partner or backbone",
    Agreement.OTHER_TUMOUR: "other tumour: a row says the same of another tumour type",
    Agreement.NOT_HELD: "not held",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim of the other source, and the rows of the catalogue that its agreement rests on."""

    claim: EvidenceItem
    agreement: Agreement
    rows: tuple[EvidenceItem, ...]
    opposed_by: tuple[EvidenceItem, ...]
    """Rows that say the contrary of the same marker and regimen; beside a held claim too."""


def compare_claims(claims: Iterable[EvidenceItem], own: Catalogue, tumours: TumourTree) -> tuple[Compared, ...]:
    """Compare each claim for or against a therapy; prognosis, diagnosis and what only denies resistance are left out.

    Markers agree by gene (a protein counts as its gene): another allele of it is for the reader to see, both markers
    are told. The contrary is told only where the marker is the same, or an alternative of it is.
    """
    index = _Index(own)
    return tuple(_compare(claim, index, tumours) for claim in claims if stance(claim) is not None and claim.therapies)


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
        claim = one.claim
        lines.append(
            "\t".join(
                (
                    claim.id,
                    one.agreement.value,
                    claim.biomarker,
                    "|".join(claim.tumour_types),
                    " + ".join(claim.therapies),
                    "for" if stance(claim) else "against",
                    claim.level.value,
                    "|".join(row.id for row in one.rows),
                    "|".join(row.id for row in one.opposed_by),
                )
            )
        )
    return "\n".join(lines) + "\n"


class _Index:
    """The rows of the catalogue that speak for or against a medicine, by medicine."""

    def __init__(self, own: Catalogue) -> None:
        self._rows: dict[str, list[EvidenceItem]] = defaultdict(list)
        for item in own.evidence:
            if stance(item) is not None:
                for inn in item.therapies:
                    self._rows[inn].append(item)

    def sharing(self, therapies: Iterable[str]) -> tuple[EvidenceItem, ...]:
        rows = (row for inn in therapies for row in self._rows.get(inn, ()))
        return tuple({row.id: row for row in rows}.values())


def _compare(claim: EvidenceItem, index: _Index, tumours: TumourTree) -> Compared:
    subjects, alternatives = subjects_of(claim.biomarker), _alternatives(claim.biomarker)
    rows = [row for row in index.sharing(claim.therapies) if subjects & subjects_of(row.biomarker)]
    same_sense = [row for row in rows if stance(row) == stance(claim)]
    near = [row for row in same_sense if _near(claim, row, tumours)]
    whole = [row for row in near if set(row.therapies) == set(claim.therapies)]
    contrary = tuple(
        row
        for row in rows
        if stance(row) != stance(claim)
        and set(row.therapies) == set(claim.therapies)
        and alternatives & _alternatives(row.biomarker)
        and _near(claim, row, tumours)
    )
    for agreement, found in (
        (Agreement.HELD, whole),
        (Agreement.OPPOSED, list(contrary)),
        (Agreement.OTHER_REGIMEN, near),
        (Agreement.OTHER_TUMOUR, same_sense),
    ):
        if found:
            return Compared(claim, agreement, tuple(found), contrary)
    return Compared(claim, Agreement.NOT_HELD, (), ())


@cache
def subjects_of(biomarker: str) -> frozenset[str]:
    """Give the genes a marker is about; a protein or its expression counts as its gene, a signature as itself."""
    found: set[str] = set()
    for atom in atoms(parse_marker(biomarker)):
        if isinstance(atom, ResultAtom):
            name = atom.marker.removesuffix(_EXPRESSION)
            found.add(_genes_of_proteins().get(name, name))
        else:
            found.update(atom_genes(atom) or (str(atom),))
    return frozenset(found)


@cache
def _genes_of_proteins() -> dict[str, str]:
    return {row["marker"]: row["gene"] for row in import_rows("protein_genes")}


@cache
def _alternatives(biomarker: str) -> frozenset[str]:
    """Give the terms of a marker, each of which meets it alone."""
    marker = parse_marker(biomarker)
    return frozenset(map(str, marker.terms if isinstance(marker, Or) else (marker,)))


def _near(claim: EvidenceItem, row: EvidenceItem, tumours: TumourTree) -> bool:
    """Tell whether a row's tumours are the claim's, above or below them."""
    wide = {ANY, ANY_SOLID} & set(claim.tumour_types)
    if wide:
        return ANY in wide or bool(wide & set(row.tumour_types)) or ANY in row.tumour_types
    relations = (tumours.relation(row.tumour_types, row.disease_excluded, code) for code in claim.tumour_types)
    return any(relation in _NEAR for relation in relations)
