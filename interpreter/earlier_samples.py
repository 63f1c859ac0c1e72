"""Samples of one person side by side: markers gained, lost, persisting. Not assessed is never read as lost (R1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from interpreter.model.results import State


class Change(StrEnum):
    """What became of a marker between the last earlier sample that settled it and this one."""

    GAINED = "gained"
    LOST = "lost"
    PERSISTING = "persisting"
    FIRST_SEEN = "first seen"
    """Detected now; no earlier sample settled it, so nobody can say that it is new."""
    NOT_LOOKED_AT = "not assessed now"
    """Detected before; this sample does not tell. Never "lost"."""
    OPEN = "open"
    """Inconclusive now, or never settled."""
    ABSENT = "absent since"
    """Not detected now and in the last sample that settled it, detected in one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One stored case as a sample in a person's course."""

    case_id: str
    date: str
    """ISO date of collection; of the interpretation where that is not known."""
    collected: bool
    """False: `date` is that of the interpretation."""
    tumour_type: str
    kind: str
    """tissue, plasma, ...: a negative in plasma does not weigh as one in tissue."""
    states: Mapping[str, State]
    """Marker -> state; a marker that is not in it was not asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerCourse:
    marker: str
    states: tuple[State | None, ...]
    """One for each sample, oldest first; None = not asked about."""
    change: Change


def sample_of(result: str) -> Sample:
    """Read a stored result (interpretation/1) as a sample."""
    document = json.loads(result)
    specimen = document["specimen"]
    states: dict[str, State] = {}
    for row in document["markers"]:
        states[str(row["biomarker"])] = State(row["state"])
    return Sample(
        case_id=str(document["case"]["id"]),
        date=str(specimen["collected"] or document["date"]),
        collected=bool(specimen["collected"]),
        tumour_type=str(document["case"]["tumour_type"]["code"]),
        kind=str(specimen["kind"]),
        states=states,
    )


def in_order(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Give samples oldest first; equal dates by case id."""
    return tuple(sorted(samples, key=lambda sample: (sample.date, sample.case_id)))


def marker_courses(samples: Sequence[Sample]) -> tuple[MarkerCourse, ...]:
    """Give one row for each marker that was detected or open in any sample; the last sample is "now".

    What changed most stands first: gained, lost, then the rest; within it by name.
    """
    names = sorted({name for sample in samples for name, state in sample.states.items() if state in _SHOWN})
    rows = []
    for name in names:
        states = tuple(sample.states.get(name) for sample in samples)
        rows.append(MarkerCourse(marker=name, states=states, change=_change(states)))
    order = list(Change)
    return tuple(sorted(rows, key=lambda row: order.index(row.change)))


_SHOWN = frozenset({State.DETECTED, State.INCONCLUSIVE})
_SETTLED = frozenset({State.DETECTED, State.NOT_DETECTED})


def _change(states: Sequence[State | None]) -> Change:
    now, before = states[-1], [state for state in states[:-1] if state in _SETTLED]
    last = before[-1] if before else None
    if now is State.DETECTED:
        if last is None:
            return Change.FIRST_SEEN
        return Change.PERSISTING if last is State.DETECTED else Change.GAINED
    if now is State.NOT_DETECTED and State.DETECTED in before:
        return Change.LOST if last is State.DETECTED else Change.ABSENT
    if now in (None, State.NOT_ASSESSED) and last is State.DETECTED:
        return Change.NOT_LOOKED_AT
    return Change.OPEN
