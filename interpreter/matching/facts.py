"""The case as matching reads it: which alterations stand for each gene, in each reading of the phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interpreter.matching.typed import TypedResult
from interpreter.model.alterations import Alteration, GeneReadings
from interpreter.model.assessment import AlterationClass, Assessed, Proof
from interpreter.model.genes import Gene
from interpreter.model.results import MarkerResult, Specimen
from interpreter.model.variants import CallStatus

_DOUBTFUL = frozenset({CallStatus.UNCONFIRMED, CallStatus.SITE_ONLY})


class NoProofs:
    """Says of everything that it was not looked at; for a first sieve that asks for no proof."""

    _NONE = Proof(assessed=False, reason="not asked")

    def codons(self, gene: str, first: int, last: int, classes: frozenset[AlterationClass]) -> Proof:  # noqa: ARG002
        return self._NONE

    def exon(self, gene: str, exon: int, classes: frozenset[AlterationClass]) -> Proof:  # noqa: ARG002
        return self._NONE

    def gene(self, gene: str, classes: frozenset[AlterationClass]) -> Proof:  # noqa: ARG002
        return self._NONE

    def positions(self, gene: str, names: tuple[str, ...], classes: frozenset[AlterationClass]) -> Proof:  # noqa: ARG002
        return self._NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One case, by gene. Called alterations meet markers; doubtful ones only leave them open (RULES R2)."""

    by_id: Mapping[str, Alteration]
    called: Mapping[str, tuple[tuple[Alteration, ...], ...]]
    """Gene -> each reading's called alterations; almost always one reading."""
    doubtful: Mapping[str, tuple[Alteration, ...]]
    notes: Mapping[str, str]
    """Gene -> what its readings differ in."""
    typed: tuple[TypedResult, ...]
    marker_results: tuple[MarkerResult, ...]
    specimen: Specimen
    assessed: Assessed
    genes: Mapping[str, Gene]
    germline_assessed: Assessed
    """What typed-in germline results looked at; a tumour's files say nothing of it (RULES R9)."""
    symbols: Mapping[str, str]
    """Alias -> current symbol, for aliases of one gene only."""

    def symbol(self, name: str) -> str:
        """Give the current symbol of a gene name; a name that is not known stays as it is."""
        return name if name in self.genes else self.symbols.get(name, name)

    def readings(self, gene: str) -> tuple[tuple[Alteration, ...], ...]:
        return self.called.get(gene, ((),))

    @property
    def genes_seen(self) -> frozenset[str]:
        """Genes with any called or doubtful alteration, and those of typed-in results."""
        typed = {result.result.gene for result in self.typed}
        return frozenset(self.called) | frozenset(self.doubtful) | frozenset(typed)


def gather(
    *,
    alterations: Sequence[Alteration],
    gene_readings: Sequence[GeneReadings],
    typed: tuple[TypedResult, ...],
    marker_results: tuple[MarkerResult, ...],
    specimen: Specimen,
    assessed: Assessed,
    genes: Mapping[str, Gene],
    germline_assessed: Assessed | None = None,
) -> Facts:
    """Sort a case's alterations by gene; whatever no reading holds stands in every reading of its gene."""
    known = {alteration.id: alteration for alteration in alterations}
    for result in typed:
        if result.alteration is not None:
            known[result.alteration.id] = result.alteration
    in_readings: dict[str, list[list[Alteration]]] = {}
    placed: set[str] = set()
    notes: dict[str, str] = {}
    for readings in gene_readings:
        in_readings[readings.gene] = [list(reading) for reading in readings.readings]
        notes[readings.gene] = readings.note
        for reading in readings.readings:
            for alteration in reading:
                known.setdefault(alteration.id, alteration)
                placed.add(alteration.id)
                placed.update(alteration.joined_from)
    doubtful: dict[str, list[Alteration]] = defaultdict(list)
    for alteration in known.values():
        for gene in _genes_of(alteration):
            if alteration.status in _DOUBTFUL:
                doubtful[gene].append(alteration)
            elif alteration.id not in placed or gene != alteration.gene:
                for members in in_readings.setdefault(gene, [[]]):
                    members.append(alteration)
    return Facts(
        by_id=known,
        called={
            gene: tuple(tuple(_called(reading)) for reading in readings)
            for gene, readings in sorted(in_readings.items())
        },
        doubtful={gene: tuple(items) for gene, items in sorted(doubtful.items())},
        notes=notes,
        typed=typed,
        marker_results=marker_results,
        specimen=specimen,
        assessed=assessed,
        genes=genes,
        germline_assessed=germline_assessed if germline_assessed is not None else NoProofs(),
        symbols=_symbols(genes),
    )


def _called(reading: Iterable[Alteration]) -> list[Alteration]:
    return [alteration for alteration in reading if alteration.status is CallStatus.CALLED]


def _genes_of(alteration: Alteration) -> tuple[str, ...]:
    """Give every gene an alteration speaks of: a fusion speaks of both."""
    named = (alteration.gene, alteration.partner_gene, alteration.five_prime_gene, alteration.three_prime_gene)
    return tuple(dict.fromkeys(gene for gene in named if gene))


def _symbols(genes: Mapping[str, Gene]) -> dict[str, str]:
    owners: dict[str, set[str]] = defaultdict(set)
    for gene in genes.values():
        for alias in gene.aliases:
            owners[alias].add(gene.symbol)
    return {alias: next(iter(symbols)) for alias, symbols in owners.items() if len(symbols) == 1}
