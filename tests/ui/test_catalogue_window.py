"""The catalogue's window as a person uses it: search, read before accepting, draft and approve, by keyboard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from interpreter.catalogue.diff import CatalogueDiff, TouchedCase
from interpreter.catalogue.drafts import Action, list_drafts
from interpreter.catalogue.export import WORK_LIST_COLUMNS
from interpreter.catalogue.keys import distrust_key, trusted_keys
from interpreter.errors import Cancelled, StoreError
from interpreter.interpret import Knowledge
from interpreter.model.evidence import Catalogue
from interpreter.progress import Progress, silent
from interpreter.ui import catalogue_presenter
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.catalogue_hits import Hit, HitKind
from interpreter.ui.catalogue_presenter import CataloguePresenter
from interpreter.ui.catalogue_work import Bench, Review, Source, StoredCases, review_import
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.catalogue_draft_form import ApproveForm, DraftForm
from interpreter.ui.widgets.catalogue_keys import KeyForm
from interpreter.ui.widgets.catalogue_rows import TextModel, TextRow
from interpreter.ui.widgets.catalogue_window import CatalogueWindow
from tests.ui.catalogue_kit import ROW, TODAY, Kit, real_knowledge

HOSTILE = "<img src=/etc/passwd>"


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return real_knowledge()


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Kit(tmp_path)


@pytest.fixture
def told() -> list[BaseException]:
    return []


@pytest.fixture
def work(qapp: QApplication, kit: Kit, known: Knowledge) -> Iterator[CataloguePresenter]:
    assert qapp is not None
    assert kit is not None
    made = CataloguePresenter(known, TODAY)
    yield made
    made.shut_down()


@pytest.fixture
def page(qtbot: QtBot, work: CataloguePresenter, told: list[BaseException]) -> Iterator[CatalogueWindow]:
    made = CatalogueWindow(work, tell=told.append)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    work.load()
    idle(qtbot, work)
    yield made
    made.close()


def idle(qtbot: QtBot, work: CataloguePresenter) -> None:
    qtbot.waitUntil(lambda: work.view is not None and not work.busy, timeout=20_000)


def choose(qtbot: QtBot, page: CatalogueWindow, text: str, row: int = 0) -> str:
    """Search, choose an entry, and give the words of its sheet."""
    page.search.text.setText(text)
    before = page.search.sheet.toPlainText()
    page.search.list.setCurrentIndex(page.search.list.found.index(row))
    qtbot.waitUntil(lambda: page.search.sheet.toPlainText() != before)
    return page.search.sheet.toPlainText()


# search ---------------------------------------------------------------------------------------------------------------


def test_typing_finds_and_a_choice_shows_its_sheet(qtbot: QtBot, page: CatalogueWindow) -> None:
    qtbot.keyClicks(page.search.text, "osimertinib t790m")
    assert page.search.count.text().endswith(" found")
    qtbot.keyClick(page.search.text, Qt.Key.Key_Return)
    assert page.search.list.currentIndex().row() == 0
    qtbot.waitUntil(lambda: "EGFR p.T790M" in page.search.sheet.toPlainText())
    buttons = page.search.findChildren(QToolButton)
    gene = next(one for one in buttons if one.accessibleName() == "Sheet of the gene EGFR")
    gene.click()
    assert "Transcript" in page.search.sheet.toPlainText()
    assert not page.search.edit.isEnabled()
    page.search.back.click()
    assert "EGFR p.T790M" in page.search.sheet.toPlainText()
    assert page.search.edit.isEnabled()


def test_nothing_found_is_not_a_negative(page: CatalogueWindow) -> None:
    page.search.text.setText("no such marker")
    assert "that is no result" in page.search.count.text()


def test_the_header_says_which_packs_how_old_and_how_far_they_looked(page: CatalogueWindow) -> None:
    said = page.header.text()
    for words in ("embedded: Interpreter catalogue", "evidence rows", "not verified", "looked at up to: EMA "):
        assert words in said


def test_s14_a_catalogue_past_its_age_limit_is_told_above_all(qtbot: QtBot, kit: Kit, known: Knowledge) -> None:
    assert kit is not None
    late = CataloguePresenter(known, "2031-01-01")
    page = CatalogueWindow(late)
    qtbot.addWidget(page)
    page.show()
    late.load()
    idle(qtbot, late)
    assert page.notice.isVisible()
    assert "older than its age limit" in page.notice.text()
    assert "months old" in page.header.text()
    late.shut_down()


# packs and imports ----------------------------------------------------------------------------------------------------


def test_a_pack_is_read_row_by_row_and_then_used(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    changed: list[Catalogue] = []
    page.catalogue_changed.connect(changed.append)
    page.update_page.pack_wanted.emit(kit.pack())
    qtbot.waitUntil(lambda: work.review is not None)
    update = page.update_page
    assert page.tabs.currentWidget() is update
    assert "rows: 1 added, 0 changed, 0 withdrawn" in update.about.toPlainText()
    assert "which of them would read differently is not known" in update.about.toPlainText()
    update.rows.table.selectRow(0)
    assert "<b>Works</b> here." in update.detail.toPlainText()
    assert not update.key.isVisible()
    assert changed == []
    update.accept.click()
    qtbot.waitUntil(lambda: bool(changed), timeout=20_000)
    idle(qtbot, work)
    assert "imported: Lab pack 1.0" in page.header.text()
    assert "EV-LAB-1" in {item.id for item in changed[0].evidence}
    assert "vemurafenib" in choose(qtbot, page, "EV-LAB-1")
    assert not update.accept.isVisible()


def test_a_refused_pack_leaves_all_as_it_was(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    work.open_pack(kit.pack())
    qtbot.waitUntil(lambda: work.review is not None)
    page.update_page.refuse.click()
    assert work.review is None
    assert page.update_page.about.toPlainText().startswith("In use")
    assert "Lab pack" not in page.header.text()


def test_a_damaged_pack_is_refused_with_the_reason(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    path = kit.pack()
    path.write_bytes(path.read_bytes()[:-40])
    with qtbot.waitSignal(work.failed):
        work.open_pack(path)
    assert "truncated or damaged" in page.notice.text()
    assert work.review is None


def test_an_unknown_signer_is_trusted_by_a_button_and_not_by_a_command(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    path = kit.pack()
    distrust_key(trusted_keys()[0].fingerprint)
    with qtbot.waitSignal(work.failed):
        work.open_pack(path)
    assert "choose 'Trust a key …'" in page.notice.text()
    assert "interpreter catalogue" not in page.notice.text()
    with qtbot.waitSignal(work.said):
        page.update_page.trust_wanted.emit(kit.folder / "lab.key.pub")
    with qtbot.waitSignal(work.reviewed, check_params_cb=lambda review: review is not None):
        work.open_pack(path)


def test_faulty_rows_cannot_be_accepted(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    work.open_pack(kit.pack("1.0", {**ROW, "biomarker": "BRAF p.K600E"}))
    qtbot.waitUntil(lambda: work.review is not None)
    assert "It cannot be accepted" in page.update_page.about.toPlainText()
    assert page.update_page.rows.model.shown[0].cells[0] == "✕ faulty"
    assert not page.update_page.accept.isEnabled()


def test_an_import_is_counted_and_waits_for_a_key(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    rows, mapping = kit.own_list()
    page.update_page.import_wanted.emit(Source.TABLE, (rows,), mapping)
    qtbot.waitUntil(lambda: work.review is not None)
    update = page.update_page
    assert "2 rows read: 1 taken as 1 evidence rows, 1 left out" in update.about.toPlainText()
    assert {row.cells[0] for row in update.rows.model.shown} >= {"added", "left out"}
    said = " ".join(label.text() for label in update.key.findChildren(QLabel))
    assert update.key.isVisible()
    assert "if there is none yet, make one" in said
    assert not update.accept.isEnabled()
    with qtbot.waitSignal(work.key_made):
        work.make_key(kit.folder / "own.key", "Laboratory", "secret")
    idle(qtbot, work)
    assert update.accept.isEnabled()
    update.key.passphrase.setText("secret")
    with qtbot.waitSignal(work.catalogue_changed, timeout=20_000):
        update.accept.click()
    assert update.key.passphrase.text() == ""


def test_a_stopped_import_is_dropped_even_when_it_comes_home(
    page: CatalogueWindow, work: CataloguePresenter, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = review_import

    def until_stopped(
        source: Source, files: Sequence[Path], mapping: Path | None, bench: Bench, progress: Progress
    ) -> Review:
        try:
            while True:
                progress("Reading", None)
        except Cancelled:
            return real(source, files, mapping, bench, silent)

    monkeypatch.setattr(catalogue_presenter, "review_import", until_stopped)
    rows, mapping_file = kit.own_list()
    work.open_import(Source.TABLE, (rows,), mapping_file)
    assert page.stop.isVisible()
    page.stop.click()
    assert not work.busy
    work.shut_down()
    QApplication.processEvents()
    assert work.review is None


# stored cases in a review ---------------------------------------------------------------------------------------------

TOUCHED = (TouchedCase("C-7", ("EV-ONE",), (), (), ()),)
NOT_KNOWN = "The stored cases were not looked at, so which of them would read differently is not known."


def no_store(_diff: CatalogueDiff, _progress: Progress) -> tuple[TouchedCase, ...]:
    raise StoreError(problem=f"A record of {HOSTILE} is damaged.", meaning="Not read.", remedy="Restore it.")


def test_a_store_that_cannot_be_read_is_told_in_words(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    work.set_stored(no_store)
    work.open_pack(kit.pack())
    qtbot.waitUntil(lambda: work.review is not None)
    said = page.update_page.about.toPlainText()
    assert "could not all be looked at, so which of them would read differently is not known" in said
    assert f"A record of {HOSTILE} is damaged." in said
    assert "None of the stored cases" not in said
    assert page.update_page.accept.isEnabled()


@pytest.mark.parametrize("stored", [lambda _diff, _progress: TOUCHED, no_store])
def test_what_a_store_told_does_not_outlive_it(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit, stored: StoredCases
) -> None:
    work.set_stored(stored)
    work.open_pack(kit.pack())
    qtbot.waitUntil(lambda: work.review is not None)
    about = page.update_page.about
    assert "C-7" in about.toPlainText() or "is damaged" in about.toPlainText()
    work.set_stored(None)
    assert work.review is not None
    assert (work.review.touched, work.review.stored_fault) == (None, "")
    assert NOT_KNOWN in about.toPlainText()
    assert "C-7" not in about.toPlainText()
    assert "is damaged" not in about.toPlainText()
    assert page.update_page.accept.isEnabled()
    shown: list[object] = []
    work.reviewed.connect(shown.append)
    work.set_stored(stored)
    assert shown == [], "there was nothing to drop"


@pytest.mark.parametrize("fails", [False, True])
def test_what_comes_home_of_an_earlier_store_is_dropped(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit, fails: bool
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def stored(diff: CatalogueDiff, progress: Progress) -> tuple[TouchedCase, ...]:
        reached.set()
        go_on.wait(10)
        return no_store(diff, progress) if fails else TOUCHED

    work.set_stored(stored)
    work.open_pack(kit.pack())
    qtbot.waitUntil(reached.is_set)
    work.set_stored(None)
    work.set_stored(lambda _diff, _progress: TOUCHED)
    go_on.set()
    qtbot.waitUntil(lambda: work.review is not None)
    assert work.review is not None
    assert (work.review.touched, work.review.stored_fault) == (None, "")
    assert NOT_KNOWN in page.update_page.about.toPlainText()


def test_a_review_that_ends_with_the_store_leaves_the_window_free(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit
) -> None:
    def ended(_diff: CatalogueDiff, _progress: Progress) -> tuple[TouchedCase, ...]:
        raise Cancelled

    work.set_stored(ended)
    work.open_pack(kit.pack())
    assert work.busy
    idle(qtbot, work)
    assert work.review is None
    assert not page.notice.isVisible()


# local entries --------------------------------------------------------------------------------------------------------


def test_a_row_is_changed_here_by_two_persons(qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter) -> None:
    choose(qtbot, page, "EV-LUNG-EGFR-T790M-OSIMERTINIB")
    page.search.retire.click()
    form = page.findChild(DraftForm)
    assert form is not None
    save = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    with qtbot.waitSignal(work.failed):
        save.click()
    assert "author is missing" in form.problem.text()
    assert "reason is missing" in form.problem.text()
    assert save.isEnabled()
    form.author.fill("Dr A")
    form.reason.setPlainText("not given here")
    with qtbot.waitSignal(work.draft_made):
        save.click()
    idle(qtbot, work)
    assert page.tabs.currentWidget() is page.local
    assert page.tabs.tabText(2) == "Local entries (1 to approve)"
    page.local.rows.table.selectRow(0)
    assert "not given here" in page.local.detail.toPlainText()
    assert page.local.approve.isEnabled()
    with qtbot.waitSignal(work.catalogue_changed, timeout=20_000):
        work.approve("DRAFT-0001", "Dr B")
    idle(qtbot, work)
    said = choose(qtbot, page, "EV-LUNG-EGFR-T790M-OSIMERTINIB")
    assert "retired here by Dr A, approved by Dr B" in said
    assert not page.search.retire.isEnabled()
    assert page.tabs.tabText(2) == "Local entries"


def test_a_changed_row_keeps_its_cells_and_can_never_be_approved_by_form(
    qtbot: QtBot, known: Knowledge, page: CatalogueWindow
) -> None:
    item = next(item for item in known.catalogue.evidence if item.id == "EV-LUNG-EGFR-T790M-OSIMERTINIB")
    form = DraftForm(Action.EDIT, item, page)
    qtbot.addWidget(form)
    wish = form.wish
    assert (wish.target, wish.fields["biomarker"], wish.fields["tumour_types"]) == (
        item.id,
        "EGFR p.T790M",
        "NSCLC|SARCL",
    )
    assert "level" not in wish.fields  # "approved" is not on offer: it needs a label row
    level = form.fields["level"].widget
    assert isinstance(level, QComboBox)
    assert level.findData("approved") == -1


def test_nobody_approves_their_own_draft(qtbot: QtBot, page: CatalogueWindow) -> None:
    form = ApproveForm("DRAFT-0001", "Dr A", page)
    qtbot.addWidget(form)
    for name, wrong in (("", "Say who"), (" dr  a", "never its author")):
        form.who.setText(name)
        form.accept()
        assert form.result() != ApproveForm.DialogCode.Accepted
        assert wrong in form.problem.text()
    form.who.setText("Dr  B")
    form.accept()
    assert form.result() == ApproveForm.DialogCode.Accepted
    assert form.name == "Dr B"


def test_a_draft_can_be_discarded_and_all_exported(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, tmp_path: Path
) -> None:
    page.local.new.click()
    form = page.findChild(DraftForm)
    assert form is not None
    for name, value in ROW.items():
        if name in form.fields:
            form.fields[name].fill(value)
    form.source.fill("Minutes")
    form.author.fill("Dr A")
    form.reason.setPlainText("ours")
    with qtbot.waitSignal(work.draft_made):
        form.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    idle(qtbot, work)
    with qtbot.waitSignal(work.said):
        work.save_drafts(tmp_path / "review.tsv")
    assert "DRAFT-0001\tadd\t" in (tmp_path / "review.tsv").read_text(encoding="utf-8")
    page.local.rows.table.selectRow(0)
    with qtbot.waitSignal(work.drafts_loaded):
        page.local.discard.click()
    assert list_drafts() == ()
    assert page.local.rows.model.total == 0


def test_a_key_form_closes_only_when_nothing_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    form = KeyForm()
    qtbot.addWidget(form)
    form.accept()
    assert "where the key shall lie" in form.problem.text()
    form.set_path(tmp_path / "a.key")
    form.name.setText("Lab")
    form.first.setText("one")
    form.accept()
    assert "differ" in form.problem.text()
    form.second.setText("one")
    form.accept()
    assert form.result() == KeyForm.DialogCode.Accepted


# what nobody has verified ---------------------------------------------------------------------------------------------


def test_the_work_list_is_filtered_and_what_is_shown_is_exported(
    qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, tmp_path: Path
) -> None:
    page.show_page(3)
    rows = page.work_list.rows
    assert work.view is not None
    assert rows.model.total == len(work.view.work_list) - 1
    rows.filter.setText("osimertinib")
    rows.kind.setCurrentIndex(rows.kind.findData("evidence"))
    assert 0 < rows.table.model().rowCount() < rows.model.total
    assert " of " in rows.count.text()
    path = tmp_path / "unverified.tsv"
    with qtbot.waitSignal(work.said):
        page.work_list.save_wanted.emit(path, page.work_list.shown)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == list(WORK_LIST_COLUMNS)
    assert len(lines) == rows.table.model().rowCount() + 1
    assert all(
        "osimertinib" in line.casefold() and line.count("\t") == len(WORK_LIST_COLUMNS) - 1 for line in lines[1:]
    )


def test_the_table_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = TextModel(("Kind", "Text"))
    model.set_rows([TextRow(("b", "two")), TextRow(("a", "one")), TextRow(("a", "Two"))])
    qtmodeltester.check(model)
    assert model.kinds() == {"b": 1, "a": 2}
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.cells[1] for row in model.shown] == ["two", "Two", "one"]
    model.filter_by("TWO", "a")
    assert [row.cells for row in model.shown] == [("a", "Two")]
    model.sort(-1)
    model.filter_by("", "")
    assert [row.cells[0] for row in model.shown] == ["b", "a", "a"]


# safety and access ----------------------------------------------------------------------------------------------------


def test_s22_text_of_a_pack_never_acts(qtbot: QtBot, page: CatalogueWindow, work: CataloguePresenter, kit: Kit) -> None:
    row = {**ROW, "statement": HOSTILE, "population": HOSTILE, "therapies": HOSTILE}
    pack = kit.pack("1.0", row, name=HOSTILE)
    work.open_pack(pack)
    qtbot.waitUntil(lambda: work.review is not None or page.notice.isVisible())
    page.update_page.rows.table.selectRow(0)
    assert HOSTILE in page.update_page.about.toPlainText() + page.notice.text()
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text(), label.text()
    for view in page.findChildren(QTextEdit):
        assert "<img" not in view.toHtml().replace("&lt;img", "")
    assert [one.toolTip() for one in page.findChildren(QToolButton) if "<" in one.toolTip()] == []


def test_every_input_has_a_name_for_a_screen_reader(page: CatalogueWindow) -> None:
    kinds = (QLineEdit, QComboBox, QAbstractItemView, QTextEdit, QTabBar, QAbstractButton)
    nameless: list[str] = []
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        inputs = [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]
        for one in inputs:
            own = isinstance(one, QHeaderView) or isinstance(one.parent(), QLineEdit | QTableView)  # Qt's own parts
            if not own and not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text()):
                nameless.append(f"{type(one).__name__} in {type(one.parent()).__name__} on page {at}")
    assert nameless == []


def test_the_pages_are_reached_by_keys(qtbot: QtBot, page: CatalogueWindow) -> None:
    shortcuts = {action.shortcut().toString(): action for action in page.actions()}
    shortcuts["Ctrl+3"].trigger()
    assert page.tabs.currentWidget() is page.local
    shortcuts["Ctrl+F"].trigger()
    assert page.tabs.currentWidget() is page.search
    qtbot.keyClicks(page.search.text, "egfr")
    QApplication.sendEvent(
        page.search.text, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    )
    assert page.search.list.found.hit(page.search.list.currentIndex().row()) == Hit(HitKind.GENE, "EGFR")


def test_a_fault_of_the_program_stands_in_the_way(
    qtbot: QtBot,
    page: CatalogueWindow,
    work: CataloguePresenter,
    kit: Kit,
    told: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert page.isVisible()

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(catalogue_presenter, "review_pack", broken)
    with qtbot.waitSignal(work.failed):
        work.open_pack(kit.pack())
    assert [type(fault) for fault in told] == [ZeroDivisionError]


# beside the case ------------------------------------------------------------------------------------------------------


def test_the_menu_opens_the_window_and_what_comes_into_use_outdates_the_case(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, kit: Kit
) -> None:
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted):
        window.actions_by_name["interpret"].trigger()
    assert not presenter.outdated
    window.actions_by_name["catalogue_update"].trigger()
    page = window.catalogue
    assert page is not None
    assert page.tabs.currentWidget() is page.update_page
    work = page.presenter
    idle(qtbot, work)
    work.open_pack(kit.pack())
    qtbot.waitUntil(lambda: work.review is not None)
    with qtbot.waitSignal(page.catalogue_changed, timeout=20_000):
        page.update_page.accept.click()
    assert presenter.outdated
    assert not window.actions_by_name["save_pdf"].isEnabled()
    assert "Lab pack 1.0" in " ".join(label.text() for label in window.statusBar().findChildren(QLabel))
    with qtbot.waitSignal(presenter.interpreted):
        window.actions_by_name["interpret"].trigger()
    assert not presenter.outdated
    idle(qtbot, work)


def test_an_interpretation_that_ran_with_the_catalogue_before_is_outdated_when_it_comes_home(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
        presenter.set_knowledge(replace(knowledge, catalogue=knowledge.catalogue))
    assert presenter.outdated
