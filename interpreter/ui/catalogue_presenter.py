"""What the catalogue's window does: it indexes, reviews, accepts and curates off the GUI thread, and tells of it.

QtCore only; it knows no widget. One piece of work that changes what is known runs at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from interpreter.catalogue.drafts import Draft, discard_draft, list_drafts, review_tsv
from interpreter.catalogue.export import work_list_tsv
from interpreter.catalogue.keys import new_key, trust_key
from interpreter.catalogue_use import catalogue_in_use
from interpreter.files import save_text
from interpreter.interpret import Knowledge
from interpreter.matching.rules import load_rules
from interpreter.model.evidence import Catalogue, CatalogueInfo
from interpreter.progress import Progress
from interpreter.report.content_summary import stale_releases
from interpreter.ui.catalogue_hits import HitIndex
from interpreter.ui.catalogue_sheets import Sheets
from interpreter.ui.catalogue_work import (
    Bench,
    DraftWish,
    Review,
    Source,
    StoredCases,
    accept,
    approve,
    make_draft,
    review_import,
    review_pack,
)
from interpreter.ui.tasks import Task, Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLine:
    """One release in use; rows are those of its layer, and None where several releases share it."""

    info: CatalogueInfo
    rows: int | None
    unverified: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """Everything the window shows of one catalogue, made off the GUI thread."""

    catalogue: Catalogue
    index: HitIndex
    sheets: Sheets
    layers: tuple[LayerLine, ...]
    stale: tuple[str, ...]
    """Warnings of releases past their age limit (S14)."""
    work_list: tuple[tuple[str, ...], ...]
    """Rows whose source nobody has opened; the first line has the columns' names."""


@dataclass(frozen=True, slots=True)
class _Changed:
    """What was done, and the catalogue as it is now."""

    said: str
    view: CatalogueView


@dataclass(frozen=True, slots=True)
class _Drafts:
    """All drafts as they are now."""

    drafts: tuple[Draft, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    path: Path
    said: str


class CataloguePresenter(QObject):
    """State of the catalogue's window.

    Signals: `loaded(CatalogueView)`, `drafts_loaded(tuple[Draft, ...])`; `started(str)`, `progressed(str, float)` and
    `ended()` around each piece of work; `reviewed(Review | None)`, again when what it tells of the stored cases is
    dropped; `said(str)` with what was done; `catalogue_changed(Catalogue)` when another catalogue is in use;
    `key_made(Path)`; `draft_made()`; `failed(fault)`.
    """

    loaded = Signal(object)
    drafts_loaded = Signal(object)
    started = Signal(str)
    progressed = Signal(str, float)
    ended = Signal()
    reviewed = Signal(object)
    said = Signal(str)
    catalogue_changed = Signal(object)
    key_made = Signal(object)
    draft_made = Signal()
    failed = Signal(object)

    def __init__(self, knowledge: Knowledge, today: str, stored: StoredCases | None = None) -> None:
        super().__init__()
        self._knowledge = knowledge
        self.bench = Bench(tumours=knowledge.tumours, table=knowledge.table, today=today, stored=stored)
        self._tasks = Tasks(self)
        self._task: Task | None = None
        self._stoppable = False
        self._store_number = 0
        """Counts the stores that were told, so that what comes home of an earlier one can be dropped."""
        self._begun_with = 0
        """The number when the task began."""
        self.view: CatalogueView | None = None
        self.review: Review | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def can_stop(self) -> bool:
        return self._task is not None and self._stoppable

    def set_stored(self, stored: StoredCases | None) -> None:
        """Take the stored cases to look at in a review; None while no store is open.

        What was found in the store before is dropped, also where it comes home later: its users may be others.
        """
        self._store_number += 1
        self.bench = replace(self.bench, stored=stored)
        review = self.review
        if review is not None and (review.touched is not None or review.stored_fault):
            self.review = review.without_stored()
            self.reviewed.emit(self.review)

    # looking ------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Index the catalogue in use, and read the drafts."""
        knowledge, today = self._knowledge, self.bench.today
        self._start(
            "Indexing the catalogue",
            lambda _progress: view_of(knowledge.catalogue, knowledge, today),
            stoppable=False,
        )

    def stop(self) -> None:
        """Stop as far as the user can see; what the work still brings home is dropped."""
        if self._task is not None and self._stoppable:
            self._task.cancel()
            self._end()

    # packs and imports --------------------------------------------------------------------------------------------

    def open_pack(self, path: Path) -> None:
        """Verify a pack and show what it would change."""
        self._review(f"Verifying {path.name}", lambda bench, progress: review_pack(path, bench, progress))

    def open_import(self, source: Source, files: Sequence[Path], mapping: Path | None = None) -> None:
        """Read another source and show what it would change."""
        self._review(
            f"Reading {source.value}",
            lambda bench, progress: review_import(source, files, mapping, bench, progress),
        )

    def accept(self, key: Path | None = None, passphrase: str = "") -> None:
        """Install what is under review."""
        review = self.review
        if review is not None:
            self._change(f"Installing {review.name}", lambda: accept(review, key, passphrase))

    def refuse(self) -> None:
        """Drop what is under review; nothing was kept of it."""
        self.review = None
        self.reviewed.emit(None)

    def make_key(self, path: Path, name: str, passphrase: str) -> None:
        """Make this hospital's own signing key, and trust it on this machine."""

        def work(_progress: Progress) -> _Key:
            public = new_key(path, name, passphrase)
            trust_key(path.with_name(path.name + ".pub"))
            return _Key(path, f"The key '{path.name}' was made and is trusted here: {public.fingerprint}.")

        self._start("Making a key", work, stoppable=False)

    def trust(self, path: Path) -> None:
        """Trust packs signed by a public key."""

        def work(_progress: Progress) -> str:
            public = trust_key(path)
            return f"Trusted: {public.name or 'unnamed'}, fingerprint {public.fingerprint}. Compare it with its holder."

        self._start("Reading a key", work, stoppable=False)

    # local curation -----------------------------------------------------------------------------------------------

    def draft(self, wish: DraftWish) -> None:
        """Write a draft, for a second person to approve."""
        bench = self.bench
        self._start("Writing the draft", lambda _progress: make_draft(wish, bench), stoppable=False)

    def approve(self, identity: str, by: str) -> None:
        """Approve a draft in the name of a second person; it is in use from then on."""
        bench = self.bench

        def work() -> str:
            done = approve(identity, by, bench)
            return f"{done.id} is approved by {done.approved_by} and in use."

        self._change(f"Approving {identity}", work)

    def discard(self, identity: str) -> None:
        """Delete a draft that was not approved."""

        def work(_progress: Progress) -> _Drafts:
            discard_draft(identity)
            return _Drafts(list_drafts(), f"{identity} is deleted.")

        self._start(f"Deleting {identity}", work, stoppable=False)

    def save_drafts(self, path: Path) -> None:
        """Write all drafts as a table to review."""
        self._start("Saving", lambda _progress: _saved(path, review_tsv(list_drafts())), stoppable=False)

    def save_work_list(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write rows of the work list, with its header, for a laboratory to check off."""
        if self.view is not None:
            lines = (self.view.work_list[0], *rows)
            text = "".join("\t".join(line) + "\n" for line in lines)
            self._start("Saving", lambda _progress: _saved(path, text), stoppable=False)

    def shut_down(self) -> None:
        self._task = None
        self._tasks.shut_down()

    # work and what came home --------------------------------------------------------------------------------------

    def _review(self, doing: str, work: Callable[[Bench, Progress], Review]) -> None:
        if not self.busy:
            self.refuse()
            bench = self.bench
            self._start(doing, lambda progress: work(bench, progress), stoppable=True)

    def _change(self, doing: str, work: Callable[[], str]) -> None:
        """Do what changes the catalogue in use, then read it anew. It is not stopped half-way."""
        knowledge, today = self._knowledge, self.bench.today

        def whole(_progress: Progress) -> _Changed:
            done = work()
            return _Changed(done, view_of(catalogue_in_use(), knowledge, today))

        self._start(doing, whole, stoppable=False)

    def _start(self, doing: str, work: Callable[[Progress], object], *, stoppable: bool) -> None:
        if self._task is not None:
            return
        task = Task(work)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.stopped.connect(self._on_stopped)
        self._task, self._stoppable, self._begun_with = task, stoppable, self._store_number
        self.started.emit(doing)
        self._tasks.start(task)

    def _end(self) -> None:
        self._task = None
        self.ended.emit()

    @Slot(object, str, float)
    def _on_progressed(self, task: object, doing: str, share: float) -> None:
        if task is self._task:
            self.progressed.emit(doing, share)

    @Slot(object, object)
    def _on_done(self, task: object, result: object) -> None:
        if task is not self._task:
            return
        self._end()
        match result:
            case Review():
                same_store = self._begun_with == self._store_number
                self.review = result if same_store else result.without_stored()
                self.reviewed.emit(self.review)
            case Draft():
                self.said.emit(f"{result.id} waits for a second person to approve it.")
                self.draft_made.emit()
                self._load_drafts()
            case _Changed():
                self._knowledge = replace(self._knowledge, catalogue=result.view.catalogue)
                self.refuse()
                self._show(result.view)
                self.catalogue_changed.emit(result.view.catalogue)
                self.said.emit(result.said)
            case CatalogueView():
                self._show(result)
            case _Drafts():
                self.drafts_loaded.emit(result.drafts)
                if result.said:
                    self.said.emit(result.said)
            case _Key():
                self.key_made.emit(result.path)
                self.said.emit(result.said)
            case str():
                self.said.emit(result)

    @Slot(object, object)
    def _on_failed(self, task: object, fault: object) -> None:
        if task is self._task:
            self._end()
            self.failed.emit(fault)

    @Slot(object)
    def _on_stopped(self, task: object) -> None:
        """End what nobody here stopped: the store ends with the program."""
        if task is self._task:
            self._end()

    def _show(self, view: CatalogueView) -> None:
        self.view = view
        self.loaded.emit(view)
        self._load_drafts()

    def _load_drafts(self) -> None:
        """Read the drafts by themselves: a faulty one must not keep the catalogue from being shown."""
        self._start("Reading the drafts", lambda _progress: _Drafts(list_drafts()), stoppable=False)


def view_of(catalogue: Catalogue, knowledge: Knowledge, today: str) -> CatalogueView:
    """Make everything that is shown of a catalogue; `today` is ISO."""
    index = HitIndex(catalogue, knowledge.tumours)
    rows = Counter(item.layer for item in catalogue.evidence)
    unverified = Counter(item.layer for item in catalogue.evidence if not item.verification.verified)
    releases = Counter(info.layer for info in catalogue.releases)
    layers = tuple(
        LayerLine(
            info=info,
            rows=rows[info.layer] if releases[info.layer] == 1 else None,
            unverified=unverified[info.layer] if releases[info.layer] == 1 else None,
        )
        for info in catalogue.releases
    )
    work_list = tuple(tuple(line.split("\t")) for line in work_list_tsv(catalogue).rstrip("\n").split("\n"))
    return CatalogueView(
        catalogue=catalogue,
        index=index,
        sheets=Sheets(
            index=index,
            tumours=knowledge.tumours,
            table=knowledge.table,
            rules=load_rules(),
            region=knowledge.settings.region,
        ),
        layers=layers,
        stale=stale_releases(catalogue.releases, today, knowledge.settings),
        work_list=work_list,
    )


def _saved(path: Path, text: str) -> str:
    save_text(path, text)
    return f"Saved: {path}"
