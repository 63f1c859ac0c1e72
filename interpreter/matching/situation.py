"""Whether a row's setting, line and age group fit what was stated: a warning and a place in the list.

Nothing is hidden by it and no tier changes: labels of one tier that fit what was stated stand before those that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from interpreter.matching.ages import AgeGroup, age_misfit
from interpreter.model.cases import Case
from interpreter.model.evidence import Approval, EvidenceItem, Response

_NOT_GIVEN = re.compile(r"\b(?:declin|refus|plan|not|never|no|without|allerg|contraindicat|consider)\w*")
_LINES = re.compile(r"(\d+)(\+?)")
_APART = re.compile(r"[,;/+&()]|\band\b|\bplus\b|\bwith\b|\bthen\b")


def misfit(
    item: EvidenceItem,
    approvals: Iterable[Approval],
    case: Case,
    unfit: Mapping[str, frozenset[str]],
    ages: Sequence[AgeGroup] = (),
) -> str:
    """Say what does not fit, empty where something fits or nothing was stated.

    `approvals` are the current ones that are shown; one that fits is enough. `unfit` gives for a setting the stages and
    line words that contradict it, `ages` the words of a population that name an age group.
    """
    if item.response is not Response.SENSITIVITY:
        return ""
    rows = [
        (one.setting or item.setting, one.line or item.line, one.population or item.population) for one in approvals
    ] or [(item.setting, item.line, item.population)]
    told = [
        age_misfit(population, case.age, ages) or _unfit(setting, line, case, unfit)
        for setting, line, population in rows
    ]
    return told[0] if all(told) else ""


def given_before(item: EvidenceItem, approvals: Iterable[Approval], case: Case) -> tuple[str, ...]:
    """Give the medicines of a regimen that were stated as given before; whether they may be given again is not judged.

    A name must stand alone in what was stated: "trastuzumab deruxtecan" is not trastuzumab. The product's own name
    counts where the regimen is one medicine. Words of doubt ("declined", "planned") make nothing given.
    """
    if item.response is not Response.SENSITIVITY:
        return ()
    told = [text.casefold() for text in case.prior_therapies if not _NOT_GIVEN.search(text.casefold())]
    stated = {part.strip() for text in told for part in (text, *_APART.split(text))}
    names = tuple(name for name in item.therapies if name.casefold() in stated)
    if (
        not names
        and len(item.therapies) == 1
        and any(one.product and one.product.casefold() in stated for one in approvals)
    ):
        return item.therapies
    return names


def _unfit(setting: str, line: str, case: Case, unfit: Mapping[str, frozenset[str]]) -> str:
    against = unfit.get(setting, frozenset())
    meant = setting.replace("_", " ")
    if case.stage in against:
        return f"not as stated: meant for {meant} disease or treatment; the stage was stated as {case.stage}"
    if case.line in against:
        return f"not as stated: meant for {meant} disease or treatment; the line was stated as {case.line}"
    wanted = _LINES.fullmatch(line)
    if wanted and case.line.isdigit():
        number, stated = int(wanted[1]), int(case.line)
        if stated < number or (stated > number and not wanted[2]):
            return f"not as stated: meant for line {line}; line {stated} was stated"
    return ""
