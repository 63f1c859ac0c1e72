"""The table of findings: one row each, and no cell that a spreadsheet would run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.report.tables import FINDING_COLUMNS, findings_tsv, safe_cell
from tests.report import cases


def test_one_row_for_each_finding_in_the_order_of_the_evidence() -> None:
    case = cases.colon_braf()
    lines = findings_tsv(case).splitlines()
    assert lines[0].split("\t") == list(FINDING_COLUMNS)
    rows = [dict(zip(FINDING_COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]
    assert [row["evidence_id"] for row in rows] == [finding.evidence.id for finding in case.findings]
    assert rows[0]["therapies"] == "encorafenib + cetuximab"
    assert rows[0]["alterations"] == "BRAF V600E"
    assert rows[0]["approved_here"] == "yes"
    assert rows[0]["approvals"] == "EMA:regular:2020-06; FDA:regular:2020-04"
    assert rows[2]["amp_tier"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_s22_no_cell_begins_a_formula(text: str) -> None:
    made = safe_cell(text)
    assert made.startswith("'")
    assert not set("\t\r\n") & set(made)


def test_s22_ordinary_text_is_unchanged() -> None:
    assert safe_cell("p.(Val600Glu) ≥ 5 %") == "p.(Val600Glu) ≥ 5 %"


def test_s22_hostile_evidence_cannot_break_the_table() -> None:
    case = cases.colon_braf()
    first = replace(case.findings[0], to_check=cases.HOSTILE, warnings=("=cmd|' /C calc'!A0",))
    lines = findings_tsv(replace(case, findings=(first,))).split("\n")
    assert len(lines) == 3
    cells = lines[1].split("\t")
    assert len(cells) == len(FINDING_COLUMNS)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
