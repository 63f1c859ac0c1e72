"""Local curation: evidence is added, edited or retired as drafts, and holds once a second person has approved it.

A draft is one TOML file in the data folder (`curation/`), with author, date and reason. Approved ones make up the layer
`local` (a folder of tables beside them), written anew from all approvals: nothing else is ever edited by hand there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from interpreter.catalogue import columns
from interpreter.catalogue.imports import quoted, release_text, table_bytes
from interpreter.catalogue.keys import catalogue_home
from interpreter.catalogue.tables import RELEASE
from interpreter.errors import CatalogueError
from interpreter.files import save_bytes, save_text
from interpreter.model.evidence import Catalogue, EvidenceClass, EvidenceItem, Layer
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import genes


class Action(StrEnum):
    ADD = "add"
    EDIT = "edit"
    """The row of a lower layer is retired and a local one stands in its place."""
    RETIRE = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One wish to change the catalogue; dates are ISO."""

    id: str
    action: Action
    target: str
    """Evidence id that is edited or retired; empty for a new row."""
    fields: Mapping[str, str]
    """Cells of the evidence row; empty when it is retired."""
    source: str
    """Words of the citation."""
    reason: str
    author: str
    date: str
    approved_by: str = ""
    approved_on: str = ""

    @property
    def approved(self) -> bool:
        return bool(self.approved_by)


Check = Callable[[Mapping[str, bytes]], tuple[str, ...]]
"""Gives the faults of the local tables that an approval would make; empty when they hold."""

_EDITABLE = tuple(
    name
    for name in columns.EVIDENCE.names
    if name not in {"id", "source_ids", "checked_by", "checked_on", "status", "disputed_by", "source_level"}
)
_TEXTS = ("id", "action", "target", "source", "reason", "author", "date", "approved_by", "approved_on")
_ID = re.compile(r"DRAFT-\d{4,}")


def new_draft(
    action: Action,
    *,
    author: str,
    reason: str,
    date: str,
    target: str = "",
    fields: Mapping[str, str] | None = None,
    source: str = "",
    below: Catalogue,
    home: Path | None = None,
) -> Draft:
    """Write a draft; it changes nothing until it is approved.

    Raises:
        CatalogueError: author or reason is missing, the target does not exist, or the row is faulty; all faults named.
    """
    draft = Draft(
        id=_next_id(home),
        action=action,
        target=target,
        fields=dict(fields or {}),
        source=source.strip(),
        reason=reason.strip(),
        author=" ".join(author.split()),
        date=date,
    )
    faults = tuple(_faults(draft, {item.id for item in below.evidence}))
    if faults:
        raise _faulty("The draft", faults)
    _save(draft, home)
    return draft


def list_drafts(home: Path | None = None) -> tuple[Draft, ...]:
    """Give all drafts, approved ones too, by id.

    Raises:
        CatalogueError: a draft file cannot be read.
    """
    folder = _folder(home)
    return tuple(_load(path) for path in sorted(folder.glob("DRAFT-*.toml"))) if folder.is_dir() else ()


def approve_draft(
    identity: str, *, by: str, date: str, below: Catalogue, check: Check, home: Path | None = None
) -> Draft:
    """Approve a draft and write the local layer anew.

    Args:
        check: holds the local tables that would come out against everything that a catalogue must hold to.

    Raises:
        CatalogueError: it is the author's own, approved already, unknown, or the tables would be faulty.
    """
    drafts = {draft.id: draft for draft in list_drafts(home)}
    draft = drafts.get(identity)
    approver = " ".join(by.split())
    if draft is None:
        raise _faulty(f"Draft {identity}", ("there is no such draft",))
    if draft.approved:
        raise _faulty(f"Draft {identity}", (f"it was approved by {draft.approved_by} on {draft.approved_on}",))
    if not approver or approver.casefold() == draft.author.casefold():
        raise _faulty(f"Draft {identity}", ("a second person approves a draft, never its author",))
    approved = replace(draft, approved_by=approver, approved_on=date)
    drafts[identity] = approved
    tables = local_tables(drafts.values(), below)
    faults = check(tables)
    if faults:
        raise _faulty(f"Draft {identity}", faults)
    _save(approved, home)
    write_local_layer(tables, home)
    return approved


def discard_draft(identity: str, home: Path | None = None) -> None:
    """Delete a draft that was not approved.

    Raises:
        CatalogueError: it is unknown or approved: what was approved is retired by another draft, not erased.
    """
    draft = next((one for one in list_drafts(home) if one.id == identity), None)
    if draft is None or draft.approved:
        state = "there is no such draft" if draft is None else "it is approved; retire its row by a new draft"
        raise _faulty(f"Draft {identity}", (state,))
    (_folder(home) / f"{identity}.toml").unlink()


def local_tables(drafts: Iterable[Draft], below: Catalogue) -> dict[str, bytes]:
    """Make the tables of the local layer from all approved drafts, in the order in which they were approved."""
    evidence: dict[str, dict[str, str]] = {}
    sources: dict[str, dict[str, str]] = {}
    retirements: dict[str, dict[str, str]] = {}
    approved = sorted((draft for draft in drafts if draft.approved), key=lambda one: (one.approved_on, one.id))
    for draft in approved:
        if draft.target in evidence:
            del evidence[draft.target]
        elif draft.target:
            retirements[draft.target] = {
                "evidence_id": draft.target,
                "reason": draft.reason,
                "author": draft.author,
                "approved_by": draft.approved_by,
                "approved_on": draft.approved_on,
            }
        if draft.action is not Action.RETIRE:
            row = _row(draft)
            evidence[row["id"]] = row
            sources[row["source_ids"]] = {
                "id": row["source_ids"],
                "kind": "other",
                "citation": draft.source,
                "licence": "own",
            }
    inns = {part for row in evidence.values() for part in row["therapies"].split(" + ") if part}
    symbols = {gene for row in evidence.values() for gene in genes(parse_marker(row["biomarker"]))}
    date = approved[-1].approved_on if approved else ""
    return {
        RELEASE: release_text(
            name="Local curation", version=f"{date}.{len(approved)}", date=date, licence="own", layer=Layer.LOCAL
        ).encode("utf-8"),
        "evidence/local.tsv": table_bytes("evidence", evidence.values()),
        "sources/local.tsv": table_bytes("sources", sources.values()),
        "retirements.tsv": table_bytes("retirements", retirements.values()),
        "therapies/local.tsv": table_bytes("therapies", ({"inn": inn} for inn in sorted(inns - set(below.therapies)))),
        "genes.tsv": table_bytes("genes", ({"symbol": symbol} for symbol in sorted(symbols - set(below.genes)))),
    }


def write_local_layer(tables: Mapping[str, bytes], home: Path | None = None) -> Path:
    """Write the local layer, its header last: without it the folder counts as no layer."""
    folder = (home or catalogue_home()) / "local"
    for name, content in sorted(tables.items(), key=lambda pair: pair[0] == RELEASE):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(path, content)
    return folder


def review_tsv(drafts: Iterable[Draft]) -> str:
    """Give all drafts as a table to review: who wants what, why, and who approved it."""
    header = (*_TEXTS, *_EDITABLE)
    lines = [header]
    for draft in drafts:
        own = [str(getattr(draft, name)) for name in _TEXTS]
        lines.append(
            tuple(" ".join(cell.split()) for cell in (*own, *(draft.fields.get(name, "") for name in _EDITABLE)))
        )
    return "".join("\t".join(line) + "\n" for line in lines)


def fields_of(item: EvidenceItem) -> dict[str, str]:
    """Give the cells of a row that is to be edited."""
    cells = {
        "biomarker": item.biomarker,
        "tumour_types": "|".join(item.tumour_types),
        "disease_excluded": "|".join(item.disease_excluded),
        "therapies": " + ".join(item.therapies),
        "response": item.response.value,
        "direction": item.direction.value,
        "level": item.level.value,
        "setting": item.setting,
        "line": item.line,
        "prior_therapy": item.prior_therapy,
        "population": item.population,
        "test": item.test,
        "region": item.region,
        "escat": item.escat,
        "escat_source": item.escat_citation,
        "statement": item.statement,
        "source_date": item.source_date,
        "note": item.note,
    }
    return {name: value for name, value in cells.items() if value}


def _row(draft: Draft) -> dict[str, str]:
    number = draft.id.removeprefix("DRAFT-")
    return {
        **{name: draft.fields.get(name, "") for name in _EDITABLE},
        "id": f"EV-LOCAL-{number}",
        "source_level": "local curation",
        "source_ids": f"SRC-LOCAL-{number}",
        "status": "current",
        "note": "; ".join(
            filter(None, (draft.fields.get("note", ""), f"by {draft.author}, approved by {draft.approved_by}"))
        ),
    }


def _faults(draft: Draft, known: set[str]) -> Iterable[str]:
    if not draft.author:
        yield "author is missing"
    if not draft.reason:
        yield "reason is missing"
    if draft.action is Action.ADD and draft.target:
        yield "a new row has no target"
    if draft.action is not Action.ADD and draft.target not in known:
        yield f"there is no evidence row '{draft.target}'"
    if draft.action is Action.RETIRE:
        if draft.fields:
            yield "a row that is retired has no new cells"
        return
    if not draft.source:
        yield "source is missing: where this is written"
    for name in sorted(set(draft.fields) - set(_EDITABLE)):
        yield f"there is no column '{name}' to write; known are {', '.join(_EDITABLE)}"
    for column in columns.EVIDENCE.columns:
        if column.name in _EDITABLE:
            fault = columns.faults_of_cell(column, draft.fields.get(column.name, ""))
            if fault:
                yield fault
    if draft.fields.get("level") == EvidenceClass.APPROVED.value:
        yield "level approved needs a label row; give guideline, and name the label as source"


def _folder(home: Path | None) -> Path:
    return (home or catalogue_home()) / "curation"


def _next_id(home: Path | None) -> str:
    taken = [int(path.stem.removeprefix("DRAFT-")) for path in _folder(home).glob("DRAFT-*.toml")]
    return f"DRAFT-{max(taken, default=0) + 1:04d}"


def _save(draft: Draft, home: Path | None) -> None:
    folder = _folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name} = {quoted(str(getattr(draft, name)))}\n" for name in _TEXTS)
    text += "\n[fields]\n" + "".join(f"{name} = {quoted(value)}\n" for name, value in sorted(draft.fields.items()))
    save_text(folder / f"{draft.id}.toml", text)


def _load(path: Path) -> Draft:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = {name: str(values[name]) for name in _TEXTS if name != "action"}
        draft = Draft(
            **texts,
            action=Action(values["action"]),
            fields={name: str(value) for name, value in values["fields"].items()},
        )
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise _faulty(f"The draft file '{path.name}'", (str(error),)) from error
    if draft.id != path.stem or _ID.fullmatch(draft.id) is None:
        raise _faulty(f"The draft file '{path.name}'", ("its name is not its id",))
    return draft


def _faulty(what: str, faults: tuple[str, ...]) -> CatalogueError:
    return CatalogueError(
        problem=f"{what} cannot be taken.",
        meaning="The catalogue is unchanged.",
        remedy="Correct what is named above and try again.",
        details=faults,
    )
