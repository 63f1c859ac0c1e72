"""Printing: which printer, how many copies. The very bytes that are shown go to the queue, under the report's id."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from interpreter.ui.messages import fault_texts
from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.widgets.lock_dialogs import fit_height
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.print_queue import PrintJob, Queues, find_queues, send

_MOST_COPIES = 20


class PrintDialog(QDialog):
    """Asks for the printers when it is shown; emits `job_wanted(PrintJob)`, and closes when `send` took it.

    Whoever shows it may enter the job in the trail first and then calls `send_job`.
    """

    job_wanted = Signal(object)

    def __init__(self, content: bytes, title: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Print")
        self.setMinimumWidth(64 * self.fontMetrics().averageCharWidth())
        self._content, self._title = content, title
        self._tasks = Tasks(self)
        self.answer = ""
        """What the queue said when it took the job."""
        self.printer = QComboBox()
        self.printer.setAccessibleName("Printer")
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setAccessibleName("Copies")
        self.both_sides = QCheckBox("Print on both sides of the paper")
        self.told = plain_label("Looking for printers …", "soft")
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.print_button = QPushButton("&Print")
        self.print_button.setObjectName("primary")
        self.print_button.setEnabled(False)
        buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.print_button.clicked.connect(self._on_print)
        form = QFormLayout()
        form.addRow(plain_label("What", wrap=False), plain_label(said))
        form.addRow(plain_label("Title in the queue", wrap=False), plain_label(f"{title} (no name)"))
        form.addRow(plain_label("Printer", wrap=False), self.printer)
        form.addRow(plain_label("Copies", wrap=False), self.copies)
        form.addRow(plain_label("", wrap=False), self.both_sides)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        task = Task(lambda _progress: find_queues())
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)
        self._tasks.start(task)

    def send_job(self, job: PrintJob) -> None:
        """Hand the job to the queue, off the GUI thread."""
        task = Task(lambda _progress: send(job))
        task.succeeded.connect(self._on_sent)
        task.failed.connect(self._on_failed)
        self._tasks.start(task)

    def done(self, result: int) -> None:
        self._tasks.shut_down()
        super().done(result)

    @Slot(object, object)
    def _on_found(self, _task: object, queues: Queues) -> None:
        self.printer.addItems(queues.names)
        self.printer.setCurrentText(queues.default or queues.names[0])
        self.told.setText("" if queues.default else "The machine has no default printer: choose one.")
        self.told.setVisible(bool(self.told.text()))
        self.print_button.setEnabled(True)
        self.print_button.setDefault(True)
        self.printer.setFocus()

    @Slot(object, object)
    def _on_failed(self, _task: object, fault: BaseException) -> None:
        self.show_fault(fault)

    def show_fault(self, fault: BaseException) -> None:
        """Say why nothing was printed; it can be tried again."""
        texts = fault_texts(fault)
        self.told.hide()
        self.problem.setText(f"{texts.problem}\n{texts.body}")
        self.problem.show()
        fit_height(self)
        self.print_button.setEnabled(self.printer.count() > 0)

    def _on_print(self) -> None:
        self.print_button.setEnabled(False)
        self.problem.hide()
        self.told.setText("Handing it to the queue …")
        self.told.show()
        self.job_wanted.emit(
            PrintJob(
                content=self._content,
                title=self._title,
                printer=self.printer.currentText(),
                copies=self.copies.value(),
                both_sides=self.both_sides.isChecked(),
            )
        )

    @Slot(object, object)
    def _on_sent(self, _task: object, answer: str) -> None:
        self.answer = answer
        self.accept()
