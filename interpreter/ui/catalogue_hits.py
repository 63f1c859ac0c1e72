"""What the search of the catalogue's window finds: therapies and genes by name, and evidence by every word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from interpreter.catalogue.search import CatalogueIndex
from interpreter.errors import MarkerSyntaxError
from interpreter.model.evidence import Catalogue, EvidenceItem
from interpreter.model.genes import Gene
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import genes
from interpreter.model.tumours import TumourTree


class HitKind(Enum):
    EVIDENCE = "evidence"
    THERAPY = "therapy"
    GENE = "gene"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing with a sheet: an evidence id, an INN or a gene symbol."""

    kind: HitKind
    key: str


@dataclass(frozen=True, slots=True)
class _Name:
    hit: Hit
    text: str
    names: frozenset[str]


class HitIndex:
    """Made once for a catalogue, off the GUI thread; `search` then takes a few milliseconds."""

    def __init__(self, catalogue: Catalogue, tumours: TumourTree) -> None:
        self.catalogue = catalogue
        self._evidence = CatalogueIndex(catalogue, {node.code: node for node in tumours.nodes()})
        self._items = {item.id: item for item in catalogue.evidence}
        self._by_gene: dict[str, list[EvidenceItem]] = defaultdict(list)
        self._by_therapy: dict[str, list[EvidenceItem]] = defaultdict(list)
        self._genes: dict[str, tuple[str, ...]] = {}
        for item in catalogue.evidence:
            if item.biomarker not in self._genes:
                self._genes[item.biomarker] = _genes(item.biomarker)
            for symbol in self._genes[item.biomarker]:
                self._by_gene[symbol].append(item)
            for inn in item.therapies:
                self._by_therapy[inn].append(item)
        names = [_name(HitKind.THERAPY, inn, (inn, *one.brands)) for inn, one in sorted(catalogue.therapies.items())]
        names += [_name(HitKind.GENE, symbol, _known_as(gene)) for symbol, gene in sorted(catalogue.genes.items())]
        self._names = tuple(names)
        self._everything = (
            *(name.hit for name in names),
            *(Hit(HitKind.EVIDENCE, item.id) for item in sorted(catalogue.evidence, key=lambda item: item.id)),
        )

    def search(self, text: str, kind: HitKind | None = None) -> tuple[Hit, ...]:
        """Give what every word of `text` occurs in; an empty text gives all, to browse.

        Order: therapies and genes of that very name, evidence, then names that only contain the words.
        """
        words = text.lower().split()
        if not words:
            return tuple(hit for hit in self._everything if kind in (None, hit.kind))
        named = [name for name in self._names if kind in (None, name.hit.kind)]
        found = [name for name in named if all(word in name.text for word in words)]
        exact = [name.hit for name in found if " ".join(words) in name.names]
        near = [name.hit for name in found if name.hit not in exact]
        evidence: tuple[Hit, ...] = ()
        if kind in (None, HitKind.EVIDENCE):
            evidence = tuple(Hit(HitKind.EVIDENCE, item.id) for item in self._evidence.search(text))
        return (*exact, *evidence, *near)

    def item(self, identity: str) -> EvidenceItem | None:
        return self._items.get(identity)

    def with_gene(self, symbol: str) -> tuple[EvidenceItem, ...]:
        return tuple(self._by_gene.get(symbol, ()))

    def with_therapy(self, inn: str) -> tuple[EvidenceItem, ...]:
        return tuple(self._by_therapy.get(inn, ()))

    def beside(self, item: EvidenceItem) -> tuple[Hit, ...]:
        """Give the other sheets that an evidence row leads to: its medicines, then its genes."""
        hits = [Hit(HitKind.THERAPY, inn) for inn in item.therapies if inn in self.catalogue.therapies]
        symbols = self._genes.get(item.biomarker, ())
        return (*hits, *(Hit(HitKind.GENE, symbol) for symbol in symbols if symbol in self.catalogue.genes))


def _genes(biomarker: str) -> tuple[str, ...]:
    try:
        return genes(parse_marker(biomarker))
    except MarkerSyntaxError:  # the loader does not parse markers; a faulty one still has its own sheet
        return ()


def _known_as(gene: Gene) -> tuple[str, ...]:
    return tuple(filter(None, (gene.symbol, *gene.aliases, gene.hgnc_id)))


def _name(kind: HitKind, key: str, names: Iterable[str]) -> _Name:
    lowered = tuple(name.lower() for name in names)
    return _Name(Hit(kind, key), "\n".join(lowered), frozenset(lowered))
