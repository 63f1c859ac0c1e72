"""The mouse wheel scrolls a form; it never changes an answer that is merely under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


class WheelGuard(QObject):
    """Keeps wheel turns from choices and numbers that do not have the keyboard."""

    def watch(self, form: QWidget) -> None:
        """Guard every choice and number inside `form`; called again for those that are added later."""
        for kind in (QComboBox, QAbstractSpinBox):
            for field in form.findChildren(kind):
                field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the default takes the focus by the wheel itself
                field.removeEventFilter(self)
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()  # the scroll area behind it takes it
            return True
        return False
