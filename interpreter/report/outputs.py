"""The files a case gives, as bytes; what is shown, saved and printed is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from interpreter.model.cases import Interpretation
from interpreter.model.person_view import PersonView
from interpreter.model.release import Release
from interpreter.settings import Settings

if TYPE_CHECKING:
    from interpreter.report.letter import LetterRequest


def render_json(interpretation: Interpretation) -> bytes:
    """Give "interpretation/1" as UTF-8."""
    return b"".join(json_pieces(interpretation))


def json_pieces(interpretation: Interpretation) -> Iterator[bytes]:
    """Give the same piece by piece, so that a large one never lies in memory whole."""
    from interpreter.report import tables

    return tables.json_pieces(interpretation)


def render_tsv(interpretation: Interpretation) -> bytes:
    """Give the findings as a table, UTF-8."""
    from interpreter.report.tables import findings_tsv

    return findings_tsv(interpretation).encode("utf-8")


def render_pdf_report(interpretation: Interpretation, settings: Settings, release: Release | None = None) -> bytes:
    """Give the clinician's report as PDF; `release` is the state of a stored case."""
    from interpreter.report.content import clinician_report
    from interpreter.report.pdf import render_pdf

    return render_pdf(clinician_report(interpretation, settings, release), settings.page_size)


MOST_LETTER_PAGES = 2


def render_letter(view: PersonView, request: LetterRequest, page_size: str) -> bytes:
    """Give the person's letter as PDF: as much as two pages hold at their type size."""
    from interpreter.report.letter import letter
    from interpreter.report.letter_amounts import AMOUNTS
    from interpreter.report.pdf import page_count, render_pdf

    content = b""
    for amount in AMOUNTS[request.level]:
        content = render_pdf(letter(view, replace(request, amount=amount)), page_size)
        if page_count(content) <= MOST_LETTER_PAGES:
            break
    return content
