"""The person beside the therapies: their own words first, then how each therapy would sit in their life.

This is the second axis. It follows the order of the evidence and never changes it, nor a tier.
"""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.model.findings import FitRow
from interpreter.report import wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
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
from interpreter.report.options import options


def person(interpretation: Interpretation) -> Section:
    """Give the words, the fit of each therapy, and the conflicts that people must decide."""
    blocks: list[Block] = []
    blocks.extend(_words(interpretation))
    if interpretation.fit:
        blocks.append(Heading("How each therapy would sit in this person's life"))
        blocks.append(
            Paragraph(
                line(
                    "In the order of the evidence. What the person prefers changes neither tier nor order, and nothing "
                    "is left out. “unknown” means that no fact is known, not that it fits."
                ),
                Style.SMALL,
            )
        )
        columns = (Column("Therapy, and what was said", 30), Column("Verdict", 14), Column("Why", 56))
        blocks.append(Table(columns, tuple(_fit_rows(interpretation))))
    elif interpretation.person is not None:
        blocks.append(Paragraph(line("No therapy could be put beside the preferences.")))
    if interpretation.conflicts:
        blocks.append(Heading("For people to decide"))
        for card in interpretation.conflicts:
            blocks.append(Paragraph(line(strong(card.what), " ", card.why)))
            blocks.append(Bullets(tuple(line(option) for option in card.options)))
    return Section("The person and the therapies", tuple(blocks))


def _words(interpretation: Interpretation) -> list[Block]:
    if interpretation.person is None:
        return [Paragraph(line("No preferences were recorded: nothing is known about what matters to this person."))]
    words = interpretation.person.own_words
    said = (
        ("What matters most to me", words.matters_most),
        ("What I want to avoid", words.avoid),
        ("Who I want beside me", words.beside_me),
    )
    made: list[Block] = []
    for title, text in said:
        if text:
            made.append(Paragraph(line(soft(title))))
            made.append(Paragraph(line(f"“{text}”"), Style.QUOTE))
    if not made:
        made.append(Paragraph(line("In their own words: nothing was recorded.")))
    return made


def _fit_rows(interpretation: Interpretation) -> list[Row]:
    """Group by therapy in the order of the evidence, whatever order the rows came in."""
    regimens = [option.regimen for option in options(interpretation)]
    grouped: dict[str, list[FitRow]] = {}
    for row in sorted(interpretation.fit, key=lambda row: _place(row.therapy, regimens)):
        grouped.setdefault(row.therapy, []).append(row)
    made: list[Row] = []
    for therapy, rows in grouped.items():
        made.append(Row((cell(line(strong(therapy))),), banded=True))
        wishes = [row for row in rows if not row.safety]
        safety = [row for row in rows if row.safety]
        made.extend(_fit_row(row) for row in (*wishes, *safety))
    return made


def _place(therapy: str, regimens: list[tuple[str, ...]]) -> int:
    for number, regimen in enumerate(regimens):
        if therapy == " + ".join(regimen) or therapy in regimen:
            return number
    return len(regimens)


def _fit_row(row: FitRow) -> Row:
    said: Line = line(strong("Safety: "), row.preference) if row.safety else line(row.preference)
    source = f"Source: {row.source}" if row.source else "Source: none"
    return Row((Cell((said,)), cell(line(strong(wording.VERDICTS[row.verdict]))), cell(row.why, line(soft(source)))))
