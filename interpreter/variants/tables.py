"""What the readers need of the transcript table: where the catalogue's genes lie, and their reference bases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from interpreter.model.genes import Assembly, Transcript


class GenomeTable(Protocol):
    """The part of `reference.TranscriptTable` that reading rests on; coordinates 1-based and inclusive."""

    @property
    def genes(self) -> frozenset[str]: ...

    def transcript(self, gene: str) -> Transcript | None: ...

    def overlapping(self, assembly: Assembly, chrom: str, start: int, end: int) -> tuple[Transcript, ...]: ...

    def regions(self, assembly: Assembly) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Merged, sorted stretches of each chromosome that hold the catalogue's genes."""
        ...

    def reference_base(self, assembly: Assembly, chrom: str, pos: int, *, trusted_only: bool = False) -> str:
        """The plus strand's base, "N" where it is not known; `trusted_only`: fit to prove an assembly."""
        ...
