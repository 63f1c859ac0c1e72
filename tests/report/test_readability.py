"""Flesch-Kincaid and LIX: the plain arithmetic, and the figures of our own letters."""

from __future__ import annotations

import doctest

import pytest

from interpreter.model.person import ReadingLevel
from interpreter.report import readability
from interpreter.report.blocks import Document, Paragraph, Style, block_texts
from interpreter.report.readability import grade, lix, sentences_of, syllables, words_of
from tests.report.letter_cases import sixteen, the_catalogue
from tests.report.test_letter import document

EASY = "The cat sat on the mat. It was a big cat."
HARD = (
    "The pharmacogenetic interpretation indicates intermediate metabolism, necessitating substantial dose reduction "
    "of fluoropyrimidine chemotherapeutics."
)


def test_doctests() -> None:
    assert doctest.testmod(readability).failed == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [("gene", 1), ("genes", 1), ("changed", 1), ("tested", 2), ("medicine", 3), ("tables", 2), ("area", 3),
     ("question", 2), ("special", 2), ("being", 2), ("encorafenib", 5), ("illness", 2), ("KRAS", 1), ("approved", 2)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_and_words() -> None:
    assert sentences_of("He said: come! Will 2.5 mg do?") == ("He said", "come", "Will 2.5 mg do")
    assert words_of("can't stop PD-L1") == ("can't", "stop", "PD-L1")


def test_easy_text_is_easy_and_hard_text_is_hard() -> None:
    assert grade(EASY) < 2 < 20 < grade(HARD)
    assert lix(EASY) < 20 < 60 < lix(HARD)


def test_grade_is_the_published_formula() -> None:
    # 11 words, 2 sentences, 11 syllables
    assert grade(EASY) == pytest.approx(0.39 * 11 / 2 + 11.8 * 11 / 11 - 15.59)


def test_no_words_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no word"):
        grade("...")


def reading_texts(made: Document) -> list[str]:
    """Give the texts of a letter that we wrote: not the person's own quoted words, not the running head."""
    blocks = [block for section in made.sections for block in section.blocks]
    own = [block for block in blocks if isinstance(block, Paragraph) and block.style is Style.QUOTE]
    return [text for block in blocks if block not in own for text in block_texts(block)]


FIGURES = {ReadingLevel.SIMPLE: 4.0, ReadingLevel.STANDARD: 4.0, ReadingLevel.DETAILED: 4.5}
"""The mean grades stay below these; measured: 3.1, 3.0, 3.0. The levels differ in how much they tell, not in words."""


@pytest.mark.parametrize("level", list(ReadingLevel))
def test_letters_are_easy_to_read(level: ReadingLevel) -> None:
    """Grade 8 or less for every simple letter, names of genes and medicines counted in; the mean is well below."""
    grades = {name: grade(reading_texts(document(case, level))) for name, case in sixteen().items()}
    assert len(grades) >= 12
    assert sum(grades.values()) / len(grades) <= FIGURES[level], grades
    if level is ReadingLevel.SIMPLE:
        assert max(grades.values()) <= 8.0, grades


def test_plain_lines_of_the_catalogue_are_easy_to_read() -> None:
    hard = {}
    for key, text in the_catalogue().plain_lines.items():
        sentence = f"The test was done because of your illness: {text}." if key.startswith("tumour:") else text
        if (measured := grade(sentence)) > 8.0:
            hard[key] = round(measured, 1)
    assert hard == {}


def test_plain_lines_promise_nothing() -> None:
    words = {"cure", "cures", "cured", "will", "best", "proven", "works", "fast", "slow", "deadly", "aggressive"}
    lines = {key: line for key, line in the_catalogue().plain_lines.items() if not key.startswith("gene:")}
    guilty = {key: line for key, line in lines.items() if key.startswith("tumour:") and words & set(words_of(line))}
    guilty |= {key: line for key, line in lines.items() if {"cure", "cures", "will", "best"} & set(words_of(line))}
    assert guilty == {}
