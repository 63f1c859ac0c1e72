"""The paper questionnaire: the questions of the preferences table in plain words, on two pages, quick to key in.

Every question has a number and every answer a letter, so that staff type "7b4": question 7, answer b, importance 4.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from interpreter.report.blocks import (
    Block,
    Document,
    Line,
    Look,
    PageWords,
    Paragraph,
    Section,
    Span,
    Together,
    WritingLines,
    line,
    soft,
    strong,
)
from interpreter.report.translations import Words

_BOX = "☐"
_GAP = "\u00a0"
_LETTERS = string.ascii_lowercase


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `answers` are pairs (code, English words), `text` is English."""

    key: str
    group: str
    text: str
    several: bool
    answers: tuple[tuple[str, str], ...]


def questionnaire(
    questions: Sequence[Question], topics: Sequence[Question], words: Words, *, large: bool = False
) -> Document:
    """Give the questionnaire: two pages, or in large type as many as it takes."""
    return _Form(words, large).document(questions, topics)


class _Form:
    def __init__(self, words: Words, large: bool) -> None:
        self._words = words
        self._large = large
        self._number = 0

    def document(self, questions: Sequence[Question], topics: Sequence[Question]) -> Document:
        say = self._words.text
        sections = [self._opening(), self._own_words()]
        for group, members in groupby(questions, key=lambda question: question.group):
            key = f"form.groups.{group}"
            title = say(key if key in self._words.texts else "form.groups.other")
            sections.append(Section(title, tuple(self._question(question) for question in members)))
        sections += [self._know(topics), self._letter()]
        return Document(
            title=say("form.title"),
            subtitle="",
            running=line(self._blanks()),
            mark="",
            footer=say("form.footer"),
            edition="",
            date=_EPOCH,
            language=self._words.tag,
            sections=tuple(sections),
            ending=say("form.ending"),
            look=Look.LARGE if self._large else Look.FORM,
            page_words=PageWords(page=self._words.texts["shared.page"]),
        )

    def _blanks(self) -> str:
        say = self._words.text
        rows = [say(f"form.{name}", line="_" * width) for name, width in (("name", 34), ("born", 14), ("number", 16))]
        return "   ".join([*rows, say("form.date", line="_" * 12)])

    def _opening(self) -> Section:
        say = self._words.text
        said = " ".join((say("form.intro"), say("form.how")))
        return Section(say("form.subtitle"), (Paragraph(line(said)),))

    def _own_words(self) -> Section:
        say = self._words.text
        blocks: list[Block] = []
        for key in ("matters_most", "avoid", "beside_me"):
            lines = 1 if key == "beside_me" else 2
            blocks.append(Together((Paragraph(line(say(f"form.words.{key}"))), WritingLines(lines))))
        return Section(say("form.words.title"), tuple(blocks))

    def _question(self, question: Question) -> Block:
        say = self._words.text
        answers = [self._words.plain(text) for _, text in question.answers]
        many = f" {say('form.several')}" if question.several else ""
        weighed = f"{say('form.importance')} · {question.key}"
        return Together((Paragraph(self._asked(question.text, many)), Paragraph(self._answers(answers, weighed))))

    def _asked(self, english: str, many: str = "") -> Line:
        self._number += 1
        return line(strong(f"{self._number}. {self._words.plain(english)}"), many)

    def _answers(self, answers: Iterable[str], for_staff: str) -> Line:
        """Set answers one behind the other; a box and its letter never part from the first word.

        What staff key by comes last, in one piece.
        """
        spans: list[str | Span] = []
        for letter, answer in zip(_LETTERS, answers, strict=False):
            first, _, rest = answer.partition(" ")
            spans.append(f"{f'{_GAP}{_GAP} ' if spans else ''}{_BOX}{_GAP}")
            spans.append(soft(letter))
            spans.append(f"{_GAP}{first} {rest}".rstrip())
        spans.append(soft(f"{_GAP}{_GAP} {for_staff.replace(' ', _GAP)}"))
        return line(*spans)

    def _know(self, topics: Sequence[Question]) -> Section:
        say = self._words.text
        blocks: list[Block] = [Paragraph(line(say("form.know.intro")))]
        answers = [say(f"form.know.{name}") for name in ("yes", "no", "later")]
        for topic in topics:
            blocks.append(Together((Paragraph(self._asked(topic.text)), Paragraph(self._answers(answers, topic.key)))))
        return Section(say("form.know.title"), tuple(blocks))

    def _letter(self) -> Section:
        say = self._words.text
        rows: list[Block] = []
        for key, names in (
            ("level", ("simple", "standard", "detailed")),
            ("large", ("large_yes", "large_no")),
            ("interpreter", ("interpreter_yes", "interpreter_no")),
        ):
            self._number += 1
            answers = self._answers((say(f"form.letter.{name}") for name in names), _STAFF_KEYS[key])
            title = Paragraph(line(strong(f"{self._number}. {say(f'form.letter.{key}')}")))
            rows.append(Together((title, Paragraph(answers))))
        rows.append(Paragraph(line(say("form.letter.language", line="_" * 20))))
        rows.append(Together((Paragraph(line(say("form.letter.medicines"))), WritingLines(2))))
        rows.append(Paragraph(line(say("form.who", line="_" * 24))))
        return Section(say("form.letter.title"), tuple(rows))


_STAFF_KEYS = {"level": "reading_level", "large": "large_type", "interpreter": "interpreter_needed"}
_EPOCH = "2026-01-01"
"""The only date in the file: a form is the same on every day it is printed."""
