"""What was assessed in this sample: all sources taken together, the weakest wins where they contradict (S1, R1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interpreter.model.assessment import AlterationClass, Assessed, Proof
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.results import SequenceResult, Specimen, SpecimenKind
from interpreter.settings import Settings
from interpreter.variants.assay import Assay, SampleQc
from interpreter.variants.contents import InputContents
from interpreter.variants.coverage import Coverage
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.scope_inputs import (
    SEQUENCE_CLASSES,
    block_track,
    carries_small_variants,
    kinds_carried,
    kinds_unread,
    target_track,
    unread_track,
)
from interpreter.variants.scope_typed import ContentRule, TypedScope
from interpreter.variants.scope_units import Unit, units_on
from interpreter.variants.scope_verdicts import Cause, Verdict, reason_for, words

_WITHOUT_GENE = frozenset({AlterationClass.MSI, AlterationClass.TMB})
PLASMA_CAVEAT = "plasma: a negative does not exclude the marker; test tissue"
UNKNOWN_CONTENT_CAVEAT = "tumour content of the sample is unknown"
MEAN_CAVEAT = "depth is the mean of a region; a gap inside it would not show"


@dataclass(frozen=True, slots=True)
class _Track:
    source: str
    assembly: Assembly
    track: DepthTrack
    mean: bool = False
    sites: bool = False
    """Single bases that were asked for: they say nothing of the bases between them."""


def assessed_from(
    *,
    table: TranscriptTable,
    inputs: Sequence[InputContents],
    settings: Settings,
    specimen: Specimen | None = None,
    assay: Assay | None = None,
    sample_qc: SampleQc | None = None,
    coverage: Sequence[Coverage] = (),
    sequence_results: Sequence[SequenceResult] = (),
) -> Assessed:
    """Make the one object that answers "was this looked at?" from all that is known of the sample."""
    return _CaseScope(
        table,
        tuple(inputs),
        settings,
        specimen if specimen is not None else Specimen(),
        assay,
        sample_qc if sample_qc is not None else SampleQc(),
        tuple(coverage),
        tuple(sequence_results),
    )


class _CaseScope:
    def __init__(
        self,
        table: TranscriptTable,
        inputs: tuple[InputContents, ...],
        settings: Settings,
        specimen: Specimen,
        assay: Assay | None,
        sample_qc: SampleQc,
        coverage: tuple[Coverage, ...],
        sequence_results: tuple[SequenceResult, ...],
    ) -> None:
        self._table = table
        self._specimen = specimen
        self._assay = assay
        self._qc = sample_qc
        self._content = ContentRule(specimen, settings.assumed_detection_limit)
        self._typed = TypedScope(sequence_results, specimen, self._content)
        self._min_depth = settings.min_depth if assay is None else assay.min_depth
        small = [contents for contents in inputs if carries_small_variants(contents)]
        somatic = [contents for contents in small if specimen.germline or not contents.germline_caller]
        self._has_calls = bool(somatic)
        self._germline_files = tuple(contents.file_name for contents in small if contents not in somatic)
        self._kinds = frozenset().union(*(kinds_carried(contents) for contents in inputs))
        self._blocks = tuple(
            _Track(contents.file_name, contents.assembly.assembly, block_track(contents), sites=not contents.blocks)
            for contents in somatic
            if (contents.blocks or contents.reference_sites) and contents.assembly.assembly is not None
        )
        self._unread = tuple(
            _Track(contents.file_name, contents.assembly.assembly, unread_track(contents))
            for contents in somatic
            if contents.unread_places and contents.assembly.assembly is not None
        )
        self._kinds_unread = frozenset().union(*(kinds_unread(contents) for contents in inputs))
        self._coverage = tuple(_Track(one.source, one.assembly, one.track, one.mean) for one in coverage)
        # Places are worked out only where something can be asked of them.
        assemblies = frozenset(track.assembly for track in (*self._blocks, *self._coverage, *self._unread))
        if assay is not None and assay.regions_assembly is not None:
            assemblies |= {assay.regions_assembly}
        self._units = units_on(table, assemblies)
        self._target_track = target_track(assay)
        self._touched: dict[tuple[int, str], bool] = {}
        self._answers: dict[tuple[object, ...], Proof] = {}

    # the four questions -------------------------------------------------------------------------------------------

    def codons(self, gene: str, first: int, last: int, classes: frozenset[AlterationClass]) -> Proof:
        def units(transcript: Transcript) -> list[Unit]:
            return self._units.codons(transcript, first, last)

        return self._once(("codons", gene, first, last, classes), gene, classes, units)

    def exon(self, gene: str, exon: int, classes: frozenset[AlterationClass]) -> Proof:
        def units(transcript: Transcript) -> list[Unit]:
            return self._units.exon(transcript, exon)

        return self._once(("exon", gene, exon, classes), gene, classes, units)

    def gene(self, gene: str, classes: frozenset[AlterationClass]) -> Proof:
        return self._once(
            ("gene", gene, classes), gene, classes, self._units.whole if classes & SEQUENCE_CLASSES else None
        )

    def positions(self, gene: str, names: tuple[str, ...], classes: frozenset[AlterationClass]) -> Proof:
        def units(transcript: Transcript) -> list[Unit]:
            return [self._units.position(transcript, name) for name in names]

        return self._once(("positions", gene, names, classes), gene, classes, units)

    # putting the answers together ---------------------------------------------------------------------------------

    def _once(
        self,
        question: tuple[object, ...],
        gene: str,
        classes: frozenset[AlterationClass],
        units: Callable[[Transcript], list[Unit]] | None,
    ) -> Proof:
        """Answer a question, once a case: many markers ask the same.

        Without `units`, for classes that are no place in a sequence, and for genes without a transcript, the gene as
        such is asked for.
        """
        known = self._answers.get(question)
        if known is None:
            transcript = self._table.transcript(gene) if units is not None else None
            if transcript is None or units is None:
                asked = [Unit(gene=gene, name=gene or "the sample", codon=None, exons=frozenset(), places={})]
            else:
                asked = units(transcript)
            known = self._answers[question] = self._answer(gene, asked, classes)
        return known

    def _answer(self, gene: str, units: Sequence[Unit], classes: frozenset[AlterationClass]) -> Proof:
        verdicts: list[tuple[Unit, Verdict]] = []
        sequence = classes & SEQUENCE_CLASSES
        for unit in units if sequence else ():
            verdicts.append((unit, self._sequence_verdict(unit, sequence)))
        for kind in sorted(classes - SEQUENCE_CLASSES):
            placed = kind is AlterationClass.ITD and any(unit.codon is not None for unit in units)
            for unit in units if placed else units[:1]:
                verdicts.append((unit, self._class_verdict(gene, kind, unit, whole=not placed)))
        open_ones = [(unit, verdict) for unit, verdict in verdicts if verdict.cause is not Cause.PROVED]
        depths = [verdict.depth for _, verdict in verdicts if verdict.depth is not None]
        limits = [verdict.limit for _, verdict in verdicts if verdict.limit is not None]
        proofs = sorted(frozenset().union(*(verdict.proofs for _, verdict in verdicts))) if verdicts else []
        assessed = bool(verdicts) and not open_ones
        return Proof(
            assessed=assessed,
            reason=""
            if assessed
            else reason_for(gene, open_ones, self._min_depth, self._assay.label if self._assay else ""),
            proof="; ".join(proofs) if assessed else "",
            min_depth=min(depths, default=None),
            detection_limit=max(limits, default=None),
            missing=tuple(sorted({unit.codon for unit, _ in open_ones if unit.codon is not None})),
            caveats=self._caveats(verdict for _, verdict in verdicts),
        )

    def _caveats(self, verdicts: Iterable[Verdict]) -> tuple[str, ...]:
        caveats: list[str] = []
        if self._specimen.kind is SpecimenKind.PLASMA and not self._specimen.germline:
            caveats.append(PLASMA_CAVEAT)
        elif self._specimen.tumour_content is None and not self._specimen.germline:
            caveats.append(UNKNOWN_CONTENT_CAVEAT)
        kind = self._specimen.kind
        described = self._assay.specimens if self._assay is not None else frozenset()
        if self._assay is not None and described and kind is not SpecimenKind.UNKNOWN and kind not in described:
            caveats.append(f"{self._assay.label} is not described for {kind}")
        if any(verdict.mean and verdict.cause is Cause.PROVED for verdict in verdicts):
            caveats.append(MEAN_CAVEAT)
        return tuple(caveats)

    # one unit -----------------------------------------------------------------------------------------------------

    def _sequence_verdict(self, unit: Unit, classes: frozenset[AlterationClass]) -> Verdict:
        """Judge substitutions and indels in one codon, splice site or position."""
        doubt = self._typed.doubt(unit)
        if doubt:
            return Verdict(Cause.INCONCLUSIVE, detail=doubt)
        verdict = self._limited(self._by_sample(unit, classes), classes)
        if verdict.cause is Cause.PROVED:
            return verdict
        typed = self._typed.verdict(unit, classes)
        if typed is None and verdict.cause is Cause.NOTHING:
            typed = self._typed.too_weak(unit)
        return typed if typed is not None else verdict

    def _by_sample(self, unit: Unit, classes: frozenset[AlterationClass]) -> Verdict:
        """Judge by blocks, coverage and assay: each may refuse, and one that speaks for this sample must prove."""
        if self._qc.state == "failed":
            return Verdict(Cause.QC_FAILED)
        in_scope = False
        if self._assay is not None:
            undeclared = sorted(kind for kind in classes if not self._assay.declares(kind, unit.gene))
            if undeclared:
                return Verdict(Cause.CLASS, detail=self._undeclared(undeclared))
            in_scope = self._in_scope(self._assay, unit, whole_codon=bool(classes))
            if not in_scope:
                return Verdict(Cause.OUTSIDE)
        unread = [track.source for track in self._unread if self._touches(track, unit)]
        if unread:
            return Verdict(Cause.UNREAD, detail=", ".join(unread))
        proofs: set[str] = set()
        depth: int | None = None
        mean = False
        worst: Verdict | None = None
        for index, track in enumerate((*self._blocks, *self._coverage)):
            is_coverage = index >= len(self._blocks)
            verdict = self._by_track(index, track, unit)
            if verdict is None:
                continue
            if verdict.depth is not None:
                depth = verdict.depth if depth is None else min(depth, verdict.depth)
            if verdict.cause is not Cause.PROVED:
                if worst is None or verdict.cause < worst.cause:
                    worst = verdict
            elif not is_coverage or self._has_calls:
                mean = mean or track.mean
                proofs.add(f"{'coverage' if is_coverage else 'reference calls of'} {track.source}")
            elif self._qc.state != "passed":
                cause = Cause.GERMLINE_CALLER if self._germline_files else Cause.NO_CALLS
                worst = worst or Verdict(cause, depth=depth, detail=", ".join(self._germline_files))
        if worst is not None:
            return Verdict(worst.cause, depth=depth, detail=worst.detail)
        if in_scope and self._assay is not None and self._qc_covers(classes):
            proofs.add(f"{self._assay.label}, sample_qc passed")
        if proofs:
            return Verdict(Cause.PROVED, depth=depth, proofs=frozenset(proofs), mean=mean)
        if in_scope:
            return Verdict(Cause.SCOPE_ONLY, depth=depth)
        if self._germline_files:
            return Verdict(Cause.GERMLINE_CALLER, depth=depth, detail=", ".join(self._germline_files))
        return Verdict(Cause.NOTHING, depth=depth)

    def _by_track(self, index: int, track: _Track, unit: Unit) -> Verdict | None:
        """Judge by one source; None when it does not speak of this gene at all."""
        places = unit.places.get(track.assembly, ())
        if not places:
            return None
        stretches = [track.track.over(chrom, start, end) for chrom, start, end in places]
        depths = [one.depth for one in stretches if one.depth is not None]
        depth = min(depths, default=None)
        if not all(one.covered for one in stretches):
            if track.sites:
                shallow = depth is not None and depth < self._min_depth
                return Verdict(Cause.SHALLOW, depth=depth) if shallow else None
            if not any(one.touched for one in stretches) and not self._speaks_of(index, track, unit.gene):
                return None
            return Verdict(Cause.HOLE, depth=0 if depth is None else depth)
        if not all(one.passed for one in stretches):
            return Verdict(Cause.DOUBTFUL, depth=depth)
        if depth is None or len(depths) < len(stretches):
            return Verdict(Cause.NO_DEPTH)
        return Verdict(Cause.SHALLOW if depth < self._min_depth else Cause.PROVED, depth=depth)

    @staticmethod
    def _touches(track: _Track, unit: Unit) -> bool:
        return any(track.track.over(*place).touched for place in unit.places.get(track.assembly, ()))

    def _speaks_of(self, index: int, track: _Track, gene: str) -> bool:
        """Tell whether a source has any row in the gene: then its silence elsewhere in the gene is a gap."""
        known = self._touched.get((index, gene))
        if known is None:
            transcript = self._table.transcript(gene)
            layout = transcript.layouts.get(track.assembly) if transcript is not None else None
            known = (
                transcript is not None
                and layout is not None
                and track.track.over(transcript.chrom, layout.starts[0], layout.ends[-1]).touched
            )
            self._touched[(index, gene)] = known
        return known

    def _in_scope(self, assay: Assay, unit: Unit, *, whole_codon: bool) -> bool:
        """Tell whether the assay looks there; a repeat of many bases is seen from one of a codon's two exons."""
        scope = assay.genes.get(unit.gene)
        if scope is not None:
            if unit.codon is not None and scope.has_codon(unit.codon):
                return True
            if unit.exons <= scope.exons if whole_codon and unit.exons else unit.exons & scope.exons:
                return True
            if unit.codon is None and unit.exons and scope.whole:
                return True
            if unit.codon is None and unit.name in scope.positions:
                return True
        if self._target_track is None or assay.regions_assembly is None:
            return False
        places = unit.places.get(assay.regions_assembly, ())
        return bool(places) and all(self._target_track.over(*place).covered for place in places)

    def _class_verdict(self, gene: str, kind: AlterationClass, unit: Unit, *, whole: bool) -> Verdict:
        """Judge a class that reads at single places do not show: only an assay that declares it proves absence."""
        doubt = self._typed.doubt(unit, kind)
        if doubt:
            return Verdict(Cause.INCONCLUSIVE, detail=doubt)
        verdict = self._limited(self._by_assay_class(gene, kind, unit, whole=whole), frozenset({kind}))
        if verdict.cause is Cause.PROVED:
            return verdict
        typed = self._typed.verdict(unit, frozenset({kind}), whole=whole)
        return typed if typed is not None else verdict

    def _by_assay_class(self, gene: str, kind: AlterationClass, unit: Unit, *, whole: bool) -> Verdict:
        if self._qc.state == "failed":
            return Verdict(Cause.QC_FAILED)
        if self._assay is None:
            return Verdict(Cause.CLASS, detail=f"no assay description declares {words(kind)} for this sample")
        if not self._assay.declares(kind, "" if kind in _WITHOUT_GENE else gene):
            return Verdict(Cause.CLASS, detail=self._undeclared([kind], gene))
        if not whole:
            depth_verdict = self._by_sample(unit, frozenset())
            if depth_verdict.cause not in (Cause.PROVED, Cause.SCOPE_ONLY):
                return depth_verdict
        if kind in self._kinds_unread:
            return Verdict(Cause.CLASS, detail=f"records of a file with {words(kind)} could not be read")
        if not self._qc_covers(frozenset({kind})):
            if self._qc.state == "passed":
                detail = f"{self._assay.label} detects {words(kind)}, but no file or statement with them was given"
                return Verdict(Cause.CLASS, detail=detail)
            return Verdict(Cause.SCOPE_ONLY, detail=f"{words(kind)}")
        return Verdict(Cause.PROVED, proofs=frozenset({f"{self._assay.label}, sample_qc passed"}))

    def _qc_covers(self, classes: frozenset[AlterationClass]) -> bool:
        """Tell whether "passed" speaks of these classes: as stated, else those that the given files can carry."""
        if self._qc.state != "passed":
            return False
        return classes <= (self._qc.classes or self._kinds)

    def _limited(self, verdict: Verdict, classes: frozenset[AlterationClass]) -> Verdict:
        """Add the detection limit, and refuse where the tumour content is below twice of it."""
        if verdict.cause is not Cause.PROVED:
            return verdict
        declared = self._assay.classes if self._assay is not None else {}
        limits = [scope.limit for kind, scope in declared.items() if kind in classes and scope.limit]
        limit = max(limits, default=None)
        too_low = self._content.too_low(limit)
        if too_low:
            return Verdict(Cause.CONTENT, depth=verdict.depth, limit=limit, detail=too_low)
        return Verdict(Cause.PROVED, depth=verdict.depth, proofs=verdict.proofs, limit=limit, mean=verdict.mean)

    def _undeclared(self, kinds: Sequence[AlterationClass], gene: str = "") -> str:
        label = self._assay.label if self._assay is not None else "the assay"
        place = f" in {gene}" if gene else ""
        return f"{label} does not declare {', '.join(words(kind) for kind in kinds)}{place}"
