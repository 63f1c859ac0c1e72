"""The list of findings beside its details: what the face of a therapy tells before it is opened."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from interpreter.settings import Settings
from interpreter.ui.widgets.findings_page import FindingsPage
from tests.report import cases


def test_a_therapy_for_another_line_or_given_before_says_so_in_the_list(qtbot: QtBot) -> None:
    page = FindingsPage()
    qtbot.addWidget(page)
    found = cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("imatinib",)), ())
    later = replace(found, approved_here=True, not_as_stated=True, given_before=("imatinib",))
    page.show_interpretation(replace(cases.base(), findings=(later,)), Settings())
    groups = [page.list.topLevelItem(at) for at in range(page.list.topLevelItemCount())]
    face = next(group.child(0).text(0) for group in groups if group.text(0).startswith("Tier"))
    assert "✓ approved in this tumour type" in face
    assert "! for another line, setting or age than stated" in face
    assert "! given before: imatinib" in face
