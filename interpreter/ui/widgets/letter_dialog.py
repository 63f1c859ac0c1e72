"""What the person is handed, as the very bytes that are saved and printed: the letter, and the paper questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from interpreter.files import save_bytes
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue
from interpreter.model.person import ReadingLevel
from interpreter.settings import Settings
from interpreter.ui.messages import fault_texts
from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.widgets.cases_save import fault_of_id, made_from_file
from interpreter.ui.widgets.lock_dialogs import add_row
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.widgets.report_preview import ReportPreview

_LEVELS = {
    ReadingLevel.SIMPLE: "simple: no formal names",
    ReadingLevel.STANDARD: "standard: with names",
    ReadingLevel.DETAILED: "detailed: more choices, early evidence",
}
_ENGLISH = "en"


class PaperDialog(QDialog):
    """Choices above, the pages below. Emits `print_wanted(bytes, file name)` and `saving(file name, then)`.

    `saving` hands over a function that writes the file, so that it can be entered in a trail first.
    """

    print_wanted = Signal(bytes, str)
    saving = Signal(str, object)

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(112 * self.fontMetrics().averageCharWidth(), 50 * self.fontMetrics().lineSpacing())
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self.content = b""
        self.form = QFormLayout()
        self.warning = plain_label("", selectable=True)
        self.warning.hide()
        self.problem = plain_label("", "problem", selectable=True)
        self.problem.hide()
        self.preview = ReportPreview()
        self.preview.setAccessibleName(title)
        self.save_button = QPushButton("&Save as PDF …")
        self.print_button = QPushButton("&Print …")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.save_button, self.print_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit(self.content, self.file_name()))
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.warning)
        layout.addWidget(self.problem)
        layout.addWidget(self.preview, 1)
        layout.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return belongs to the fields
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._make)

    def file_name(self) -> str:
        raise NotImplementedError

    def renderer(self) -> Callable[[], bytes]:
        """Give the work that makes the pages from what is chosen now; it runs off the GUI thread."""
        raise NotImplementedError

    def make_again(self) -> None:
        """Make the pages anew; what was shown before cannot be saved or printed meanwhile."""
        self._show(b"")
        self.preview.say("Preparing …")
        self._later.start()

    def done(self, result: int) -> None:
        self._task = None
        self._later.stop()
        self._tasks.shut_down()
        self.preview.shut_down()
        super().done(result)

    def save_to(self, path: Path) -> None:
        """Write the pages that are shown."""
        content = self.content
        self.saving.emit(self.file_name(), lambda: self._write(path, content))

    def show_fault(self, fault: BaseException) -> None:
        texts = fault_texts(fault)
        self.problem.setText(f"{texts.problem}\n{texts.body}")
        self.problem.show()

    def _show(self, content: bytes) -> None:
        self.content = content
        for button in (self.save_button, self.print_button):
            button.setEnabled(bool(content))

    def _make(self) -> None:
        work = self.renderer()
        task = Task(lambda _progress: work())
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_failed)
        self._task = task
        self._tasks.start(task)

    def _write(self, path: Path, content: bytes) -> None:
        task = Task(lambda _progress: save_bytes(path, content))
        task.succeeded.connect(self._on_written)
        task.failed.connect(self._on_not_written)
        self._tasks.start(task)

    def _on_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save as PDF", self.file_name(), "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    @Slot(object, object)
    def _on_made(self, task: object, content: bytes) -> None:
        if task is self._task:
            self._task = None
            self.problem.hide()
            self._show(bytes(content))
            self.preview.show_pdf(self.content)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: BaseException) -> None:
        if task is self._task:
            self._task = None
            self.preview.say("Nothing was made.")
            self.show_fault(fault)

    @Slot(object, object)
    def _on_written(self, _task: object, _nothing: object) -> None:
        self.problem.hide()
        self.accept()

    @Slot(object, object)
    def _on_not_written(self, _task: object, fault: BaseException) -> None:
        self.show_fault(fault)


class LetterDialog(PaperDialog):
    """The person's letter. Emits `id_stated(str)` when a case id is stated here; `show_case` then brings it in."""

    id_stated = Signal(str)

    def __init__(
        self,
        interpretation: Interpretation,
        catalogue: Catalogue,
        settings: Settings,
        languages: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        site: Path | None = None,
    ) -> None:
        """`languages` are those released here: code -> own name."""
        super().__init__("Letter to the person", parent)
        self._interpretation = interpretation
        self._catalogue, self._settings, self._site = catalogue, settings, site
        person = interpretation.person
        self.level = QComboBox()
        for level, words in _LEVELS.items():
            self.level.addItem(words, level)
        self.level.setCurrentIndex(
            self.level.findData(person.reading_level if person is not None else ReadingLevel.STANDARD)
        )
        self.language = QComboBox()
        for code, name in languages.items():
            self.language.addItem(f"{name} ({code})", code)
        wanted = person.language if person is not None else _ENGLISH
        self.language.setCurrentIndex(max(0, self.language.findData(wanted if wanted in languages else _ENGLISH)))
        self._unreleased = wanted if wanted not in languages else ""
        self.checked_by = QLineEdit()
        self.checked_by.setPlaceholderText("who has read it; without a name every page says that it is a draft")
        self.checked_by.setAcceptDrops(False)
        self.case_id = QLineEdit()
        self.case_id.setPlaceholderText("such as the number of the order; Return takes it")
        self.case_id.setAcceptDrops(False)
        add_row(self.form, "Reading &level", self.level)
        add_row(self.form, "Lan&guage", self.language)
        add_row(self.form, "&Read by", self.checked_by)
        add_row(self.form, "Case &id", self.case_id)
        self.level.currentIndexChanged.connect(self.make_again)
        self.language.currentIndexChanged.connect(self.make_again)
        self.checked_by.editingFinished.connect(self._on_reader)
        self.case_id.returnPressed.connect(self._on_id)
        self._reader = ""
        self.show_case(interpretation)

    def show_case(self, interpretation: Interpretation) -> None:
        """Make the letter of this interpretation."""
        self._interpretation = interpretation
        unstated = made_from_file(interpretation)
        self.form.setRowVisible(self.case_id, unstated)
        said = []
        if unstated:
            said.append(
                "⚠ No case id was stated, so the letter and its file name carry none: an id made from the file would "
                "speak of what the person does not want to know. State one, so that the letter can be told from others."
            )
        if self._unreleased:
            said.append(
                f"⚠ The person asked for a letter in '{self._unreleased}'. That wording is not released here; have it "
                "read to them, or have the language released by a clinician."
            )
        self.warning.setText("\n".join(said))
        self.warning.setVisible(bool(said))
        self.make_again()

    def file_name(self) -> str:
        from interpreter.letters import letter_file_name

        return letter_file_name(self._interpretation)

    def renderer(self) -> Callable[[], bytes]:
        from interpreter.letters import LetterOptions, render_letter

        options = LetterOptions(
            language=str(self.language.currentData() or _ENGLISH),
            level=ReadingLevel(self.level.currentData()),
            checked_by=self.checked_by.text().strip(),
        )
        interpretation, catalogue, settings, site = self._interpretation, self._catalogue, self._settings, self._site
        return lambda: render_letter(interpretation, catalogue, settings, options, site=site)

    def _on_reader(self) -> None:
        if self.checked_by.text().strip() != self._reader:
            self._reader = self.checked_by.text().strip()
            self.make_again()

    def _on_id(self) -> None:
        case_id = self.case_id.text().strip()
        problem = fault_of_id(case_id, self._interpretation.person)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.id_stated.emit(case_id)


class QuestionnaireDialog(PaperDialog):
    """The questionnaire a person fills in on paper before the visit."""

    def __init__(
        self,
        page_size: str,
        languages: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        site: Path | None = None,
    ) -> None:
        super().__init__("Questionnaire on paper", parent)
        self._page_size, self._site = page_size, site
        self.language = QComboBox()
        for code, name in languages.items():
            self.language.addItem(f"{name} ({code})", code)
        self.language.setCurrentIndex(max(0, self.language.findData(_ENGLISH)))
        self.large = QCheckBox("Large type, on more pages")
        add_row(self.form, "Lan&guage", self.language)
        self.form.addRow(plain_label("", wrap=False), self.large)
        self.language.currentIndexChanged.connect(self.make_again)
        self.large.toggled.connect(self.make_again)
        self.make_again()

    def file_name(self) -> str:
        return "questionnaire.pdf"

    def renderer(self) -> Callable[[], bytes]:
        from interpreter.letters import render_questionnaire

        language, large = str(self.language.currentData() or _ENGLISH), self.large.isChecked()
        page_size, site = self._page_size, self._site
        return lambda: render_questionnaire(page_size, language, large=large, site=site)
