"""Pictures as lists of shapes, drawn by whoever paints: the PDF here, the window elsewhere. Words carry the meaning.

Each picture reads in greyscale: a state has its own filling and its own word beside it, never a colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.model.evidence import EvidenceClass
from interpreter.model.findings import Finding, MarkerRow
from interpreter.model.results import State
from interpreter.report import wording
from interpreter.report.blocks import Picture, Shape
from interpreter.report.options import Option

_WIDTH = 515.0
_ORDER = (State.DETECTED, State.NOT_DETECTED, State.INCONCLUSIVE, State.NOT_ASSESSED)
_KIND = {
    State.DETECTED: "box",
    State.NOT_DETECTED: "outline",
    State.INCONCLUSIVE: "hatch",
    State.NOT_ASSESSED: "cross",
}
_STEPS: dict[EvidenceClass, int] = {
    EvidenceClass.APPROVED: 6,
    EvidenceClass.GUIDELINE: 5,
    EvidenceClass.RANDOMISED: 4,
    EvidenceClass.SMALL_STUDY: 3,
    EvidenceClass.CASE_REPORT: 2,
    EvidenceClass.PRECLINICAL: 1,
    EvidenceClass.INFERENTIAL: 1,
}
_GREYS = {6: 0.15, 5: 0.3, 4: 0.42, 3: 0.55, 2: 0.68, 1: 0.8}


def looked_at(markers: Sequence[MarkerRow]) -> Picture | None:
    """Draw one field per marker that matters, grouped by state, with the counts in words; None without markers."""
    if not markers:
        return None
    rows = sorted(markers, key=lambda row: _ORDER.index(row.state))
    counts = {state: sum(row.state is state for row in rows) for state in _ORDER}
    gap = 1.5 if len(rows) <= 120 else 0.0
    width = min(14.0, (_WIDTH - gap * len(rows)) / len(rows))
    shapes = [
        Shape(_KIND[row.state], number * (width + gap), 0.0, width, 11.0, grey=0.25) for number, row in enumerate(rows)
    ]
    x = 0.0
    for state in _ORDER:
        words = f"{counts[state]} {wording.STATES[state]}"
        shapes.append(Shape(_KIND[state], x, 17.0, 9.0, 8.0, grey=0.25))
        shapes.append(Shape("text", x + 12.5, 24.0, text=words))
        x += 120.0
    said = ", ".join(f"{counts[state]} {wording.STATES[state]}" for state in _ORDER)
    return Picture(_WIDTH, 28.0, tuple(shapes), f"What was looked at: of {len(rows)} markers that matter, {said}.")


def evidence_bars(options: Sequence[Option], limit: int = 12) -> Picture | None:
    """Draw, for each regimen, the best evidence for it (to the right) and against it (to the left); None without any.

    Length and darkness follow the class of evidence; a diamond marks an approval in this tumour type. The class is
    written at the end of each bar.
    """
    shown = options[:limit]
    if not shown:
        return None
    names, middle, unit, height = 165.0, 285.0, 20.0, 15.0
    shapes = [
        Shape("text", 0.0, 8.0, text="Regimen", strong=True),
        Shape("text", middle - 4.0, 8.0, text="◀ against", strong=True, ends=True),
        Shape("text", middle + 4.0, 8.0, text="for ▶   (◆ approved in this tumour type)", strong=True),
    ]
    said: list[str] = []
    for number, option in enumerate(shown):
        y = 13.0 + number * height
        supporting, opposing = option.best, best_against(option)
        steps, level = _weight(supporting)
        shapes.append(Shape("text", 0.0, y + 8.5, text=_fit(wording.regimen(option.regimen), names)))
        shapes.append(Shape("box", middle, y, steps * unit, 10.0, grey=_GREYS[steps]))
        end = middle + steps * unit + 4.0
        if supporting.approved_here:
            shapes.append(Shape("diamond", end, y + 1.0, 8.0, 8.0, grey=0.0))
            end += 11.0
        shapes.append(Shape("text", end, y + 8.5, text=level))
        words = f"{wording.regimen(option.regimen)}: for, {level}"
        words += ", approved in this tumour type" if supporting.approved_here else ""
        if opposing is not None:
            back = min(_weight(opposing)[0] * 10.0, middle - names - 60.0)
            shapes.append(Shape("hatch", middle - back, y, back, 10.0, grey=0.25))
            shapes.append(
                Shape("text", middle - back - 3.0, y + 8.5, text=wording.LEVELS[opposing.level][:22], ends=True)
            )
            words += f"; against, {wording.LEVELS[opposing.level]} ({wording.claim(opposing)})"
        said.append(words)
    total = 13.0 + len(shown) * height
    shapes.append(Shape("box", middle - 0.4, 11.0, 0.8, total - 11.0, grey=0.0))
    left_out = len(options) - len(shown)
    if left_out:
        said.append(f"{left_out} more regimens are in the table of findings")
    return Picture(_WIDTH, total + 2.0, tuple(shapes), "Evidence for each regimen. " + ". ".join(said) + ".")


def _weight(finding: Finding) -> tuple[int, str]:
    """Give the length of a bar and its words: evidence from another tumour type never looks like that of this one."""
    steps, level = _STEPS[finding.level], wording.LEVELS[finding.level]
    if not wording.in_this_disease(finding):
        return min(steps, 2), f"{level} in another tumour type"
    if finding.approvals and not finding.approved_here and finding.level is EvidenceClass.APPROVED:
        return steps - 1, f"{level} elsewhere"
    return steps, level


def best_against(option: Option) -> Finding | None:
    """Give the strongest statement against a regimen."""
    return min(option.against, key=lambda finding: -_STEPS[finding.level], default=None)


def _fit(text: str, width: float) -> str:
    """Shorten a label that is wider than its place; the table beside the picture holds it whole."""
    most = int(width / 3.7)
    return text if len(text) <= most else text[: most - 1] + "…"
