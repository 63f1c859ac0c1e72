"""The window's start: one QApplication, faults that never vanish, files named on the command line opened."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from interpreter import __version__
from interpreter.errors import InterpreterError
from interpreter.interpret import interpret, load_knowledge
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.messages import show_fault
from interpreter.ui.theme import Theme


def run_window(arguments: Sequence[str]) -> int:
    """Open the window; `arguments` are files of one case. Gives the process's exit code."""
    application = QApplication.instance() or QApplication(["interpreter"])
    assert isinstance(application, QApplication)
    application.setApplicationName("Interpreter")
    application.setApplicationVersion(__version__)
    Theme(application)
    sys.excepthook = _tell_unexpected
    try:
        window = make_window([Path(name) for name in arguments])
    except InterpreterError as fault:
        show_fault(fault, None)
        return 1
    window.show()
    return application.exec()


def make_window(files: Sequence[Path] = ()) -> MainWindow:
    """Make the main window with the embedded catalogue, and open files if there are any."""
    today = datetime.date.today().isoformat()
    knowledge = load_knowledge()
    window = MainWindow(CasePresenter(knowledge, interpret, today), knowledge, today)
    if files:
        window.take_files(files)
    return window


def _tell_unexpected(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(fault, KeyboardInterrupt):
        QApplication.exit(130)
        return
    show_fault(fault, QApplication.activeWindow())
