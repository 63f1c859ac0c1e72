"""A fault becomes a dialog in three sentences; a fault of the program itself is logged, and said to be one."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from interpreter.errors import Cancelled, InterpreterError
from interpreter.fault_log import write_fault_log

_SHOWN_DETAILS = 12


def fault_texts(fault: BaseException) -> tuple[str, str]:
    """Give the headline and the body for a fault; a fault of the program is logged first."""
    if isinstance(fault, InterpreterError):
        listed = [f"• {line}" for line in fault.details[:_SHOWN_DETAILS]]
        if len(fault.details) > _SHOWN_DETAILS:
            listed.append(f"… and {len(fault.details) - _SHOWN_DETAILS} more")
        body = "\n".join([*listed, *([""] if listed else []), fault.meaning, "", fault.remedy])
        return fault.problem, body
    log = write_fault_log("".join(traceback.format_exception(fault)))
    where = f"The details are in '{log}'; give that file to those who maintain the program." if log else ""
    return (
        "The program made a mistake of its own.",
        f"What is shown may be incomplete: do not read it as a result.\n\n{where} It holds no patient data.",
    )


def message_box(fault: BaseException, parent: QWidget | None) -> QMessageBox:
    """Make the dialog; every text in it is plain (S22)."""
    headline, body = fault_texts(fault)
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Interpreter")
    box.setText(headline)
    box.setInformativeText(body)
    for label in box.findChildren(QWidget, "qt_msgbox_informativelabel"):
        label.setProperty("textFormat", Qt.TextFormat.PlainText)
    return box


def show_fault(
    fault: BaseException, parent: QWidget | None, run: Callable[[QMessageBox], object] | None = None
) -> None:
    """Tell the user of a fault; a wish to stop shows nothing."""
    if isinstance(fault, Cancelled):
        return
    box = message_box(fault, parent)
    (run or (lambda dialog: dialog.exec()))(box)
