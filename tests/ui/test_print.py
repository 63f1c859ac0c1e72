"""Printing: the very bytes go to the queue, under the report's id, never a name (S23); a fault prints nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from interpreter.errors import OutputError, StoreError
from interpreter.interpret import Knowledge
from interpreter.store.store import Store
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.widgets.print_dialog import PrintDialog
from interpreter.ui.widgets.print_queue import PrintJob, find_queues, send
from tests.ui.store_window import LONG, kept, look_into, make_store, open_case

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no lp to stand in for")
_LPSTAT = """#!/bin/sh
case "$1" in
  -e) printf 'Ward_3\\nOffice\\n' ;;
  -d) echo "system default destination: Office" ;;
esac
"""
_LP = """#!/bin/sh
printf '%s\\n' "$@" > "$PRINTED/options"
cat > "$PRINTED/content"
echo "request id is Ward_3-12 (1 file(s))"
"""


class Queue:
    """A print system of two scripts that keep what they were given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script("lpstat", _LPSTAT)
        self.script("lp", _LP)

    def script(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)

    @property
    def options(self) -> list[str]:
        return (self.folder / "options").read_text().splitlines()

    @property
    def content(self) -> bytes:
        return (self.folder / "content").read_bytes()

    @property
    def printed(self) -> bool:
        return (self.folder / "content").exists()


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("PRINTED", str(folder))
    return Queue(folder)


def _job(title: str = "C-1-v2") -> PrintJob:
    return PrintJob(content=b"%PDF-1.7 \x00\xff", title=title, printer="Ward_3")


def _print(qtbot: QtBot, window: MainWindow) -> PrintDialog:
    window.actions_by_name["print"].trigger()
    qtbot.waitUntil(lambda: window.paper.printing is not None, timeout=LONG)
    shown = window.paper.printing
    assert shown is not None
    qtbot.waitUntil(shown.print_button.isEnabled, timeout=LONG)
    return shown


# the queue ------------------------------------------------------------------------------------------------------------


def test_the_printers_and_the_default_are_asked_for(queue: Queue) -> None:
    found = find_queues()
    assert (found.names, found.default) == (("Ward_3", "Office"), "Office")
    queue.script("lpstat", '#!/bin/sh\n[ "$1" = -e ] && echo Ward_3 || echo "no system default destination"\n')
    assert find_queues().default == ""


def test_the_bytes_arrive_as_they_are_and_the_title_is_the_reports_id(queue: Queue) -> None:
    assert send(_job()) == "request id is Ward_3-12 (1 file(s))"
    assert queue.content == b"%PDF-1.7 \x00\xff"
    assert queue.options == ["-d", "Ward_3", "-t", "C-1-v2", "-n", "1"]


def test_copies_and_both_sides_are_asked_of_the_queue(queue: Queue) -> None:
    send(PrintJob(content=b"x", title="C-1", printer="Ward_3", copies=3, both_sides=True))
    assert queue.options[4:] == ["-n", "3", "-o", "sides=two-sided-long-edge"]


def test_s22_no_shell_reads_a_title_or_a_printer(queue: Queue) -> None:
    hostile = "C-1; touch $PRINTED/owned; `touch $PRINTED/owned`"
    send(PrintJob(content=b"x", title=hostile, printer="$(touch $PRINTED/owned)"))
    assert hostile in queue.options
    assert not (queue.folder / "owned").exists()


def test_without_a_print_system_the_words_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for work in (find_queues, lambda: send(_job())):
        with pytest.raises(OutputError, match="no print system") as told:
            work()
        assert "save the report as PDF" in told.value.remedy


def test_on_windows_the_pdf_is_to_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(OutputError, match="On Windows") as told:
        find_queues()
    assert "open that file, and print it from there" in told.value.remedy


def test_what_the_queue_refuses_is_told(queue: Queue) -> None:
    queue.script("lp", "#!/bin/sh\ncat > /dev/null\necho 'lp: The printer is not accepting jobs' >&2\nexit 1\n")
    with pytest.raises(OutputError) as told:
        send(_job())
    assert told.value.details == ("lp: The printer is not accepting jobs",)
    assert told.value.meaning == "Nothing was printed."
    queue.script("lpstat", "#!/bin/sh\n")
    with pytest.raises(OutputError, match="no printer set up"):
        find_queues()


# the window -----------------------------------------------------------------------------------------------------------


def test_the_stored_bytes_are_printed_and_stand_in_the_trail_first(
    qtbot: QtBot, window: MainWindow, queue: Queue, tmp_path: Path
) -> None:
    path = make_store(tmp_path, "C-1")
    opened = open_case(qtbot, window, "C-1")
    shown = _print(qtbot, window)
    assert shown.printer.currentText() == "Office"
    shown.printer.setCurrentText("Ward_3")
    with qtbot.waitSignal(shown.accepted, timeout=LONG):
        shown.print_button.click()
    kept(qtbot, window)
    assert queue.content == opened.report.content
    assert queue.options[queue.options.index("-t") + 1] == "C-1-v1"
    assert "Beispiel" not in " ".join(queue.options)
    with look_into(path) as store:
        rows = [row.detail for row in store.audit("C-1") if row.action == "print"]
    assert len(rows) == 1
    assert opened.report.sha256 in rows[0]


def test_a_case_that_is_not_stored_is_printed_as_a_draft(
    qtbot: QtBot, window: MainWindow, presenter: CasePresenter, knowledge: Knowledge, queue: Queue, vcf: Path
) -> None:
    assert not window.actions_by_name["print"].isEnabled()
    window.open_files([vcf])
    window.bar.picker.choose(knowledge.tumours.get("COAD"))
    with qtbot.waitSignal(presenter.interpreted, timeout=LONG):
        presenter.interpret()
    shown = _print(qtbot, window)
    with qtbot.waitSignal(shown.accepted, timeout=LONG):
        shown.print_button.click()
    assert queue.content.startswith(b"%PDF")
    assert queue.options[queue.options.index("-t") + 1].endswith("-draft")


def test_what_cannot_be_entered_in_the_trail_is_not_printed(
    qtbot: QtBot, window: MainWindow, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(tmp_path, "C-1")
    open_case(qtbot, window, "C-1")
    shown = _print(qtbot, window)

    def refuse(_store: Store, *_words: str) -> None:
        raise StoreError(problem="The disk is full.", meaning="Nothing was changed.", remedy="Free space.")

    monkeypatch.setattr(Store, "log", refuse)
    with qtbot.waitSignal(window.cases.store.failed, timeout=LONG):
        shown.print_button.click()
    assert "The disk is full." in shown.problem.text()
    assert shown.print_button.isEnabled()
    assert not queue.printed
    monkeypatch.undo()
    shown.reject()


def test_a_refusal_is_told_in_the_dialog_which_stays(
    qtbot: QtBot, window: MainWindow, queue: Queue, tmp_path: Path
) -> None:
    make_store(tmp_path, "C-1")
    open_case(qtbot, window, "C-1")
    shown = _print(qtbot, window)
    queue.script("lp", "#!/bin/sh\ncat > /dev/null\necho 'lp: out of paper' >&2\nexit 1\n")
    shown.print_button.click()
    qtbot.waitUntil(lambda: "out of paper" in shown.problem.text(), timeout=LONG)
    assert shown.isVisible()
    assert shown.print_button.isEnabled()
    assert not queue.printed
    shown.reject()
