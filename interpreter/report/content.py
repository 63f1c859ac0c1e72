"""Interpretation -> Report: the clinician's report as plain values. The painter adds nothing to these words."""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.model.release import Release
from interpreter.report import wording
from interpreter.report.blocks import Line, Report, line, strong
from interpreter.report.content_findings import therapies
from interpreter.report.content_markers import markers, review, variants
from interpreter.report.content_methods import because, ledger, methods
from interpreter.report.content_person import person
from interpreter.report.content_release import audit_section, mark, release_section
from interpreter.report.content_summary import summary
from interpreter.settings import Settings

_MOST_RUNNING = 60


def clinician_report(interpretation: Interpretation, settings: Settings, release: Release | None = None) -> Report:
    """Give the report for the treating clinician: page 1 first, the details after it, the trail as appendix.

    `release` is the state of a stored case; without it the report is a draft that nobody has stored.
    """
    sections = [
        summary(interpretation, settings),
        person(interpretation),
        therapies(interpretation),
        markers(interpretation),
        review(interpretation),
        variants(interpretation),
        methods(interpretation, settings),
        ledger(interpretation),
        release_section(release),
    ]
    sections.extend(part for part in (because(interpretation), audit_section(release)) if part is not None)
    case = interpretation.case
    return Report(
        title="Molecular tumour report",
        subtitle=f"{case.tumour_type.name} ({case.tumour_type.code})",
        running=_running(interpretation),
        mark=mark(release),
        footer=wording.INTENDED_USE,
        edition=_edition(interpretation),
        date=case.date,
        language="en-GB",
        sections=tuple(sections),
        ending=wording.END,
    )


def _running(interpretation: Interpretation) -> Line:
    """Give who this page is about, short enough for every page; the whole name stands on page 1."""
    person, case = interpretation.person, interpretation.case
    name = _short(person.name) if person and person.name else "name not stated"
    parts = [""]
    if person and person.birth_date:
        parts.append(f"born {person.birth_date}")
    if person and person.record_number:
        parts.append(f"record {_short(person.record_number)}")
    parts.append(f"case {_short(case.id)}")
    if case.order_id:
        parts.append(f"order {_short(case.order_id)}")
    sample = case.specimen.collected
    parts.append(f"sample of {sample}" if sample else "sample date not stated")
    parts.append(f"report of {case.date}")
    return line(strong(name), " · ".join(parts))


def _edition(interpretation: Interpretation) -> str:
    software = interpretation.software
    packs = [f"{info.name} {info.version} ({info.sha256[:12]})" for info in interpretation.catalogue]
    return " · ".join([f"{software.name} {software.version}", *packs])


def _short(text: str) -> str:
    return text if len(text) <= _MOST_RUNNING else text[: _MOST_RUNNING - 1] + "…"
