"""Whether a row's setting and line fit the stage and line that were stated: a warning and a place in the list.

Nothing is hidden by it and no tier changes: labels of one tier that fit what was stated stand before those that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from interpreter.model.cases import Case
from interpreter.model.evidence import Approval, EvidenceItem, Response

_LINES = re.compile(r"(\d+)(\+?)")


def misfit(item: EvidenceItem, approvals: Iterable[Approval], case: Case, unfit: Mapping[str, frozenset[str]]) -> str:
    """Say what does not fit, empty where something fits or nothing was stated.

    `approvals` are the current ones that are shown; one that fits is enough. `unfit` gives for a setting the stages and
    line words that contradict it.
    """
    if item.response is not Response.SENSITIVITY:
        return ""
    rows = [(one.setting or item.setting, one.line or item.line) for one in approvals] or [(item.setting, item.line)]
    told = [_unfit(setting, line, case, unfit) for setting, line in rows]
    return told[0] if all(told) else ""


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
