"""Copies -> state by thresholds that are data, and which genes a segment holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from interpreter.model.genes import Assembly
from interpreter.model.variants import CopyState
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.reference import TranscriptTable

_SEX = frozenset({"X", "Y"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A state and the rule that gave it, in words for the report."""

    state: CopyState
    rule: str


@cache
def threshold(name: str) -> float:
    """Give one threshold of `copy_thresholds.tsv`."""
    return next(float(row["value"]) for row in rule_rows("copy_thresholds.tsv") if row["name"] == name)


def copies_of(log2: float) -> float:
    """Give total copies of a log2 ratio as if every cell were tumour.

    >>> copies_of(0.0), copies_of(1.0)
    (2.0, 4.0)
    """
    return float(2 * 2 ** max(-10.0, min(log2, 12.0)))


def judge_copies(copies: float, chrom: str, settings: Settings, *, from_ratio: bool = False) -> Judged:
    """Give the state of a number of copies; `from_ratio`: the copies come from a log2 ratio of unknown purity.

    On X and Y one copy may be all there was: it is not called a loss.
    """
    basis = "copies from a ratio, purity unknown; " if from_ratio else ""
    if copies >= settings.amplification_copies:
        rule = f"copy number >= {settings.amplification_copies:g} (stated default)"
        return Judged(CopyState.AMPLIFICATION, basis + rule)
    if copies < threshold("deletion"):
        if chrom == "Y":
            return Judged(CopyState.NEUTRAL, "no copy of Y: the sex is not known")
        return Judged(CopyState.DELETION, f"{basis}copy number < {threshold('deletion'):g} (no copy left)")
    if from_ratio and copies < threshold("doubtful_deletion") and chrom not in _SEX:
        limit = threshold("doubtful_deletion")
        return Judged(
            CopyState.UNDECIDED, f"{basis}copy number < {limit:g}: one copy lost, or both in part of the cells"
        )
    if copies < threshold("loss"):
        if chrom in _SEX:
            return Judged(CopyState.NEUTRAL, f"one copy of {chrom}: the sex is not known")
        return Judged(CopyState.LOSS, f"{basis}copy number < {threshold('loss'):g}")
    if copies > threshold("gain"):
        return Judged(CopyState.GAIN, f"{basis}copy number > {threshold('gain'):g}, below amplification")
    return Judged(CopyState.NEUTRAL, f"{basis}copy number near 2")


def genes_in(
    table: TranscriptTable, assembly: Assembly, chrom: str, start: int, end: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the genes whose coding sequence lies whole in start..end (1-based, inclusive), and those cut by it."""
    whole: list[str] = []
    partly: list[str] = []
    for transcript in table.overlapping(assembly, chrom, start, end):
        layout = transcript.layouts.get(assembly)
        if layout is None:
            continue
        if start <= layout.cds_start and layout.cds_end <= end:
            whole.append(transcript.gene)
        elif any(
            first <= end and last >= start and first <= layout.cds_end and last >= layout.cds_start
            for first, last in zip(layout.starts, layout.ends, strict=True)
        ):
            partly.append(transcript.gene)
    return tuple(sorted(set(whole))), tuple(sorted(set(partly)))
