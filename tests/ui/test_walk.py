"""One walk with nothing faked: a tumour's file is opened, interpreted and saved as a report; a wrong one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from interpreter.errors import InterpreterError
from interpreter.resources import resource_path
from interpreter.ui.app import make_window
from interpreter.ui.main_window import MainWindow
from interpreter.ui.typed_in import typed_in

LONG = 60_000
"""Milliseconds a busy machine may take."""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = make_window()
    qtbot.addWidget(made)
    made._may_discard = lambda: True
    made.show()
    yield made
    made.close()


def _interpret(qtbot: QtBot, window: MainWindow, path: Path, code: str) -> None:
    presenter = window._presenter
    window.open_files([path])
    qtbot.keyClicks(window.bar.picker, code)
    window.bar.picker.editingFinished.emit()
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        window.bar.interpret_button.click()


def test_from_a_tumour_file_to_a_saved_report(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    _interpret(qtbot, window, resource_path("demo/colon.vcf"), "COAD")
    tree = window.pages.findings.list
    groups = {tree.topLevelItem(at).text(0): tree.topLevelItem(at) for at in range(tree.topLevelItemCount())}
    best = next(group for title, group in groups.items() if title.startswith("Tier I-A"))
    names = [best.child(at).text(0).split("\n")[0] for at in range(best.childCount())]
    assert "encorafenib + cetuximab" in names
    tree.setCurrentItem(best.child(names.index("encorafenib + cetuximab")))
    qtbot.waitUntil(lambda: "Because" in window.pages.findings.detail.toPlainText())
    assert "colon.vcf" in window.pages.findings.detail.toPlainText()
    path = tmp_path / "report.pdf"
    with qtbot.waitSignal(window._presenter.saved, timeout=LONG):
        window.save_to("pdf", path)
    document = pypdfium2.PdfDocument(BytesIO(path.read_bytes()))
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Colon Adenocarcinoma" in first
    assert "encorafenib" in first
    assert "DRAFT" in first


def test_results_from_the_form_reach_the_interpretation(qtbot: QtBot, window: MainWindow) -> None:
    entry = {"marker": "MSI", "category": "high", "method": "fragment analysis"}
    presenter = window._presenter
    window.open_files([resource_path("demo/colon.vcf")])
    presenter.set_typed_in(typed_in({"marker": [entry], "case": {"stage": "IV"}}))
    window.bar.picker.choose(window._knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        presenter.interpret()
    interpretation = presenter.interpretation
    assert interpretation is not None
    assert "MSI" in [result.marker for result in interpretation.marker_results if result.category == "high"]
    assert interpretation.case.stage == "IV"
    assert "1 marker" in window.bar.results_button.text()


def test_a_file_that_is_no_vcf_is_refused_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear colleague,\nthe variants follow by post.\n")
    presenter = window._presenter
    window.open_files([path])
    window.bar.picker.choose(window._knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.failed, timeout=LONG) as heard:
        presenter.interpret()
    assert isinstance(heard.args[0], InterpreterError)
    assert window.notice.isVisible()
    assert "notes.txt" in window.notice.text()
    assert not window.actions_by_name["save_pdf"].isEnabled()
