"""Why a place is not proved, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from interpreter.model.assessment import AlterationClass
from interpreter.variants.scope_units import Unit, number_list


class Cause(IntEnum):
    """Why one unit is not proved, most telling first."""

    PROVED = 0
    QC_FAILED = 1
    CLASS = 2
    OUTSIDE = 3
    UNREAD = 4
    DOUBTFUL = 5
    SHALLOW = 6
    NO_DEPTH = 7
    HOLE = 8
    GERMLINE_CALLER = 9
    NO_CALLS = 10
    SCOPE_ONLY = 11
    INCONCLUSIVE = 12
    CONTENT = 13
    NOTHING = 14


@dataclass(frozen=True, slots=True)
class Verdict:
    cause: Cause
    depth: int | None = None
    proofs: frozenset[str] = frozenset()
    limit: float | None = None
    mean: bool = False
    detail: str = ""


def reason_for(gene: str, open_ones: list[tuple[Unit, Verdict]], min_depth: int, assay: str) -> str:
    """Say why the units were not proved, one clause for each cause, the codons named."""
    if not open_ones:
        return "nothing was asked"
    causes = sorted({verdict.cause for _, verdict in open_ones})
    return "; ".join(
        _clause(gene, cause, [pair for pair in open_ones if pair[1].cause is cause], min_depth, assay)
        for cause in causes
    )


def _clause(gene: str, cause: Cause, here: list[tuple[Unit, Verdict]], min_depth: int, assay: str) -> str:
    where = _where(gene, [unit for unit, _ in here])
    depths = [verdict.depth for _, verdict in here if verdict.depth is not None]
    detail = ", ".join(dict.fromkeys(verdict.detail for _, verdict in here if verdict.detail))
    match cause:
        case Cause.QC_FAILED:
            return "this sample failed the assay's quality control"
        case Cause.OUTSIDE:
            return f"{where}: outside the scope of {assay}"
        case Cause.UNREAD:
            return f"{where}: a record there could not be read ({detail})"
        case Cause.DOUBTFUL:
            return f"{where}: not called as reference, or failed a filter"
        case Cause.SHALLOW:
            return f"{where}: depth {min(depths, default=0)}, below {min_depth}"
        case Cause.NO_DEPTH:
            return f"{where}: called as reference without a depth"
        case Cause.HOLE:
            return f"{where}: not covered"
        case Cause.GERMLINE_CALLER:
            return f"{detail}: made by a germline caller, which does not prove a somatic negative"
        case Cause.NO_CALLS:
            return "coverage was given, but no file of small-variant calls"
        case Cause.SCOPE_ONLY:
            return f"{where}: in the scope of {assay}; this sample's coverage unknown"
        case Cause.INCONCLUSIVE:
            return f"{where}: {detail}"
        case Cause.CLASS | Cause.CONTENT:
            return detail
        case _:
            return f"{where}: no reference calls, coverage or assay description for this sample"


def _where(gene: str, units: list[Unit]) -> str:
    codons = sorted({unit.codon for unit in units if unit.codon is not None})
    others = list(dict.fromkeys(unit.name for unit in units if unit.codon is None))
    parts = [f"codon{'s' if len(codons) > 1 else ''} {number_list(codons)}"] if codons else []
    parts += others if len(others) <= 4 else [f"{len(others)} splice sites and other places"]
    return f"{gene} {', '.join(parts)}" if parts != [gene] else gene


def words(kind: AlterationClass) -> str:
    """Name a class of change in a sentence."""
    named = {AlterationClass.MSI: "MSI", AlterationClass.TMB: "TMB", AlterationClass.ITD: "internal tandem duplication"}
    return named.get(kind, kind.value)
