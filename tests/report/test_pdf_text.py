"""Any text at all becomes markup that prints as it is written (S22)."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interpreter.report.blocks import Banner, Bullets, Column, Facts, Paragraph, Row, Section, Table, cell, line, soft
from interpreter.report.content import clinician_report
from interpreter.report.pdf import render_pdf
from interpreter.report.pdf_base import register_fonts
from interpreter.report.pdf_text import Scribe
from interpreter.settings import Settings
from tests.report import cases


@given(st.text())
def test_s22_markup_holds_no_element_but_our_own(text: str) -> None:
    scribe = Scribe(register_fonts())
    markup = scribe.markup(line(soft(text)))
    root = ElementTree.fromstring(f"<p>{markup}</p>")
    assert [element.tag for element in root.iter()] == ["p", "font"]
    assert "".join(root.itertext()) == scribe.plain(text)


@given(st.text())
def test_every_printed_character_has_a_glyph(text: str) -> None:
    printable = register_fonts()
    printed = Scribe(printable).plain(text)
    assert all(ord(character) in printable for character in printed)
    assert Counter(filter(_plain, printed)) >= Counter(filter(_plain, text)), "letters and digits are never replaced"


def _plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc", "a b  c"),
        ("a\x00b", "a□b"),
        ("a\u200bb", "a□b"),
        ("a\u202eb", "a□b"),
        ("\U0001f600", "□"),
        ("漢", "□"),
        ("Müller Ελένη Пациент ≥ →", "Müller Ελένη Пациент ≥ →"),
        ("x שלום", "x םולש"),
    ],
)
def test_characters(text: str, shown: str) -> None:
    assert Scribe(register_fonts()).plain(text) == shown


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=400), min_size=6, max_size=6))
def test_s22_any_text_in_any_block_is_painted(texts: list[str]) -> None:
    one, two, three, four, five, six = texts
    columns = (Column(one or "A", 10), Column(two or "B", 90))
    blocks = (
        Paragraph(line(one)),
        Bullets((line(two), line(three))),
        Facts(((three, line(four)),)),
        Banner(four, (line(five),)),
        Table(columns, (Row((cell(five),), banded=True), Row((cell(six * 3), cell(one))))),
    )
    document = replace(
        clinician_report(cases.base(), Settings()), title=two, running=line(one), sections=(Section(six, blocks),)
    )
    content = render_pdf(document)
    assert content == render_pdf(document)
    assert pypdf.PdfReader(io.BytesIO(content)).pages
