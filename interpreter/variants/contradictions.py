"""A change called in one record that another record of the case calls reference: shown, never chosen in silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from interpreter.model.alterations import Alteration
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents


def tell_contradictions(
    alterations: Sequence[Alteration], contents: Iterable[InputContents], settings: Settings
) -> tuple[Alteration, ...]:
    """Warn at each called substitution whose first base a passed reference row of another file covers deep enough.

    Rows of its own file are not asked: where alleles of one place are split, each row calls the others reference.
    """
    places: dict[tuple[Assembly, str], list[tuple[int, str]]] = {}
    own = {item.id: {source.input_index for source in item.sources} for item in alterations}
    for item in alterations:
        variant = item.variant
        if item.status is CallStatus.CALLED and variant is not None and len(variant.ref) == len(variant.alt):
            places.setdefault((variant.assembly, variant.chrom), []).append((variant.pos, item.id))
    for found in places.values():
        found.sort()
    told: dict[str, list[str]] = {}
    for file in contents if places else ():
        if file.assembly.assembly is None:
            continue
        for block in (*file.blocks, *file.reference_sites):
            here = places.get((file.assembly.assembly, block.chrom))
            if here is None or not block.passed or block.depth is None or block.depth < settings.min_depth:
                continue
            at = bisect_left(here, (block.start, ""))
            while at < len(here) and here[at][0] <= block.end:
                if file.input_index in own[here[at][1]]:
                    at += 1
                    continue
                text = f"sources contradict each other: {file.file_name}, line {block.source_line}, calls this place "
                told.setdefault(here[at][1], []).append(f"{text}reference (depth {block.depth})")
                at += 1
    return tuple(
        replace(item, warnings=(*item.warnings, *dict.fromkeys(told[item.id]))) if item.id in told else item
        for item in alterations
    )
