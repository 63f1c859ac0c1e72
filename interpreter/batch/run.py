"""Many cases, each alone in a worker process; one that fails, or kills its process, stops no other."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from interpreter import __version__
from interpreter.batch.manifest import ManifestEntry
from interpreter.cases import content_for
from interpreter.errors import Cancelled, InterpreterError, OutputError
from interpreter.fault_log import write_fault_log
from interpreter.files import save_bytes, save_text
from interpreter.interpret import InterpretRequest, Knowledge, interpret, load_knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.findings import AmpTier
from interpreter.report.options import options
from interpreter.report.outputs import render_json, render_pdf_report, render_tsv
from interpreter.store.values import CaseContent


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """What every case of a batch shares."""

    entries: tuple[ManifestEntry, ...]
    out: Path
    date: str
    region: str | None = None
    packs: tuple[Path, ...] = ()
    settings_file: Path | None = None
    resume: bool = False
    save: bool = False
    """Whether each case brings home what the store keeps of it."""
    legal_duty: bool = False
    stored: frozenset[str] = frozenset()
    """Cases that are in the store: what was interpreted but not stored is not left out by `resume`."""


class Keeper(Protocol):
    """Where cases of a batch are kept; called in the parent process alone, so that one process writes the store."""

    @property
    def legal_duty(self) -> bool: ...

    @property
    def stored(self) -> frozenset[str]:
        """Ids of the cases that are kept already."""

    def keep(self, content: CaseContent) -> None:
        """Keep one case.

        Raises:
            StoreError: it cannot be kept; the others can.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one case ended."""

    sample: str
    row: int
    succeeded: bool
    message: str
    findings: int = 0
    strongest: str = ""
    """Regimens that the best findings speak for, with tiers, for the result table."""
    warnings: int = 0
    files: tuple[str, ...] = ()
    resumed: bool = False
    saved: bool = False
    """True when the case is in the store. False with a message on a case that was interpreted: why it is not."""
    content: CaseContent | None = None
    """On its way from the worker to the store; None as soon as it has arrived."""


def run_batch(
    plan: BatchPlan, jobs: int | None, finished: Callable[[int], None], keeper: Keeper | None = None
) -> tuple[Outcome, ...]:
    """Interpret all entries; `finished` is told of each (with 1) as it ends and may raise `Cancelled`.

    With a `keeper` every case is handed to it; one that cannot be kept is told in its outcome and stops no other.

    The result table `results.csv` is written at the end, also when the batch is stopped.

    Raises:
        OutputError: the folder cannot be made or written to.
        InterpreterError: the settings or the catalogue are faulty; nothing was started.
    """
    # a fault of settings or catalogue is everybody's: it is told here, not once by each worker
    load_knowledge(packs=plan.packs, settings_file=plan.settings_file, region=plan.region)
    _make_folder(plan.out)
    if keeper is not None:
        plan = replace(plan, save=True, legal_duty=keeper.legal_duty, stored=keeper.stored)
    outcomes: dict[int, Outcome] = {}
    try:
        for outcome in _outcomes(plan, jobs):
            outcomes[outcome.row] = _kept_in(keeper, outcome) if keeper is not None else outcome
            finished(1)
    finally:
        ordered = tuple(outcomes[entry.row] for entry in plan.entries if entry.row in outcomes)
        save_text(plan.out / "results.csv", result_table(ordered))
    return ordered


def result_table(outcomes: Sequence[Outcome]) -> str:
    """Give the table of all cases as CSV; cells are data, never formulas (S22)."""
    from interpreter.report.tables import safe_cell

    header = ("sample", "state", "findings", "strongest", "warnings", "files", "message")
    rows = [
        (
            outcome.sample,
            _state(outcome),
            str(outcome.findings) if outcome.succeeded else "",
            outcome.strongest,
            str(outcome.warnings) if outcome.succeeded else "",
            " ".join(outcome.files),
            outcome.message,
        )
        for outcome in outcomes
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([safe_cell(cell) for cell in row] for row in (header, *rows))
    return text.getvalue()


def _state(outcome: Outcome) -> str:
    if not outcome.succeeded:
        return "failed"
    done = "unchanged" if outcome.resumed else "interpreted"
    return f"{done}, not saved" if outcome.message else done


def _kept_in(keeper: Keeper, outcome: Outcome) -> Outcome:
    if outcome.content is None:
        return replace(outcome, saved=outcome.resumed)  # it was in the store already, or it failed
    try:
        keeper.keep(outcome.content)
    except InterpreterError as fault:
        return replace(outcome, content=None, message=f"Not saved: {fault.problem} {fault.remedy}")
    return replace(outcome, content=None, saved=True)


def _outcomes(plan: BatchPlan, jobs: int | None) -> Iterator[Outcome]:
    workers = max(1, min(jobs or os.cpu_count() or 1, len(plan.entries)))
    left = list(plan.entries)
    while left:
        done: set[int] = set()
        broken = False
        with _pool(plan, workers) as pool:
            waiting: dict[Future[Outcome], ManifestEntry] = {pool.submit(_work, entry): entry for entry in left}
            try:
                for future in as_completed(waiting):
                    try:
                        outcome = future.result()
                    except BrokenProcessPool:
                        broken = True
                        continue
                    done.add(outcome.row)
                    yield outcome
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        left = [entry for entry in left if entry.row not in done]
        if broken and workers == 1 and left:
            guilty = left.pop(0)  # alone in its process, so it is this case that ended it
            yield _failure(guilty, "The case ended its process, perhaps for want of memory; nothing of it was kept.")
        elif broken:
            workers = 1  # find the guilty case: one at a time from here


def _pool(plan: BatchPlan, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(plan,),
    )


_worker: tuple[BatchPlan, Knowledge] | None = None
"""Set once in each worker process: what its cases share."""


def _start_worker(plan: BatchPlan) -> None:
    from interpreter.offline import forbid_network

    global _worker
    forbid_network()
    _worker = plan, load_knowledge(packs=plan.packs, settings_file=plan.settings_file, region=plan.region)


def _work(entry: ManifestEntry) -> Outcome:
    assert _worker is not None, "the worker was not started"
    return interpret_entry(entry, *_worker)


def interpret_entry(entry: ManifestEntry, plan: BatchPlan, knowledge: Knowledge) -> Outcome:
    """Interpret one case and write its files; every fault becomes an outcome."""
    try:
        return _interpret_and_write(entry, plan, knowledge)
    except InterpreterError as fault:
        return _failure(entry, " ".join((fault.problem, *fault.details[:3], fault.remedy)))
    except Cancelled:
        raise
    except MemoryError:
        return _failure(entry, "The case needs more memory than there is; nothing of it was kept.")
    except Exception:
        log = write_fault_log(traceback.format_exc())
        return _failure(entry, f"The program made a mistake of its own; details in '{log}'.")


def _interpret_and_write(entry: ManifestEntry, plan: BatchPlan, knowledge: Knowledge) -> Outcome:
    mark = plan.out / f"{entry.file_stem}.done"
    fingerprint = _fingerprint(entry, plan, knowledge)
    names = tuple(f"{entry.file_stem}.{ending}" for ending in ("json", "tsv", "pdf"))
    wanted = plan.save and entry.sample not in plan.stored
    if plan.resume and not wanted and (kept := _kept(mark, fingerprint, plan.out, names)) is not None:
        return replace(kept, sample=entry.sample, row=entry.row)
    mark.unlink(missing_ok=True)
    interpretation = interpret(
        InterpretRequest(
            files=entry.files,
            tumour_type=entry.tumour_type,
            date=plan.date,
            assembly=entry.assembly,
            tumour_sample=entry.tumour_sample,
            normal_sample=entry.normal_sample,
            assay=entry.assay,
            results=entry.results,
            coverage=entry.coverage,
            person_file=entry.person,
            case_id=entry.sample,
            order_id=entry.order_id,
        ),
        knowledge,
    )
    contents = (
        render_json(interpretation),
        render_tsv(interpretation),
        render_pdf_report(interpretation, knowledge.settings),
    )
    for name, content in zip(names, contents, strict=True):
        save_bytes(plan.out / name, content)
    shown = [
        f"{' + '.join(option.regimen)} ({option.best.amp_tier.value})"
        for option in options(interpretation)
        if option.best.amp_tier.rank < AmpTier.III.rank
    ]
    outcome = Outcome(
        sample=entry.sample,
        row=entry.row,
        succeeded=True,
        message="",
        findings=len(interpretation.findings),
        strongest="; ".join(shown[:5]),
        warnings=len(interpretation.warnings),
        files=names,
    )
    if plan.save:
        outcome = _with_content(outcome, interpretation, plan)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in zip(names, contents, strict=True)}
    state = {"fingerprint": fingerprint, "files": digests, "findings": outcome.findings}
    state |= {"strongest": outcome.strongest, "warnings": outcome.warnings}
    save_text(mark, json.dumps(state, sort_keys=True))
    return outcome


def _with_content(outcome: Outcome, interpretation: Interpretation, plan: BatchPlan) -> Outcome:
    """Add what the store keeps; that it may not be stored does not undo the interpretation."""
    try:
        return replace(outcome, content=content_for(interpretation, legal_duty=plan.legal_duty))
    except InterpreterError as fault:
        return replace(outcome, message=f"Not saved: {fault.problem} {fault.remedy}")


def _fingerprint(entry: ManifestEntry, plan: BatchPlan, knowledge: Knowledge) -> str:
    """Give a digest of everything the outputs depend on, so that `resume` never keeps a stale report."""
    digest = hashlib.sha256()
    files = (*entry.files, *entry.coverage, *(p for p in (entry.assay, entry.results, entry.person) if p is not None))
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    facts = (
        entry.sample,
        entry.tumour_type,
        entry.assembly,
        entry.tumour_sample,
        entry.normal_sample,
        entry.order_id,
        plan.date,
        plan.region,
        repr(knowledge.settings),
        __version__,
        knowledge.table.sha256,
        *(release.sha256 for release in knowledge.catalogue.releases),
    )
    digest.update("\0".join(str(fact) for fact in facts).encode())
    return digest.hexdigest()


def _kept(mark: Path, fingerprint: str, folder: Path, names: tuple[str, ...]) -> Outcome | None:
    try:
        state = json.loads(mark.read_text(encoding="utf-8"))
        if state["fingerprint"] != fingerprint:
            return None
        if any(hashlib.sha256((folder / n).read_bytes()).hexdigest() != state["files"][n] for n in names):
            return None
        return Outcome(
            sample="",
            row=0,
            succeeded=True,
            message="",
            findings=int(state["findings"]),
            strongest=str(state["strongest"]),
            warnings=int(state["warnings"]),
            files=names,
            resumed=True,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _failure(entry: ManifestEntry, message: str) -> Outcome:
    return Outcome(sample=entry.sample, row=entry.row, succeeded=False, message=message)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            problem=f"The folder '{folder}' cannot be made: {error.strerror}.",
            meaning="No case was started.",
            remedy="Choose a folder that can be written to.",
        ) from error
