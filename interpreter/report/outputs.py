"""The files a case gives, as bytes; what is shown, saved and printed is the same."""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.settings import Settings


def render_json(interpretation: Interpretation) -> bytes:
    """Give "interpretation/1" as UTF-8."""
    from interpreter.report.tables import interpretation_json

    return interpretation_json(interpretation).encode("utf-8")


def render_tsv(interpretation: Interpretation) -> bytes:
    """Give the findings as a table, UTF-8."""
    from interpreter.report.tables import findings_tsv

    return findings_tsv(interpretation).encode("utf-8")


def render_pdf_report(interpretation: Interpretation, settings: Settings) -> bytes:
    """Give the clinician's report as PDF."""
    from interpreter.report.content import clinician_report
    from interpreter.report.pdf import render_pdf

    return render_pdf(clinician_report(interpretation, settings), settings.page_size)
