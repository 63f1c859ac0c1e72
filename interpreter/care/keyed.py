"""The paper questionnaire keyed in: "7b4" is question 7, answer b, importance 4.

Numbers and letters are those printed on the form: the order of the preferences table and of its answers.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from interpreter.care.vocabulary import preference_keys
from interpreter.errors import PersonFileError

USUAL_IMPORTANCE = 3
_CODE = re.compile(r"(\d{1,3})([a-z])([1-5])?")


@dataclass(frozen=True, slots=True)
class KeyedAnswer:
    """One answer of the form; `key` and `value` are words of the closed vocabulary."""

    key: str
    value: str
    importance: int
    """1 (a little) to 5 (decisive); the usual one where none was keyed."""


def parse_keyed(text: str) -> tuple[KeyedAnswer, ...]:
    """Read codes separated by blanks or commas, without regard to case.

    >>> parse_keyed("1a4, 7b")[0]
    KeyedAnswer(key='route', value='injection', importance=4)

    Raises:
        PersonFileError: every code that cannot be read is listed, with what the question offers.
    """
    questions = list(preference_keys().values())
    answers: list[KeyedAnswer] = []
    faults: list[str] = []
    given: set[str] = set()
    for code in re.split(r"[\s,;]+", text.strip().lower()):
        if not code:
            continue
        found = _CODE.fullmatch(code)
        number = int(found[1]) if found else 0
        if found is None or not 1 <= number <= len(questions):
            faults.append(f"'{code}': a code is a question from 1 to {len(questions)}, a letter and 1 to 5, as in 7b4")
            continue
        question = questions[number - 1]
        values = list(question.values)
        place = string.ascii_lowercase.index(found[2])
        if place >= len(values):
            faults.append(f"'{code}': question {number} has the answers a to {string.ascii_lowercase[len(values) - 1]}")
        elif question.key in given and not question.several:
            faults.append(f"'{code}': question {number} takes one answer, and has one already")
        else:
            given.add(question.key)
            importance = int(found[3]) if found[3] else USUAL_IMPORTANCE
            answers.append(KeyedAnswer(question.key, values[place], importance))
    if faults:
        raise PersonFileError(
            problem="Some codes of the questionnaire cannot be read.",
            meaning="None of the codes was taken over, so no answer stands under another question.",
            remedy="Compare the codes with the numbers and letters on the form, and key them in again.",
            details=tuple(faults),
        )
    return tuple(answers)
