"""Shows the very bytes that are saved and printed: PDF pages as pictures, made by PDFium, only those in sight.

Pages are painted off the GUI thread, one task at a time; PDFium is not safe in several threads.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.widgets.plain import plain_label

_ONE_AT_A_TIME = threading.Lock()
_WIDEST = 900
_GAP = 16
_KEPT = 12


class ReportPreview(QScrollArea):
    """Pages below each other, as wide as the window allows; `show_pdf(b"")` clears."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setWidgetResizable(True)
        self.setAccessibleName("Report preview")
        self._tasks = Tasks(self)
        self._content = b""
        self._sizes: list[tuple[float, float]] = []
        self._labels: list[QLabel] = []
        self._painted: dict[int, int] = {}
        """Page -> width in device pixels it was painted for."""
        self._task: Task | None = None
        self._pages = QWidget()
        self._layout = QVBoxLayout(self._pages)
        self._layout.setSpacing(_GAP)
        self._layout.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._pages)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._paint_visible)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def content(self) -> bytes:
        """The bytes that are shown."""
        return self._content

    def say(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self._clear()
        self._layout.addWidget(plain_label(text, "soft"))

    def show_pdf(self, content: bytes) -> None:
        """Show a document; its pages are measured and painted off the GUI thread."""
        self._clear()
        self._content = content
        if not content:
            return
        task = Task(lambda _progress: page_sizes(content))
        task.succeeded.connect(self._on_opened)
        self._task = task
        self._tasks.start(task)

    @Slot(object, object)
    def _on_opened(self, task: object, sizes: object) -> None:
        if task is not self._task or not isinstance(sizes, list):
            return
        self._task = None
        self._sizes = sizes
        for number in range(1, len(self._sizes) + 1):
            label = plain_label("", wrap=False)
            label.setFrameShape(QFrame.Shape.Box)
            label.setAccessibleName(f"Page {number} of {len(self._sizes)}")
            self._labels.append(label)
            self._layout.addWidget(label)
        self._lay()
        self._later.start()

    def shut_down(self) -> None:
        self._task = None
        self._tasks.shut_down()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()
        self._later.start()

    def _clear(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._content, self._sizes, self._labels = b"", [], []
        self._painted.clear()
        self._task = None
        self.verticalScrollBar().setValue(0)

    def _lay(self) -> None:
        """Give every page its place before it is painted, so that scrolling is steady."""
        width = self._page_width()
        for label, (wide, high) in zip(self._labels, self._sizes, strict=True):
            label.setFixedSize(QSize(width + 2, round(width * high / wide) + 2))

    def _page_width(self) -> int:
        return max(200, min(_WIDEST, self.viewport().width() - 2 * _GAP - 2))

    def _on_moved(self, _value: int) -> None:
        self._later.start()

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        sight = QRect(0, top - 200, self._pages.width(), self.viewport().height() + 400)
        return [at for at, label in enumerate(self._labels) if label.geometry().intersects(sight)]

    @Slot()
    def _paint_visible(self) -> None:
        if self._task is not None or not self.isVisible():
            return
        width = round(self._page_width() * self.devicePixelRatioF())
        wanted = next((at for at in self._in_sight() if self._painted.get(at) != width), None)
        if wanted is None:
            return
        content = self._content
        task = Task(lambda _progress: (wanted, width, page_image(content, wanted, width)))
        task.succeeded.connect(self._on_painted)
        self._task = task
        self._tasks.start(task)

    @Slot(object, object)
    def _on_painted(self, task: object, result: object) -> None:
        if task is not self._task or not isinstance(result, tuple):
            return
        self._task = None
        at, width, image = result
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._labels[at].setPixmap(QPixmap.fromImage(image))
        self._painted[at] = width
        self._forget_far(at)
        self._paint_visible()

    def _forget_far(self, near: int) -> None:
        for at in sorted(self._painted, key=lambda page: abs(page - near))[_KEPT:]:
            self._labels[at].setPixmap(QPixmap())
            del self._painted[at]


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """Give width and height of each page in points."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            return [page.get_size() for page in document]
        finally:
            document.close()


def page_image(content: bytes, page: int, width: int) -> QImage:
    """Paint one page (0-based), `width` pixels wide."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            sheet = document[page]
            bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True, prefer_bgrx=True)
            return QImage(
                bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            ).copy()  # the bitmap's memory is PDFium's and goes with it
        finally:
            document.close()
