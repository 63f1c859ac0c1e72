"""Stored cases in the window: opened, decided on, signed, amended, saved anew; no name in a title or a log (S23)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from interpreter import cases
from interpreter.catalogue.diff import CatalogueDiff
from interpreter.errors import StoreClosedError, StoreError
from interpreter.interpret import Knowledge
from interpreter.progress import silent
from interpreter.store.store import Store
from interpreter.store.values import CaseState
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.catalogue_presenter import CataloguePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.cases_backup import BackupDialog
from interpreter.ui.widgets.cases_list import CasesList
from interpreter.ui.widgets.cases_save import SaveCaseDialog
from interpreter.ui.widgets.cases_trail import TrailDialog
from interpreter.ui.widgets.lock_dialogs import CreateStoreDialog, OpenStoreDialog, RecoveryDialog
from interpreter.ui.widgets.sign_dialog import SignDialog
from tests.stores import WORDS, colon
from tests.ui.catalogue_kit import ROW, Kit
from tests.ui.conftest import FakeInterpret
from tests.ui.store_window import LONG, come_in, dialog, kept, look_into, make_store, open_case

NAME = "Ana Beispiel-Müller"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_store(tmp_path, "C-1", "C-2")


def _interpreted(qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path) -> None:
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        presenter.interpret()


def _sign(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["sign"].trigger()
    asked = dialog(window, SignDialog)
    asked.read.setChecked(True)
    asked.anyway.setChecked(True)
    asked.passphrase.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.case_kept, timeout=LONG):
        asked.go_button.click()
    kept(qtbot, window)


# doors ----------------------------------------------------------------------------------------------------------------


def test_where_there_is_no_store_one_is_made_and_its_code_shown_once(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["cases"].trigger()
    door = dialog(window, OpenStoreDialog)
    assert "no store of cases here yet" in door.problem.text()
    assert not door.go_button.isEnabled()
    door.make_button.click()
    form = dialog(window, CreateStoreDialog)
    form.user.setText("Ada")
    form.passphrase.setText(WORDS)
    form.again.setText("another one")
    form.go_button.click()
    assert "not the same" in form.problem.text()
    form.again.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        form.go_button.click()
    shown = dialog(window, RecoveryDialog)
    assert len(shown.code.text()) == 39
    assert not shown.close_button.isEnabled()
    shown.reject()
    assert shown.isVisible()
    shown.written.setChecked(True)
    shown.close_button.click()
    assert CasesList in window.cases.dialogs
    assert window.cases.store.user is not None
    assert window.cases.store.user.name == "Ada"


def test_a_wrong_passphrase_is_told_where_it_is_typed(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    window.actions_by_name["cases"].trigger()
    door = dialog(window, OpenStoreDialog)
    door.user.setCurrentText("Dr. All")
    door.passphrase.setText("not the passphrase")
    with qtbot.waitSignal(window.cases.store.failed, timeout=LONG):
        door.go_button.click()
    assert "The passphrase does not open this store." in door.problem.text()
    assert door.passphrase.text() == ""
    assert door.isVisible()
    assert not window.cases.store.is_open


# opening a case -------------------------------------------------------------------------------------------------------


def test_the_list_searches_as_you_type_and_return_opens_the_only_one(
    qtbot: QtBot, window: MainWindow, path: Path
) -> None:
    assert path.is_file()
    found = come_in(qtbot, window)
    assert found.model.rowCount() == 2
    qtbot.keyClicks(found.search, "c-2 beispiel")
    assert found.model.rowCount() == 1
    assert found.count.text() == "1 of 2 cases"
    with qtbot.waitSignal(window.cases.store.case_opened, timeout=LONG):
        qtbot.keyClick(found.search, Qt.Key.Key_Return)
    assert window.cases.shown is not None
    assert window.cases.shown.id == "C-2"
    assert CasesList not in window.cases.dialogs


def test_a_stored_case_is_shown_with_its_stored_result_and_report(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path
) -> None:
    opened = open_case(qtbot, window, "C-1")
    assert presenter.interpretation == colon("C-1")
    window.pages.tabs.setCurrentIndex(5)
    qtbot.waitUntil(lambda: window.pages.preview.content == opened.report.content, timeout=LONG)
    assert window.bar.files.text() == "Stored case C-1"
    assert not window.bar.picker.isEnabled()
    assert not window.actions_by_name["interpret"].isEnabled()
    assert not window.actions_by_name["save_case"].isEnabled()
    assert window.actions_by_name["sign"].isEnabled()
    assert not presenter.holds_unsaved
    assert path.is_file()


def test_what_is_exported_of_a_stored_case_stands_in_the_trail(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path, tmp_path: Path
) -> None:
    opened = open_case(qtbot, window, "C-1")
    out = tmp_path / "out.pdf"
    with qtbot.waitSignal(presenter.saved, timeout=LONG):
        window.save_to("pdf", out)
    assert out.read_bytes() == opened.report.content
    with look_into(path) as store:
        assert ("export", "PDF") in [(row.action, row.detail) for row in store.audit("C-1")]


def test_what_was_typed_in_is_not_lost_to_a_stored_case_without_asking(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path, vcf: Path
) -> None:
    assert path.is_file()
    window.open_files([vcf])
    presenter.set_person(colon().person)
    window._may_discard = lambda: False
    found = come_in(qtbot, window)
    found.table.selectRow(0)
    found.open_button.click()
    assert not window.cases.store.busy
    assert presenter.request.files == (vcf,)
    window._may_discard = lambda: True


def test_files_after_a_stored_case_begin_a_new_one(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path, vcf: Path
) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-1")
    window.pages.tabs.setCurrentIndex(6)
    window.open_files([vcf])
    assert window.bar.picker.isEnabled()
    assert presenter.request.person is None
    assert presenter.request.case_id == ""
    assert window.cases.shown is None
    assert window.cases.record.state.toPlainText() == ""
    assert "not stored" in window.cases.record.headline.text()
    assert not window.actions_by_name["sign"].isEnabled()


# the record -----------------------------------------------------------------------------------------------------------


def test_a_decision_is_kept_with_who_and_when(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    open_case(qtbot, window, "C-1")
    record = window.cases.record
    assert "Not decided yet" in record.decisions.toPlainText()
    record.decision.setText("<b>Asked</b>: wants to know")
    record.reason.setText("treatment depends on it")
    with qtbot.waitSignal(window.cases.store.case_kept, timeout=LONG):
        record.decide_button.click()
    shown = record.decisions.toPlainText()
    assert "Decided: <b>Asked</b>: wants to know (treatment depends on it)" in shown
    assert "Dr. All" in shown
    assert "Not decided yet" not in shown
    assert record.decision.text() == ""
    with look_into(path) as store:
        assert [entry.name for entry in store.load_case("C-1").decisions] == ["ask:inherited_risk"]


def test_a_decision_needs_the_right_to_decide(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-1", "Lab 2")
    assert not window.cases.record.decide_button.isEnabled()
    assert window.cases.record.note_button.isEnabled()


def test_a_note_does_not_take_away_a_change_that_was_not_saved(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path
) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-1")
    person = presenter.request.person
    assert person is not None
    presenter.set_person(replace(person, medicines=("warfarin",)))
    window.cases.record.note.setText("a note")
    with qtbot.waitSignal(window.cases.store.case_kept, timeout=LONG):
        window.cases.record.note_button.click()
    assert "a note" in window.cases.record.state.toPlainText()
    assert presenter.request.person is not None
    assert presenter.request.person.medicines == ("warfarin",)
    assert presenter.outdated
    assert window.actions_by_name["save_case"].isEnabled()


def test_other_samples_of_the_person_are_shown(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-2")
    shown = window.cases.record.samples.toPlainText()
    assert "C-1" in shown
    assert "persisting" in shown
    assert window.cases.record.tabs.tabText(2) == "Other samples (1)"


# signing and amending -------------------------------------------------------------------------------------------------


def test_s19_signing_asks_for_statement_decisions_and_passphrase(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-1")
    window.actions_by_name["sign"].trigger()
    asked = dialog(window, SignDialog)
    asked.passphrase.setText(WORDS)
    asked.go_button.click()
    assert "tick the statement" in asked.problem.text()
    asked.read.setChecked(True)
    asked.go_button.click()
    assert "Record the decisions first" in asked.problem.text()
    asked.anyway.setChecked(True)
    asked.user.setCurrentText("Lab 2")
    with qtbot.waitSignal(window.cases.store.failed, timeout=LONG):
        asked.go_button.click()
    assert "needs the right to release" in asked.problem.text()
    assert asked.passphrase.text() == ""


def test_s19_signed_is_frozen_and_a_change_makes_an_amended_version_with_a_reason(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path
) -> None:
    open_case(qtbot, window, "C-1")
    _sign(qtbot, window)
    signed = window.cases.shown
    assert signed is not None
    assert signed.report.signed
    assert not window.actions_by_name["sign"].isEnabled()
    window.pages.tabs.setCurrentIndex(5)
    qtbot.waitUntil(lambda: window.pages.preview.content == signed.report.content, timeout=LONG)
    person = presenter.request.person
    assert person is not None
    presenter.set_person(replace(person, medicines=("warfarin",)))
    assert "What the person says has changed" in window.notice.text()
    assert not window.actions_by_name["save_pdf"].isEnabled()
    window.actions_by_name["save_case"].trigger()
    asked = dialog(window, SaveCaseDialog)
    assert asked.case_id.isReadOnly()
    asked.save_button.click()
    assert "only with a reason" in asked.problem.text()
    asked.reason.setText("medicines were missing")
    with qtbot.waitSignal(window.cases.store.case_kept, timeout=LONG):
        asked.save_button.click()
    amended = window.cases.shown
    assert amended is not None
    assert (amended.version, amended.stored.summary.state) == (2, CaseState.AMENDED)
    assert "medicines were missing" in window.cases.record.state.toPlainText()
    assert not presenter.outdated
    assert window.actions_by_name["sign"].isEnabled()
    with look_into(path) as store:
        assert cases.report_of(store, store.load_case("C-1"), 1).content == signed.report.content


# saving ---------------------------------------------------------------------------------------------------------------


def test_a_case_is_saved_under_an_id_that_somebody_states(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    path: Path,
    vcf: Path,
) -> None:
    made = colon()
    fake.result = replace(made, case=replace(made.case, id=f"CASE-{made.inputs[0].sha256[:12]}"))
    _interpreted(qtbot, window, presenter, knowledge, vcf)
    come_in(qtbot, window).reject()
    window.actions_by_name["save_case"].trigger()
    asked = dialog(window, SaveCaseDialog)
    assert asked.case_id.text() == "", "an id that was made from the file is not proposed"
    asked.save_button.click()
    assert "A case id is needed" in asked.problem.text()
    asked.case_id.setText("beispiel-7")
    asked.save_button.click()
    assert "holds the person's name" in asked.problem.text()
    asked.case_id.setText("C-1")
    asked.save_button.click()
    assert "There is a case of this id already" in asked.problem.text()
    asked.case_id.setText("C-9")
    with qtbot.waitSignal(window.cases.store.case_kept, timeout=LONG):
        asked.save_button.click()
    assert window.cases.shown is not None
    assert (window.cases.shown.id, presenter.request.case_id) == ("C-9", "C-9")
    assert presenter.request.files == (vcf,)
    assert not presenter.holds_unsaved
    with look_into(path) as store:
        assert cases.interpretation_of(store.load_case("C-9")).case.id == "C-9"


def test_saving_opens_the_store_first(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, path: Path, vcf: Path
) -> None:
    assert path.is_file()
    _interpreted(qtbot, window, presenter, knowledge, vcf)
    window.actions_by_name["save_case"].trigger()
    door = dialog(window, OpenStoreDialog)
    door.user.setCurrentText("Dr. All")
    door.passphrase.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        door.go_button.click()
    assert SaveCaseDialog in window.cases.dialogs


def test_a_refused_storage_asks_for_the_legal_duty(qtbot: QtBot) -> None:
    from interpreter.model.person import Consent

    made = colon()
    assert made.person is not None
    no = Consent(scope="storage", given=False, version="1", date="2026-01-01", by="Ada")
    asked = SaveCaseDialog(replace(made, person=replace(made.person, consents=(no,))), {})
    qtbot.addWidget(asked)
    asked.show()
    asked.save_button.click()
    assert "state the legal duty" in asked.problem.text()
    asked.legal_duty.setChecked(True)
    asked.save_button.click()
    assert asked.kept is not None
    assert asked.kept.legal_duty


def test_a_fault_of_the_store_is_told_in_the_window_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, path: Path
) -> None:
    open_case(qtbot, window, "C-1")
    with look_into(path) as store:
        cases.save(store, colon("C-1"), replaces=1)
    person = presenter.request.person
    assert person is not None
    presenter.set_person(replace(person, medicines=("warfarin",)))
    window.actions_by_name["save_case"].trigger()
    with qtbot.waitSignal(window.cases.store.failed, timeout=LONG) as told:
        dialog(window, SaveCaseDialog).save_button.click()
    assert told.args is not None
    assert isinstance(told.args[1], StoreError)
    assert "changed meanwhile" in window.notice.text()
    assert presenter.request.person is not None
    assert presenter.request.person.medicines == ("warfarin",)


# the store as a whole -------------------------------------------------------------------------------------------------


def test_the_trail_is_shown_and_checked(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    found = come_in(qtbot, window)
    with qtbot.waitSignal(window.cases.store.trail_read, timeout=LONG):
        found.trail_button.click()
    shown = dialog(window, TrailDialog)
    assert shown.model.rowCount() > 5
    with qtbot.waitSignal(window.cases.store.checked, timeout=LONG):
        shown.check_button.click()
    assert "The trail is whole" in shown.answer.text()
    shown.anchor.setText("7:" + "0" * 64)
    with qtbot.waitSignal(window.cases.store.checked, timeout=LONG):
        shown.check_button.click()
    assert "does not check out" in shown.answer.text()


def test_a_backup_is_made_from_the_window(qtbot: QtBot, window: MainWindow, path: Path, tmp_path: Path) -> None:
    assert path.is_file()
    found = come_in(qtbot, window)
    found.backup_button.click()
    asked = dialog(window, BackupDialog)
    asked.folder.setText(str(tmp_path / "backup"))
    asked.passphrase.setText(WORDS)
    with qtbot.waitSignal(window.cases.store.backed_up, timeout=LONG):
        asked.go_button.click()
    assert (tmp_path / "backup" / "manifest.json").is_file()
    assert BackupDialog not in window.cases.dialogs


# what others may see --------------------------------------------------------------------------------------------------


def test_s23_no_name_stands_in_a_title_or_a_log(
    qtbot: QtBot, window: MainWindow, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert path.is_file()
    caplog.set_level(logging.DEBUG)
    open_case(qtbot, window, "C-1")
    window.actions_by_name["sign"].trigger()
    titles = [window.windowTitle(), *(shown.windowTitle() for shown in window.cases.dialogs.values())]
    assert "C-1 – Interpreter" in titles
    for word in NAME.replace("-", " ").split():
        assert not any(word in title for title in titles)
        assert word not in caplog.text


def test_s22_no_label_of_these_dialogs_reads_markup(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    assert path.is_file()
    open_case(qtbot, window, "C-1")
    window.actions_by_name["sign"].trigger()
    window.cases.list()
    shown: list[QDialog] = list(window.cases.dialogs.values())
    assert {type(one) for one in shown} == {SignDialog, CasesList}
    for one in shown:
        for label in one.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()


# packs and the open store ---------------------------------------------------------------------------------------------

NOTHING = CatalogueDiff(added=(), changed=(), withdrawn=(), therapies_added=(), therapies_changed=(), therapies_gone=())
NOT_KNOWN = "which of them would read differently is not known"


class Scan:
    """In the place of `Store.every_result`: gives one case, then waits to be let on; it would give five."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.read: list[str] = []

    def every_result(self, _store: Store, _reason: str) -> Iterator[tuple[str, str]]:
        for number in range(5):
            self.read.append(f"C-{number}")
            yield f"C-{number}", "{}"
            self.reached.set()
            self.go_on.wait(LONG / 1000)


@pytest.fixture
def scan(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scan]:
    made = Scan()
    monkeypatch.setattr(Store, "every_result", lambda store, reason: made.every_result(store, reason))
    yield made
    made.go_on.set()


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Kit(tmp_path)


@pytest.fixture
def work(qtbot: QtBot, window: MainWindow, path: Path, kit: Kit) -> CataloguePresenter:
    """The catalogue's window beside an open store."""
    assert path.is_file()
    assert kit is not None
    come_in(qtbot, window).reject()
    window.open_catalogue(1)
    assert window.catalogue is not None
    made = window.catalogue.presenter
    qtbot.waitUntil(lambda: made.view is not None and not made.busy, timeout=LONG)
    return made


def _pack(kit: Kit) -> Path:
    return kit.pack("1.0", {**ROW, "tumour_types": "COADREAD"})


def _review(qtbot: QtBot, work: CataloguePresenter, pack: Path) -> None:
    with qtbot.waitSignal(work.reviewed, timeout=LONG, check_params_cb=lambda review: review is not None):
        work.open_pack(pack)


def _about(window: MainWindow) -> str:
    assert window.catalogue is not None
    return window.catalogue.update_page.about.toPlainText()


def _asked(ask: Callable[[], object]) -> object:
    """Give what a thread of work is told, or the fault of the store that it meets."""
    told: list[object] = []

    def work() -> None:
        try:
            told.append(ask())
        except StoreError as fault:
            told.append(fault)

    asking = threading.Thread(target=work)
    asking.start()
    asking.join(LONG / 1000)
    return told[0]


def _damage(path: Path) -> None:
    """Change the stored result of each case from outside."""
    with look_into(path) as store:
        store._database.run("DROP TRIGGER records_update_refused")
        store._database.run("UPDATE records SET sealed = zeroblob(64) WHERE kind = 'result'")


def test_a_pack_tells_which_cases_of_the_open_store_it_would_touch(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit
) -> None:
    pack = _pack(kit)
    told: list[tuple[str, float]] = []
    work.progressed.connect(lambda doing, share: told.append((doing, share)))
    _review(qtbot, work, pack)
    assert work.review is not None
    touched = work.review.touched
    assert touched is not None
    assert {one.case_id: one.may_gain for one in touched} == {"C-1": ("EV-LAB-1",), "C-2": ("EV-LAB-1",)}
    assert "C-1" in _about(window)
    assert "Looking at the stored cases" in [doing for doing, _ in told]
    with look_into(path) as store:
        assert any(row.action == "read all" and row.detail == "catalogue review" for row in store.audit())
    with qtbot.waitSignal(window.cases.store.locked, timeout=LONG):
        window.actions_by_name["lock"].trigger()
        assert work.review is not None
        assert work.review.touched is None, "it goes at once, not when the key has gone"
        assert "C-1" not in _about(window)
    _review(qtbot, work, pack)
    assert work.review.touched is None
    assert NOT_KNOWN in _about(window)


def test_what_a_review_told_does_not_pass_to_another_user(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit
) -> None:
    _review(qtbot, work, _pack(kit))
    assert work.review is not None
    assert work.review.touched
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        window.cases.store.open(path, "Lab 2", WORDS)
        assert work.review.touched is None
    assert work.review.touched is None
    _review(qtbot, work, kit.folder / "1.0.pack")
    assert work.review.touched


def test_a_damaged_store_is_told_in_the_review(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit, told: list[BaseException]
) -> None:
    _damage(path)
    _review(qtbot, work, _pack(kit))
    assert work.review is not None
    assert work.review.touched is None
    assert NOT_KNOWN in _about(window)
    assert "A record of a stored case does not open: it is damaged, or was changed from outside." in _about(window)
    assert told == []


def test_a_right_that_is_missing_is_told_in_the_review(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit
) -> None:
    with look_into(path) as store:
        store._database.run("UPDATE users SET active = 0 WHERE name = 'Dr. All'")
    _review(qtbot, work, _pack(kit))
    assert "'Dr. All' may not do this: it needs the right to view." in _about(window)
    assert NOT_KNOWN in _about(window)
    assert window.cases.store.is_open


def test_the_scan_reports_before_each_case_and_knows_how_many_there_are(work: CataloguePresenter) -> None:
    ask = work.bench.stored
    assert ask is not None
    told: list[tuple[str, float | None]] = []
    assert _asked(lambda: ask(NOTHING, lambda doing, share: told.append((doing, share)))) == ()
    doing = "Looking at the stored cases"
    assert told == [(doing, None), (doing, 0.0), (doing, 0.5)]


def test_stop_ends_the_scan_of_the_stored_cases(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, kit: Kit, scan: Scan
) -> None:
    work.open_pack(_pack(kit))
    qtbot.waitUntil(scan.reached.is_set, timeout=LONG)
    assert window.catalogue is not None
    window.catalogue.stop.click()
    assert not work.busy
    with qtbot.waitSignal(window.cases.store.listed, timeout=LONG):
        window.cases.store.list_cases()
        scan.go_on.set()
    assert scan.read == ["C-0", "C-1"]
    qtbot.waitUntil(lambda: not work._tasks.busy, timeout=LONG)
    assert work.review is None


def test_the_lock_ends_the_scan_and_the_key_goes(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit, scan: Scan
) -> None:
    work.open_pack(_pack(kit))
    qtbot.waitUntil(scan.reached.is_set, timeout=LONG)
    with qtbot.waitSignals([window.cases.store.locked, work.reviewed], timeout=LONG):
        window.actions_by_name["lock"].trigger()
        scan.go_on.set()
    assert scan.read == ["C-0", "C-1"]
    assert window.cases.store._store is None
    assert work.review is not None
    assert (work.review.touched, work.review.stored_fault) == (None, "")
    assert "The stored cases were not looked at" in _about(window)
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "lock"


def test_another_store_ends_the_scan_too(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit, scan: Scan
) -> None:
    work.open_pack(_pack(kit))
    qtbot.waitUntil(scan.reached.is_set, timeout=LONG)
    with qtbot.waitSignals([window.cases.store.opened, work.reviewed], timeout=LONG):
        window.cases.store.open(path, "Lab 2", WORDS)
        scan.go_on.set()
    assert scan.read == ["C-0", "C-1"]
    assert work.review is not None
    assert work.review.touched is None


def test_a_store_that_does_not_open_leaves_none_readable(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit
) -> None:
    store, pack = window.cases.store, _pack(kit)
    _review(qtbot, work, pack)
    with qtbot.waitSignal(store.failed, timeout=LONG):
        store.open(path, "Lab 2", "not the passphrase")
    assert store._store is None
    assert store.stored_cases is None
    with qtbot.waitSignal(store.failed, timeout=LONG) as told:
        store.list_cases()
    assert told.args is not None
    assert isinstance(told.args[1], StoreClosedError)
    assert work.review is not None
    assert work.review.touched is None
    _review(qtbot, work, pack)
    assert work.review.touched is None


def test_what_was_asked_of_a_store_is_not_told_by_the_next(
    qtbot: QtBot, window: MainWindow, work: CataloguePresenter, path: Path
) -> None:
    """A review that began before the lock may come to the stored cases when somebody else has opened the store."""
    store, ask = window.cases.store, work.bench.stored
    assert ask is not None
    with qtbot.waitSignal(store.listed, timeout=LONG):
        store.open(path, "Lab 2", WORDS)
    assert isinstance(_asked(lambda: ask(NOTHING, silent)), StoreClosedError)
    with look_into(path) as opened:
        assert not any(row.action == "read all" for row in opened.audit())


def test_closing_the_window_ends_the_scan(
    qtbot: QtBot,
    window: MainWindow,
    work: CataloguePresenter,
    path: Path,
    kit: Kit,
    scan: Scan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = window.cases.store._desk
    end = desk.shut_down

    def end_and_let_go_on() -> None:
        scan.go_on.set()  # from here on the window waits for the desk
        end()

    monkeypatch.setattr(desk, "shut_down", end_and_let_go_on)
    work.open_pack(_pack(kit))
    qtbot.waitUntil(scan.reached.is_set, timeout=LONG)
    assert window.close()
    assert scan.read == ["C-0", "C-1"]
    assert not work.busy
    assert not work._tasks.busy
    with look_into(path) as store:
        assert [row.action for row in store.audit()][-1] == "lock"


def test_the_end_of_the_program_ends_the_scan(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, work: CataloguePresenter, path: Path, kit: Kit, scan: Scan
) -> None:
    """Without a window that closes first: the scan hears of it before the desk waits for what it does."""
    store = window.cases.store
    gone = store._gone

    def let_go_on() -> None:
        if gone.wait(LONG / 1000):
            scan.go_on.set()

    work.open_pack(_pack(kit))
    qtbot.waitUntil(scan.reached.is_set, timeout=LONG)
    watching = threading.Thread(target=let_go_on)
    watching.start()
    qapp.aboutToQuit.emit()
    watching.join(LONG / 1000)
    assert scan.read == ["C-0", "C-1"]
    assert not store.is_open
    with look_into(path) as opened:
        assert [row.action for row in opened.audit()][-1] == "lock"
