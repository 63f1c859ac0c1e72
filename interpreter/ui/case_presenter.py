"""What the case page does: it collects what the user states, interprets off the GUI thread, and tells what changed.

QtCore only; it knows no widget. The use case and the renderers are handed in, so that tests give it fakes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from interpreter.interpret import InterpretRequest, Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import TumourType
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.progress import Progress
from interpreter.ui.tasks import Task, Tasks

Render = Callable[[Interpretation], bytes]


class Interpret(Protocol):
    def __call__(self, request: InterpretRequest, knowledge: Knowledge, progress: Progress = ...) -> Interpretation: ...


class CasePresenter(QObject):
    """State of one open case.

    Signals: `request_changed`, `started(str)`, `progressed(str, float)`, `interpreted(object)`, `failed(object)`,
    `stopped`, `saved(str)`.
    """

    request_changed = Signal()
    started = Signal(str)
    progressed = Signal(str, float)
    interpreted = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    saved = Signal(str)

    def __init__(self, knowledge: Callable[[], Knowledge], interpret: Interpret, today: str) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._interpret = interpret
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self.request = self._asked = InterpretRequest(files=(), tumour_type="", date=today)
        self.interpretation: Interpretation | None = None
        self.outdated = False
        """True when what is stated has changed since the interpretation shown."""

    # what the user states -----------------------------------------------------------------------------------------

    def set_files(self, files: tuple[Path, ...]) -> None:
        """Take the files of a new case; what was stated of samples and results of the last one is dropped."""
        kept = InterpretRequest(files=files, tumour_type="", date=self.request.date)
        self.interpretation = None
        self._change(kept)

    def set_tumour_type(self, node: TumourType | None) -> None:
        self._change(replace(self.request, tumour_type=node.code if node is not None else ""))

    def set_samples(self, tumour: str, normal: str) -> None:
        self._change(replace(self.request, tumour_sample=tumour, normal_sample=normal))

    def set_assembly(self, assembly: Assembly | None) -> None:
        self._change(replace(self.request, assembly=assembly))

    def set_companions(
        self, *, results: Path | None, assay: Path | None, coverage: tuple[Path, ...], order_id: str
    ) -> None:
        self._change(replace(self.request, results=results, assay=assay, coverage=coverage, order_id=order_id.strip()))

    def set_person(self, person: Person | None) -> None:
        self._change(replace(self.request, person=person))

    @property
    def ready(self) -> bool:
        return bool(self.request.files and self.request.tumour_type)

    @property
    def busy(self) -> bool:
        return self._task is not None

    # what the program does ----------------------------------------------------------------------------------------

    def interpret(self) -> None:
        """Start the interpretation; a running one is stopped, and its late result dropped."""
        self.cancel()
        request = self.request
        task = Task(lambda progress: self._interpret(request, self._knowledge(), progress))
        task.progressed.connect(self.progressed)
        task.succeeded.connect(self._on_interpreted)
        task.failed.connect(self._on_failed)
        task.stopped.connect(self._on_stopped)
        self._task, self._asked = task, request
        self.started.emit("Interpreting")
        self._tasks.start(task)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def save(self, render: Render, save: Callable[[Path, bytes], None], path: Path) -> None:
        """Render the interpretation shown and save it, off the GUI thread."""
        interpretation = self.interpretation
        if interpretation is None:
            return

        def work(_progress: Progress) -> str:
            save(path, render(interpretation))
            return str(path)

        task = Task(work)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_save_failed)
        self._tasks.start(task)

    def shut_down(self) -> None:
        self._task = None
        self._tasks.shut_down()

    # what came home -----------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_interpreted(self, task: object, result: object) -> None:
        if task is not self._task or not isinstance(result, Interpretation):
            return
        self._task = None
        self.interpretation = result
        self.outdated = self._asked != self.request
        self.interpreted.emit(result)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: object) -> None:
        if task is self._task:
            self._task = None
            self.failed.emit(fault)

    @Slot(object)
    def _on_stopped(self, task: object) -> None:
        if task is self._task:
            self._task = None
        self.stopped.emit()

    @Slot(object, object)
    def _on_saved(self, _task: object, path: object) -> None:
        self.saved.emit(str(path))

    @Slot(object, object)
    def _on_save_failed(self, _task: object, fault: object) -> None:
        self.failed.emit(fault)

    def _change(self, request: InterpretRequest) -> None:
        if request != self.request:
            self.request = request
            self.outdated = self.interpretation is not None
            self.request_changed.emit()
