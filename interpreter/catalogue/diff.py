"""Two catalogues compared: what was added, changed and withdrawn, and which stored cases would read differently."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from interpreter.errors import MarkerSyntaxError
from interpreter.model.evidence import Approval, Catalogue, Citation, EvidenceItem, Status, Therapy
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import genes

_NOT_COMPARED = {"layer"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that both catalogues have, with what differs."""

    id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueDiff:
    added: tuple[EvidenceItem, ...]
    changed: tuple[RowChange, ...]
    withdrawn: tuple[str, ...]
    """Ids that are gone, or current before and no longer."""
    therapies_added: tuple[str, ...]
    therapies_changed: tuple[RowChange, ...]
    therapies_gone: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not any(getattr(self, known.name) for known in fields(self))


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """A stored case that would read differently."""

    case_id: str
    changed: tuple[str, ...]
    """Evidence ids of its findings that changed."""
    withdrawn: tuple[str, ...]
    therapies: tuple[str, ...]
    """Medicines of its findings whose facts changed: the fit beside the person may differ."""
    may_gain: tuple[str, ...]
    """Added rows that name a gene or marker in which this case has a result; only a new interpretation can tell."""

    @property
    def certain(self) -> bool:
        return bool(self.changed or self.withdrawn)


def diff_catalogues(before: Catalogue, after: Catalogue) -> CatalogueDiff:
    """Compare evidence by id, with its approvals and sources, and therapies by INN."""
    old, new = ({item.id: item for item in catalogue.evidence} for catalogue in (before, after))
    changed, withdrawn = [], [identity for identity in old if identity not in new]
    for identity in sorted(old.keys() & new.keys()):
        differences = _differences(old[identity], new[identity])
        if not differences:
            continue
        if old[identity].status is Status.CURRENT and new[identity].status is not Status.CURRENT:
            withdrawn.append(identity)
        changed.append(RowChange(identity, differences))
    medicines = before.therapies.keys() & after.therapies.keys()
    facts = {inn: _differences(before.therapies[inn], after.therapies[inn]) for inn in sorted(medicines)}
    return CatalogueDiff(
        added=tuple(new[identity] for identity in sorted(new.keys() - old.keys())),
        changed=tuple(changed),
        withdrawn=tuple(sorted(withdrawn)),
        therapies_added=tuple(sorted(after.therapies.keys() - before.therapies.keys())),
        therapies_changed=tuple(RowChange(inn, found) for inn, found in facts.items() if found),
        therapies_gone=tuple(sorted(before.therapies.keys() - after.therapies.keys())),
    )


def touched_cases(interpretations: Iterable[str], diff: CatalogueDiff) -> tuple[TouchedCase, ...]:
    """Tell which stored cases would read differently, from their interpretation/1 JSON texts.

    A text that is no interpretation is told as a case of its own with nothing known, never passed over.
    """
    changed = {row.id for row in diff.changed} - set(diff.withdrawn)
    medicines = {row.id for row in diff.therapies_changed} | set(diff.therapies_gone)
    added = [(item.id, _names(item.biomarker)) for item in diff.added if item.status is Status.CURRENT]
    found = []
    for number, text in enumerate(interpretations, start=1):
        case = _read(text)
        if case is None:
            found.append(TouchedCase(f"text {number}: not an interpretation", (), (), (), ()))
            continue
        evidence = {str(row.get("evidence_id", "")) for row in case["findings"]}
        regimens = {str(part) for row in case["findings"] for part in row.get("therapies", ())}
        held = _held(case)
        touched = TouchedCase(
            case_id=str(case["case"].get("id", "")),
            changed=tuple(sorted(evidence & changed)),
            withdrawn=tuple(sorted(evidence & set(diff.withdrawn))),
            therapies=tuple(sorted(regimens & medicines)),
            may_gain=tuple(sorted(identity for identity, names in added if names & held)),
        )
        if touched.certain or touched.therapies or touched.may_gain:
            found.append(touched)
    return tuple(found)


def diff_lines(diff: CatalogueDiff) -> list[str]:
    """Give the comparison for people: a line a row, a line a field that changed."""
    lines = [
        f"{len(diff.added)} added, {len(diff.changed)} changed, {len(diff.withdrawn)} withdrawn; therapies: "
        f"{len(diff.therapies_added)} added, {len(diff.therapies_changed)} changed, {len(diff.therapies_gone)} gone"
    ]
    for item in diff.added:
        claim = (
            f"{' + '.join(item.therapies) or item.response.value}: {item.biomarker} in {', '.join(item.tumour_types)}"
        )
        lines.append(f"added      {item.id}  {claim}")
    for mark, rows in (("changed", diff.changed), ("therapy", diff.therapies_changed)):
        for row in rows:
            lines.append(f"{mark:<9}  {row.id}")
            for change in row.fields:
                lines.append(f"             {change.name}: {change.before or 'empty'} -> {change.after or 'empty'}")
    lines += [f"withdrawn  {identity}" for identity in diff.withdrawn]
    lines += [f"therapy    {inn}: added" for inn in diff.therapies_added]
    lines += [f"therapy    {inn}: gone" for inn in diff.therapies_gone]
    return lines


def touched_lines(cases: Iterable[TouchedCase]) -> list[str]:
    """Give a line for each case and each way in which it is touched."""
    lines = []
    for case in cases:
        for word, ids in (
            ("changed", case.changed),
            ("withdrawn", case.withdrawn),
            ("facts of the medicine changed", case.therapies),
            ("may gain (interpret again to know)", case.may_gain),
        ):
            if ids:
                lines.append(f"{case.case_id}: {word}: {', '.join(ids)}")
        if not (case.certain or case.therapies or case.may_gain):
            lines.append(case.case_id)
    return lines


def _differences(before: EvidenceItem | Therapy, after: EvidenceItem | Therapy) -> tuple[FieldChange, ...]:
    found = []
    for known in fields(before):
        old, new = getattr(before, known.name), getattr(after, known.name)
        if known.name not in _NOT_COMPARED and old != new:
            found.append(FieldChange(known.name, _text(old), _text(new)))
    return tuple(found)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case Citation(id=identity):
            return identity
        case Approval():
            told = (getattr(value, known.name) for known in fields(value) if known.name not in {"id", "evidence_id"})
            return " / ".join(filter(None, (_text(part) for part in told)))
        case tuple():
            return ", ".join(_text(part) for part in value)
        case Mapping():
            return "; ".join(f"{name} = {_text(part)}" for name, part in sorted(value.items()))
        case _ if hasattr(value, "checked_by"):
            return f"checked by {value.checked_by} on {value.checked_on}" if value.checked_by else "unverified"
        case _:
            return str(value)


def _read(text: str) -> dict[str, Any] | None:
    try:
        case = json.loads(text)
    except ValueError:
        return None
    if not isinstance(case, dict) or case.get("schema") != "interpretation/1":
        return None
    sound = isinstance(case.get("case"), dict) and isinstance(case.get("findings"), list)
    return case if sound and all(isinstance(row, dict) for row in case["findings"]) else None


def _held(case: Mapping[str, Any]) -> set[str]:
    """Give genes with an alteration, and markers that are detected, of a stored case."""
    held = {str(row.get("gene", "")) for row in case.get("alterations", ())}
    held |= {str(row.get("partner_gene", "")) for row in case.get("alterations", ())}
    for row in case.get("markers", ()):
        if row.get("state") in {"detected", "inconclusive"}:
            held |= _names(str(row.get("biomarker", "")))
    return held - {""}


def _names(biomarker: str) -> set[str]:
    """Give the genes of an expression, or its words where it names none (MSI, TMB, PD-L1)."""
    try:
        named = set(genes(parse_marker(biomarker)))
    except MarkerSyntaxError:
        named = set()
    return named or set(biomarker.split()[:1])
