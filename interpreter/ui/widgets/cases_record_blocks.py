"""A stored case in words: its state and history, the conflict cards with their decisions, earlier samples, the trail.

Plain values, shown by the same view as the report's own blocks; no text in them acts (S22).
"""

from __future__ import annotations

import json

from interpreter.earlier_samples import Change, Sample
from interpreter.model.findings import ConflictCard
from interpreter.model.results import State
from interpreter.report import wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Line,
    Paragraph,
    Row,
    Section,
    Style,
    Table,
    cell,
    line,
    soft,
    strong,
)
from interpreter.store.values import AuditRow, CaseState, Entry
from interpreter.ui.cases_presenter import OpenCase
from interpreter.ui.widgets.cases_model import STATE_WORDS

_STATE_MEANINGS = {
    CaseState.DRAFT: "not reviewed, not signed",
    CaseState.HELD: "must not be reported before the doubt is cleared, so it cannot be signed",
    CaseState.SIGNED: "frozen; a change makes an amended version",
    CaseState.AMENDED: "changed after it was signed; the signed version stays, and is not to be used any more",
    CaseState.ERASED: "nobody can read it any more",
}
_CHANGES = {
    Change.GAINED: "▲ gained",
    Change.LOST: "▼ lost",
    Change.PERSISTING: "= persisting",
    Change.FIRST_SEEN: "▲ first seen",
    Change.NOT_LOOKED_AT: "? not assessed now: not lost",
    Change.OPEN: "? open",
    Change.ABSENT: "– absent since",
}


def when(at: str) -> str:
    """Give a time of the store (UTC) as it is read."""
    return at.replace("T", " ").removesuffix("Z") + " UTC" if "T" in at else at


def state_section(case: OpenCase) -> Section:
    """Give state, consent, inputs, signatures and reports."""
    summary, stored = case.stored.summary, case.stored
    facts = [
        ("State", line(strong(STATE_WORDS[summary.state]), f": {_STATE_MEANINGS[summary.state]}")),
        ("Version", line(str(summary.version))),
        ("Entered", line(f"{when(summary.created_at)} by {summary.owner}")),
        ("Changed", line(when(summary.updated_at))),
        ("Consent that stands", line(", ".join(sorted(_words(scope) for scope in stored.scopes)) or "none recorded")),
    ]
    if summary.hold:
        facts.append(("Must be kept", line(summary.hold)))
    facts += [("Input", line(item.file_name, soft(f"  sha256 {item.sha256}"))) for item in stored.inputs]
    blocks: list[Block] = [Facts(tuple(facts), 1)]
    if stored.signatures:
        blocks.append(Heading("Signatures"))
        blocks.append(Bullets(tuple(_signature(entry) for entry in stored.signatures)))
    blocks.append(Heading("Notes"))
    if not stored.notes:
        blocks.append(Paragraph(line("None."), Style.SMALL))
    for entry in stored.notes:
        kind = "Amended because" if entry.name == "amendment" else "Note"
        blocks.append(Paragraph(line(strong(f"{kind}: "), entry.text, soft(f"  {entry.who}, {when(entry.at)}"))))
    return Section(f"Case {summary.id}", tuple(blocks))


def decisions_section(case: OpenCase) -> Section:
    """Give every conflict card with what was decided on it, by whom and when."""
    blocks: list[Block] = []
    for card in case.interpretation.conflicts:
        made = [entry for entry in case.stored.decisions if entry.name == card.id]
        blocks.append(Paragraph(line(strong(card.what), " ", card.why)))
        blocks.append(Bullets(tuple(line(option) for option in card.options), Style.SMALL))
        if not made:
            blocks.append(Paragraph(line(strong("▲ Not decided yet."))))
        for entry in made:
            blocks.append(Paragraph(_decision(entry)))
    gone = {card.id for card in case.interpretation.conflicts}
    for entry in case.stored.decisions:
        if entry.name not in gone:
            blocks.append(Paragraph(line(f"On a card that no longer stands ({entry.name}): ", *_decision(entry))))
    return Section("For people to decide", tuple(blocks) or (Paragraph(line("No conflict asks for a decision.")),))


def undecided_cards(case: OpenCase) -> tuple[ConflictCard, ...]:
    decided = {entry.name for entry in case.stored.decisions}
    return tuple(card for card in case.interpretation.conflicts if card.id not in decided)


def samples_section(case: OpenCase) -> Section:
    """Give the samples of this person side by side, oldest first. "Not assessed" is never read as lost (R1)."""
    title = "Samples of this person, oldest first"
    if len(case.samples) < 2 and not case.later:
        return Section(title, (Paragraph(line("No other sample of this person is stored here.")),))
    blocks: list[Block] = []
    if len(case.samples) > 1:
        blocks.append(Bullets(tuple(_sample(sample) for sample in case.samples), numbered=True))
        if case.courses:
            blocks.append(_courses(case))
        else:
            said = "No marker was detected or left open in any of them; that is no proof of absence."
            blocks.append(Paragraph(line(said)))
        blocks.append(
            Paragraph(line("A negative in plasma does not weigh as one in tissue; tests differ in reach."), Style.SMALL)
        )
    if case.later:
        blocks.append(Paragraph(line(strong("Later samples of this person: "), ", ".join(case.later))))
    return Section(title, tuple(blocks))


def trail_section(case: OpenCase) -> Section:
    """Give who did what with this case, and when."""
    columns = (Column("Row", 7), Column("When", 22), Column("Who", 18), Column("What", 18), Column("Detail", 35))
    return Section("Trail of this case", (Table(columns, tuple(_trail_row(row) for row in case.trail)),))


def _courses(case: OpenCase) -> Table:
    share = 48 / len(case.samples)
    columns = (
        Column("Marker", 30),
        *(Column(f"{number}: {sample.date}", share) for number, sample in enumerate(case.samples, start=1)),
        Column("So far", 22),
    )
    rows = tuple(
        Row(
            (
                cell(line(strong(course.marker))),
                *(cell(_state(state)) for state in course.states),
                cell(_CHANGES[course.change]),
            )
        )
        for course in case.courses
    )
    return Table(columns, rows)


def _state(state: State | None) -> str:
    return "not asked" if state is None else f"{wording.STATE_MARKS[state]} {wording.STATES[state]}"


def _sample(sample: Sample) -> Line:
    day = f"collected {sample.date}" if sample.collected else f"interpreted {sample.date}, collection date unknown"
    return line(strong(sample.case_id), f": {sample.tumour_type}, {_words(sample.kind)}, {day}")


def _signature(entry: Entry) -> Line:
    words = json.loads(entry.text)
    return line(
        strong(f"Version {words['version']} by {words['name']}"),
        f", {when(entry.at)}: “{words['meaning']}”",
        soft(f"  report sha256 {words['report_sha256']}" if "report_sha256" in words else ""),
    )


def _decision(entry: Entry) -> Line:
    words = json.loads(entry.text)
    why = f" ({words['reason']})" if words["reason"] else ""
    return line(strong("✓ Decided: "), f"{words['decision']}{why}", soft(f"  {entry.who}, {when(entry.at)}"))


def _trail_row(row: AuditRow) -> Row:
    return Row((cell(str(row.seq)), cell(when(row.at)), cell(row.who), cell(row.action), cell(row.detail)))


def _words(code: str) -> str:
    return code.replace("_", " ")
