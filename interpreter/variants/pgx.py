"""Pharmacogenes of a germline sample: alleles, phenotype, what it means for a drug, and what was not covered (R9).

Facts come from CPIC's tables (resources/rules/pgx_*.tsv). A place without proof is never taken as reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from interpreter.model.assessment import AlterationClass, Assessed
from interpreter.model.genes import Assembly
from interpreter.model.results import PharmacogeneResult, State
from interpreter.model.variants import CallStatus, Variant, VariantCall
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents
from interpreter.variants.coordinates import to_cds
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.normalise import make_variant
from interpreter.variants.pgx_alleles import Copy, NamedAllele, Place, genes, named_alleles
from interpreter.variants.pgx_readings import Found, drugs_for, readings
from interpreter.variants.reference import TranscriptTable
from interpreter.variants.results_file import TypedResults
from interpreter.variants.scope_inputs import block_track, carries_small_variants

GERMLINE_DEPTH = 20
"""Reads at a place that show its two germline copies where the file calls it reference."""

_SOURCE = "CPIC allele functions and phenotypes, 2025-11"
_KINDS = frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})


def assess_pharmacogenes(
    contents: Sequence[InputContents],
    assessed: Assessed,
    typed: TypedResults,
    table: TranscriptTable,
    settings: Settings,
) -> tuple[PharmacogeneResult, ...]:
    """Give one result a pharmacogene; a typed-in one stands in place of what the files say.

    A tumour sample gives no phenotype: an allele seen there is inconclusive, and asks for a germline test.
    """
    stated = {result.gene: result for result in typed.pharmacogenes}
    files = [
        _File(item.assembly.assembly, item.calls, block_track(item) if item.blocks else None)
        for item in contents
        if carries_small_variants(item) and item.assembly.assembly is not None
    ]
    return tuple(
        stated[gene]
        if gene in stated
        else _Gene(gene, files, assessed, table, settings).result(typed.specimen.germline)
        for gene in genes()
    )


class _File(NamedTuple):
    """What one file says, prepared once for all genes."""

    assembly: Assembly
    calls: tuple[VariantCall, ...]
    track: DepthTrack | None


class _Gene:
    def __init__(
        self,
        gene: str,
        files: Sequence[_File],
        assessed: Assessed,
        table: TranscriptTable,
        settings: Settings,
    ) -> None:
        self._gene = gene
        self._assessed = assessed
        self._table = table
        self._settings = settings
        self._files = files
        self._alleles = named_alleles(gene)

    def result(self, germline: bool) -> PharmacogeneResult:
        found, doubtful = self._found(germline)
        if not germline:
            return self._of_a_tumour(found + doubtful)
        found = [one for one in found if not self._is_refuted_proxy(one)]
        uncovered = self._uncovered({one.place for one in found})
        deciding = tuple(allele.name for allele in self._alleles if allele.deciding and allele.name in uncovered)
        if not found and not doubtful and deciding:
            reason = f"not covered: {', '.join(deciding)}" if self._files else "no file of small variants was given"
            return self._give(State.NOT_ASSESSED, reason=reason, not_covered=tuple(uncovered))
        ways = readings(self._alleles, found, self._gene)
        worst, best = ways[0], ways[-1]
        if doubtful:
            names = ", ".join(sorted({one.name for one in doubtful}))
            possible = (*readings(self._alleles, [*found, *doubtful], self._gene), *ways)
            return self._open(possible, f"unconfirmed call: {names}", uncovered)
        if worst.phenotype != best.phenotype:
            return self._open(ways, "the phase of the alleles is not known", uncovered)
        if deciding and worst.phenotype != "Poor Metabolizer":
            return self._open(ways, f"not covered: {', '.join(deciding)}", uncovered)
        rarer = f"rarer alleles were not covered: {', '.join(uncovered)}" if uncovered else ""
        return PharmacogeneResult(
            gene=self._gene,
            phenotype=worst.phenotype,
            diplotype=worst.diplotype,
            activity_score=worst.score,
            state=State.DETECTED,
            drugs=drugs_for(self._gene, worst),
            not_covered=tuple(uncovered),
            reason=rarer,
            source=_SOURCE,
        )

    def _of_a_tumour(self, seen: list[Found]) -> PharmacogeneResult:
        if not seen:
            return self._give(State.NOT_ASSESSED, reason="a pharmacogene is judged from a germline sample only")
        names = ", ".join(sorted({one.name for one in seen}))
        ways = readings(self._alleles, seen, self._gene)
        reason = f"{names} was seen in a sample that is not stated to be germline: confirm in a germline sample"
        return self._open(ways, reason, [])

    def _open(self, ways: Sequence[Copy], reason: str, uncovered: Sequence[str]) -> PharmacogeneResult:
        """Give an inconclusive result with the consequences of its worst reading, as those that may apply."""
        worst = ways[0]
        words = " or ".join(dict.fromkeys(f"{way.phenotype} ({way.diplotype})" for way in ways))
        drugs = tuple((drug, f"possible: {text}") for drug, text in drugs_for(self._gene, worst))
        if worst.phenotype == "Normal Metabolizer":
            drugs = ()
        return self._give(State.INCONCLUSIVE, reason=f"{words}; {reason}", not_covered=tuple(uncovered), drugs=drugs)

    def _give(
        self,
        state: State,
        *,
        reason: str,
        not_covered: tuple[str, ...] = (),
        drugs: tuple[tuple[str, str], ...] = (),
    ) -> PharmacogeneResult:
        return PharmacogeneResult(
            gene=self._gene,
            phenotype="",
            diplotype="",
            activity_score=None,
            state=state,
            drugs=drugs,
            not_covered=not_covered,
            reason=reason,
            source=_SOURCE,
        )

    def _found(self, germline: bool) -> tuple[list[Found], list[Found]]:
        """Give the alleles' places that were called, and those that were seen and not confirmed."""
        found: dict[Place, Found] = {}
        doubtful: dict[Place, Found] = {}
        for assembly, calls, _ in self._files:
            by_variant = {call.variant: call for call in calls}
            for allele in self._alleles:
                for place in allele.places:
                    call = by_variant.get(self._variant(place, assembly))
                    if call is None or call.status is CallStatus.NOT_CALLED:
                        continue
                    one = Found(
                        place=place, name=self._name(place), copies=2 if call.homozygous else 1, phase=call.phase
                    )
                    sure = call.status is CallStatus.CALLED and (germline or not call.normal_called)
                    (found if sure else doubtful).setdefault(place, one)
        return list(found.values()), [one for place, one in doubtful.items() if place not in found]

    def _variant(self, place: Place, assembly: Assembly) -> Variant:
        pos = place.grch37 if assembly is Assembly.GRCH37 else place.grch38
        return make_variant(assembly, place.chrom, pos, place.ref, place.alt, self._table)

    def _name(self, place: Place) -> str:
        """Name a place by the allele that it makes alone, else by the first it belongs to."""
        alone = [allele.name for allele in self._alleles if allele.places == (place,)]
        return alone[0] if alone else next(allele.name for allele in self._alleles if place in allele.places)

    def _is_refuted_proxy(self, one: Found) -> bool:
        """Tell whether a proxy was found although the allele that it stands for is proved absent."""
        for allele in self._alleles:
            if allele.proxy_for and allele.places == (one.place,):
                stands_for = [other for other in self._alleles if other.name == allele.proxy_for]
                return all(self._proved(other, set()) for other in stands_for)
        return False

    def _uncovered(self, found: set[Place]) -> list[str]:
        """Give the alleles of which a place was neither found nor proved reference; a proxy may stand in."""
        names: list[str] = []
        for allele in self._alleles:
            if allele.function == "uncertain" or allele.name in names or allele.proxy_for:
                continue
            proxies = [other for other in self._alleles if other.proxy_for == allele.name]
            if not self._proved(allele, found) and not any(self._proved(proxy, found) for proxy in proxies):
                names.append(allele.name)
        return names

    def _proved(self, allele: NamedAllele, found: set[Place]) -> bool:
        return all(place in found or (allele.assessable and self._is_reference(place)) for place in allele.places)

    def _is_reference(self, place: Place) -> bool:
        for assembly, _, track in self._files:
            pos = place.grch37 if assembly is Assembly.GRCH37 else place.grch38
            if track is not None and _deep(track, place.chrom, pos, pos + len(place.ref) - 1):
                return True
            transcript = self._table.transcript(self._gene)
            point = to_cds(transcript, assembly, pos) if transcript is not None else None
            if point is not None and point.cds is not None:
                proof = self._assessed.positions(self._gene, (f"c.{point}",), _KINDS)
                if proof.assessed:
                    return True
        return False


def _deep(track: DepthTrack, chrom: str, start: int, end: int) -> bool:
    stretch = track.over(chrom, start, end)
    return stretch.covered and stretch.passed and stretch.depth is not None and stretch.depth >= GERMLINE_DEPTH
