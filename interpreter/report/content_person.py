"""The person beside the therapies: their own words first, then how each therapy would sit in their life.

This is the second axis. It follows the order of the evidence and never changes it, nor a tier.
"""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.model.findings import FitRow, Verdict
from interpreter.report import wording
from interpreter.report.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
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

_MOST_THERAPIES = 14
_MOST_COLUMNS = 5


def person(interpretation: Interpretation, most: int = _MOST_THERAPIES) -> Section:
    """Give the words, the fit of each therapy (of `most` of them), and the conflicts that people must decide."""
    blocks: list[Block] = []
    blocks.extend(_words(interpretation))
    if interpretation.fit:
        blocks.extend(_fit(interpretation, most))
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


def _fit(interpretation: Interpretation, most: int) -> list[Block]:
    """Give the matrix of therapies and wishes, then a sentence for everything that is not a plain fit."""
    grouped = _by_regimen(interpretation)
    shown = list(grouped)[:most]
    blocks: list[Block] = [
        Heading("How each therapy would sit in this person's life"),
        Paragraph(
            line(
                "In the order of the evidence. What the person prefers changes neither tier nor order. “unknown” means "
                "that no fact is known, not that it fits."
            ),
            Style.SMALL,
        ),
    ]
    wishes = list(dict.fromkeys(row.preference for name in shown for row in grouped[name] if not row.safety))
    for start in range(0, len(wishes), _MOST_COLUMNS):
        blocks.append(_matrix(grouped, shown, wishes[start : start + _MOST_COLUMNS]))
    left = len(grouped) - len(shown)
    if left:
        blocks.append(Paragraph(line(f"{left} more therapies are in the window and the JSON."), Style.SMALL))
    reasons = [_reasons(name, grouped[name]) for name in shown]
    if any(reasons):
        blocks.append(Heading("To discuss"))
        blocks.extend(block for made in reasons for block in made)
    unknown: dict[str, list[str]] = {}
    for name in shown:
        for row in grouped[name]:
            if row.safety and not row.rule:
                unknown.setdefault(row.preference, []).append(name)
    for heading, names in unknown.items():
        everywhere = len(names) == len(shown) > 1
        spans = line(strong("Safety, not known: "), heading, "" if everywhere else f" ({'; '.join(names)})")
        blocks.append(Paragraph(spans, Style.SMALL))
    return blocks


def _matrix(grouped: dict[str, list[FitRow]], therapies: list[str], wishes: list[str]) -> Table:
    columns = (Column("Therapy", 26), *(Column(wish, 74 / len(wishes)) for wish in wishes))
    rows = []
    for name in therapies:
        verdicts = {row.preference: wording.VERDICTS[row.verdict] for row in grouped[name] if not row.safety}
        rows.append(Row((cell(line(strong(name))), *(cell(verdicts.get(wish, "")) for wish in wishes))))
    return Table(columns, tuple(rows))


def _reasons(therapy: str, rows: list[FitRow]) -> list[Block]:
    """Give the sentences of one therapy that a conversation needs: conflicts, doubts and safety notes."""
    telling = [row for row in rows if row.rule and (row.safety or row.verdict in (Verdict.CONFLICTS, Verdict.DISCUSS))]
    if not telling:
        return []
    items = tuple(
        line(
            strong("Safety: " if row.safety else ""),
            strong(f"{wording.VERDICTS[row.verdict]}: "),
            row.why,
            soft(f"  [{row.source}]" if row.source else ""),
        )
        for row in telling
    )
    return [Paragraph(line(strong(therapy)), Style.SMALL), Bullets(items, Style.SMALL)]


def _by_regimen(interpretation: Interpretation) -> dict[str, list[FitRow]]:
    """Group by therapy in the order of the evidence, whatever order the rows came in."""
    regimens = [option.regimen for option in options(interpretation)]
    grouped: dict[str, list[FitRow]] = {}
    for row in sorted(interpretation.fit, key=lambda row: _place(row.therapy, regimens)):
        grouped.setdefault(row.therapy, []).append(row)
    return grouped


def _place(therapy: str, regimens: list[tuple[str, ...]]) -> int:
    for number, regimen in enumerate(regimens):
        if therapy == " + ".join(regimen) or therapy in regimen:
            return number
    return len(regimens)
