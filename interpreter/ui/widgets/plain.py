"""Labels and rules of the window. Every label is plain text, so that nothing read from a file acts (S22)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def plain_label(text: str = "", kind: str = "", *, wrap: bool = True, selectable: bool = False) -> QLabel:
    """Make a label; `kind` names its look in the style sheet (soft, section, headline, problem)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setObjectName(kind)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


def rule() -> QFrame:
    """Make a thin horizontal line."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def want(widget: QWidget, wanted: bool) -> None:
    """Mark a field as the one that is asked for, or no longer."""
    widget.setProperty("wanted", wanted)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
