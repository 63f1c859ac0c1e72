"""Therapies beside the person: the report's own matrix; grouped only when asked, and never in the findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from interpreter.interpret import Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.findings import FitRow, Verdict
from interpreter.report.blocks import Heading, Table
from interpreter.report.content_person import person
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.person_page import PersonPage, grouped
from tests.report import cases
from tests.ui.store_window import LONG


def _many() -> Interpretation:
    """Thirty therapies, every third in conflict."""
    verdicts = (Verdict.FITS, Verdict.CONFLICTS, Verdict.UNKNOWN)
    rows = tuple(
        FitRow(therapy=f"drug {at:02}", preference=wish, verdict=verdicts[at % 3], why="w", source="s", rule="r")
        for at in range(30)
        for wish in ("oral", "few visits", "travel", "needles", "work", "driving")
    )
    return replace(cases.colon_braf(), fit=rows)


def _rows(tables: list[Table]) -> list[str]:
    return ["".join(span.text for span in row.cells[0].lines[0]) for table in tables for row in table.rows]


def test_the_window_shows_every_therapy_the_report_its_first(qtbot: QtBot) -> None:
    page = PersonPage()
    qtbot.addWidget(page)
    page.show_interpretation(_many())
    shown = page.view.toPlainText()
    assert all(f"drug {at:02}" in shown for at in range(30))
    assert "more therapies are in the window" not in shown
    assert "16 more therapies are in the window" in str(person(_many()).blocks)


def test_groups_keep_every_row_and_the_order_of_the_evidence(qtbot: QtBot) -> None:
    section = person(_many(), most=100)
    made = grouped(section, _many())
    before = [block for block in section.blocks if isinstance(block, Table)]
    after = [block for block in made.blocks if isinstance(block, Table)]
    assert sorted(_rows(after)) == sorted(_rows(before))
    assert {row for table in after for row in table.rows} == {row for table in before for row in table.rows}
    titles = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert titles[1:4] == [
        "In conflict with something the person said",
        "Not known how it would fit",
        "Nothing known stands against it",
    ]
    first = _rows(after[:1])
    assert first == [f"drug {at:02}" for at in range(30) if at % 3 == 1]
    page = PersonPage()
    qtbot.addWidget(page)
    page.show_interpretation(_many())
    assert "because you asked for it" not in page.view.toPlainText()
    page.group.setChecked(True)
    assert "because you asked for it" in page.view.toPlainText()
    assert "In the order of the evidence." not in page.view.toPlainText()
    page.show_interpretation(_many())
    assert not page.group.isChecked(), "a case comes in the order of the evidence"


def test_grouping_changes_neither_findings_nor_report(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        presenter.interpret()
    tree = window.pages.findings.list
    before = [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]
    shown = presenter.interpretation
    window.pages.tabs.setCurrentIndex(3)
    window.pages.person.group.setChecked(True)
    assert "In conflict" in window.pages.person.view.toPlainText()
    assert presenter.interpretation is shown
    assert [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())] == before


def test_without_a_person_there_is_nothing_to_group(qtbot: QtBot) -> None:
    page = PersonPage()
    qtbot.addWidget(page)
    page.show()
    page.show_interpretation(replace(cases.colon_braf(), person=None, fit=(), conflicts=()))
    assert not page.group.isVisible()
