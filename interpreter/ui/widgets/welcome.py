"""What the window says before a case is interpreted: what to do, and what the program promises."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from interpreter.report import wording
from interpreter.ui.widgets.plain import plain_label

_STEPS = (
    ("1  Open the files of one case", "VCF, BCF, MAF, tables of fusions or copy number; or drop them on this window."),
    ("2  Choose the tumour type", "By name, code or synonym. Therapies and approvals depend on it."),
    ("3  Add what no file holds", "Protein, MSI and kit results; what was assessed; what matters to the person."),
    ("4  Interpret", "Markers in four states, therapies with evidence and approvals, each with its reasons."),
)


class Welcome(QWidget):
    """Shown until there is an interpretation."""

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = plain_label("No case is interpreted yet", "headline", wrap=False)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        title.setFont(font)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(title)
        column.addSpacing(14)
        for head, text in _STEPS:
            column.addWidget(plain_label(head, "headline"))
            column.addWidget(plain_label(text, "soft"))
            column.addSpacing(10)
        button = QPushButton("Open files …")
        button.setObjectName("primary")
        button.clicked.connect(self.open_wanted)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(18)
        column.addWidget(plain_label(f"{wording.EMPTY_IS_NOT_NEGATIVE} {wording.INTENDED_USE}", "soft"))
        column.addWidget(plain_label("Nothing leaves this machine: the program opens no network connection.", "soft"))
        box = QWidget()
        box.setLayout(column)
        box.setMaximumWidth(620)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(box, 8)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)
