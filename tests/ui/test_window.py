"""The window as a person uses it: by drop, by keyboard, by screen reader; faults stand where they are mended."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from interpreter.care.person_file import parse_person
from interpreter.errors import AssemblyError, OutputError, SampleChoiceError, TumourTypeError
from interpreter.interpret import Knowledge
from interpreter.model.person import Person
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.widgets.results_form import ResultsForm
from tests.report import cases
from tests.ui.conftest import TODAY, FakeInterpret

HOSTILE = "<img src=/etc/passwd>"
INPUTS = (
    QLineEdit,
    QComboBox,
    QCheckBox,
    QAbstractSpinBox,
    QPlainTextEdit,
    QTextEdit,
    QAbstractItemView,
    QPushButton,
    QToolButton,
    QProgressBar,
)


def interpreted(qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, *files: Path) -> None:
    """Open files, choose a tumour type, interpret with the fake."""
    window.open_files(files)
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted):
        window.actions_by_name["interpret"].trigger()
    qtbot.waitUntil(lambda: "Summary" in window.pages.findings.list.currentItem().text(0))
    qtbot.waitUntil(lambda: window.pages.findings.detail.toPlainText() != "")


def drag(window: MainWindow, *urls: QUrl) -> QDragEnterEvent:
    data = QMimeData()
    data.setUrls(list(urls))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Qt 6.12 wants a QPointF, which 6.11 does not take
        event = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    QApplication.sendEvent(window, event)
    if event.isAccepted():
        drop = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(window, drop)
        assert drop.isAccepted()
    return event


# drag and drop --------------------------------------------------------------------------------------------------------


def test_dropped_files_begin_a_case(window: MainWindow, presenter: CasePresenter, vcf: Path, tmp_path: Path) -> None:
    fusions = tmp_path / "fusions.tsv"
    fusions.write_text("x\n")
    assert drag(window, QUrl.fromLocalFile(str(vcf)), QUrl.fromLocalFile(str(fusions))).isAccepted()
    assert presenter.request.files == (vcf, fusions)
    assert "two.vcf" in window.bar.files.text()
    assert "two.vcf" in window.windowTitle()


def test_an_address_is_not_accepted(window: MainWindow, presenter: CasePresenter, vcf: Path) -> None:
    mixed = (QUrl.fromLocalFile(str(vcf)), QUrl("https://example.org/a.vcf"))
    assert not drag(window, *mixed).isAccepted()
    assert presenter.request.files == ()


def test_what_comes_beside_a_case_is_taken_for_the_case_that_is_open(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, vcf: Path, tmp_path: Path
) -> None:
    texts = {
        "results.toml": '# typed in\nformat = "results/1"\n[case]\nstage = "IV"\n',
        "person.toml": 'schema = "person/1"\n[identity]\nname = "Ada"\n',
        "panel.toml": 'format = "assay/1"\n',
        "depth.bed": "chr7\t1\t2\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    urls = [QUrl.fromLocalFile(str(tmp_path / name)) for name in (*texts, vcf.name)]
    assert drag(window, *urls).isAccepted()
    qtbot.waitUntil(lambda: presenter.request.person is not None and presenter.request.typed_results is not None)
    request = presenter.request
    assert request.files == (vcf,)
    assert request.person == Person(name="Ada")
    assert request.typed_results is not None
    assert request.typed_results.stage == "IV"
    assert request.assay == tmp_path / "panel.toml"
    assert request.coverage == (tmp_path / "depth.bed",)


def test_no_field_takes_a_file_as_text(window: MainWindow) -> None:
    fields = window.findChildren(QLineEdit)
    assert fields
    assert [field for field in fields if field.acceptDrops()] == []


# what the window shows ------------------------------------------------------------------------------------------------


def test_before_a_case_the_window_says_what_to_do(window: MainWindow) -> None:
    assert window.pages.currentWidget() is window.pages.welcome
    said = " ".join(label.text() for label in window.pages.welcome.findChildren(QLabel))
    assert "Choose the tumour type" in said
    assert "An empty list is not a negative result." in said
    assert not window.actions_by_name["interpret"].isEnabled()
    assert not window.actions_by_name["save_pdf"].isEnabled()


def test_findings_stand_by_tier_with_their_reasons(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    tree = window.pages.findings.list
    titles = [tree.topLevelItem(at).text(0) for at in range(tree.topLevelItemCount())]
    tiers = [title for title in titles if title.startswith("Tier")]
    assert [title.split(":")[0] for title in tiers] == ["Tier I-A", "Tier II-C"]
    assert any(title.startswith("For people to decide") for title in titles)
    assert any(title.startswith("Speaks against a therapy") for title in titles)
    assert any(title.startswith("For review") for title in titles)
    best = tree.topLevelItem(titles.index(tiers[0])).child(0)
    assert "✓ approved in this tumour type" in best.text(0)
    assert "? possible resistance, unconfirmed" in best.text(0)
    tree.setCurrentItem(best)
    qtbot.waitUntil(lambda: "Because" in window.pages.findings.detail.toPlainText())
    detail = window.pages.findings.detail.toPlainText()
    for word in ("encorafenib + cetuximab", "BRAF p.V600E", "I-A", "approved and same give I-A", "To check"):
        assert word in detail


def test_every_page_is_filled_when_it_is_looked_at(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    assert window.pages.markers.model.rowCount() == 0
    for at in range(window.pages.tabs.count()):
        window.actions_by_name[f"tab_{at + 1}"].trigger()
        assert window.pages.tabs.currentIndex() == at
    qtbot.waitUntil(lambda: window.pages.preview.page_count > 1)
    assert window.pages.preview.content.startswith(b"%PDF")
    assert window.pages.markers.model.rowCount() == len(cases.colon_braf().markers)
    assert window.pages.variants.model.rowCount() == len(cases.colon_braf().alterations)
    assert "To walk my daughter to school" in window.pages.person.view.toPlainText()
    assert "Ledger" in window.pages.methods.toPlainText()


def test_a_new_case_leaves_nothing_of_the_last_on_the_screen(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    for at in range(window.pages.tabs.count()):
        window.pages.tabs.setCurrentIndex(at)
    qtbot.waitUntil(lambda: window.pages.preview.page_count > 1)
    window.bar.order.setText("O-1")
    window.open_files([tmp_path / "next.vcf"])
    assert window.pages.findings.list.topLevelItemCount() == 0
    pages = (
        window.pages.findings.detail,
        window.pages.person.view,
        window.pages.methods,
        window.pages.markers.detail,
        window.pages.markers.review,
    )
    assert [page.toPlainText() for page in pages] == [""] * 5
    assert (
        window.pages.markers.model.rowCount(),
        window.pages.variants.model.rowCount(),
        window.pages.preview.page_count,
    ) == (0, 0, 0)
    assert window.bar.order.text() == ""
    assert window.bar.picker.text() == ""
    assert window.pages.currentWidget() is window.pages.welcome
    assert not window.notice.isVisible()


def test_s14_an_old_catalogue_is_said_at_the_start_and_with_the_case(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge
) -> None:
    old = MainWindow(presenter, knowledge, "2028-01-01", may_discard=lambda: True)
    qtbot.addWidget(old)
    assert not old.notice.isHidden()
    assert "older than its age limit" in old.notice.text()
    assert "example catalogue 2026.2" in old.notice.text()


def test_what_was_stated_after_the_interpretation_makes_the_view_outdated(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    assert window.actions_by_name["save_pdf"].isEnabled()
    window.bar.picker.choose(knowledge.tumours.get("LUAD"))
    assert "interpret again" in window.notice.text()
    assert not window.actions_by_name["save_pdf"].isEnabled()


def test_what_was_typed_in_is_not_lost_without_asking(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    answers = [False]
    window = MainWindow(presenter, knowledge, TODAY, may_discard=lambda: answers[-1])
    qtbot.addWidget(window)
    window.show()
    window.open_files([vcf])
    presenter.set_person(Person(name="Ada"))
    assert not window.open_files([tmp_path / "next.vcf"])
    assert presenter.request.files == (vcf,)
    window.close()
    assert window.isVisible()
    answers.append(True)
    assert window.open_files([tmp_path / "next.vcf"])
    assert presenter.request.person is None
    window.close()


# faults ---------------------------------------------------------------------------------------------------------------


def _fails(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    fault: BaseException,
    vcf: Path,
) -> None:
    fake.result = fault
    window.activateWindow()
    with qtbot.waitSignal(presenter.looked):
        window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.failed):
        presenter.interpret()


def test_s9_the_samples_are_offered_and_none_is_chosen_by_position(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, vcf: Path
) -> None:
    assert not window.bar.tumour_sample.isVisible()
    with qtbot.waitSignal(presenter.looked):
        window.open_files([vcf])
    box = window.bar.tumour_sample
    assert box.isVisible()
    assert [box.itemText(at) for at in range(box.count())] == ["", "A17", "B23"]
    assert box.currentText() == ""
    assert "choose the tumour" in window.bar.facts.text()
    box.setCurrentText("B23")
    assert presenter.request.tumour_sample == "B23"


def test_a_sample_that_must_be_chosen_is_asked_for_where_it_is_chosen(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, fake: FakeInterpret, vcf: Path
) -> None:
    fault = SampleChoiceError(
        problem="Which sample?", meaning="Nothing was judged.", remedy="Use --sample NAME.", details=("X1", "X2")
    )
    _fails(qtbot, window, presenter, knowledge, fake, fault, vcf)
    box = window.bar.tumour_sample
    assert [box.itemText(at) for at in range(box.count())] == ["", "X1", "X2"]
    assert box.hasFocus() or box.lineEdit().hasFocus()
    assert "Which sample?" in window.notice.text()
    assert "Choose the tumour sample at the left" in window.notice.text()
    assert "--sample" not in window.notice.text()


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (AssemblyError(problem="p", meaning="m", remedy="State it with --assembly GRCh38."), "assembly"),
        (TumourTypeError(problem="p", meaning="m", remedy="r"), "picker"),
    ],
)
def test_a_fault_leads_to_the_field_that_mends_it(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    vcf: Path,
    fault: BaseException,
    field: str,
) -> None:
    _fails(qtbot, window, presenter, knowledge, fake, fault, vcf)
    assert getattr(window.bar, field).hasFocus()
    assert "--" not in window.notice.text()


def test_s18_another_sample_than_the_orders_leads_to_the_order(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, fake: FakeInterpret, vcf: Path
) -> None:
    fake.result = SampleChoiceError(problem="not the order's sample", meaning="m", remedy="r")
    window.activateWindow()
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    window.bar.order.setText("O-1")
    window.bar.order.editingFinished.emit()
    with qtbot.waitSignal(presenter.failed):
        presenter.interpret()
    assert window.bar.order.hasFocus()


def test_a_fault_of_the_program_stands_in_the_way(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    vcf: Path,
    told: list[BaseException],
) -> None:
    fault = KeyError("seven")
    _fails(qtbot, window, presenter, knowledge, fake, fault, vcf)
    assert told == [fault]
    assert window.pages.currentWidget() is window.pages.welcome


def test_a_report_that_cannot_be_saved_is_told(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    vcf: Path,
    tmp_path: Path,
    told: list[BaseException],
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.save_failed):
        window.save_to("json", tmp_path / "missing" / "x.json")
    assert isinstance(told[0], OutputError)


def test_saved_files_hold_the_case(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    for ending, begins in (("pdf", b"%PDF"), ("json", b"{"), ("tsv", b"")):
        path = tmp_path / f"out.{ending}"
        with qtbot.waitSignal(presenter.saved):
            window.save_to(ending, path)
        assert path.read_bytes().startswith(begins)
        assert b"BRAF" in path.read_bytes() or ending == "pdf"


def test_the_report_shown_is_the_report_saved(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.rendered):
        window.pages.tabs.setCurrentIndex(5)
    path = tmp_path / "out.pdf"
    with qtbot.waitSignal(presenter.saved):
        window.save_to("pdf", path)
    assert window.pages.preview.content == path.read_bytes()


def test_closing_a_fault_brings_back_what_must_not_be_overlooked(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, fake: FakeInterpret, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    presenter.set_samples("A17", "")
    fake.result = AssemblyError(problem="another assembly", meaning="m", remedy="r")
    with qtbot.waitSignal(presenter.failed):
        presenter.interpret()
    assert "another assembly" in window.notice.text()
    window.notice.close_button.click()
    assert window.notice.isVisible()
    assert "interpret again" in window.notice.text()


# keyboard -------------------------------------------------------------------------------------------------------------


def _commands(window: MainWindow) -> list[QAction]:
    return list(window.actions_by_name.values())


def test_every_command_has_text_keys_and_a_tip(window: MainWindow) -> None:
    for action in _commands(window):
        assert action.text()
        assert not action.shortcut().isEmpty(), action.text()
        assert action.toolTip()
        assert action.statusTip()


def test_no_two_commands_share_their_keys_and_ctrl_p_prints(window: MainWindow) -> None:
    keys = Counter(action.shortcut().toString() for action in _commands(window))
    assert [key for key, count in keys.items() if count > 1] == []
    assert window.actions_by_name["print"].shortcut().toString() == "Ctrl+P"


def _mnemonics(texts: list[str]) -> Counter[str]:
    found = (re.search(r"&(\w)", text.replace("&&", "")) for text in texts)
    return Counter(match[1].upper() for match in found if match)


def test_no_two_mnemonics_of_the_window_are_the_same(window: MainWindow) -> None:
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [window.pages.tabs.tabText(at) for at in range(window.pages.tabs.count())]
    texts += [button.text() for button in window.findChildren(QPushButton)]
    texts += [label.text() for label in window.findChildren(QLabel) if label.buddy() is not None]
    found = _mnemonics(texts)
    assert len(found) > 5
    assert [letter for letter, count in found.items() if count > 1] == []


def test_no_two_mnemonics_of_a_menu_are_the_same(window: MainWindow) -> None:
    for top in window.menuBar().actions():
        texts = [action.text() for action in window.actions_by_name.values() if action in top.menu().actions()]
        found = _mnemonics(texts)
        assert found, top.text()
        assert [letter for letter, count in found.items() if count > 1] == [], top.text()


def test_f6_goes_round_all_panes_and_back(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    window.activateWindow()
    qtbot.waitActive(window)
    window.bar.picker.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [
        window.pages.tabs.tabBar(),
        window.pages.findings.list,
        window.pages.findings.detail,
        window.bar.picker,
    ]
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is window.pages.findings.detail


def test_ctrl_return_interprets(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted):
        qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


# screen readers and hostile text --------------------------------------------------------------------------------------


def _forms(window: MainWindow) -> list[QWidget]:
    entry = {"marker": "HER2", "ihc": "3+", "method": "IHC"}
    sequence = {"gene": "EGFR", "change": "p.L858R", "state": "detected", "method": "PCR"}
    values = {"marker": [entry], "sequence": [sequence], "pharmacogene": [{"gene": "DPYD"}]}
    return [window, PersonForm(Person(), TODAY, window), ResultsForm(values, window)]


def _is_own(widget: QWidget) -> bool:
    """Leave out the parts Qt makes itself: scroll buttons, the inside of spin boxes and combo boxes."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar | QLineEdit)
    return (
        not isinstance(widget, QHeaderView)
        and not inside
        and not widget.objectName().startswith("qt_")
        and "QComboBox" not in type(parent).__name__
    )


def test_every_input_has_a_name_for_screen_readers(window: MainWindow) -> None:
    nameless = []
    for form in _forms(window):
        for kind in INPUTS:
            for widget in form.findChildren(kind):
                reader = QAccessible.queryAccessibleInterface(widget)
                if widget.window() is form and _is_own(widget) and not (reader and reader.text(QAccessible.Text.Name)):
                    nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert sorted(set(nameless)) == []


def test_s22_no_label_of_the_window_or_a_form_reads_markup(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, fake: FakeInterpret, vcf: Path
) -> None:
    fake.result = cases.hostile()
    interpreted(qtbot, window, presenter, knowledge, vcf)
    for at in range(window.pages.tabs.count()):
        window.pages.tabs.setCurrentIndex(at)
    qtbot.waitUntil(lambda: window.pages.preview.page_count > 0)
    for form in _forms(window):
        for label in form.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()


def test_s22_hostile_text_from_a_file_is_shown_as_text_and_loads_nothing(
    qtbot: QtBot,
    window: MainWindow,
    presenter: CasePresenter,
    knowledge: Knowledge,
    fake: FakeInterpret,
    tmp_path: Path,
) -> None:
    fake.result = cases.hostile()
    name = "<img src=x>&A.vcf"
    path = tmp_path / name
    path.write_text(
        f"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{HOSTILE}\tB\n", encoding="utf-8"
    )
    with qtbot.waitSignal(presenter.looked):
        window.open_files([path])
    assert window.bar.files.text() == name
    assert window.bar.tumour_sample.itemText(1) == HOSTILE
    presenter.set_person(Person(name=HOSTILE))
    assert window.bar.person_button.text() == HOSTILE
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    for at in range(window.pages.tabs.count()):
        window.pages.tabs.setCurrentIndex(at)
    qtbot.waitUntil(lambda: window.pages.findings.detail.toPlainText() != "")
    shown = ""
    for view in window.findChildren(QTextEdit):
        shown += view.toPlainText()
        block = view.document().begin()
        while block.isValid():
            for piece in block.textFormats():
                assert not piece.format.isImageFormat()
                assert not piece.format.isAnchor()
            block = block.next()
    assert "<img src=" in shown


def test_s23_the_title_of_the_window_never_names_the_person(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    interpreted(qtbot, window, presenter, knowledge, vcf)
    person = cases.colon_braf().person
    assert person is not None
    assert person.name not in window.windowTitle()


# forms ----------------------------------------------------------------------------------------------------------------


def test_closing_while_it_works_stops_the_work(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, fake: FakeInterpret, vcf: Path
) -> None:
    def endless(progress: object) -> None:
        assert callable(progress)
        while True:
            progress("on and on", None)

    fake.before = endless
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    presenter.interpret()
    qtbot.waitUntil(lambda: bool(fake.asked))
    window.close()
    assert not presenter._tasks.busy


def test_the_person_is_written_beside_the_button(window: MainWindow, presenter: CasePresenter, vcf: Path) -> None:
    window.open_files([vcf])
    presenter.set_person(parse_person('schema = "person/1"\n[identity]\nname = "Ada & Co"\n'))
    assert window.bar.person_button.text() == "Ada && Co"


def test_a_resize_event_reaches_the_notice(window: MainWindow) -> None:
    QApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
    window.notice.show_warnings("Warnings", ["one", "two", "three", "four", "five"])
    assert "2 more" in window.notice.text()
    window.notice.show_warnings("Warnings", [])
    assert not window.notice.isVisible()
