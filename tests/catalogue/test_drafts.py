"""Local curation: nothing holds before a second person approved it, and nothing disappears."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from interpreter.catalogue.drafts import (
    Action,
    approve_draft,
    discard_draft,
    fields_of,
    list_drafts,
    new_draft,
    review_tsv,
)
from interpreter.catalogue.installed import installed_packs
from interpreter.catalogue.load import load_catalogue
from interpreter.errors import CatalogueError
from interpreter.model.evidence import EvidenceItem, Layer, Status

FIELDS = {
    "biomarker": "BRAF p.V600E",
    "tumour_types": "LCH",
    "therapies": "vemurafenib",
    "response": "sensitivity",
    "direction": "supports",
    "level": "small_study",
    "statement": 'Seen here: "good" responses.',
}
TARGET = "EV-LUNG-KRAS-G12C-SOTORASIB"
DAY = "2026-01-02"


def accept(_tables: Mapping[str, bytes]) -> tuple[str, ...]:
    return ()


def add(home: Path, **fields: str) -> str:
    return new_draft(
        Action.ADD,
        author="Dr A",
        reason="own patients",
        date=DAY,
        fields={**FIELDS, **fields},
        source="Own series",
        below=load_catalogue(installed_packs(home)),
        home=home,
    ).id


def approve(home: Path, identity: str, by: str = "Dr B") -> None:
    approve_draft(identity, by=by, date="2026-01-03", below=load_catalogue(), check=accept, home=home)


def rows(home: Path) -> dict[str, EvidenceItem]:
    return {item.id: item for item in load_catalogue(installed_packs(home)).evidence}


def test_a_draft_changes_nothing_until_it_is_approved(tmp_path: Path) -> None:
    identity = add(tmp_path)
    assert installed_packs(tmp_path) == ()
    approve(tmp_path, identity)
    item = rows(tmp_path)["EV-LOCAL-0001"]
    assert (item.layer, item.biomarker, item.statement) == (Layer.LOCAL, "BRAF p.V600E", FIELDS["statement"])
    assert "Dr A" in item.note
    assert "Dr B" in item.note
    assert not item.verification.verified


@pytest.mark.parametrize("by", ["Dr A", "dr  a", " ", ""])
def test_nobody_approves_their_own_draft(tmp_path: Path, by: str) -> None:
    identity = add(tmp_path)
    with pytest.raises(CatalogueError) as caught:
        approve(tmp_path, identity, by)
    assert "second person" in caught.value.details[0]
    assert installed_packs(tmp_path) == ()


def test_a_retired_row_stays_visible_as_withdrawn_with_the_reason(tmp_path: Path) -> None:
    draft = new_draft(
        Action.RETIRE,
        author="Dr A",
        reason="the label changed",
        date=DAY,
        target=TARGET,
        below=load_catalogue(),
        home=tmp_path,
    )
    approve(tmp_path, draft.id)
    item = rows(tmp_path)[TARGET]
    assert item.status is Status.WITHDRAWN
    for word in ("Dr A", "Dr B", "the label changed"):
        assert word in item.note


def test_an_edit_puts_a_local_row_in_place_of_the_other(tmp_path: Path) -> None:
    before = rows(tmp_path)[TARGET]
    draft = new_draft(
        Action.EDIT,
        author="Dr A",
        reason="second line only",
        date=DAY,
        target=TARGET,
        fields={**fields_of(before), "line": "2+", "level": "guideline", "escat": "", "escat_source": ""},
        source="Our board",
        below=load_catalogue(),
        home=tmp_path,
    )
    approve(tmp_path, draft.id)
    after = rows(tmp_path)
    assert after[TARGET].status is Status.WITHDRAWN
    assert (after["EV-LOCAL-0001"].biomarker, after["EV-LOCAL-0001"].line) == (before.biomarker, "2+")


def test_a_local_row_can_be_edited_and_retired_again(tmp_path: Path) -> None:
    approve(tmp_path, add(tmp_path))
    known = load_catalogue(installed_packs(tmp_path))
    edit = new_draft(
        Action.EDIT,
        author="Dr A",
        reason="more patients",
        date=DAY,
        target="EV-LOCAL-0001",
        fields={**FIELDS, "line": "1"},
        source="Own series",
        below=known,
        home=tmp_path,
    )
    approve(tmp_path, edit.id)
    assert set(rows(tmp_path)) - set(rows(tmp_path / "none")) == {"EV-LOCAL-0002"}
    assert len(list_drafts(tmp_path)) == 2


def test_faults_of_a_draft_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        new_draft(
            Action.ADD,
            author="",
            reason=" ",
            date=DAY,
            fields={**FIELDS, "level": "approved", "response": "magic", "colour": "red"},
            below=load_catalogue(),
            home=tmp_path,
        )
    told = "\n".join(caught.value.details)
    for word in ("author", "reason", "source", "magic", "colour", "label row"):
        assert word in told
    assert list_drafts(tmp_path) == ()


def test_a_target_must_exist(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        new_draft(
            Action.RETIRE, author="A", reason="r", date=DAY, target="EV-NONE", below=load_catalogue(), home=tmp_path
        )
    assert "EV-NONE" in caught.value.details[0]


def test_tables_that_do_not_hold_are_not_approved(tmp_path: Path) -> None:
    identity = add(tmp_path)
    with pytest.raises(CatalogueError) as caught:
        approve_draft(
            identity, by="Dr B", date=DAY, below=load_catalogue(), check=lambda _: ("a fault",), home=tmp_path
        )
    assert caught.value.details == ("a fault",)
    assert not list_drafts(tmp_path)[0].approved
    assert installed_packs(tmp_path) == ()


def test_only_a_draft_that_waits_can_be_discarded(tmp_path: Path) -> None:
    first, second = add(tmp_path), add(tmp_path, line="1")
    approve(tmp_path, first)
    discard_draft(second, tmp_path)
    assert [draft.id for draft in list_drafts(tmp_path)] == [first]
    with pytest.raises(CatalogueError):
        discard_draft(first, tmp_path)
    with pytest.raises(CatalogueError):
        approve(tmp_path, first)


def test_the_review_table_has_a_line_for_each_draft(tmp_path: Path) -> None:
    approve(tmp_path, add(tmp_path))
    add(tmp_path, note="a\tb")
    header, *lines = review_tsv(list_drafts(tmp_path)).splitlines()
    assert len(lines) == 2
    assert all(len(line.split("\t")) == len(header.split("\t")) for line in lines)


def test_a_damaged_draft_file_is_named(tmp_path: Path) -> None:
    identity = add(tmp_path)
    (tmp_path / "curation" / f"{identity}.toml").write_text("id = 1", encoding="utf-8")
    with pytest.raises(CatalogueError, match=identity):
        list_drafts(tmp_path)
