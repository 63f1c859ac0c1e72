"""The answer to a marker expression in one case, and how answers combine (strong Kleene, RULES R6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interpreter.model.findings import Exactness, Truth
from interpreter.model.markers import Atom
from interpreter.model.results import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Met, not met or unknown, with everything a reader needs to see why."""

    truth: Truth
    inconclusive: bool = False
    """For UNKNOWN: something was seen that decides, but not surely; else nothing was looked at."""
    unlisted: bool = False
    """For an inconclusive answer: it is open only because the effect of a change is on no list."""
    exactness: Exactness | None = None
    alterations: tuple[str, ...] = ()
    """Ids of the alterations that meet it; for an inconclusive answer those that leave it open."""
    reason: str = ""
    region: str = ""
    """What has to be looked at."""
    min_depth: int | None = None
    limit: float | None = None
    proof: str = ""
    caveats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Typed-in results the answer rests on, in words."""
    open_atoms: tuple[Atom, ...] = ()
    """For UNKNOWN: the atoms that leave it open."""

    @property
    def state(self) -> State:
        """One of the four states (S1)."""
        match self.truth:
            case Truth.MET:
                return State.DETECTED
            case Truth.NOT_MET:
                return State.NOT_DETECTED
            case _:
                return State.INCONCLUSIVE if self.inconclusive else State.NOT_ASSESSED


def negate(answer: Answer) -> Answer:
    """Swap met and not met; what is unknown stays unknown. A negation is met by no alteration."""
    match answer.truth:
        case Truth.MET:
            return replace(answer, truth=Truth.NOT_MET, exactness=None, alterations=())
        case Truth.NOT_MET:
            return replace(answer, truth=Truth.MET, exactness=None, alterations=())
        case _:
            return answer


def every(answers: Sequence[Answer]) -> Answer:
    """Join by "&": one that is not met decides; else one that is unknown leaves it open."""
    failed = [answer for answer in answers if answer.truth is Truth.NOT_MET]
    if failed:
        return failed[0]
    unknown = [answer for answer in answers if answer.truth is Truth.UNKNOWN]
    if unknown:
        return _open(unknown, [answer for answer in answers if answer.truth is Truth.MET])
    return _together(answers, Truth.MET)


def some(answers: Sequence[Answer]) -> Answer:
    """Join by "|": one that is met decides; else one that is unknown leaves it open."""
    met = [answer for answer in answers if answer.truth is Truth.MET]
    if met:
        best = min((answer.exactness for answer in met if answer.exactness is not None), key=_rank, default=None)
        return replace(_together(met, Truth.MET), exactness=best)
    unknown = [answer for answer in answers if answer.truth is Truth.UNKNOWN]
    if unknown:
        return _open(unknown, [])
    return _together(answers, Truth.NOT_MET)


def across_readings(answers: Sequence[Answer], note: str) -> Answer:
    """Join the answers of all phase readings: only what holds in every one of them stands (S4)."""
    truths = {answer.truth for answer in answers}
    if len(truths) == 1 and Truth.UNKNOWN not in truths:
        joined = _together(answers, answers[0].truth)
        return replace(joined, reason=answers[0].reason)
    if Truth.MET not in truths:
        left = _open([answer for answer in answers if answer.truth is Truth.UNKNOWN], [])
        return replace(left, reason=sentences((left.reason, note if Truth.NOT_MET in truths else "")))
    seen = tuple(dict.fromkeys(identity for answer in answers for identity in answer.alterations))
    atoms = tuple(dict.fromkeys(atom for answer in answers for atom in answer.open_atoms))
    return Answer(
        truth=Truth.UNKNOWN,
        inconclusive=True,
        alterations=seen,
        reason=f"met in some readings only: {note}" if note else "met in some readings of the phase only",
        region=answers[0].region,
        open_atoms=atoms,
    )


def _rank(exactness: Exactness) -> int:
    return exactness.rank


def _together(answers: Sequence[Answer], truth: Truth) -> Answer:
    depths = [answer.min_depth for answer in answers if answer.min_depth is not None]
    limits = [answer.limit for answer in answers if answer.limit is not None]
    worst = max((answer.exactness for answer in answers if answer.exactness is not None), key=_rank, default=None)
    return Answer(
        truth=truth,
        exactness=worst,
        alterations=distinct(identity for answer in answers for identity in answer.alterations),
        reason=sentences(answer.reason for answer in answers),
        region=sentences(answer.region for answer in answers),
        min_depth=min(depths, default=None),
        limit=max(limits, default=None),
        proof=sentences(answer.proof for answer in answers),
        caveats=distinct(caveat for answer in answers for caveat in answer.caveats),
        sources=distinct(source for answer in answers for source in answer.sources),
    )


def _open(unknown: Sequence[Answer], met: Sequence[Answer]) -> Answer:
    """Leave it open; a leaf that was seen but is not sure decides over one that was not looked at."""
    deciding = [answer for answer in unknown if answer.inconclusive] or list(unknown)
    return Answer(
        truth=Truth.UNKNOWN,
        inconclusive=any(answer.inconclusive for answer in unknown),
        unlisted=all(answer.unlisted for answer in deciding),
        alterations=distinct(identity for answer in (*met, *deciding) for identity in answer.alterations),
        reason=sentences(answer.reason for answer in deciding),
        region=sentences(answer.region for answer in deciding),
        sources=distinct(source for answer in (*met, *unknown) for source in answer.sources),
        open_atoms=tuple(dict.fromkeys(atom for answer in unknown for atom in answer.open_atoms)),
    )


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Give each text once, in the order of its first place."""
    return tuple(dict.fromkeys(values))


def sentences(values: Iterable[str]) -> str:
    """Join distinct, non-empty texts."""
    return "; ".join(dict.fromkeys(value for value in values if value))
