"""Work off the GUI thread: the only place that starts a thread.

A `Task` knows no widget: it calls a function with a progress callback and reports by signals, which Qt delivers in the
GUI thread. `Tasks` holds it until it has come home.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from interpreter.errors import Cancelled
from interpreter.progress import Progress

T = TypeVar("T")

_BETWEEN_REPORTS = 0.05
"""Seconds between two reports of the same kind: more would only keep the window busy."""


class Task(QObject):
    """One piece of work.

    Signals: `progressed(task, str, float)` (share -1.0 when unknown), `succeeded(task, result)`, `failed(task, fault)`
    and `stopped(task)` name the task, so that a late one can be told. Connect them to methods of a QObject: only those
    run in the GUI thread.
    """

    progressed = Signal(object, str, float)
    succeeded = Signal(object, object)
    failed = Signal(object, object)
    stopped = Signal(object)

    def __init__(self, work: Callable[[Progress], object]) -> None:
        super().__init__()
        self._work = work
        self._stop = threading.Event()
        self._last = ("", 0.0)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; safe from any thread."""
        self._stop.set()

    def run(self) -> None:
        """Do the work in the thread that calls; every outcome becomes a signal."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self.stopped.emit(self)
        except Exception as fault:  # handed to the window, which tells it or logs it whole
            self.failed.emit(self, fault)
        else:
            self.succeeded.emit(self, result)

    def _report(self, doing: str, share: float | None) -> None:
        """Tell where the work is; from one thread at a time: its own, or the desk's while the work waits for that."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        said, at = self._last
        if doing != said or now - at >= _BETWEEN_REPORTS:
            self._last = (doing, now)
            self.progressed.emit(self, doing, -1.0 if share is None else share)


class _Runner(QThread):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task

    def run(self) -> None:
        self.task.run()


class Tasks(QObject):
    """Holds running tasks; `shut_down` cancels all of them and waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[_Runner] = []
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)  # however the program ends, no thread outlives its holder

    def start(self, task: Task) -> None:
        runner = _Runner(task)
        self._running.append(runner)
        runner.finished.connect(self._forget_finished)
        runner.start()

    @Slot()
    def _forget_finished(self) -> None:
        for runner in [runner for runner in self._running if runner.isFinished()]:
            runner.wait()  # `finished` is told a moment before the thread has ended; letting go earlier aborts
            self._running.remove(runner)

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @Slot()
    def shut_down(self) -> None:
        for runner in self._running:
            runner.task.cancel()
        for runner in self._running:
            runner.wait()
        self._running.clear()


class _Work(Protocol):
    def run(self) -> None: ...


class _Errand(Generic[T]):
    """Work that another thread waits for."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.done: Future[T] = Future()

    def run(self) -> None:
        if self.done.set_running_or_notify_cancel():
            try:
                result = self._work()
            except BaseException as fault:  # handed to the thread that waits
                self.done.set_exception(fault)
                del self  # else the fault would hold its own frames, and what they know of a store, in a circle
            else:
                self.done.set_result(result)


class _DeskThread(QThread):
    """Takes work from its queue in order, until None is handed in."""

    def __init__(self, waiting: queue.SimpleQueue[_Work | None]) -> None:
        super().__init__()
        self._waiting = waiting

    def run(self) -> None:
        while (work := self._waiting.get()) is not None:
            work.run()


class Desk(QObject):
    """One thread that does its tasks one after another: for what must stay in the thread that opened it (SQLite).

    Everything handed in before `shut_down` is done; the thread begins with the first task.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: _DeskThread | None = None
        self._door = threading.Lock()
        """Held while something is handed in from another thread, and while the desk ends."""
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)

    def start(self, task: Task) -> None:
        if self._thread is None:
            self._thread = _DeskThread(self._waiting)
            self._thread.start()
        self._waiting.put(task)

    def ask(self, work: Callable[[], T]) -> T:
        """Have something done here and wait for it; for threads of work, never for the GUI's.

        What the work raises is raised here. Everything handed in is done, so what may last must hear for itself that
        it is to end: by the reports of the task that waits, and by a sign of who shuts the desk down.

        Raises:
            Cancelled: the desk has ended.
        """
        errand = _Errand(work)
        with self._door:
            if self._thread is None:
                raise Cancelled
            self._waiting.put(errand)
        try:
            return errand.done.result()
        finally:
            del errand  # as above: a fault that is raised here holds this frame

    @Slot()
    def shut_down(self) -> None:
        with self._door:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._waiting.put(None)
        if thread is not None:
            thread.wait()
