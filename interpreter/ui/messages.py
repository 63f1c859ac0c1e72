"""A fault becomes three sentences; a fault of the program itself is logged, and said to be one. All is plain (S22)."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from interpreter.errors import AssemblyError, Cancelled, InterpreterError, SampleChoiceError, TumourTypeError
from interpreter.fault_log import write_fault_log

_SHOWN_DETAILS = 12
_HERE: dict[type[InterpreterError], str] = {
    SampleChoiceError: "Choose the tumour sample at the left, and its normal if there is one; then interpret again.",
    AssemblyError: "Choose the assembly at the left as the laboratory states it; then interpret again.",
    TumourTypeError: "Choose the tumour type from the list at the left; then interpret again.",
}
"""What to do in this window, where a fault's own remedy names an option of the command line."""


@dataclass(frozen=True, slots=True)
class FaultTexts:
    """A fault in the user's words."""

    problem: str
    details: tuple[str, ...]
    meaning: str
    remedy: str
    own: bool
    """True for a fault of the program itself."""

    @property
    def body(self) -> str:
        listed = [f"• {text}" for text in self.details]
        return "\n".join([*listed, *([""] if listed else []), self.meaning, "", self.remedy])


def fault_texts(fault: BaseException) -> FaultTexts:
    """Give the words for a fault; a fault of the program is logged first."""
    if isinstance(fault, InterpreterError):
        details = fault.details[:_SHOWN_DETAILS]
        if len(fault.details) > _SHOWN_DETAILS:
            details = (*details, f"… and {len(fault.details) - _SHOWN_DETAILS} more")
        here = next((text for kind, text in _HERE.items() if isinstance(fault, kind)), "")
        remedy = here if here and "--" in fault.remedy else fault.remedy
        return FaultTexts(fault.problem, details, fault.meaning, remedy, own=False)
    log = write_fault_log("".join(traceback.format_exception(fault)))
    where = (
        f"The details are in '{log}', which holds no patient data; give that file to those who maintain the program."
        if log
        else "Tell those who maintain the program what you did last; no log could be written."
    )
    return FaultTexts(
        "The program made a mistake of its own.",
        (),
        "What is shown may be incomplete: do not read it as a result.",
        where,
        own=True,
    )


def message_box(fault: BaseException, parent: QWidget | None) -> QMessageBox:
    """Make the dialog of a fault."""
    texts = fault_texts(fault)
    box = plain_box(parent, texts.problem, texts.body)
    box.setIcon(QMessageBox.Icon.Warning)
    return box


def plain_box(parent: QWidget | None, headline: str, body: str) -> QMessageBox:
    """Make a message box in which no text acts as markup."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("Interpreter")
    box.setText(headline)
    box.setInformativeText(body)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    return box


def show_fault(
    fault: BaseException, parent: QWidget | None, run: Callable[[QMessageBox], object] | None = None
) -> None:
    """Tell the user of a fault; a wish to stop shows nothing."""
    if isinstance(fault, Cancelled):
        return
    box = message_box(fault, parent)
    (run or (lambda dialog: dialog.exec()))(box)


def ask_to_discard(parent: QWidget | None) -> bool:
    """Ask before something that was typed in is lost; True when it may be."""
    box = plain_box(
        parent,
        "What was typed in for this case is not kept.",
        "The person's wishes and the results entered in this window belong to the case that is open now. "
        "Save the report first, or go on without them.",
    )
    go_on = box.addButton("Go on without them", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Stay with this case", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is go_on
