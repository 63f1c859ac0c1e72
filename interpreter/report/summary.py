"""What the terminal says of one case: the conclusion, the options, what was not tested. Same words as the report."""

from __future__ import annotations

from interpreter.model.cases import Interpretation
from interpreter.report import approval_words, wording
from interpreter.report.blocks import Line
from interpreter.report.content_conclusion import conclusion, names_of
from interpreter.report.content_summary import obstacles, stale_catalogues
from interpreter.report.options import options
from interpreter.settings import Settings

_MOST_SHOWN = 12


def summary_text(interpretation: Interpretation, settings: Settings) -> str:
    """Give a short plain text, for a person at a terminal; the report holds the rest."""
    case = interpretation.case
    regimens = options(interpretation)
    lines = [f"Case {case.id}: {case.tumour_type.name} ({case.tumour_type.code}), {case.date}"]
    lines += [f"  {item.file_name}: {item.assembly.assembly or 'genes are named'}" for item in interpretation.inputs]
    lines += [
        f"! {text}" for text in dict.fromkeys((*stale_catalogues(interpretation, settings), *interpretation.warnings))
    ]
    lines += [_plain(text) for text in conclusion(interpretation, regimens)]
    labels = names_of(interpretation)
    for option in regimens[:_MOST_SHOWN]:
        best = option.best
        check = approval_words.verification(best)
        state = f"; {check}" if check else ""
        lines.append(
            f"- {wording.tier(best.amp_tier)}  {wording.regimen(option.regimen)}: {wording.met_by(best, labels)}{state}"
        )
        lines += [f"    {_plain(text)}" for text in obstacles(option)]
    if len(regimens) > _MOST_SHOWN:
        lines.append(f"- and {len(regimens) - _MOST_SHOWN} more, in the report")
    lines.append("This is decision support, not a result to act on alone; write the report with --pdf.")
    return "\n".join(lines)


def _plain(line: Line) -> str:
    return "".join(span.text for span in line).strip()
