"""Layers as people see them: age, limits, rows; and layers put together."""

from __future__ import annotations

import pytest

from interpreter.catalogue.layers import layer_lines, plain_table, too_old
from interpreter.catalogue.load import load_catalogue, load_folder
from interpreter.errors import CatalogueError
from interpreter.model.dates import age_in_months
from interpreter.model.evidence import Status
from tests.catalogue.small import RELEASE, Write

RETIREMENT = {
    "evidence_id": "EV-LUNG-KRAS-G12C-SOTORASIB",
    "reason": "not used here",
    "author": "A",
    "approved_by": "B",
    "approved_on": "2025-01-01",
}


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2026-01-31", "2026-03-30", 1), ("2026-01-15", "2027-01-15", 12), ("2026-01", "2026-03-30", None)],
)
def test_age_counts_whole_months(start: str, end: str, months: int | None) -> None:
    assert age_in_months(start, end) == months


def test_s14_a_layer_past_its_own_limit_is_said_from_the_day_after(write: Write) -> None:
    release = load_folder(write(release=RELEASE + "max_age_months = 6\n")).releases[0]
    assert too_old(release, "2025-07-01") == ""
    assert "its limit is 6 months" in too_old(release, "2025-07-02")
    undated = load_folder(write("b", release=RELEASE.replace("2025-01-01", "spring"))).releases[0]
    assert "not known" in too_old(undated, "2025-07-01")


def test_the_table_of_layers_counts_rows_and_unverified_ones(write: Write) -> None:
    lines = layer_lines(load_folder(write()), "2025-02-01")
    assert lines[0].split()[:2] == ["layer", "name"]
    assert lines[1].split() == ["local", "Small", "1.0", "2025-01-01", "1", "months", "1", "1"]


def test_text_of_a_table_stays_on_its_line() -> None:
    assert plain_table(("a", "b"), [("x\ny", "z")]) == ["a    b", "x y  z"]


def test_a_retired_row_of_a_lower_layer_is_withdrawn_not_lost(write: Write) -> None:
    folder = write()
    names = list(RETIREMENT)
    (folder / "retirements.tsv").write_text(
        "\t".join(names) + "\n" + "\t".join(RETIREMENT[name] for name in names) + "\n", encoding="utf-8"
    )
    rows = {item.id: item for item in load_catalogue((folder,)).evidence}
    retired = rows[RETIREMENT["evidence_id"]]
    assert retired.status is Status.WITHDRAWN
    assert "not used here" in retired.note
    assert {item.id: item for item in load_catalogue().evidence}[retired.id].status is Status.CURRENT


def test_one_id_in_two_layers_is_a_fault(write: Write) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue((write("a"), write("b")))
    assert "EV-ONE" in caught.value.details[0]
