"""Work off the GUI thread: every outcome comes home once, a wish to stop is heard, nothing is left running."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interpreter.errors import Cancelled
from interpreter.progress import Progress
from interpreter.ui.tasks import Desk, Task, Tasks


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    assert qapp is not None
    made = Tasks()
    yield made
    made.shut_down()


class Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, float]] = []
        self.results: list[object] = []
        self.threads: set[object] = set()

    @Slot(object, str, float)
    def progress(self, _task: object, doing: str, share: float) -> None:
        self.threads.add(QThread.currentThread())
        self.heard.append((doing, share))

    @Slot(object, object)
    def result(self, _task: object, result: object) -> None:
        self.threads.add(QThread.currentThread())
        self.results.append(result)


def test_a_thousand_reports_arrive_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    ear = Ear()

    def work(progress: Progress) -> str:
        for number in range(1000):
            progress(f"step {number}", number / 1000)
        return "done"

    task = Task(work)
    task.progressed.connect(ear.progress)
    task.succeeded.connect(ear.result)
    with qtbot.waitSignal(task.succeeded):
        tasks.start(task)
    assert [said for said, _ in ear.heard] == [f"step {number}" for number in range(1000)]
    assert ear.results == ["done"]
    assert ear.threads == {QThread.currentThread()}
    qtbot.waitUntil(lambda: not tasks.busy)


def test_reports_of_one_kind_are_thinned_so_that_the_window_stays_free(qtbot: QtBot, tasks: Tasks) -> None:
    ear = Ear()

    def work(progress: Progress) -> None:
        for number in range(20_000):
            progress("reading", number / 20_000)

    task = Task(work)
    task.progressed.connect(ear.progress)
    with qtbot.waitSignal(task.succeeded):
        tasks.start(task)
    assert 1 <= len(ear.heard) < 1000


def test_a_thousand_tasks_come_home(qtbot: QtBot, tasks: Tasks) -> None:
    ear = Ear()
    for number in range(1000):
        task = Task(lambda _progress, number=number: number)
        task.succeeded.connect(ear.result)
        tasks.start(task)
        if number % 20 == 19:
            qtbot.waitUntil(lambda: not tasks.busy)
    assert sorted(map(int, map(str, ear.results))) == list(range(1000))


def test_cancel_stops_at_the_next_report(qtbot: QtBot, tasks: Tasks) -> None:
    started, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        go_on.wait(10)
        progress("never told", 0.5)
        raise AssertionError("went on")

    task, ear = Task(work), Ear()
    task.progressed.connect(ear.progress)
    tasks.start(task)
    assert started.wait(10)
    task.cancel()
    with qtbot.waitSignal(task.stopped):
        go_on.set()
    assert ear.heard == []


def test_a_fault_is_handed_on_whole(qtbot: QtBot, tasks: Tasks) -> None:
    fault = ValueError("seven")

    def work(_progress: Progress) -> None:
        raise fault

    task = Task(work)
    with qtbot.waitSignal(task.failed) as heard:
        tasks.start(task)
    assert heard.args == [task, fault]


def test_shut_down_cancels_all_and_waits(tasks: Tasks) -> None:
    started = threading.Barrier(3)

    def work(progress: Progress) -> None:
        started.wait(10)
        while True:
            progress("on and on", None)

    for _ in range(2):
        tasks.start(Task(work))
    started.wait(10)
    tasks.shut_down()
    assert not tasks.busy


def test_a_desk_does_its_tasks_in_order_and_in_one_thread_and_ends_with_the_last(qapp: QApplication) -> None:
    assert qapp is not None
    desk = Desk()
    done: list[tuple[int, int]] = []
    for number in range(20):
        desk.start(Task(lambda _progress, number=number: done.append((number, threading.get_ident()))))
    desk.shut_down()
    assert [number for number, _thread in done] == list(range(20))
    assert len({thread for _number, thread in done}) == 1
    assert done[0][1] != threading.get_ident()


def test_another_thread_may_ask_the_desk_and_wait_until_it_has_ended(qapp: QApplication) -> None:
    assert qapp is not None
    desk = Desk()
    desk.start(Task(lambda _progress: None))
    found: list[object] = []

    def ask() -> None:
        found.append(desk.ask(threading.get_ident) != threading.get_ident())
        with pytest.raises(ValueError, match="told"):
            desk.ask(lambda: int("told"))
        desk.shut_down()
        with pytest.raises(Cancelled):
            desk.ask(threading.get_ident)
        found.append("ended")

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(20)
    assert found == [True, "ended"]


def test_work_at_the_desk_ends_when_the_task_that_waits_for_it_is_stopped(qtbot: QtBot, tasks: Tasks) -> None:
    desk, ear = Desk(), Ear()
    desk.start(Task(lambda _progress: None))
    reached, go_on = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for step in range(3):
            steps.append(step)
            progress("looking", step / 3)
            reached.set()
            go_on.wait(10)

    task = Task(lambda progress: desk.ask(lambda: work(progress)))
    task.progressed.connect(ear.progress)
    tasks.start(task)
    qtbot.waitUntil(lambda: reached.is_set() and bool(ear.heard))
    assert ear.heard == [("looking", 0.0)]
    assert ear.threads == {QThread.currentThread()}
    task.cancel()
    with qtbot.waitSignal(task.stopped):
        go_on.set()
    assert steps == [0, 1]
    free = Task(lambda _progress: "free")
    with qtbot.waitSignal(free.succeeded):
        desk.start(free)
    desk.shut_down()


def test_a_fault_at_the_desk_keeps_nothing_of_its_work(qapp: QApplication) -> None:
    """What the work held may be a key: it goes with the fault, and does not wait for the garbage collector."""
    assert qapp is not None
    desk = Desk()
    desk.start(Task(lambda _progress: None))
    held: list[weakref.ref[threading.Event]] = []

    def work() -> None:
        key = threading.Event()
        held.append(weakref.ref(key))
        raise ZeroDivisionError

    def ask() -> None:
        with suppress(ZeroDivisionError):
            desk.ask(work)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(20)
    desk.shut_down()
    assert [one() for one in held] == [None]
