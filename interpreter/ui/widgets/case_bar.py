"""What the user states of a case: files, tumour type, samples, assembly, and what comes beside the files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.interpret import InterpretRequest
from interpreter.model.evidence import TumourType
from interpreter.model.genes import Assembly
from interpreter.model.tumours import TumourTree
from interpreter.ui.widgets.tumour_picker import TumourPicker

_AUTO = "told by the file"


class FileChooser(QWidget):
    """One optional file beside the case's own: shown by name, chosen by a button, dropped by another."""

    changed = Signal()

    def __init__(self, what: str, pattern: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._pattern = what, pattern
        self.path: Path | None = None
        self.button = QPushButton("choose …")
        self.button.setAccessibleName(f"Choose {what}")
        self._clear = QToolButton()
        self._clear.setText("✕")
        self._clear.setToolTip(f"Leave out the {what}")
        self._clear.setAccessibleName(f"Leave out the {what}")
        self._clear.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button, 1)
        layout.addWidget(self._clear)
        self.button.clicked.connect(self._choose)
        self._clear.clicked.connect(lambda: self.set_path(None))

    def set_path(self, path: Path | None) -> None:
        if path == self.path:
            return
        self.path = path
        self.button.setText(path.name if path is not None else "choose …")
        self._clear.setVisible(path is not None)
        self.changed.emit()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, f"Choose {self._what}", "", self._pattern)
        if name:
            self.set_path(Path(name))


class CaseBar(QWidget):
    """Emits a signal for each wish; shows a request and how far the work is."""

    files_wanted = Signal()
    tumour_type_chosen = Signal(object)
    samples_chosen = Signal(str, str)
    assembly_chosen = Signal(object)
    companions_changed = Signal()
    person_wanted = Signal()
    interpret_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, tree: TumourTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = _plain_label("No file yet. Open one, or drop it on this window.")
        self._files.setWordWrap(True)
        self.open_button = QPushButton("&Open files …")
        self.picker = TumourPicker(tree)
        self.tumour_sample = QComboBox()
        self.tumour_sample.setEditable(True)
        self.normal_sample = QComboBox()
        self.normal_sample.setEditable(True)
        self.assembly = QComboBox()
        self.assembly.addItem(_AUTO, None)
        for known in Assembly:
            self.assembly.addItem(known.value, known)
        self.results = FileChooser("typed-in results", "Results (*.toml);;All files (*)")
        self.assay = FileChooser("assay description", "Assay (*.toml);;All files (*)")
        self.coverage = FileChooser("coverage of this sample", "Coverage (*.bed *.bed.gz);;All files (*)")
        self.order = QLineEdit()
        self.order.setPlaceholderText("sample id of the order")
        self.person_button = QPushButton("&Person and wishes …")
        self.interpret_button = QPushButton("&Interpret")
        self.interpret_button.setDefault(True)
        self.stop_button = QPushButton("S&top")
        self.progress = QProgressBar()
        self.status = _plain_label("")
        self.status.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.show_work(None)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for label, field in (
            ("T&umour type", self.picker),
            ("Tumour &sample", self.tumour_sample),
            ("&Normal sample", self.normal_sample),
            ("&Assembly", self.assembly),
            ("Typed-in &results", self.results),
            ("Assa&y", self.assay),
            ("&Coverage", self.coverage),
            ("Or&der", self.order),
        ):
            form.addRow(label, field)
            target = field.button if isinstance(field, FileChooser) else field
            target.setAccessibleName(label.replace("&", ""))
            caption = form.labelForField(field)
            if isinstance(caption, QLabel):
                caption.setBuddy(target)
        for combo in (self.tumour_sample, self.normal_sample):
            edit = combo.lineEdit()
            if edit is not None:
                edit.setPlaceholderText(_AUTO)
        work = QHBoxLayout()
        work.addWidget(self.interpret_button, 1)
        work.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.open_button)
        layout.addWidget(self._files)
        layout.addLayout(form)
        layout.addWidget(self.person_button)
        layout.addLayout(work)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.files_wanted)
        self.picker.chosen.connect(self._on_type)
        self.tumour_sample.editTextChanged.connect(self._on_samples)
        self.normal_sample.editTextChanged.connect(self._on_samples)
        self.assembly.currentIndexChanged.connect(self._on_assembly)
        for chooser in (self.results, self.assay, self.coverage):
            chooser.changed.connect(self.companions_changed)
        self.order.editingFinished.connect(self.companions_changed)
        self.person_button.clicked.connect(self.person_wanted)
        self.interpret_button.clicked.connect(self.interpret_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)

    # shown values -------------------------------------------------------------------------------------------------

    def show_request(self, request: InterpretRequest, person: str, ready: bool) -> None:
        names = "\n".join(path.name for path in request.files)
        self._files.setText(names or "No file yet. Open one, or drop it on this window.")
        self.person_button.setText(f"&Person: {person.replace('&', '&&')} …" if person else "&Person and wishes …")
        self.interpret_button.setEnabled(ready)
        if not request.files:
            self.status.setText("")
        elif not ready:
            self.status.setText("Choose a tumour type: therapies depend on it.")
        else:
            self.status.setText("Ready to interpret.")

    def offer_samples(self, names: tuple[str, ...]) -> None:
        """List the sample columns of the files; nothing is chosen by position (S9)."""
        for combo in (self.tumour_sample, self.normal_sample):
            kept = combo.currentText()
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(["", *names])
            combo.setCurrentText(kept)
            combo.blockSignals(False)

    def show_work(self, doing: str | None, share: float = -1.0) -> None:
        """Show progress; None when nothing runs."""
        running = doing is not None
        self.stop_button.setVisible(running)
        self.progress.setVisible(running)
        if doing is not None:
            self.progress.setRange(0, 0 if share < 0 else 100)
            self.progress.setValue(round(share * 100) if share >= 0 else 0)
            self.status.setText(doing)

    def clear_companions(self) -> None:
        """Forget what belonged to the last case, so that no result of one person is read for another."""
        for chooser in (self.results, self.assay, self.coverage):
            chooser.set_path(None)
        self.order.clear()
        for combo in (self.tumour_sample, self.normal_sample):
            combo.blockSignals(True)
            combo.clear()
            combo.blockSignals(False)
        self.picker.choose(None)
        self.assembly.setCurrentIndex(0)

    # wishes -------------------------------------------------------------------------------------------------------

    def _on_type(self, node: TumourType | None) -> None:
        self.tumour_type_chosen.emit(node)

    def _on_samples(self, _text: str) -> None:
        self.samples_chosen.emit(self.tumour_sample.currentText().strip(), self.normal_sample.currentText().strip())

    def _on_assembly(self, _index: int) -> None:
        self.assembly_chosen.emit(self.assembly.currentData())


def _plain_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
