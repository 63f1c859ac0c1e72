"""What must not be overlooked, above the pages: a fault in its three sentences, or the warnings of the case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from interpreter.ui.messages import FaultTexts
from interpreter.ui.widgets.plain import plain_label

_SHOWN = 3


class Notice(QFrame):
    """Hidden while there is nothing to say. Emits `closed` when the user has read a fault."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.headline = plain_label("", "headline", selectable=True)
        self.body = plain_label("", selectable=True)
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setToolTip("Close this notice")
        self.close_button.setAccessibleName("Close this notice")
        self.close_button.clicked.connect(self._on_close)
        inner = QWidget()
        inner.setStyleSheet("background: transparent;")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.headline)
        column.addWidget(self.body)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setStyleSheet("background: transparent;")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 8)
        grid.addWidget(self._scroll, 0, 0)
        grid.addWidget(self.close_button, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        self.hide()

    def show_fault(self, texts: FaultTexts) -> None:
        """Show problem, what it means and what to do."""
        self._show(f"✕ {texts.problem}", texts.body, grave=True, closable=True)

    def show_warnings(self, title: str, lines: Sequence[str]) -> None:
        """Show the first few of the case's warnings; none hides the notice."""
        shown = list(lines[:_SHOWN])
        if len(lines) > _SHOWN:
            shown.append(f"… {len(lines) - _SHOWN} more under Findings, Summary.")
        self._show(f"⚠ {title}", "\n".join(shown), grave=False, closable=False)
        self.setVisible(bool(lines))

    def text(self) -> str:
        """Give all that is shown."""
        return f"{self.headline.text()}\n{self.body.text()}"

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _show(self, headline: str, body: str, *, grave: bool, closable: bool) -> None:
        self.setProperty("grave", grave)
        self.style().unpolish(self)
        self.style().polish(self)
        self.headline.setText(headline)
        self.body.setText(body)
        self.close_button.setVisible(closable)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(body)
        self.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()  # the text wraps anew

    def _fit(self) -> None:
        """Be as high as the words need, but leave the pages most of the window."""
        width = max(200, self._scroll.viewport().width())
        wanted = self.headline.heightForWidth(width) + self.body.heightForWidth(width) + 12
        most = 14 * self.fontMetrics().lineSpacing()
        self._scroll.setFixedHeight(min(wanted, most))
