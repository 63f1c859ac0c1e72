"""The paper questionnaire: the same questions as the table's, two pages, nothing clipped, quick to key in."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from interpreter.care.disclosure import topic_rules
from interpreter.care.vocabulary import preference_keys
from interpreter.letters import questions, render_questionnaire, topics
from interpreter.report.blocks import Document, document_texts
from interpreter.report.pdf import render_pdf
from interpreter.report.questionnaire import questionnaire
from interpreter.report.readability import grade
from interpreter.report.translations import source_words
from tests.report.letter_cases import pseudo_words
from tests.report.test_letter import _unaccented


def _form(*, large: bool = False) -> Document:
    return questionnaire(questions(), topics(), source_words(), large=large)


def _read(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_two_pages_with_every_question_answer_and_key(page_size: str) -> None:
    content = render_questionnaire(page_size)
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    text = _read(content)
    for number, key in enumerate(preference_keys().values(), start=1):
        assert f"{number}. {key.question}" in text
        assert f"matters: 1 2 3 4 5 · {key.key}" in text
        for letter, answer in zip("abcdefghijklmnopqrstuvwxyz", key.values.values(), strict=False):
            assert f"☐ {letter} {answer}" in text
    for topic, rule in topic_rules().items():
        assert rule.question in text
        assert f"c please ask me {topic.value}" in text
    for words in ("What matters most to me:", "What I want to avoid:", "Who I want beside me:", "Name: ____"):
        assert words in text


def test_numbers_follow_the_table_and_stay_with_it() -> None:
    text = "\n".join(document_texts(_form()))
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.M)]
    assert numbers == list(range(1, len(preference_keys()) + len(topic_rules()) + 3 + 1))


def test_equal_on_every_day() -> None:
    assert render_questionnaire("A4") == render_questionnaire("A4")


def test_s17_large_type_and_a_longer_language_lose_no_word() -> None:
    for words, large in ((source_words(), True), (pseudo_words(), False), (pseudo_words(), True)):
        made = questionnaire(questions(), topics(), words, large=large)
        on_paper = set(_read(render_pdf(made, "A4")).split())
        wanted = {word for text in document_texts(made) for word in text.replace("\u00a0", " ").split()}
        assert wanted - on_paper == set()


def test_pseudo_language_leaves_no_english_behind() -> None:
    text = " ".join(document_texts(questionnaire(questions(), topics(), pseudo_words())))
    keys = [*preference_keys(), *topic_rules(), "reading_level", "large_type", "interpreter_needed"]
    known = {word for key in keys for word in re.findall(r"[^\W\d_]{2,}", key)}
    assert _unaccented(text) - known == set()


def test_questions_are_easy_to_read() -> None:
    words = source_words()
    asked = [words.plain(question.text) for question in (*questions(), *topics())]
    assert grade(asked) <= 6.0


def test_a_group_without_a_title_of_its_own_is_still_asked() -> None:
    odd = replace(questions()[0], group="something new", key="new_key")
    made = questionnaire((odd,), (), source_words())
    assert "More questions" in [section.title for section in made.sections]
