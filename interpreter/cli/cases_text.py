"""What the terminal shows of stored cases. Text of people and files is data: no control character in it acts (S22)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from interpreter.earlier_samples import MarkerCourse, Sample
from interpreter.model.cases import Interpretation
from interpreter.store.values import AuditRow, CaseSummary, Entry, StoredCase


def plain(text: str) -> str:
    """Give text as one line without characters that act on a terminal (S22)."""
    return "".join(character if character.isprintable() else " " for character in text)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give lines of columns parted by two spaces."""
    lines = [tuple(header), *(tuple(plain(cell) for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def list_lines(cases: Sequence[CaseSummary], *, identity: bool) -> list[str]:
    """Give one line a case; who it is about only on request, because screens are seen by others."""
    header = ["case", "state", "version", "date", "tumour", "changed", "by", "kept by law"]
    header += ["name", "born", "record"] if identity else []
    rows = []
    for case in cases:
        row = [case.id, case.state.value, str(case.version), case.date, case.tumour_type, case.updated_at, case.owner]
        row.append("yes" if case.hold else "")
        if identity:
            row += [case.identity.name, case.identity.birth_date, case.identity.record_number]
        rows.append(row)
    return table(header, rows)


def case_lines(stored: StoredCase, interpretation: Interpretation, *, identity: bool) -> list[str]:
    """Give a case as it stands; findings are told by the caller."""
    summary = stored.summary
    lines = [f"Case {plain(summary.id)}: {summary.state.value}, version {summary.version}"]
    if identity:
        who = summary.identity
        told = (
            who.name,
            who.birth_date and f"born {who.birth_date}",
            who.record_number and f"record {who.record_number}",
        )
        lines.append(f"  person: {plain(', '.join(part for part in told if part)) or 'not stated'}")
    lines.append(f"  entered {summary.created_at}, changed {summary.updated_at}, by {plain(summary.owner)}")
    lines.append(f"  consent that stands: {', '.join(sorted(stored.scopes)) or 'none recorded'}")
    if summary.hold:
        lines.append(f"  must be kept: {plain(summary.hold)}")
    lines += [f"  input: {plain(item.file_name)}  sha256 {item.sha256}" for item in stored.inputs]
    for entry in stored.signatures:
        words = json.loads(entry.text)
        lines.append(f"  signed: version {words['version']} by {plain(words['name'])}, {entry.at}")
    decisions = {entry.name: entry for entry in stored.decisions}
    for card in interpretation.conflicts:
        lines.append(f"  card {card.id}: {plain(card.what)}")
        lines.append(f"    {_decision(decisions.get(card.id))}")
    for entry in stored.notes:
        mark = "amended because" if entry.name == "amendment" else "note"
        lines.append(f"  {mark}, {entry.at}, {plain(entry.who)}: {plain(entry.text)}")
    lines += [f"  report {entry.version}: {plain(entry.name)}, {entry.at}" for entry in stored.reports]
    return lines


def _decision(entry: Entry | None) -> str:
    if entry is None:
        return "not decided yet"
    words = json.loads(entry.text)
    why = f" ({plain(words['reason'])})" if words["reason"] else ""
    return f"decided {entry.at} by {plain(entry.who)}: {plain(words['decision'])}{why}"


def history_lines(entries: Iterable[Entry]) -> list[str]:
    """Give one line a record: what was kept, when, by whom."""
    rows = [(entry.at, entry.who, entry.kind.value, str(entry.version), entry.name) for entry in entries]
    return table(("at", "who", "what", "number", "name"), sorted(rows, key=lambda row: row[0]))


def trail_lines(rows: Iterable[AuditRow]) -> list[str]:
    """Give one line an act."""
    cells = [(str(row.seq), row.at, row.who, row.action, row.case_id, row.detail) for row in rows]
    return table(("row", "at", "who", "what", "case", "detail"), cells)


def course_lines(samples: Sequence[Sample], courses: Sequence[MarkerCourse]) -> list[str]:
    """Give the samples side by side, oldest first; the last column says what became of each marker."""
    lines = ["Samples of this person, oldest first; the last is this case:"]
    for number, sample in enumerate(samples, start=1):
        day = f"collected {sample.date}" if sample.collected else f"interpreted {sample.date}, collection date unknown"
        lines.append(f"  {number}  {plain(sample.case_id)}: {sample.tumour_type}, {sample.kind}, {day}")
    if not courses:
        return [*lines, "No marker was detected or left open in any of them; that is no proof of absence."]
    header = ("marker", *(str(number) for number in range(1, len(samples) + 1)), "so far")
    cells = [
        (
            row.marker,
            *(state.value.replace("_", " ") if state else "not asked" for state in row.states),
            row.change.value,
        )
        for row in courses
    ]
    return [*lines, *table(header, cells)]
