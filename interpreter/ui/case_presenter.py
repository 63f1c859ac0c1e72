"""What the case page does: it collects what the user states, interprets off the GUI thread, and tells what changed.

QtCore only; it knows no widget. The use case, the look at a file's head and the renderers are handed in, so that tests
give it fakes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from interpreter.care.person_file import read_person
from interpreter.care.person_writer import write_person
from interpreter.files import save_bytes
from interpreter.interpret import InterpretRequest, Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import TumourType
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.progress import Progress
from interpreter.settings import Settings
from interpreter.ui.peek import FileFacts, peek
from interpreter.ui.tasks import Task, Tasks
from interpreter.ui.typed_in import TypedIn, read_typed_in

Render = Callable[[Interpretation], bytes]
Peek = Callable[[Path, Settings], FileFacts]


class Interpret(Protocol):
    def __call__(self, request: InterpretRequest, knowledge: Knowledge, progress: Progress = ...) -> Interpretation: ...


class CasePresenter(QObject):
    """State of one open case.

    Signals: `request_changed`; `looked(facts)` with what the heads of the files say; `started(str)`,
    `progressed(str, float)`, `interpreted(Interpretation)`, `failed(fault)`, `stopped`; `rendered(bytes)`;
    `saved(str)`, `save_failed(fault)`.
    """

    request_changed = Signal()
    looked = Signal(object)
    started = Signal(str)
    progressed = Signal(str, float)
    interpreted = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    rendered = Signal(bytes)
    saved = Signal(str)
    save_failed = Signal(object)

    def __init__(self, knowledge: Knowledge, interpret: Interpret, today: str, look: Peek = peek) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._interpret = interpret
        self._look = look
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self._looking: Task | None = None
        self._rendering: Task | None = None
        self._reading: set[object] = set()
        self.request = self._asked = InterpretRequest(files=(), tumour_type="", date=today)
        self._asked_with = knowledge
        self.interpretation: Interpretation | None = None
        self.facts: tuple[FileFacts, ...] = ()
        self.typed_in = TypedIn()
        self.outdated = False
        """True when what is stated has changed since the interpretation shown."""
        self._kept: InterpretRequest | None = None
        """What was stated when the case was last stored; None: it never was."""

    # what the user states -----------------------------------------------------------------------------------------

    def set_files(self, files: tuple[Path, ...]) -> None:
        """Begin a new case: nothing that was stated, typed in or found for the last one is kept."""
        self.cancel()
        self._rendering = None
        self._reading.clear()
        self.interpretation = None
        self.outdated = False
        self.facts = ()
        self.typed_in = TypedIn()
        self._kept = None
        self.request = InterpretRequest(files=files, tumour_type="", date=self.request.date)
        self.request_changed.emit()
        settings = self._knowledge.settings
        task = Task(lambda _progress: tuple(self._look(path, settings) for path in files))
        task.succeeded.connect(self._on_looked)
        task.failed.connect(self._on_look_failed)
        self._looking = task
        self._tasks.start(task)

    def set_tumour_type(self, node: TumourType | None) -> None:
        self._change(replace(self.request, tumour_type=node.code if node is not None else ""))

    def set_samples(self, tumour: str, normal: str) -> None:
        self._change(replace(self.request, tumour_sample=tumour, normal_sample=normal))

    def set_assembly(self, assembly: Assembly | None) -> None:
        self._change(replace(self.request, assembly=assembly))

    def set_companions(self, *, assay: Path | None, coverage: tuple[Path, ...], order_id: str) -> None:
        self._change(replace(self.request, assay=assay, coverage=coverage, order_id=order_id.strip()))

    def set_typed_in(self, typed: TypedIn) -> None:
        """Take results from the form; what it held is kept, so that it can be opened again."""
        self.typed_in = typed
        self._change(replace(self.request, typed_results=typed.results))
        self.request_changed.emit()

    def set_person(self, person: Person | None) -> None:
        self._change(replace(self.request, person=person))

    def set_knowledge(self, knowledge: Knowledge) -> None:
        """Use another catalogue from now on; what was interpreted with the one before is outdated.

        A stored case, which has no files here, stays as it was stored.
        """
        self._knowledge = knowledge
        if self.interpretation is not None and self.request.files:
            self.outdated = True
        self.request_changed.emit()

    def show_stored(self, interpretation: Interpretation) -> None:
        """Take a stored case in the place of what is open; it has no files, so it cannot be interpreted again."""
        self.set_files(())
        case = interpretation.case
        self.request = self._asked = self._kept = replace(
            self.request,
            tumour_type=case.tumour_type.code,
            person=interpretation.person,
            order_id=case.order_id,
            case_id=case.id,
        )
        self.interpretation = interpretation
        self.request_changed.emit()

    def show_kept(self, interpretation: Interpretation) -> None:
        """Say that what is open now is stored, as `interpretation` has it."""
        if interpretation.person != self.request.person:
            self.request = replace(self.request, person=interpretation.person)
        self.interpretation, self.outdated = interpretation, False
        self._kept = self._asked = self.request
        self.request_changed.emit()

    def state_case_id(self, case_id: str) -> None:
        """Give the case its id, in what is stated and in what is shown; nothing else of it changes."""
        self.request = replace(self.request, case_id=case_id)
        self._asked = replace(self._asked, case_id=case_id)
        if self.interpretation is not None:
            self.interpretation = replace(self.interpretation, case=replace(self.interpretation.case, id=case_id))
        self.request_changed.emit()

    @property
    def ready(self) -> bool:
        return bool(self.request.files and self.request.tumour_type)

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def holds_unsaved(self) -> bool:
        """True when something was typed in for this case; it lives in this window alone."""
        stated = self.request.person is not None or self.request.typed_results is not None
        return stated and self.request != self._kept

    # what the program does ----------------------------------------------------------------------------------------

    def interpret(self) -> None:
        """Start the interpretation; a running one is stopped, and its late result dropped."""
        if not self.ready:
            return
        if self._task is not None:
            self._task.cancel()
        request, knowledge = self.request, self._knowledge
        task = Task(lambda progress: self._interpret(request, knowledge, progress))
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_interpreted)
        task.failed.connect(self._on_failed)
        self._task, self._asked, self._asked_with = task, request, knowledge
        self.started.emit("Interpreting")
        self._tasks.start(task)

    def cancel(self) -> None:
        """Stop at once as far as the user can see; what the work still brings home is dropped."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.stopped.emit()

    def render(self, render: Render) -> None:
        """Make the report that is shown, off the GUI thread: `rendered` brings its bytes."""
        interpretation = self.interpretation
        if interpretation is None:
            return
        task = Task(lambda _progress: render(interpretation))
        task.succeeded.connect(self._on_rendered)
        task.failed.connect(self._on_save_failed)
        self._rendering = task
        self._tasks.start(task)

    def open_results(self, path: Path) -> None:
        """Read typed-in results from a file, off the GUI thread."""
        self._read(lambda _progress: read_typed_in(path))

    def open_person(self, path: Path) -> None:
        """Read what a person said from a file, off the GUI thread."""
        self._read(lambda _progress: read_person(path))

    def save_person(self, path: Path) -> None:
        """Keep what the person said in a file."""
        person = self.request.person
        if person is None:
            return

        def work(_progress: Progress) -> str:
            save_bytes(path, write_person(person).encode("utf-8"))
            return str(path)

        self._store(work)

    def save(self, render: Render, path: Path) -> None:
        """Render the interpretation shown and save it, off the GUI thread."""
        interpretation = self.interpretation
        if interpretation is None:
            return

        def work(_progress: Progress) -> str:
            save_bytes(path, render(interpretation))
            return str(path)

        self._store(work)

    def shut_down(self) -> None:
        self._task = self._looking = self._rendering = None
        self._reading.clear()
        self._tasks.shut_down()

    def _read(self, work: Callable[[Progress], object]) -> None:
        task = Task(work)
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_read_failed)
        self._reading.add(task)
        self._tasks.start(task)

    def _store(self, work: Callable[[Progress], object]) -> None:
        task = Task(work)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_save_failed)
        self._tasks.start(task)

    # what came home -----------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_looked(self, task: object, facts: object) -> None:
        if task is self._looking and isinstance(facts, tuple):
            self._looking = None
            self.facts = facts
            self.looked.emit(facts)

    @Slot(object, object)
    def _on_look_failed(self, task: object, fault: object) -> None:
        if task is self._looking:
            self._looking = None
            self.failed.emit(fault)

    @Slot(object, object)
    def _on_read(self, task: object, result: object) -> None:
        """Take a file that was read for the case that is still open; a late one belongs to another."""
        if task not in self._reading:
            return
        self._reading.discard(task)
        if isinstance(result, TypedIn):
            self.set_typed_in(result)
        elif isinstance(result, Person):
            self.set_person(result)

    @Slot(object, object)
    def _on_read_failed(self, task: object, fault: object) -> None:
        if task in self._reading:
            self._reading.discard(task)
            self.failed.emit(fault)

    @Slot(object, str, float)
    def _on_progressed(self, task: object, doing: str, share: float) -> None:
        if task is self._task:
            self.progressed.emit(doing, share)

    @Slot(object, object)
    def _on_interpreted(self, task: object, result: object) -> None:
        if task is not self._task or not isinstance(result, Interpretation):
            return
        self._task = None
        self._rendering = None
        self.interpretation = result
        self.outdated = self._asked != self.request or self._asked_with is not self._knowledge
        self.interpreted.emit(result)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: object) -> None:
        if task is self._task:
            self._task = None
            self.failed.emit(fault)

    @Slot(object, object)
    def _on_rendered(self, task: object, content: object) -> None:
        if task is self._rendering and isinstance(content, bytes):
            self._rendering = None
            self.rendered.emit(content)

    @Slot(object, object)
    def _on_saved(self, _task: object, path: object) -> None:
        self.saved.emit(str(path))

    @Slot(object, object)
    def _on_save_failed(self, _task: object, fault: object) -> None:
        self.save_failed.emit(fault)

    def _change(self, request: InterpretRequest) -> None:
        if request != self.request:
            self.request = request
            self.outdated = self.interpretation is not None
            self.request_changed.emit()
