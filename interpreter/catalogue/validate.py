"""The full check of a catalogue's tables: every faulty row told at once, with file, line and what is wrong.

A start reads only what it needs (`catalogue.load`); this pass is for the embedded tables' tests, for packs before
they are installed, and for a laboratory's own tables. What the catalogue may not import is handed in: how to look up
a transcript's residue, and which tumour types there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from interpreter.catalogue import columns
from interpreter.catalogue.residues import named_residues
from interpreter.catalogue.tables import RELEASE, Row, rows
from interpreter.catalogue.vocabulary import ANY_SOLID, ANY_TUMOUR
from interpreter.errors import CatalogueError, MarkerSyntaxError
from interpreter.model.evidence import AGAINST_THERAPY, Catalogue, Direction, EvidenceClass, Response, Status
from interpreter.model.findings import TumourRelation
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import Marker, genes
from interpreter.model.tumours import TumourTree

ResidueLookup = Callable[[str, int], str | None]
"""(gene, 1-based residue) -> one-letter residue of the gene's own transcript; "" = not known, None = beyond its end."""

_NO_THERAPY = frozenset({Response.PROGNOSIS.value, Response.DIAGNOSIS.value})
_AGAINST = frozenset(response.value for response in AGAINST_THERAPY)


@dataclass(slots=True)
class _Tables:
    """All rows by table, and what lower layers already define."""

    rows: dict[str, list[Row]]
    genes: set[str] = field(default_factory=set)
    therapies: set[str] = field(default_factory=set)
    sources: dict[str, str] = field(default_factory=dict)
    """Source id -> kind."""
    evidence: set[str] = field(default_factory=set)
    markers: dict[str, Marker] = field(default_factory=dict)
    """Evidence id -> its expression, where it can be read."""


def validate_tables(
    tables: Mapping[str, bytes],
    *,
    today: str,
    tumours: TumourTree,
    residue: ResidueLookup,
    below: Catalogue | None = None,
    bare_therapies: bool = False,
    many_claims: bool = False,
) -> tuple[str, ...]:
    """Give every fault of the tables, file by file; empty when there is none.

    Args:
        tables: bytes by name within the catalogue ("evidence/lung.tsv").
        today: ISO date; a date after it is a fault.
        below: the layers that the tables stand on: their genes, therapies and evidence ids are known.
        bare_therapies: a medicine may be a name alone (imported and local layers); its attributes are then unknown.
        many_claims: one claim may be made from many papers, and the import itself has named contrary ones.
    """
    faults: list[str] = []
    if RELEASE not in tables:
        faults.append(f"{RELEASE} is missing")
    known = _read(tables, below, faults)
    for table in columns.TABLES.values():
        for row in known.rows[table.name]:
            for fault in (*_cells(row, table), *_dates(row, table, today)):
                faults.append(f"{row.place}: {fault}")
    for name, check in (
        ("evidence", lambda row: _evidence_row(row, known, tumours, residue)),
        ("approvals", lambda row: _approval_row(row, known)),
        ("companion_tests", lambda row: _companion_row(row, known, tumours)),
        ("sources", _source_row),
        ("retirements", _retirement_row),
        ("therapies", lambda row: _therapy_row(row, known, bare_therapies)),
    ):
        for row in known.rows[name]:
            faults.extend(f"{row.place}: {fault}" for fault in check(row))
    faults.extend(_twice(known))
    faults.extend(_unapproved(known))
    faults.extend(_tests_of_nothing(known, tumours, below))
    if not many_claims:
        faults.extend(_claims(known))
    return tuple(faults)


def require_valid(name: str, faults: tuple[str, ...]) -> None:
    """Refuse a catalogue with faults.

    Raises:
        CatalogueError: there are some; `details` lists them.
    """
    if faults:
        raise CatalogueError(
            problem=f"The catalogue '{name}' has {'one fault' if len(faults) == 1 else f'{len(faults)} faults'}.",
            meaning="None of its rows were taken over.",
            remedy="Correct the rows named above and try again.",
            details=faults,
        )


def _read(tables: Mapping[str, bytes], below: Catalogue | None, faults: list[str]) -> _Tables:
    known = _Tables({name: list(rows(tables, table, faults)) for name, table in columns.TABLES.items()})
    if below is not None:
        known.genes |= set(below.genes)
        known.therapies |= set(below.therapies)
        known.evidence |= {item.id for item in below.evidence}
        known.sources |= {citation.id: citation.kind for item in below.evidence for citation in item.citations}
    known.genes |= {row["symbol"] for row in known.rows["genes"]}
    known.therapies |= {row["inn"] for row in known.rows["therapies"]}
    known.sources |= {row["id"]: row["kind"] for row in known.rows["sources"]}
    known.evidence |= {row["id"] for row in known.rows["evidence"]}
    return known


def _cells(row: Row, table: columns.Table) -> Iterator[str]:
    for column in table.columns:
        fault = columns.faults_of_cell(column, row[column.name])
        if fault:
            yield fault


def _dates(row: Row, table: columns.Table, today: str) -> Iterator[str]:
    for column in table.columns:
        text = row[column.name]
        if column.kind is columns.Kind.DATE and text and text > today[: len(text)]:
            yield f"{column.name} {text} lies in the future"
    if "checked_on" in row.cells and bool(row["checked_on"]) != bool(row["checked_by"]):
        yield "checked_by and checked_on stand together or not at all"


def _evidence_row(row: Row, known: _Tables, tumours: TumourTree, residue: ResidueLookup) -> Iterator[str]:
    yield from _marker(row, known, residue)
    for column in ("tumour_types", "disease_excluded"):
        yield from _tumour_codes(row, column, tumours)
    therapies = row["therapies"].split(" + ") if row["therapies"] else []
    if not therapies and row["response"] not in _NO_THERAPY:
        yield f"{row['response']} names no therapy"
    if therapies and row["response"] in _NO_THERAPY:
        yield f"{row['response']} names a therapy"
    for therapy in therapies:
        if therapy not in known.therapies:
            yield f"therapy {therapy} has no row, so none of its attributes is known"
    for source in row.items_of("source_ids"):
        if source not in known.sources:
            yield f"source {source} is in no sources table"
    for other in row.items_of("disputed_by"):
        if other not in known.evidence:
            yield f"disputed_by names {other}, which is no evidence row"
    if bool(row["escat"]) != bool(row["escat_source"]):
        yield "escat and escat_source stand together or not at all"


def _marker(row: Row, known: _Tables, residue: ResidueLookup) -> Iterator[str]:
    try:
        marker = parse_marker(row["biomarker"])
    except MarkerSyntaxError as error:
        yield error.problem
        return
    known.markers[row["id"]] = marker
    for gene in genes(marker):
        if gene not in known.genes:
            yield f"gene {gene} is not in the gene table"
    for gene, named in named_residues(marker):
        there = residue(gene, named.number)
        if there is None:
            yield f"{gene} has no residue {named.number} on its transcript"
        elif there and named.letter and there != named.letter:
            yield f"{gene} residue {named.number} is {there} on its transcript, not {named.letter}"


def _tumour_codes(row: Row, column: str, tumours: TumourTree) -> Iterator[str]:
    for code in row.items_of(column):
        if code not in {ANY_SOLID, ANY_TUMOUR} and code not in tumours:
            yield f"{column} {code} is no OncoTree code"


def _approval_row(row: Row, known: _Tables) -> Iterator[str]:
    if row["evidence_id"] not in known.evidence:
        yield f"evidence {row['evidence_id']} does not exist"
    kind = known.sources.get(row["source_id"])
    if kind is None:
        yield f"source {row['source_id']} is in no sources table"
    elif kind != "label":
        yield f"source {row['source_id']} is a {kind}, not a label"
    if row["kind"] == "withdrawn" and row["status"] != Status.WITHDRAWN:
        yield "kind is withdrawn but status is not"
    if row["withdrawn_date"] and row["status"] != Status.WITHDRAWN:
        yield "withdrawn_date is given but status is not withdrawn"
    if row["read_on"] and not row["source_url"]:
        yield "read_on is given, but not where the text was read (source_url)"


def _companion_row(row: Row, known: _Tables, tumours: TumourTree) -> Iterator[str]:
    yield from _tumour_codes(row, "tumour_types", tumours)
    if row["source_id"] and row["source_id"] not in known.sources:
        yield f"source {row['source_id']} is in no sources table"
    for therapy in row.items_of("therapies"):
        if therapy not in known.therapies:
            yield f"therapy {therapy} has no row"


def _retirement_row(row: Row) -> Iterator[str]:
    # the row may belong to a pack that is not installed now: the decision stays for the day it comes back
    if row["author"].casefold() == row["approved_by"].casefold():
        yield "it is approved by its own author"


def _source_row(row: Row) -> Iterator[str]:
    if row["pmid"] and not row["pmid"].isdigit():
        yield f'pmid "{row["pmid"]}" is not a number'
    if row["doi"] and not row["doi"].startswith("10."):
        yield f'doi "{row["doi"]}" does not begin with 10.'
    if row["nct"] and not (row["nct"].startswith("NCT") and row["nct"][3:].isdigit()):
        yield f'nct "{row["nct"]}" is not a trial number'


def _therapy_row(row: Row, known: _Tables, bare: bool) -> Iterator[str]:
    facts = set(columns.THERAPIES.names)
    if not bare and not row["drug_class"] and not any(value for name, value in row.cells.items() if name not in facts):
        yield f"therapy {row['inn']} has neither a class nor any attribute"
    if row["label_source"] and row["label_source"] not in known.sources:
        yield f"source {row['label_source']} is in no sources table"


def _twice(known: _Tables) -> Iterator[str]:
    for table, key in (
        ("evidence", "id"),
        ("approvals", "id"),
        ("sources", "id"),
        ("companion_tests", "id"),
        ("therapies", "inn"),
        ("genes", "symbol"),
        ("plain", "key"),
    ):
        first: dict[str, Row] = {}
        for row in known.rows[table]:
            if row[key] in first:
                yield f"{row.place}: {row[key]} stands already in {first[row[key]].place}"
            first.setdefault(row[key], row)
    symbols = {row["symbol"] for row in known.rows["genes"]}
    for row in known.rows["genes"]:
        for alias in row.items_of("aliases"):
            if alias in symbols:
                yield f"{row.place}: alias {alias} is the symbol of another gene"


def _unapproved(known: _Tables) -> Iterator[str]:
    """Level `approved` needs a current indication row; without one the row's own status says it is over."""
    current = {row["evidence_id"] for row in known.rows["approvals"] if row["status"] == Status.CURRENT}
    for row in known.rows["evidence"]:
        approved = row["level"] == EvidenceClass.APPROVED and row["status"] == Status.CURRENT
        if approved and row["id"] not in current:
            yield f"{row.place}: level approved without a current approval"


def _tests_of_nothing(known: _Tables, tumours: TumourTree, below: Catalogue | None) -> Iterator[str]:
    """A current companion test needs a medicine that still has, or once more may have, an approval in its tumours.

    Superseded approvals are no withdrawal: another row stands for them.
    """
    named = {row["id"]: row for row in known.rows["evidence"]}
    claims = [
        (set(item["therapies"].split(" + ")), item.items_of("tumour_types"), row["status"] == Status.WITHDRAWN)
        for row in known.rows["approvals"]
        if (item := named.get(row["evidence_id"])) is not None
    ]
    for lower in below.evidence if below is not None else ():
        gone_there = (one.status is Status.WITHDRAWN for one in lower.approvals)
        claims += [(set(lower.therapies), lower.tumour_types, over) for over in gone_there]
    for row in known.rows["companion_tests"]:
        if row["status"] != Status.CURRENT:
            continue
        medicines, places = set(row.items_of("therapies")), row.items_of("tumour_types")
        gone = [
            over
            for therapies, codes, over in claims
            if medicines & therapies and any(_meets(place, codes, tumours) for place in places)
        ]
        if gone and all(gone):
            yield f"{row.place}: the test is current, but every approval of its medicines there is withdrawn"


def _meets(place: str, codes: tuple[str, ...], tumours: TumourTree) -> bool:
    if place in codes or {place, *codes} & {ANY_SOLID, ANY_TUMOUR}:
        return True
    return tumours.relation(codes, (), place) is not TumourRelation.OTHER


def _claims(known: _Tables) -> Iterator[str]:
    """Tell the same claim made twice, and contrary claims that do not name each other in `disputed_by`."""
    alike: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in known.rows["evidence"]:
        marker = known.markers.get(row["id"])
        if marker is not None and row["status"] == Status.CURRENT:
            alike[str(marker), frozenset(row["therapies"].split(" + "))].append(row)
    for group in alike.values():
        for one, other in _pairs(group):
            if not set(one.items_of("tumour_types")) & set(other.items_of("tumour_types")):
                continue
            if _same_claim(one, other):
                yield f"{other.place}: {other['id']} makes the claim of {one['id']} ({one.place}) again"
            elif _contrary(one, other) and not (
                other["id"] in one.items_of("disputed_by") or one["id"] in other.items_of("disputed_by")
            ):
                yield f"{other.place}: {other['id']} contradicts {one['id']} ({one.place}) and neither says so"


def _pairs(group: list[Row]) -> Iterable[tuple[Row, Row]]:
    return ((one, other) for index, one in enumerate(group) for other in group[index + 1 :])


def _same_claim(one: Row, other: Row) -> bool:
    columns_of_claim = ("response", "direction", "setting", "line", "prior_therapy", "population", "region")
    same = all(one[name] == other[name] for name in columns_of_claim)
    # prognosis and diagnosis have no regimen that tells them apart: their sentence does
    return same and (bool(one["therapies"]) or one["statement"] == other["statement"])


def _contrary(one: Row, other: Row) -> bool:
    settings = {one["setting"], other["setting"]} - {"", "any"}
    if len(settings) > 1 or one["response"] in _NO_THERAPY or other["response"] in _NO_THERAPY:
        return False
    return _speaks_for(one) != _speaks_for(other)


def _speaks_for(row: Row) -> bool:
    return row["response"] == Response.SENSITIVITY and row["direction"] == Direction.SUPPORTS
