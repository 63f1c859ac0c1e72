"""Catalogue tables -> Catalogue. Only what a start needs; the full check of every row is `catalogue.validate`.

Layers (embedded < imported < local) stand side by side: a later layer adds rows and never replaces an earlier one's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from interpreter.catalogue import columns
from interpreter.catalogue.tables import RELEASE, Row, digest, read_folder, rows
from interpreter.errors import CatalogueError
from interpreter.model.evidence import (
    Approval,
    ApprovalKind,
    Catalogue,
    CatalogueInfo,
    Citation,
    CompanionTest,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Response,
    Status,
    Therapy,
    Verification,
)
from interpreter.model.genes import Gene
from interpreter.resources import resource_path

_T = TypeVar("_T")
_UNVERIFIED = Verification()
_THERAPY_FACTS = frozenset(columns.THERAPIES.names)


def load_catalogue(packs: tuple[Path, ...] = ()) -> Catalogue:
    """Give the embedded catalogue, and after it the rows of each further folder or pack file, in the order given.

    A pack of the layer `embedded` is a newer release of the embedded catalogue and takes its place.

    Raises:
        CatalogueError: tables are faulty; `details` names every faulty row with file and line.
        PackError: a pack file is not sound or not signed by a trusted key.
    """
    return stack_layers([load_path(path) for path in packs])


def stack_layers(layers: Sequence[Catalogue]) -> Catalogue:
    """Put further layers on the embedded catalogue; a newer embedded one among them takes its place."""
    bases = [layer for layer in layers if layer.releases[0].layer is Layer.EMBEDDED]
    base = max((_embedded(), *bases), key=lambda layer: layer.releases[0].date)
    further = [layer for layer in layers if layer.releases[0].layer is not Layer.EMBEDDED]
    return merge_catalogues((base, *further)) if further else base


def load_path(path: Path) -> Catalogue:
    """Read one folder of tables, or one pack file."""
    if not path.is_file():
        return load_folder(path)
    from interpreter.catalogue.pack import pack_tables  # cryptography is not needed for a start without packs

    return load_tables(pack_tables(path), name=path.name)


@cache
def _embedded() -> Catalogue:
    return load_folder(resource_path("catalogue"), Layer.EMBEDDED)


def load_folder(folder: Path, layer: Layer | None = None) -> Catalogue:
    """Read one folder of tables; without `layer` the release header says which it is (local if it says nothing)."""
    return load_tables(read_folder(folder), layer, name=str(folder))


def load_tables(tables: Mapping[str, bytes], layer: Layer | None = None, *, name: str = "catalogue") -> Catalogue:
    """Turn the bytes of tables, keyed by their names within the catalogue, into values.

    Raises:
        CatalogueError: some rows are faulty; all of them are named.
    """
    faults: list[str] = []
    release = _release(tables, layer, faults)
    sources = {row["id"]: _citation(row) for row in rows(tables, columns.SOURCES, faults)}
    approvals = _approvals(tables, faults)
    evidence = [
        item
        for row in rows(tables, columns.EVIDENCE, faults)
        if (item := _read(row, faults, lambda row: _evidence(row, release.layer, sources, approvals))) is not None
    ]
    therapies = {
        row["inn"]: therapy
        for row in rows(tables, columns.THERAPIES, faults)
        if (therapy := _read(row, faults, lambda row: _therapy(row, sources))) is not None
    }
    tests = [
        test
        for row in rows(tables, columns.COMPANION_TESTS, faults)
        if (test := _read(row, faults, lambda row: _companion_test(row, sources))) is not None
    ]
    genes = {row["symbol"]: _gene(row) for row in rows(tables, columns.GENES, faults)}
    plain = {f"gene:{gene.symbol}": gene.plain for gene in genes.values() if gene.plain}
    plain |= {row["key"]: row["text"] for row in rows(tables, columns.PLAIN, faults)}
    faults.extend(_double(evidence))
    known = {item.id for item in evidence}
    for owner in approvals:
        if owner not in known:
            faults.append(f"approvals of evidence {owner}: there is no such evidence row")
    if faults:
        raise _faulty(name, faults)
    return Catalogue(
        releases=(release,),
        evidence=tuple(evidence),
        therapies=therapies,
        genes=genes,
        companion_tests=tuple(tests),
        plain_lines=plain,
        retired={row["evidence_id"]: _retirement(row) for row in rows(tables, columns.RETIREMENTS, faults)},
    )


def merge_catalogues(layers: Sequence[Catalogue]) -> Catalogue:
    """Put layers together, earlier ones first; what an earlier layer says of a gene or therapy stays.

    A row that a layer retires stays visible, as withdrawn, with who said so and why.

    Raises:
        CatalogueError: two layers use one evidence id for different rows.
    """
    faults: list[str] = []
    evidence: list[EvidenceItem] = []
    seen: dict[str, EvidenceItem] = {}
    therapies: dict[str, Therapy] = {}
    genes: dict[str, Gene] = {}
    plain: dict[str, str] = {}
    for layer in layers:
        for item in layer.evidence:
            if item.id in seen:
                faults.append(f"evidence {item.id} stands in layer {seen[item.id].layer} and in layer {item.layer}")
            seen[item.id] = item
            evidence.append(item)
        therapies = {**layer.therapies, **therapies}
        genes = {**layer.genes, **genes}
        plain = {**layer.plain_lines, **plain}
    if faults:
        raise _faulty("the layers together", faults)
    retired = {identity: why for layer in layers for identity, why in layer.retired.items()}
    return Catalogue(
        releases=tuple(release for layer in layers for release in layer.releases),
        evidence=tuple(_retire(item, retired) for item in evidence) if retired else tuple(evidence),
        therapies=therapies,
        genes=genes,
        companion_tests=tuple(test for layer in layers for test in layer.companion_tests),
        plain_lines=plain,
        retired=retired,
    )


def _retire(item: EvidenceItem, retired: Mapping[str, str]) -> EvidenceItem:
    why = retired.get(item.id)
    if why is None:
        return item
    return replace(item, status=Status.WITHDRAWN, note="; ".join(filter(None, (item.note, why))))


def _retirement(row: Row) -> str:
    return f"retired here by {row['author']}, approved by {row['approved_by']} on {row['approved_on']}: {row['reason']}"


def _faulty(name: str, faults: list[str]) -> CatalogueError:
    count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
    return CatalogueError(
        problem=f"The catalogue '{name}' has {count}.",
        meaning="It was not used at all, so that no row is missing without a word.",
        remedy="Correct the rows named above, or use the catalogue as it was delivered.",
        details=tuple(faults),
    )


def _read(row: Row, faults: list[str], make: Callable[[Row], _T]) -> _T | None:
    try:
        return make(row)
    except (KeyError, ValueError) as error:
        # KeyError's own text is the repr of its key; ours carry a sentence
        faults.append(f"{row.place}: {error.args[0]}")
        return None


def _release(tables: Mapping[str, bytes], layer: Layer | None, faults: list[str]) -> CatalogueInfo:
    header: dict[str, Any] = {}
    try:
        header = tomllib.loads(tables[RELEASE].decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{RELEASE}: {error}")
    for key in ("name", "version", "date", "licence"):
        if header and not str(header.get(key, "")):
            faults.append(f"{RELEASE}: '{key}' is missing")
    named = str(header.get("layer", Layer.LOCAL))
    if layer is None and named not in set(Layer):
        faults.append(f'{RELEASE}: layer "{named}" is not one of {", ".join(Layer)}')
        named = Layer.LOCAL
    months = header.get("max_age_months", 12)
    if not isinstance(months, int):
        faults.append(f"{RELEASE}: max_age_months is not a number of months")
        months = 12
    return CatalogueInfo(
        name=str(header.get("name", "")),
        layer=layer or Layer(named),
        version=str(header.get("version", "")),
        date=str(header.get("date", "")),
        sha256=digest(tables),
        cut_off={agency: str(date) for agency, date in header.get("cut_off", {}).items()},
        max_age_months=months,
        licence=str(header.get("licence", "")),
    )


def _approvals(tables: Mapping[str, bytes], faults: list[str]) -> dict[str, list[Approval]]:
    approvals: dict[str, list[Approval]] = {}
    seen: set[str] = set()
    for row in rows(tables, columns.APPROVALS, faults):
        approval = _read(row, faults, _approval)
        if approval is None:
            continue
        if approval.id in seen:
            faults.append(f"{row.place}: id {approval.id} stands twice")
        seen.add(approval.id)
        approvals.setdefault(approval.evidence_id, []).append(approval)
    return approvals


def _approval(row: Row) -> Approval:
    cells = row.cells
    return Approval(
        id=_id(row),
        evidence_id=cells["evidence_id"],
        agency=cells["agency"],
        kind=_word(row, "kind", _APPROVAL_KINDS),
        status=_word(row, "status", _STATUSES),
        product=cells["product"],
        first_date=cells["first_date"],
        withdrawn_date=cells["withdrawn_date"],
        setting=cells["setting"],
        line=cells["line"],
        prior_therapy=cells["prior_therapy"],
        population=cells["population"],
        test=cells["test"],
        limitation=cells["limitation"],
        source_id=cells["source_id"],
        source_url=cells["source_url"],
        source_date=cells["source_date"],
        read_on=cells["read_on"],
        verification=_verification(row),
    )


def _evidence(
    row: Row, layer: Layer, sources: Mapping[str, Citation], approvals: Mapping[str, list[Approval]]
) -> EvidenceItem:
    cells = row.cells
    identity = _id(row)
    return EvidenceItem(
        id=identity,
        layer=layer,
        biomarker=cells["biomarker"],
        tumour_types=row.items_of("tumour_types"),
        disease_excluded=row.items_of("disease_excluded"),
        therapies=tuple(cells["therapies"].split(" + ")) if cells["therapies"] else (),
        response=_word(row, "response", _RESPONSES),
        direction=_word(row, "direction", _DIRECTIONS),
        level=_word(row, "level", _LEVELS),
        source_level=cells["source_level"],
        statement=cells["statement"],
        setting=cells["setting"],
        line=cells["line"],
        prior_therapy=cells["prior_therapy"],
        population=cells["population"],
        test=cells["test"],
        region=cells["region"],
        escat=cells["escat"],
        escat_citation=cells["escat_source"],
        citations=tuple(_source(identity, sources) for identity in row.items_of("source_ids")),
        approvals=tuple(approvals.get(identity, ())),
        status=_word(row, "status", _STATUSES),
        verification=_verification(row),
        source_date=cells["source_date"],
        note=cells["note"],
        disputed_by=row.items_of("disputed_by"),
    )


def _therapy(row: Row, sources: Mapping[str, Citation]) -> Therapy:
    cells = row.cells
    if not cells["inn"]:
        raise ValueError("inn is empty")
    return Therapy(
        inn=cells["inn"],
        brands=row.items_of("brands"),
        drug_class=cells["drug_class"],
        targets=row.items_of("targets"),
        attributes={
            name: tuple(value.split("|")) for name, value in cells.items() if value and name not in _THERAPY_FACTS
        },
        citation=_source(cells["label_source"], sources) if cells["label_source"] else None,
        label_date=cells["label_date"],
        verification=_verification(row),
        plain=cells["plain"],
    )


def _companion_test(row: Row, sources: Mapping[str, Citation]) -> CompanionTest:
    cells = row.cells
    return CompanionTest(
        id=_id(row),
        device=cells["device"],
        specimen=row.items_of("specimen"),
        therapies=row.items_of("therapies"),
        biomarker=cells["biomarker"],
        tumour_types=row.items_of("tumour_types"),
        pathway=cells["pathway"],
        citation=_source(cells["source_id"], sources) if cells["source_id"] else None,
        verification=_verification(row),
    )


def _gene(row: Row) -> Gene:
    return Gene(
        symbol=row["symbol"],
        hgnc_id=row["hgnc_id"],
        aliases=row.items_of("aliases"),
        role=row["role"],
        hereditary=row["hereditary"] == "yes",
        clonal_haematopoiesis=row["clonal_haematopoiesis"] == "yes",
        fusion_side=row["fusion_side"],
        plain=row["plain"],
    )


def _citation(row: Row) -> Citation:
    return Citation(
        id=row["id"],
        kind=row["kind"],
        text=row["citation"],
        pmid=row["pmid"],
        doi=row["doi"],
        nct=row["nct"],
        date_read=row["date_read"],
    )


def _verification(row: Row) -> Verification:
    by, on = row.cells["checked_by"], row.cells["checked_on"]
    return Verification(checked_by=by, checked_on=on) if by or on else _UNVERIFIED


def _id(row: Row) -> str:
    if not row["id"]:
        raise ValueError("id is empty")
    return row["id"]


def _source(identity: str, sources: Mapping[str, Citation]) -> Citation:
    if identity not in sources:
        raise ValueError(f"source {identity} is in no sources table")
    return sources[identity]


def _word(row: Row, name: str, allowed: Mapping[str, _T]) -> _T:
    text = row.cells[name]
    if text not in allowed:
        raise ValueError(f'{name} "{text}" is not one of {", ".join(allowed)}')
    return allowed[text]


def _double(evidence: Sequence[EvidenceItem]) -> list[str]:
    seen: set[str] = set()
    faults = []
    for item in evidence:
        if item.id in seen:
            faults.append(f"evidence id {item.id} stands twice")
        seen.add(item.id)
    return faults


# plain tables: an Enum's own look-up costs ten times as much, and a start reads thousands of words
_RESPONSES: dict[str, Response] = {member.value: member for member in Response}
_DIRECTIONS: dict[str, Direction] = {member.value: member for member in Direction}
_LEVELS: dict[str, EvidenceClass] = {member.value: member for member in EvidenceClass}
_STATUSES: dict[str, Status] = {member.value: member for member in Status}
_APPROVAL_KINDS: dict[str, ApprovalKind] = {member.value: member for member in ApprovalKind}
