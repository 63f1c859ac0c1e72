"""Two catalogues compared, and the stored cases that would read differently."""

from __future__ import annotations

import json
from pathlib import Path

from interpreter.catalogue.diff import diff_catalogues, diff_lines, touched_cases, touched_lines
from interpreter.catalogue.load import load_folder
from tests.catalogue.small import APPROVAL, EVIDENCE, GENE, THERAPIES, Write

KRAS = {**GENE, "symbol": "KRAS", "hgnc_id": "HGNC:6407", "aliases": ""}


def load(write: Write, name: str, *rows: dict[str, str], **tables: list[dict[str, str]]) -> Path:
    return write(name, evidence=[{**EVIDENCE, **row} for row in rows], genes=[GENE, KRAS], **tables)


def case(identity: str, *, evidence: tuple[str, ...] = (), gene: str = "", marker: str = "") -> str:
    return json.dumps(
        {
            "schema": "interpretation/1",
            "case": {"id": identity},
            "findings": [{"evidence_id": one, "therapies": ["dabrafenib", "trametinib"]} for one in evidence],
            "alterations": [{"gene": gene, "partner_gene": None}] if gene else [],
            "markers": [{"biomarker": marker, "state": "detected"}] if marker else [],
        }
    )


def test_added_changed_and_withdrawn(write: Write) -> None:
    other = {"id": "EV-TWO", "biomarker": "KRAS p.G12C", "level": "guideline"}
    gone = {"id": "EV-GONE", "biomarker": "BRAF p.V600K", "level": "guideline"}
    over = {"id": "EV-OVER", "biomarker": "BRAF p.V600R", "level": "guideline"}
    before = load_folder(load(write, "a", {}, gone, over))
    after = load_folder(
        load(write, "b", {"line": "1", "statement": "Works well."}, other, {**over, "status": "withdrawn"})
    )
    diff = diff_catalogues(before, after)
    assert [item.id for item in diff.added] == ["EV-TWO"]
    assert diff.withdrawn == ("EV-GONE", "EV-OVER")
    changes = {row.id: {change.name: (change.before, change.after) for change in row.fields} for row in diff.changed}
    assert changes["EV-ONE"] == {"line": ("", "1"), "statement": ("Works.", "Works well.")}
    assert "EV-TWO" in "\n".join(diff_lines(diff))


def test_an_approval_or_a_source_that_changed_is_a_change_of_its_row(write: Write) -> None:
    before = load_folder(load(write, "a", {}))
    after = load_folder(load(write, "b", {}, approvals=[{**APPROVAL, "kind": "accelerated"}]))
    (row,) = diff_catalogues(before, after).changed
    assert [change.name for change in row.fields] == ["approvals"]
    assert "accelerated" in row.fields[0].after


def test_facts_of_a_medicine_are_compared(write: Write) -> None:
    before = load_folder(load(write, "a", {}))
    after = load_folder(load(write, "b", {}, therapies=[{**THERAPIES[0], "route": "infusion"}, THERAPIES[1]]))
    diff = diff_catalogues(before, after)
    assert [row.id for row in diff.therapies_changed] == ["dabrafenib"]
    (touched,) = touched_cases([case("C-1", evidence=("EV-ONE",))], diff)
    assert touched.therapies == ("dabrafenib",)


def test_equal_catalogues_differ_in_nothing_and_touch_no_case(write: Write) -> None:
    one = load_folder(load(write, "a", {}))
    diff = diff_catalogues(one, load_folder(load(write, "b", {})))
    assert diff.empty
    assert touched_cases([case("C-1", evidence=("EV-ONE",), gene="BRAF")], diff) == ()


def test_cases_that_would_read_differently_are_named_with_the_rows(write: Write) -> None:
    gone = {"id": "EV-GONE", "biomarker": "BRAF p.V600K", "level": "guideline"}
    new = {"id": "EV-NEW", "biomarker": "KRAS p.G12C", "level": "guideline"}
    msi = {"id": "EV-MSI", "biomarker": "MSI high", "level": "guideline"}
    before = load_folder(load(write, "a", {}, gone))
    after = load_folder(load(write, "b", {"line": "1"}, new, msi))
    diff = diff_catalogues(before, after)
    texts = [
        case("C-CHANGED", evidence=("EV-ONE",)),
        case("C-WITHDRAWN", evidence=("EV-GONE",)),
        case("C-GAIN", gene="KRAS"),
        case("C-MSI", marker="MSI high"),
        case("C-SAME", gene="TP53"),
        "not json",
    ]
    touched = {row.case_id: row for row in touched_cases(texts, diff)}
    assert touched["C-CHANGED"].changed == ("EV-ONE",)
    assert touched["C-WITHDRAWN"].withdrawn == ("EV-GONE",)
    assert touched["C-GAIN"].may_gain == ("EV-NEW",)
    assert not touched["C-GAIN"].certain
    assert touched["C-MSI"].may_gain == ("EV-MSI",)
    assert "C-SAME" not in touched
    assert any("text 6" in name for name in touched)
    lines = "\n".join(touched_lines(touched.values()))
    assert "C-WITHDRAWN: withdrawn: EV-GONE" in lines
    assert "text 6: not an interpretation" in lines


def test_what_changed_of_an_approval_can_be_read(write: Write) -> None:
    before = load_folder(load(write, "a", {}))
    after = load_folder(load(write, "b", {}, approvals=[{**APPROVAL, "limitation": "not colorectal cancer"}]))
    (row,) = diff_catalogues(before, after).changed
    (change,) = row.fields
    assert change.before != change.after
    assert "not colorectal cancer" in change.after
