"""What the window does with stored cases: open, list, save, sign, note, decide, check, back up, lock.

QtCore only; it knows no widget. The store is opened, used and closed in one thread (`Desk`), because SQLite stays in
the thread that opened it. A result that comes home after the store was locked is dropped.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from interpreter.earlier_samples import MarkerCourse, Sample, in_order, marker_courses, sample_of
from interpreter.errors import StoreClosedError, StoreError
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Therapy
from interpreter.model.person import Person
from interpreter.progress import Progress
from interpreter.store.values import AuditRow, CaseState, CaseSummary, ChainReport, Right, Role, StoredCase, User
from interpreter.ui.tasks import Desk, Task

if TYPE_CHECKING:  # the cryptography behind these is loaded when a store is opened, not when the window starts
    from interpreter.cases import StoredReport
    from interpreter.catalogue.diff import CatalogueDiff, TouchedCase
    from interpreter.store.store import Store
    from interpreter.ui.catalogue_work import StoredCases

T = TypeVar("T")

_LOOKING = "Looking at the stored cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A stored case as it is shown: what was saved, its report's bytes, and the person's other samples."""

    stored: StoredCase
    interpretation: Interpretation
    report: StoredReport
    samples: tuple[Sample, ...]
    """Oldest first; the last is this case."""
    courses: tuple[MarkerCourse, ...]
    """One row for each marker, over `samples`; empty while there is one sample only."""
    later: tuple[str, ...]
    """Ids of later samples of the same person."""
    trail: tuple[AuditRow, ...]

    @property
    def id(self) -> str:
        return self.stored.summary.id

    @property
    def version(self) -> int:
        return self.stored.summary.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """How an interpretation is to be kept."""

    interpretation: Interpretation
    replaces: int = 0
    """The version that was read; 0 for a new case."""
    reason: str = ""
    legal_duty: bool = False
    person: Person | None = None
    """What the person says now, where nothing else of a stored case is to change; None: all is as interpreted."""
    date: str = ""
    """ISO date on which that was said."""


class CasesPresenter(QObject):
    """One store, open or closed.

    Signals: `created(str)` with the recovery code; `opened(User)`; `left` as soon as the open store is to lock or gives
    way to another, so that what is shown of it goes at once; `locked` when its key is gone; `listed(tuple of
    CaseSummary)`; `case_opened(OpenCase)`; `case_kept(OpenCase)` after it was saved, signed, noted or decided;
    `trail_read(tuple of AuditRow)`; `checked(ChainReport)`; `backed_up(str)`; `failed(kind, fault)`, where kind is the
    method's name.
    """

    created = Signal(str)
    opened = Signal(object)
    left = Signal()
    locked = Signal()
    listed = Signal(object)
    case_opened = Signal(object)
    case_kept = Signal(object)
    trail_read = Signal(object)
    checked = Signal(object)
    backed_up = Signal(str)
    failed = Signal(str, object)

    def __init__(self, therapies: Callable[[], Mapping[str, Therapy]], parent: QObject | None = None) -> None:
        """`therapies` gives the catalogue's as they stand when a person is judged anew."""
        super().__init__(parent)
        self._therapies = therapies
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)  # before the desk's own, which waits for what it does
        self._desk = Desk(self)
        self._waiting: dict[object, tuple[str, Callable[[Any], None]]] = {}
        self._store: Store | None = None
        """Touched in the desk's thread alone."""
        self._gone = threading.Event()
        """Set when the open store is left; each opening has its own. Long work in the desk's thread looks at it."""
        self.path: Path | None = None
        self.user: User | None = None
        """Who opened the store; None while it is closed or locked."""
        self.cases: dict[str, CaseSummary] = {}
        """The cases as they were last listed, by id."""

    # opening and locking ------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.user is not None

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def may(self, right: Right) -> bool:
        return self.user is not None and self.user.may(right)

    def open(self, path: Path, user: str, passphrase: str) -> None:
        """Open a store; an open one is closed first, and stays closed where this one does not open."""
        self._forget()

        def work() -> User:
            self._close()
            return self._take(_opened(path, user, passphrase))

        self._ask("open", work, lambda one: self._on_open(path, one))

    def create(self, path: Path, user: str, roles: frozenset[Role], passphrase: str) -> None:
        """Make a store and open it; `created` brings the recovery code before `opened`."""
        self._forget()

        def work() -> tuple[str, User]:
            from interpreter.store.opening import create_store

            self._close()
            store, code = create_store(path, passphrase, user=user, roles=roles)
            return code, self._take(store)

        self._ask("create", work, lambda made: self._on_created(path, made))

    def lock(self) -> None:
        """Forget the key; what was asked for before is done, and what it brings home is dropped.

        What only looks at the cases for a review ends where it is.
        """
        self._forget()
        self._ask("lock", lambda: self._leave("lock"), lambda _nothing: self.locked.emit())

    def unlock(self, user: str, passphrase: str) -> None:
        """Open the locked store again."""
        path = self.path
        if path is None:
            return

        def work() -> User:
            store = _opened(path, user, passphrase)
            store.log("unlock")
            return self._take(store)

        self._ask("unlock", work, lambda one: self._on_open(path, one))

    @Slot()
    def shut_down(self) -> None:
        self._gone.set()
        self._waiting.clear()
        if self.user is not None:
            self._desk.start(Task(lambda _progress: self._leave("lock")))
        self.user = None
        self._desk.shut_down()

    # cases --------------------------------------------------------------------------------------------------------

    def list_cases(self) -> None:
        self._use("list_cases", lambda store: store.list_cases(), self._on_listed)

    def open_case(self, case_id: str) -> None:
        self._use("open_case", lambda store: _case(store, case_id), self.case_opened.emit)

    def save(self, saving: Saving) -> None:
        """Save a new case or the next version of one."""
        self._change("save", lambda store: self._saved(store, saving))

    def sign(self, case_id: str, version: int, user: str, passphrase: str) -> None:
        """Sign the version that was read, as the user whose passphrase is given: their roles decide, not the session's.

        The session's own rights are not enough, because a screen may be left open.
        """
        path = self.path

        def work(_store: Store) -> str:
            from interpreter import cases

            assert path is not None
            with _opened(path, user, passphrase) as own:
                cases.sign(own, case_id, expected_version=version)
            return case_id

        self._change("sign", work)

    def add_note(self, case_id: str, text: str) -> None:
        def work(store: Store) -> str:
            store.add_note(case_id, text)
            return case_id

        self._change("add_note", work)

    def decide(self, case_id: str, card_id: str, decision: str, reason: str) -> None:
        def work(store: Store) -> str:
            from interpreter import cases

            cases.decide(store, store.load_case(case_id), card_id, decision, reason)
            return case_id

        self._change("decide", work)

    def note_out(self, action: str, case_id: str, detail: str, then: Callable[[], object]) -> None:
        """Enter in the trail that something leaves the store, and go on only when it stands there.

        Of a case that is not of the open store nothing is entered.
        """
        if not self.is_open or case_id not in self.cases:
            then()
            return
        self._use(action, lambda store: store.log(action, case_id, detail), lambda _nothing: then())

    # the store as a whole -----------------------------------------------------------------------------------------

    def read_trail(self) -> None:
        self._use("read_trail", lambda store: store.audit(), self.trail_read.emit)

    def check(self, anchors: tuple[str, ...] = ()) -> None:
        """Check the trail, every record against it, and every page of the file."""
        self._use("check", lambda store: _checked(store, anchors), self.checked.emit)

    @property
    def stored_cases(self) -> StoredCases | None:
        """What tells a review which cases of the open store would read differently; None while none is open.

        It speaks of this opening alone: once the store is left, it tells nothing, whoever opens which store next.
        """
        return partial(self._touched_by, self._gone) if self.is_open else None

    def _touched_by(self, gone: threading.Event, diff: CatalogueDiff, progress: Progress) -> tuple[TouchedCase, ...]:
        """Look at every case in the desk's thread; for a thread of work, which waits.

        Raises:
            StoreClosedError: the store was left before it was done.
            StoreError: it cannot be read, or the user may not.
            Cancelled: the user stopped it, or the program ends.
        """

        def work() -> tuple[TouchedCase, ...]:
            from interpreter.catalogue.diff import touched_cases

            if gone.is_set() or self._store is None:
                raise _closed()
            return touched_cases(_json_texts(self._store, gone, progress), diff)

        found = self._desk.ask(work)
        if gone.is_set():
            raise _closed()
        return found

    def back_up(self, folder: Path, passphrase: str) -> None:
        """Copy the store into a new folder and check the copy; the passphrase is the user's own."""

        def work(store: Store) -> str:
            from interpreter.store.backup import make_backup

            made = make_backup(store, folder, passphrase)
            store.log("backup", detail=made.anchor)
            return str(made.folder)

        self._use("back_up", work, self.backed_up.emit)

    # in the desk's thread -----------------------------------------------------------------------------------------

    def _take(self, store: Store) -> User:
        user = store.user
        self._close()
        self._store = store
        return user

    def _close(self) -> None:
        """Close what is open before another is asked for, so that it is not readable where the other does not open."""
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _leave(self, action: str) -> None:
        store, self._store = self._store, None
        if store is not None:
            try:
                store.log(action)
            finally:
                store.close()

    def _saved(self, store: Store, saving: Saving) -> str:
        from interpreter import cases

        shown = saving.interpretation
        case_id = shown.case.id
        if saving.person is not None:
            cases.amend_person(
                store,
                case_id,
                saving.person,
                self._therapies(),
                date=saving.date,
                reason=saving.reason,
                replaces=saving.replaces,
                legal_duty=saving.legal_duty,
            )
            return case_id
        if saving.replaces and shown.person is None and cases.person_of(store.load_case(case_id)) is not None:
            raise _person_left_out(case_id)
        cases.save(store, shown, replaces=saving.replaces, reason=saving.reason, legal_duty=saving.legal_duty)
        return case_id

    # how work is asked for ----------------------------------------------------------------------------------------

    def _change(self, kind: str, work: Callable[[Store], str]) -> None:
        """Do what changes a case, then show the case and the list as they stand."""

        def whole(store: Store) -> tuple[OpenCase, tuple[CaseSummary, ...]]:
            case_id = work(store)
            return _case(store, case_id), store.list_cases()

        self._use(kind, whole, self._on_changed)

    def _use(self, kind: str, work: Callable[[Store], T], done: Callable[[T], object]) -> None:
        def run() -> T:
            if self._store is None:
                raise _closed()
            return work(self._store)

        self._ask(kind, run, done)

    def _ask(self, kind: str, work: Callable[[], T], done: Callable[[T], object]) -> None:
        task = Task(lambda _progress: work())
        task.succeeded.connect(self._on_succeeded)
        task.failed.connect(self._on_failed)
        self._waiting[task] = (kind, lambda result: (done(result), None)[1])
        self._desk.start(task)

    def _forget(self) -> None:
        """Take what was shown of the store away at once; the key goes as soon as the desk comes to it."""
        was_open = self.is_open
        self._gone.set()
        self._waiting.clear()
        self.user = None
        self.cases = {}
        if was_open:
            self.left.emit()

    # what came home -----------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_succeeded(self, task: object, result: object) -> None:
        waiting = self._waiting.pop(task, None)
        if waiting is not None:
            waiting[1](result)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: object) -> None:
        waiting = self._waiting.pop(task, None)
        if waiting is not None:
            self.failed.emit(waiting[0], fault)

    def _on_open(self, path: Path, user: User) -> None:
        self._gone.set()
        self._gone = threading.Event()
        self.path, self.user = path, user
        self.opened.emit(user)
        self.list_cases()

    def _on_created(self, path: Path, made: tuple[str, User]) -> None:
        code, user = made
        self.created.emit(code)
        self._on_open(path, user)

    def _on_listed(self, found: tuple[CaseSummary, ...]) -> None:
        self.cases = {summary.id: summary for summary in found}
        self.listed.emit(found)

    def _on_changed(self, done: tuple[OpenCase, tuple[CaseSummary, ...]]) -> None:
        opened, found = done
        self._on_listed(found)
        self.case_kept.emit(opened)


def user_names(path: Path) -> tuple[str, ...]:
    """Give the names that may open a store, without opening it; empty where there is none.

    Raises:
        StoreError: its key file is missing or damaged.
    """
    from interpreter.store.keys import read_key_file
    from interpreter.store.session import key_file_of

    if not path.is_file():
        return ()
    return tuple(slot.name for slot in read_key_file(key_file_of(path)).slots)


def _opened(path: Path, user: str, passphrase: str) -> Store:
    from interpreter.store.opening import open_store

    return open_store(path, passphrase, user=user)


def _case(store: Store, case_id: str) -> OpenCase:
    from interpreter import cases

    stored = store.load_case(case_id)
    this = sample_of(stored.result)
    others = in_order(sample_of(store.load_case(other.id).result) for other in store.earlier_cases(case_id))
    samples = (*(other for other in others if other.date <= this.date), this)
    return OpenCase(
        stored=stored,
        interpretation=cases.interpretation_of(stored),
        report=cases.report_of(store, stored),
        samples=samples,
        courses=marker_courses(samples) if len(samples) > 1 else (),
        later=tuple(other.case_id for other in others if other.date > this.date),
        trail=store.audit(case_id),
    )


def _json_texts(store: Store, gone: threading.Event, progress: Progress) -> Iterator[str]:
    """Give the interpretation/1 JSON of every case, and report before each; that they are read stands in the trail.

    Raises:
        StoreClosedError: the store is left.
        StoreError: a record does not open, or the user may not read it.
        Cancelled: the user stopped it.
    """
    from cryptography.exceptions import InvalidTag

    from interpreter.cases import json_of

    try:
        progress(_LOOKING, None)
        cases = sum(summary.state is not CaseState.ERASED for summary in store.list_cases())
        for done, (_, result) in enumerate(store.every_result("catalogue review")):
            if gone.is_set():
                raise _closed()
            progress(_LOOKING, min(done / cases, 1.0) if cases else None)
            yield json_of(result).decode("utf-8")
    except (InvalidTag, ValueError, zlib.error) as error:
        raise StoreError(
            problem="A record of a stored case does not open: it is damaged, or was changed from outside.",
            meaning="The stored cases were not all looked at; nothing was changed.",
            remedy="Check the store, which tells which record it is, and restore the latest backup.",
        ) from error


def _checked(store: Store, anchors: tuple[str, ...]) -> ChainReport:
    chain = store.verify_chain(anchors)
    faults = (*store.page_faults(), *chain.faults)
    return ChainReport(rows=chain.rows, head=chain.head, faults=faults, remarks=chain.remarks)


def _closed() -> StoreClosedError:
    return StoreClosedError(
        problem="The store of cases is closed.",
        meaning="Nothing was read or saved.",
        remedy="Open it with your passphrase, then try again.",
    )


def _person_left_out(case_id: str) -> StoreError:
    return StoreError(
        problem=f"The stored case '{case_id}' has a person, and this interpretation has none.",
        meaning="Nothing was saved: what the person said would have been missing from the next version.",
        remedy="Open the stored case, save its person file (File menu), open that file here, and interpret again.",
    )
