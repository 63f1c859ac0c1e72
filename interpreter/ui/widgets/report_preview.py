"""Shows the very bytes that are saved and printed: PDF pages as pictures, made by PDFium."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

_DPI = 110


class ReportPreview(QScrollArea):
    """Pages below each other; `show_pdf(b"")` clears."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Report preview")
        self._pages = QWidget()
        self._layout = QVBoxLayout(self._pages)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._pages)
        self.page_count = 0

    def show_pdf(self, content: bytes) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        images = page_images(content) if content else []
        self.page_count = len(images)
        for number, image in enumerate(images, start=1):
            label = QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            image.setDevicePixelRatio(self.devicePixelRatioF())
            label.setPixmap(QPixmap.fromImage(image))
            label.setAccessibleName(f"Page {number} of {len(images)}")
            label.setFrameShape(QLabel.Shape.Box)
            self._layout.addWidget(label)
        self.verticalScrollBar().setValue(0)


def page_images(content: bytes) -> list[QImage]:
    """Render every page of a PDF at screen resolution."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        images = []
        for page in document:
            bitmap = page.render(scale=_DPI / 72, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            ).copy()  # the bitmap's memory is PDFium's and goes with it
            images.append(image)
        return images
    finally:
        document.close()
