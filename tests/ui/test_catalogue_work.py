"""A pack or an import is read and compared first; only what was read is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.catalogue.diff import CatalogueDiff, TouchedCase, touched_cases
from interpreter.catalogue.drafts import Action
from interpreter.catalogue.installed import installed_packs
from interpreter.catalogue.keys import distrust_key, load_signing_key, trusted_keys
from interpreter.catalogue_use import catalogue_in_use
from interpreter.errors import Cancelled, CatalogueError, PackError, StoreClosedError, StoreError
from interpreter.model.evidence import Layer, Status
from interpreter.progress import Progress, silent
from interpreter.ui import catalogue_work as work
from interpreter.ui.catalogue_work import Bench, DraftWish, Source
from tests.ui.catalogue_kit import ROW, TODAY, Kit, real_knowledge


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Kit(tmp_path)


@pytest.fixture
def bench() -> Bench:
    known = real_knowledge()
    return Bench(tumours=known.tumours, table=known.table, today=TODAY)


def test_a_pack_is_compared_with_what_is_in_use_and_nothing_is_kept(kit: Kit, bench: Bench) -> None:
    review = work.review_pack(kit.pack(), bench, silent)
    assert [item.id for item in review.diff.added] == ["EV-LAB-1"]
    assert review.diff.withdrawn == ()
    assert review.signer.startswith("Laboratory (")
    assert review.acceptable
    assert not review.needs_key
    assert installed_packs() == ()


def test_an_accepted_pack_is_in_use(kit: Kit, bench: Bench) -> None:
    said = work.accept(work.review_pack(kit.pack(), bench, silent), None, "")
    assert said == "Lab pack 1.0 is installed and in use."
    layers = {item.id: item.layer for item in catalogue_in_use().evidence}
    assert layers["EV-LAB-1"] is Layer.IMPORTED


def test_a_newer_pack_is_compared_with_the_one_it_replaces(kit: Kit, bench: Bench) -> None:
    work.accept(work.review_pack(kit.pack(), bench, silent), None, "")
    newer = kit.pack("2.0", {**ROW, "tumour_types": "MEL"}, {**ROW, "id": "EV-LAB-2", "biomarker": "BRAF p.V600K"})
    diff = work.review_pack(newer, bench, silent).diff
    assert [item.id for item in diff.added] == ["EV-LAB-2"]
    assert [(row.id, row.fields[0].before, row.fields[0].after) for row in diff.changed] == [("EV-LAB-1", "LCH", "MEL")]


def test_an_older_pack_is_refused_when_it_is_opened(kit: Kit, bench: Bench) -> None:
    older = kit.pack()
    work.accept(work.review_pack(kit.pack("2.0"), bench, silent), None, "")
    with pytest.raises(PackError, match="is refused: it is version"):
        work.review_pack(older, bench, silent)


def test_a_pack_of_an_unknown_signer_is_refused(kit: Kit, bench: Bench) -> None:
    path = kit.pack()
    distrust_key(trusted_keys()[0].fingerprint)
    with pytest.raises(PackError, match="not trusted here"):
        work.review_pack(path, bench, silent)


def test_what_was_not_read_is_not_installed(kit: Kit, bench: Bench) -> None:
    """The stick may be written to between the reading and the acceptance."""
    path = kit.pack()
    review = work.review_pack(path, bench, silent)
    path.write_bytes(kit.pack("2.0", {**ROW, "response": "resistance"}).read_bytes())
    with pytest.raises(PackError, match="changed after its differences were shown"):
        work.accept(review, None, "")
    assert installed_packs() == ()


def test_faulty_rows_are_shown_and_never_accepted(kit: Kit, bench: Bench) -> None:
    review = work.review_pack(kit.pack("1.0", {**ROW, "biomarker": "BRAF p.K600E"}), bench, silent)
    assert any("600" in fault for fault in review.faults)
    assert not review.acceptable
    with pytest.raises(CatalogueError) as caught:
        work.accept(review, None, "")
    assert caught.value.details == review.faults
    assert installed_packs() == ()


def test_an_import_accounts_for_every_row_and_is_signed_when_it_is_accepted(kit: Kit, bench: Bench) -> None:
    rows, mapping = kit.own_list()
    review = work.review_import(Source.TABLE, (rows,), mapping, bench, silent)
    assert review.account[0] == "2 rows read: 1 taken as 1 evidence rows, 1 left out"
    assert [mark.id for mark in review.remarks if mark.kind == "left out"] == ["line 3"]
    assert review.needs_key
    assert work.accept(review, kit.key, "") == "Own list 1 is installed and in use."
    assert any(item.layer is Layer.IMPORTED for item in catalogue_in_use().evidence)


def test_an_import_needs_a_key_that_is_trusted_here(kit: Kit, bench: Bench) -> None:
    rows, mapping = kit.own_list()
    review = work.review_import(Source.TABLE, (rows,), mapping, bench, silent)
    with pytest.raises(PackError, match="none was chosen") as caught:
        work.accept(review, None, "")
    assert "make a key" in caught.value.remedy
    key = kit.key
    distrust_key(load_signing_key(key).public.fingerprint)
    with pytest.raises(PackError, match="not trusted on this machine"):
        work.accept(review, key, "")
    assert installed_packs() == ()


def test_stored_cases_that_would_read_differently_are_told(kit: Kit, bench: Bench) -> None:
    case = (
        '{"schema": "interpretation/1", "case": {"id": "C-7"}, "findings": [], "alterations": [{"gene": "BRAF"}],'
        ' "markers": []}'
    )
    asked = replace(bench, stored=lambda diff, _progress: touched_cases((case,), diff))
    review = work.review_pack(kit.pack(), asked, silent)
    assert review.touched is not None
    assert [(one.case_id, one.may_gain) for one in review.touched] == [("C-7", ("EV-LAB-1",))]
    assert review.stored_fault == ""
    assert work.review_pack(kit.pack(), bench, silent).touched is None


def test_a_store_that_locks_meanwhile_leaves_the_review_without_an_answer(kit: Kit, bench: Bench) -> None:
    def locked(_diff: CatalogueDiff, _progress: Progress) -> tuple[TouchedCase, ...]:
        raise StoreClosedError(problem="Closed.", meaning="Nothing was read.", remedy="Open it.")

    review = work.review_pack(kit.pack(), replace(bench, stored=locked), silent)
    assert (review.touched, review.stored_fault) == (None, "")
    assert review.diff.added


def test_a_store_that_cannot_be_read_is_told_and_the_rest_of_the_review_stands(kit: Kit, bench: Bench) -> None:
    def damaged(_diff: CatalogueDiff, _progress: Progress) -> tuple[TouchedCase, ...]:
        raise StoreError(problem="A record is damaged.", meaning="Nothing was read.", remedy="Restore it.")

    review = work.review_pack(kit.pack(), replace(bench, stored=damaged), silent)
    assert (review.touched, review.stored_fault) == (None, "A record is damaged.")
    assert review.diff.added
    assert review.acceptable
    left = review.without_stored()
    assert (left.touched, left.stored_fault, left.diff) == (None, "", review.diff)


def test_a_wish_to_stop_is_heard_while_the_stored_cases_are_looked_at(kit: Kit, bench: Bench) -> None:
    def stored(_diff: CatalogueDiff, progress: Progress) -> tuple[TouchedCase, ...]:
        progress("the first case", 0.0)
        raise AssertionError("went on")

    def progress(doing: str, _share: float | None) -> None:
        if doing == "the first case":
            raise Cancelled

    with pytest.raises(Cancelled):
        work.review_pack(kit.pack(), replace(bench, stored=stored), progress)


def test_a_draft_holds_once_a_second_person_has_approved_it(kit: Kit, bench: Bench) -> None:
    assert kit.folder.is_dir()
    target = next(item for item in catalogue_in_use().evidence if item.status is Status.CURRENT)
    wish = DraftWish(
        action=Action.RETIRE, target=target.id, fields={}, source="", author="Dr A", reason="not used here"
    )
    draft = work.make_draft(wish, bench)
    with pytest.raises(CatalogueError, match="cannot be taken"):
        work.approve(draft.id, "dr  a", bench)
    assert target.id not in catalogue_in_use().retired
    work.approve(draft.id, "Dr B", bench)
    assert "approved by Dr B" in catalogue_in_use().retired[target.id]
