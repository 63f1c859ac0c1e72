"""What typed-in results prove of a place, and the tumour content below which no negative holds (RULES R1, R8)."""

from __future__ import annotations

from collections.abc import Sequence

from interpreter.model.assessment import AlterationClass
from interpreter.model.results import SequenceResult, Specimen, State
from interpreter.model.variants import Origin
from interpreter.variants.scope_inputs import names_one_pair
from interpreter.variants.scope_units import Unit
from interpreter.variants.scope_verdicts import Cause, Verdict


class ContentRule:
    """A negative needs a tumour content of at least twice the detection limit."""

    def __init__(self, specimen: Specimen, assumed_limit: float) -> None:
        self._specimen = specimen
        self._assumed_limit = assumed_limit

    def too_low(self, limit: float | None) -> str:
        """Say that the content is below twice the limit (a VAF, 0.0-1.0; None: the assumed one), or give ""."""
        content = self._specimen.tumour_content
        assumed = "" if limit is not None else ", assumed: none is stated"
        limit = limit if limit is not None else self._assumed_limit
        if content is None or self._specimen.germline or content >= 2 * limit:
            return ""
        return f"tumour content {100 * content:.4g}% is below twice the detection limit ({limit:.1%} VAF{assumed})"


class TypedScope:
    """The typed-in sequence results of one case, asked about one unit at a time."""

    def __init__(self, results: Sequence[SequenceResult], specimen: Specimen, content: ContentRule) -> None:
        self._results = results
        self._specimen = specimen
        self._content = content

    def doubt(self, unit: Unit, kind: AlterationClass | None = None) -> str:
        """Give the words of an inconclusive typed-in result on this unit, or on this class of change in the gene."""
        for result in self._results:
            if result.state is not State.INCONCLUSIVE or result.gene != unit.gene:
                continue
            if _lists(result, unit, whole=False) or (kind is not None and kind.value in result.classes):
                return f"typed-in result ({result.method}) is inconclusive: {result.reason or 'no reason given'}"
        return ""

    def verdict(self, unit: Unit, classes: frozenset[AlterationClass], *, whole: bool = False) -> Verdict | None:
        """Judge by typed-in negatives: each proves what it lists, and only all asked classes together suffice."""
        open_classes = set(classes)
        proofs: set[str] = set()
        limits: list[float] = []
        depths: list[int] = []
        for result in self._results:
            if result.state is not State.NOT_DETECTED or result.gene != unit.gene:
                continue
            if result.origin is Origin.GERMLINE and not self._specimen.germline:
                continue  # what the germline does not carry, the tumour may
            listed = {kind for kind in classes if kind.value in result.classes}
            if not listed or not _lists(result, unit, whole=whole) or self._content.too_low(result.limit):
                continue
            if AlterationClass.FUSION in classes and names_one_pair(result):
                continue
            open_classes -= listed
            proofs.add(result.source or f"typed-in result ({result.method})")
            limits.extend([] if result.limit is None else [result.limit])
            depths.extend([] if result.depth is None else [result.depth])
        if open_classes or not classes:
            return None
        return Verdict(
            Cause.PROVED,
            depth=min(depths, default=None),
            proofs=frozenset(proofs),
            limit=max(limits, default=None),
        )

    def too_weak(self, unit: Unit) -> Verdict | None:
        """Say that a typed-in negative of this unit is refused for the tumour content."""
        for result in self._results:
            if result.state is State.NOT_DETECTED and result.gene == unit.gene and _lists(result, unit, whole=False):
                too_low = self._content.too_low(result.limit)
                if too_low:
                    return Verdict(Cause.CONTENT, limit=result.limit, detail=too_low)
        return None


def _lists(result: SequenceResult, unit: Unit, *, whole: bool) -> bool:
    """Tell whether a typed-in result lists the unit; without a list it speaks of the gene as such."""
    if whole:
        return True
    if unit.codon is not None and any(first <= unit.codon <= last for first, last in result.codons):
        return True
    if unit.exons and unit.exons <= set(result.exons):
        return True
    return unit.codon is None and not unit.exons and unit.name in result.change
