"""What the window does with the store: one thread, nothing late, the signer's own passphrase, the trail first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interpreter import cases
from interpreter.errors import StoreError
from interpreter.store.values import CaseState, ChainReport, Right, Role
from interpreter.ui.cases_presenter import CasesPresenter, OpenCase, Saving, user_names
from tests.stores import WORDS, colon
from tests.ui.store_window import LONG, look_into, make_store


@pytest.fixture
def presenter(qapp: QApplication) -> Iterator[CasesPresenter]:
    assert qapp is not None
    made = CasesPresenter(dict)
    yield made
    made.shut_down()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_store(tmp_path, "C-1")


def _open(qtbot: QtBot, presenter: CasesPresenter, path: Path, user: str = "Dr. All") -> None:
    with qtbot.waitSignal(presenter.listed, timeout=LONG):
        presenter.open(path, user, WORDS)


def _fault(qtbot: QtBot, presenter: CasesPresenter, kind: str) -> BaseException:
    with qtbot.waitSignal(presenter.failed, timeout=LONG) as told:
        pass
    assert told.args is not None
    assert told.args[0] == kind
    return told.args[1]


def test_a_wrong_passphrase_leaves_the_store_closed(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    presenter.open(path, "Dr. All", "not the passphrase")
    assert "does not open this store" in str(_fault(qtbot, presenter, "open"))
    assert not presenter.is_open
    presenter.list_cases()
    assert "is closed" in str(_fault(qtbot, presenter, "list_cases"))


def test_the_names_that_may_open_are_known_before(path: Path, tmp_path: Path) -> None:
    assert set(user_names(path)) == {"Dr. All", "Dr. Grey", "Lab 2", "Keeper", "recovery sheet"}
    assert user_names(tmp_path / "no.db") == ()


def test_opening_tells_who_it_is_and_lists(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path, "Lab 2")
    assert presenter.user is not None
    assert presenter.user.name == "Lab 2"
    assert presenter.may(Right.ENTER)
    assert not presenter.may(Right.RELEASE)
    assert list(presenter.cases) == ["C-1"]


def test_a_new_store_gives_its_recovery_code_once(qtbot: QtBot, presenter: CasesPresenter, tmp_path: Path) -> None:
    path = tmp_path / "new" / "cases.db"
    with qtbot.waitSignals([presenter.created, presenter.listed], timeout=LONG, order="strict"):
        presenter.create(path, "Ada", frozenset(Role), WORDS)
    assert presenter.is_open
    assert not any(len(str(value)) == 39 for value in vars(presenter).values())


def test_what_comes_home_after_the_lock_is_dropped(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path)
    shown: list[object] = []
    presenter.case_opened.connect(shown.append)
    with qtbot.waitSignal(presenter.locked, timeout=LONG):
        presenter.open_case("C-1")
        presenter.lock()
        assert not presenter.is_open
        assert presenter.cases == {}
    assert shown == []
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "lock"
    with qtbot.waitSignal(presenter.listed, timeout=LONG):
        presenter.unlock("Dr. All", WORDS)
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "unlock"


def test_saved_comes_back_as_it_is_stored(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path)
    with qtbot.waitSignal(presenter.case_kept, timeout=LONG) as told:
        presenter.save(Saving(interpretation=colon("C-2")))
    assert told.args is not None
    kept: OpenCase = told.args[0]
    assert (kept.id, kept.version) == ("C-2", 1)
    assert kept.interpretation == colon("C-2")
    assert set(presenter.cases) == {"C-1", "C-2"}


def test_a_version_that_was_changed_meanwhile_is_not_overwritten(
    qtbot: QtBot, presenter: CasesPresenter, path: Path
) -> None:
    _open(qtbot, presenter, path)
    with look_into(path) as store:
        cases.save(store, colon("C-1"), replaces=1)
    presenter.save(Saving(interpretation=colon("C-1"), replaces=1))
    assert "changed meanwhile" in str(_fault(qtbot, presenter, "save"))
    with look_into(path) as store:
        assert store.list_cases()[0].version == 2


def test_the_next_version_does_not_lose_the_person(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path)
    nobody = replace(colon("C-1"), person=None, fit=(), conflicts=())
    presenter.save(Saving(interpretation=nobody, replaces=1))
    assert "has a person" in str(_fault(qtbot, presenter, "save"))


def test_s19_the_signers_own_roles_count_not_the_sessions(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path)
    presenter.sign("C-1", 1, "Lab 2", WORDS)
    assert "right to release" in str(_fault(qtbot, presenter, "sign"))
    presenter.sign("C-1", 1, "Dr. Grey", "not the passphrase")
    assert isinstance(_fault(qtbot, presenter, "sign"), StoreError)
    with qtbot.waitSignal(presenter.case_kept, timeout=LONG) as told:
        presenter.sign("C-1", 1, "Dr. Grey", WORDS)
    assert told.args is not None
    signed: OpenCase = told.args[0]
    assert signed.stored.summary.state is CaseState.SIGNED
    assert signed.report.signed
    assert json.loads(signed.stored.signatures[0].text)["name"] == "Dr. Grey"
    assert presenter.user is not None
    assert presenter.user.name == "Dr. All"


def test_samples_of_the_person_stand_side_by_side_oldest_first(
    qtbot: QtBot, presenter: CasesPresenter, path: Path
) -> None:
    with look_into(path) as store:
        for case_id, day in (("C-OLD", "2025-01-02"), ("C-NEW", "2026-12-01")):
            made = colon(case_id)
            specimen = replace(made.case.specimen, collected=day)
            cases.save(store, replace(made, case=replace(made.case, specimen=specimen)))
    _open(qtbot, presenter, path)
    with qtbot.waitSignal(presenter.case_opened, timeout=LONG) as told:
        presenter.open_case("C-1")
    assert told.args is not None
    opened: OpenCase = told.args[0]
    assert [sample.case_id for sample in opened.samples] == ["C-OLD", "C-1"]
    assert opened.later == ("C-NEW",)
    assert "BRAF p.V600E" in [course.marker for course in opened.courses]


def test_nothing_leaves_before_it_stands_in_the_trail(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    left: list[str] = []

    def go(case_id: str) -> None:
        with look_into(path) as store:
            rows = [row for row in store.audit(case_id) if row.action == "print"]
        left.append(f"{case_id} {len(rows)}")

    presenter.note_out("print", "C-1", "report", lambda: go("C-1"))
    assert left == ["C-1 0"], "a closed store holds no case of it"
    _open(qtbot, presenter, path)
    presenter.note_out("print", "C-1", "report", lambda: go("C-1"))
    assert left == ["C-1 0"]
    qtbot.waitUntil(lambda: left == ["C-1 0", "C-1 1"], timeout=LONG)


def test_the_check_finds_the_store_whole_and_an_unknown_anchor_not(
    qtbot: QtBot, presenter: CasesPresenter, path: Path
) -> None:
    _open(qtbot, presenter, path)
    with qtbot.waitSignal(presenter.checked, timeout=LONG) as told:
        presenter.check()
    assert told.args is not None
    report: ChainReport = told.args[0]
    assert report.whole
    with qtbot.waitSignal(presenter.checked, timeout=LONG) as told:
        presenter.check(("999:" + "0" * 64,))
    assert told.args is not None
    assert not told.args[0].whole


def test_a_backup_is_made_by_who_may(qtbot: QtBot, presenter: CasesPresenter, path: Path, tmp_path: Path) -> None:
    _open(qtbot, presenter, path, "Lab 2")
    presenter.back_up(tmp_path / "b1", WORDS)
    assert "right to administer" in str(_fault(qtbot, presenter, "back_up"))
    _open(qtbot, presenter, path)
    with qtbot.waitSignal(presenter.backed_up, timeout=LONG):
        presenter.back_up(tmp_path / "b1", WORDS)
    assert (tmp_path / "b1" / "manifest.json").is_file()


def test_closing_the_window_closes_the_store(qtbot: QtBot, presenter: CasesPresenter, path: Path) -> None:
    _open(qtbot, presenter, path)
    presenter.shut_down()
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "lock"
