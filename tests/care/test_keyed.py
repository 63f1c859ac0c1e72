"""The paper questionnaire keyed in: numbers and letters are those printed on the form."""

from __future__ import annotations

import re

import pytest

from interpreter.care.keyed import parse_keyed
from interpreter.care.vocabulary import preference_keys
from interpreter.errors import PersonFileError
from interpreter.letters import questions
from interpreter.report.blocks import document_texts
from interpreter.report.questionnaire import questionnaire
from interpreter.report.translations import source_words


def test_numbers_and_letters_are_those_of_the_printed_form() -> None:
    texts = list(document_texts(questionnaire(questions(), (), source_words())))
    keys = list(preference_keys().values())
    for number, key in enumerate(keys, start=1):
        assert any(re.match(rf"{number}\. {re.escape(key.question)}", text) for text in texts), key.key
    (answer,) = parse_keyed("7b4")
    assert (answer.key, answer.importance) == (keys[6].key, 4)
    assert answer.value == list(keys[6].values)[1]


def test_case_separators_and_a_missing_importance_are_taken_kindly() -> None:
    assert len(parse_keyed(" 1A4,2b ;3a5\n")) == 3
    assert parse_keyed("2b")[0].importance == 3
    assert parse_keyed("") == ()


def test_all_faults_are_told_and_nothing_is_taken_over() -> None:
    with pytest.raises(PersonFileError) as fault:
        parse_keyed("1a 1b 99a 1z b7 1a9")
    assert len(fault.value.details) == 5
