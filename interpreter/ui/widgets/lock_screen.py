"""Locks the window when nobody is there: what is open is hidden, not lost, until the passphrase is given.

The parts of every open window are hidden, dialogs included, so that neither a passer-by nor a screen reader finds
them; a dialog that waits for an answer goes on waiting, with what was typed in it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
LOCKED_TITLE = "Interpreter – locked"


class IdleClock(QObject):
    """Emits `idle` when no key, mouse or touch was used for a while; does nothing until it is started."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._on_idle)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, milliseconds: int) -> None:
        """Begin to wait; every sign of life begins it anew."""
        self._timer.setInterval(milliseconds)
        self._timer.start()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            application.installEventFilter(self)

    def stop(self) -> None:
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            self._timer.start()
        return False

    def _on_idle(self) -> None:
        self.stop()
        self.idle.emit()


class Curtain:
    """Hides the contents of every open window, and brings them back as they were."""

    def __init__(self) -> None:
        self._hidden: list[QWidget] = []
        self._titles: list[tuple[QWidget, str]] = []
        self._focus: QWidget | None = None

    @property
    def drawn(self) -> bool:
        return bool(self._titles)

    def draw(self) -> None:
        if self.drawn:
            return
        self._focus = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in QApplication.topLevelWidgets():
            if not window.isVisible():
                continue
            self._titles.append((window, window.windowTitle()))
            window.setWindowTitle(LOCKED_TITLE)
            for child in window.children():
                if isinstance(child, QWidget) and not child.isWindow() and not child.isHidden():
                    child.hide()
                    self._hidden.append(child)

    def open(self) -> None:
        """Show what was hidden; a window that was closed meanwhile stays closed."""
        for child in filter(isValid, self._hidden):
            child.show()
        for window, title in self._titles:
            if isValid(window):
                window.setWindowTitle(title)
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self._hidden, self._titles, self._focus = [], [], None
