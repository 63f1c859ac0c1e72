"""Stored cases in the window: opened, decided on, signed, amended, saved anew; no name in a title or a log (S23)."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from interpreter import cases
from interpreter.errors import StoreError
from interpreter.interpret import Knowledge
from interpreter.store.values import CaseState
from interpreter.ui.case_presenter import CasePresenter
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


def test_a_pack_tells_which_cases_of_the_open_store_it_would_touch(
    qtbot: QtBot, window: MainWindow, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert path.is_file()
    come_in(qtbot, window)
    window.open_catalogue(1)
    assert window.catalogue is not None
    work = window.catalogue.presenter
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    pack = Kit(tmp_path).pack("1.0", {**ROW, "tumour_types": "COADREAD"})
    with qtbot.waitSignal(work.reviewed, timeout=LONG, check_params_cb=lambda review: review is not None):
        work.open_pack(pack)
    assert work.review is not None
    touched = work.review.touched
    assert touched is not None
    assert {one.case_id: one.may_gain for one in touched} == {"C-1": ("EV-LAB-1",), "C-2": ("EV-LAB-1",)}
    with look_into(path) as store:
        assert any(row.action == "read all" and row.detail == "catalogue review" for row in store.audit())
    with qtbot.waitSignal(window.cases.store.locked, timeout=LONG):
        window.actions_by_name["lock"].trigger()
    with qtbot.waitSignal(work.reviewed, timeout=LONG, check_params_cb=lambda review: review is not None):
        work.open_pack(pack)
    assert work.review.touched is None
