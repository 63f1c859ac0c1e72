"""What goes out on paper: the report to the printer, the person's letter, the questionnaire.

Of a stored case each of them is entered in the trail before it leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from interpreter.files import safe_name
from interpreter.interpret import Knowledge
from interpreter.ui.case_presenter import CasePresenter, Render
from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.widgets.cases_control import CasesControl
from interpreter.ui.widgets.letter_dialog import LetterDialog, PaperDialog, QuestionnaireDialog
from interpreter.ui.widgets.print_dialog import PrintDialog
from interpreter.ui.widgets.print_queue import PrintJob


class PaperControl(QObject):
    """Emits `said(str)` for the status bar and `faulted(fault)`."""

    said = Signal(str)
    faulted = Signal(object)

    def __init__(
        self,
        case: CasePresenter,
        cases: CasesControl,
        knowledge: Callable[[], Knowledge],
        render: Callable[[], Render],
        window: QWidget,
    ) -> None:
        """`knowledge` gives catalogue and settings as they stand; `render` what makes the report as it is shown."""
        super().__init__(window)
        self._case, self._cases, self._knowledge, self._render = case, cases, knowledge, render
        self._window = window
        self._tasks = Tasks(self)
        self._waiting: dict[object, Callable[[object], None]] = {}
        self.printing: PrintDialog | None = None
        self.paper: PaperDialog | None = None
        cases.store.failed.connect(self._on_no_trail)

    def work(self) -> dict[str, Callable[[], object]]:
        """Give what each command of the menu does."""
        return {"print": self.print_report, "letter": self.letter, "questionnaire": self.questionnaire}

    def enable(self, actions: Mapping[str, QAction]) -> None:
        ready = self._case.interpretation is not None and not self._case.outdated
        for name in ("print", "letter"):
            actions[name].setEnabled(ready)

    def shut_down(self) -> None:
        self._waiting.clear()
        self._tasks.shut_down()

    # the report ---------------------------------------------------------------------------------------------------

    def print_report(self) -> None:
        """Print the report that is shown: of a stored case the bytes of the store."""
        render, interpretation = self._render(), self._case.interpretation
        if interpretation is None:
            return
        shown = self._cases.shown
        if shown is not None:
            title = PurePath(shown.report.name).stem
            state = "signed" if shown.report.signed else "draft"
            said = f"Report, version {shown.version}, {state}"
        else:
            title = f"{safe_name(interpretation.case.id)}-draft"
            said = "Report, draft, not stored"
        self._start(
            lambda: render(interpretation),
            lambda content: self._ask_printer(_bytes(content), title, said, "print", self._window),
        )

    def _ask_printer(self, content: bytes, title: str, said: str, action: str, parent: QWidget) -> None:
        dialog = PrintDialog(content, title, said, parent)
        dialog.job_wanted.connect(lambda job: self._on_job(dialog, job, action, said))
        dialog.accepted.connect(lambda: self.said.emit(f"Handed to the printer: {dialog.answer}"))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        self.printing = dialog
        dialog.open()

    def _on_job(self, dialog: PrintDialog, job: PrintJob, action: str, said: str) -> None:
        detail = f"printed: {said}, {job.copies} copies, sha256 {hashlib.sha256(job.content).hexdigest()}"
        if action:
            self._cases.note_out(action, detail, lambda: dialog.send_job(job))
        else:
            dialog.send_job(job)

    # the letter and the questionnaire -----------------------------------------------------------------------------

    def letter(self) -> None:
        """Show the person's letter, to be saved or printed."""
        if self._case.interpretation is None or self._case.outdated:
            return
        catalogue = self._knowledge().catalogue

        def work() -> Mapping[str, str]:
            from interpreter.letters import languages

            return languages(catalogue)

        self._start(work, self._show_letter)

    def _show_letter(self, languages: object) -> None:
        interpretation = self._case.interpretation
        if interpretation is None or not isinstance(languages, Mapping):
            return
        knowledge = self._knowledge()
        dialog = LetterDialog(interpretation, knowledge.catalogue, knowledge.settings, languages, self._window)
        dialog.id_stated.connect(lambda case_id: self._on_id(dialog, case_id))
        self._show_paper(dialog)

    def _on_id(self, dialog: LetterDialog, case_id: str) -> None:
        self._case.state_case_id(case_id)
        if self._case.interpretation is not None:
            dialog.show_case(self._case.interpretation)

    def questionnaire(self) -> None:
        """Show the questionnaire, to be saved or printed; it belongs to no case."""
        catalogue = self._knowledge().catalogue

        def work() -> Mapping[str, str]:
            from interpreter.letters import languages

            return languages(catalogue)

        self._start(work, self._show_questionnaire)

    def _show_questionnaire(self, languages: object) -> None:
        if isinstance(languages, Mapping):
            self._show_paper(QuestionnaireDialog(self._knowledge().settings.page_size, languages, self._window))

    def _show_paper(self, dialog: PaperDialog) -> None:
        of_case = isinstance(dialog, LetterDialog)

        def leaving(_name: str, then: Callable[[], None]) -> None:
            if of_case:
                digest = hashlib.sha256(dialog.content).hexdigest()
                self._cases.note_out("letter", f"saved, sha256 {digest}", then)
            else:
                then()

        dialog.saving.connect(leaving)
        dialog.print_wanted.connect(
            lambda content, name: self._ask_printer(
                bytes(content),
                PurePath(name).stem,
                *(("Letter", "letter") if of_case else ("Questionnaire", "")),
                dialog,
            )
        )
        dialog.accepted.connect(lambda: self.said.emit("Saved."))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        self.paper = dialog
        dialog.open()

    # how work is asked for ----------------------------------------------------------------------------------------

    def _start(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        task = Task(lambda _progress: work())
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)
        self._waiting[task] = done
        self._tasks.start(task)

    @Slot(object, object)
    def _on_done(self, task: object, result: object) -> None:
        done = self._waiting.pop(task, None)
        if done is not None:
            done(result)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: object) -> None:
        if self._waiting.pop(task, None) is not None:
            self.faulted.emit(fault)

    @Slot(str, object)
    def _on_no_trail(self, kind: str, fault: BaseException) -> None:
        """Tell in the dialog that waits for it that the trail could not be written, so that nothing left."""
        waits = self.printing or self.paper
        if kind in ("print", "letter") and waits is not None:
            waits.show_fault(fault)

    def _forget(self, dialog: PrintDialog | PaperDialog) -> None:
        if self.printing is dialog:
            self.printing = None
        if self.paper is dialog:
            self.paper = None
        dialog.deleteLater()


def _bytes(content: object) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError("a report is bytes")
    return content
