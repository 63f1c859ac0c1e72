"""What the user states of a case: files, tumour type, samples, assembly, and what comes beside the files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from interpreter.interpret import InterpretRequest
from interpreter.model.evidence import TumourType
from interpreter.model.genes import Assembly
from interpreter.model.tumours import TumourTree
from interpreter.ui.peek import FileFacts
from interpreter.ui.widgets.file_chooser import FileChooser
from interpreter.ui.widgets.plain import plain_label, rule, want
from interpreter.ui.widgets.tumour_picker import TumourPicker
from interpreter.ui.widgets.wheel import WheelGuard

_AUTO = "told by the file"
_NO_FILE = "No file yet."
_MORE = re.compile(r"^and \d+ more$")


class CaseBar(QWidget):
    """Emits a signal for each wish; shows a request, what the files say, and how far the work is."""

    files_wanted = Signal()
    tumour_type_chosen = Signal(object)
    samples_chosen = Signal(str, str)
    assembly_chosen = Signal(object)
    companions_changed = Signal()
    results_wanted = Signal()
    person_wanted = Signal()
    interpret_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, tree: TumourTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.files = plain_label(_NO_FILE, "headline")
        self.facts = plain_label("", "soft")
        self.open_button = QPushButton("&Open files …")
        self.picker = TumourPicker(tree)
        self.tumour_sample = _sample_box("Tumour sample")
        self.normal_sample = _sample_box("Normal sample")
        self.assembly = QComboBox()
        self.assembly.addItem(_AUTO, None)
        for known in Assembly:
            self.assembly.addItem(known.value, known)
        self.results_button = QPushButton()
        self.assay = FileChooser("assay description", "Assay (*.toml);;All files (*)")
        self.coverage = FileChooser("coverage of this sample", "Coverage (*.bed *.bed.gz);;All files (*)")
        self.order = QLineEdit()
        self.order.setPlaceholderText("sample id of the order")
        self.person_button = QPushButton()
        self.interpret_button = QPushButton("&Interpret")
        self.interpret_button.setObjectName("primary")
        self.stop_button = QPushButton("Stop")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress")
        self.status = plain_label("", "soft")
        self._captions: dict[QWidget, QLabel] = {}
        self._lay_out()
        WheelGuard(self).watch(self)
        self._connect()
        self._show_samples(False)
        self.show_results("")
        self._show_person("")
        self.show_work(None)

    # shown values -------------------------------------------------------------------------------------------------

    def show_request(self, request: InterpretRequest, ready: bool) -> None:
        self.files.setText("\n".join(path.name for path in request.files) or _NO_FILE)
        self._show_person(request.person.name if request.person is not None else "", request.person is not None)
        self.interpret_button.setEnabled(ready)
        if not request.files:
            self.status.setText("Open the files of one case to begin.")
        elif not ready:
            self.status.setText("Choose a tumour type: therapies depend on it.")
        else:
            self.status.setText("Ready to interpret.")
        if request.tumour_type:
            self._want(self.picker, False)
        if request.tumour_sample:
            self._want(self.tumour_sample, False)

    def show_stored(self, said: str) -> None:
        """Say that a stored case is shown: only what the person says can change it; empty for a case of files."""
        for field in (self.picker, self.assembly, self.order, self.results_button, self.assay, self.coverage):
            field.setEnabled(not said)
        if said:
            self.files.setText(said)
            self.status.setText("Stored; it has no files here to interpret again.")

    def show_facts(self, facts: Sequence[FileFacts]) -> None:
        """Say what the heads of the files say, and offer their samples; nothing is chosen by position (S9)."""
        self.facts.setText("\n".join(_fact_line(fact, alone=len(facts) == 1) for fact in facts))
        self.facts.setVisible(bool(self.facts.text()))
        names = tuple(dict.fromkeys(name for fact in facts for name in fact.samples))
        self.offer_samples(names)
        for combo, told in (
            (self.tumour_sample, {fact.tumour for fact in facts}),
            (self.normal_sample, {fact.normal for fact in facts}),
        ):
            _show_told(combo, "".join(told) if len(told) == 1 else "")
        if any(fact.must_choose for fact in facts):
            self._want(self.tumour_sample, True)
            self._show_samples(True)

    def offer_samples(self, names: Sequence[str]) -> None:
        """List samples to choose from; shown as soon as there is more than one."""
        known = [name for name in names if not _MORE.match(name)]
        for combo in (self.tumour_sample, self.normal_sample):
            kept = combo.currentText()
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItems(["", *known])
                combo.setCurrentText(kept)
        self._show_samples(len(known) > 1 or bool(self.tumour_sample.currentText() or self.normal_sample.currentText()))

    def ask_for_sample(self, names: Sequence[str]) -> None:
        """Point at the field that says which sample is the tumour."""
        if names:
            self.offer_samples(names)
        self._show_samples(True)
        self._ask(self.tumour_sample)

    def ask_for_order(self) -> None:
        self._ask(self.order)

    def ask_for_assembly(self) -> None:
        self._ask(self.assembly)

    def ask_for_tumour_type(self) -> None:
        self._ask(self.picker)

    def show_results(self, said: str) -> None:
        """Say what has been typed in, in a few words; empty when nothing was."""
        self.results_button.setText(said.replace("&", "&&") if said else "Enter results …")
        self.results_button.setToolTip("Protein, signature and sequence results of tests that write no file")
        self.results_button.setAccessibleDescription(said or "nothing entered")

    def show_work(self, doing: str | None, share: float = -1.0) -> None:
        """Show progress; None when nothing runs."""
        running = doing is not None
        self.stop_button.setVisible(running)
        self.progress.setVisible(running)
        if doing is not None:
            self.progress.setRange(0, 0 if share < 0 else 100)
            self.progress.setValue(round(share * 100) if share >= 0 else 0)
            self.status.setText(doing)

    def clear_case(self) -> None:
        """Forget what belonged to the last case, so that no result of one person is read for another."""
        for chooser in (self.assay, self.coverage):
            chooser.set_path(None)
        self.order.clear()
        self.show_results("")
        for combo in (self.tumour_sample, self.normal_sample):
            with QSignalBlocker(combo):
                combo.clear()
            _show_told(combo, "")
        self.picker.choose(None)
        self.assembly.setCurrentIndex(0)
        self.facts.clear()
        self.facts.hide()
        self._show_samples(False)
        for field in (self.picker, self.tumour_sample, self.assembly, self.order):
            self._want(field, False)

    # how it is put together ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("pane")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addWidget(self.open_button)
        column.addWidget(self.files)
        column.addWidget(self.facts)
        self.facts.hide()
        column.addSpacing(8)
        column.addLayout(
            self._form(
                ("&Tumour type", self.picker),
                ("Tumour &sample", self.tumour_sample),
                ("&Normal sample", self.normal_sample),
                ("&Assembly", self.assembly),
            )
        )
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(6)
        column.addLayout(
            self._form(
                ("&Results typed in", self.results_button),
                ("Assa&y description", self.assay),
                ("Covera&ge of this sample", self.coverage),
                ("Or&der", self.order),
            )
        )
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(6)
        column.addLayout(self._form(("&Person and wishes", self.person_button)))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("pane")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        work = QHBoxLayout()
        work.addWidget(self.interpret_button, 1)
        work.addWidget(self.stop_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.addLayout(work)
        foot.addWidget(self.progress)
        foot.addWidget(self.status)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)

    def _form(self, *rows: tuple[str, QWidget]) -> QFormLayout:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        for text, field in rows:
            caption = plain_label(text, "soft", wrap=False)
            target = field.button if isinstance(field, FileChooser) else field
            caption.setBuddy(target)
            target.setAccessibleName(text.replace("&", ""))
            form.addRow(caption, field)
            self._captions[field] = caption
        return form

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.files_wanted)
        self.picker.chosen.connect(self._on_type)
        self.tumour_sample.editTextChanged.connect(self._on_samples)
        self.normal_sample.editTextChanged.connect(self._on_samples)
        self.assembly.currentIndexChanged.connect(self._on_assembly)
        for chooser in (self.assay, self.coverage):
            chooser.changed.connect(self.companions_changed)
        self.order.editingFinished.connect(self.companions_changed)
        self.results_button.clicked.connect(self.results_wanted)
        self.person_button.clicked.connect(self.person_wanted)
        self.interpret_button.clicked.connect(self.interpret_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)

    def _show_samples(self, shown: bool) -> None:
        for field in (self.tumour_sample, self.normal_sample):
            field.setVisible(shown)
            self._captions[field].setVisible(shown)

    def _show_person(self, name: str, given: bool = False) -> None:
        text = name or ("Recorded, without a name" if given else "Enter wishes …")
        self.person_button.setText(text.replace("&", "&&"))
        self.person_button.setToolTip("Who the person is, their own words and their wishes")

    def _want(self, field: QWidget, wanted: bool) -> None:
        want(self._captions[field], wanted)

    def _ask(self, field: QWidget) -> None:
        self._want(field, True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # wishes -------------------------------------------------------------------------------------------------------

    def _on_type(self, node: TumourType | None) -> None:
        self.tumour_type_chosen.emit(node)

    def _on_samples(self, _text: str) -> None:
        self.samples_chosen.emit(self.tumour_sample.currentText().strip(), self.normal_sample.currentText().strip())

    def _on_assembly(self, _index: int) -> None:
        self._want(self.assembly, False)
        self.assembly_chosen.emit(self.assembly.currentData())


def _sample_box(name: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    edit = box.lineEdit()
    if edit is not None:
        edit.setAccessibleName(name)
    _show_told(box, "")
    return box


def _show_told(combo: QComboBox, name: str) -> None:
    """Say in the empty field which sample is read when nobody chooses."""
    edit = combo.lineEdit()
    if edit is not None:
        edit.setPlaceholderText(f"{name} ({_AUTO})" if name else _AUTO)


def _fact_line(fact: FileFacts, *, alone: bool) -> str:
    if fact.must_choose:
        said = f"{fact.kind}, {len(fact.samples)} samples: choose the tumour"
    elif fact.fault:
        said = fact.fault
    elif fact.tumour:
        normal = f", normal {fact.normal}" if fact.normal else ""
        said = f"{fact.kind}, tumour {fact.tumour}{normal} ({fact.reason})"
    else:
        said = ", ".join(part for part in (fact.kind, fact.reason) if part)
    return said if alone or fact.fault else f"{fact.name}: {said}"
