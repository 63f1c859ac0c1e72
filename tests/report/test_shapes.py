"""Pictures: words beside every filling, readable in grey, nothing outside its box."""

from __future__ import annotations

from dataclasses import replace

from interpreter.model.evidence import EvidenceClass
from interpreter.model.findings import TumourRelation
from interpreter.model.results import State
from interpreter.report.blocks import Picture
from interpreter.report.options import options
from interpreter.report.pdf_base import pdfmetrics
from interpreter.report.shapes import evidence_bars, looked_at
from tests.report import cases


def pictures() -> list[Picture]:
    made = []
    for make in cases.ALL.values():
        case = make()
        made.extend([looked_at(case.markers), evidence_bars(options(case))])
    return [picture for picture in made if picture is not None]


def test_nothing_is_outside_its_box_and_no_text_is_below_seven_points() -> None:
    assert pictures()
    for picture in pictures():
        for shape in picture.shapes:
            width = shape.width
            if shape.kind == "text":
                font = "Report-Bold" if shape.strong else "Report"
                width = pdfmetrics.stringWidth(shape.text, font, shape.size)
                assert shape.size >= 7
            left = shape.x - width if shape.ends else shape.x
            assert left >= -0.5
            assert left + width <= picture.width + 0.5
            assert 0 <= shape.y <= picture.height
            assert shape.y + shape.height <= picture.height + 0.5


def test_s1_the_strip_counts_all_four_states_in_words() -> None:
    picture = looked_at(cases.colon_braf().markers)
    assert picture is not None
    said = {shape.text for shape in picture.shapes if shape.kind == "text"}
    assert said == {"1 detected", "1 not detected", "1 inconclusive", "3 not assessed"}
    assert "1 detected, 1 not detected, 1 inconclusive, 3 not assessed" in picture.alt


def test_each_state_has_its_own_filling_not_only_a_colour() -> None:
    kinds = set()
    for state in State:
        picture = looked_at((cases.marker("BRAF p.V600E", state),))
        assert picture is not None
        kinds.add(picture.shapes[0].kind)
    assert len(kinds) == len(State)


def test_without_markers_or_options_there_is_no_picture() -> None:
    assert looked_at(()) is None
    assert evidence_bars(()) is None


def test_s12_the_bar_shows_what_stands_against_a_regimen() -> None:
    picture = evidence_bars(options(cases.lung_egfr()))
    assert picture is not None
    assert (
        "osimertinib: for, approved, approved in this tumour type; against, small studies (resistance)" in picture.alt
    )
    assert any(shape.kind == "hatch" for shape in picture.shapes)


def test_evidence_of_another_tumour_type_is_never_drawn_as_strong_as_of_this_one() -> None:
    item = cases.evidence("EV-1", "BRAF p.V600E", ("encorafenib",), level=EvidenceClass.APPROVED)
    here = cases.finding(item, (), approvals=(cases.approval(),), approved_here=True)
    there = replace(here, tumour_relation=TumourRelation.OTHER, approved_here=False)
    bars = []
    for finding in (here, there):
        picture = evidence_bars(options(replace(cases.base(), findings=(finding,))))
        assert picture is not None
        bars.append(next(shape for shape in picture.shapes if shape.kind == "box"))
        assert any(shape.kind == "diamond" for shape in picture.shapes) is finding.approved_here
    assert bars[1].width < bars[0].width / 2
