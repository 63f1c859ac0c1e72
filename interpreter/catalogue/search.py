"""Search the catalogue by gene, marker, therapy, brand or tumour: `interpreter catalogue search`, and as one types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interpreter.model.evidence import Catalogue, EvidenceClass, EvidenceItem, Response, Status, TumourType

_WORD = re.compile(r"[^\s|&!(),+]+")
_LEVELS = {level: rank for rank, level in enumerate(EvidenceClass)}
_RESPONSES = {response: rank for rank, response in enumerate(Response)}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One evidence row with the words it can be found by, in lower case."""

    item: EvidenceItem
    text: str
    names: frozenset[str]
    """Genes, changes, therapies, brands and codes as whole words: a hit on one ranks before a hit within a text."""


class CatalogueIndex:
    """Made once for a catalogue; `search` then takes a few milliseconds."""

    def __init__(self, catalogue: Catalogue, tumours: Mapping[str, TumourType] | None = None) -> None:
        """Take the tumour types by code where the names of tumours shall be found too."""
        self._entries = tuple(_entry(item, catalogue, tumours or {}) for item in catalogue.evidence)

    def search(self, text: str) -> tuple[EvidenceItem, ...]:
        """Give the rows in which every word of `text` occurs, without regard to case; nothing for an empty text.

        Order: rows whose gene, change, therapy or code is one of the words first, then current before past rows,
        then response, level, the plainer marker and id.
        """
        wanted = text.lower().split()
        if not wanted:
            return ()
        hits = [entry for entry in self._entries if all(word in entry.text for word in wanted)]
        hits.sort(key=lambda entry: (-sum(word in entry.names for word in wanted), *_rank(entry.item)))
        return tuple(entry.item for entry in hits)


def search_catalogue(
    catalogue: Catalogue, text: str, tumours: Mapping[str, TumourType] | None = None
) -> tuple[EvidenceItem, ...]:
    """Search once; whoever searches as one types keeps a `CatalogueIndex`."""
    return CatalogueIndex(catalogue, tumours).search(text)


def _rank(item: EvidenceItem) -> tuple[bool, int, int, int, str]:
    past = item.status is not Status.CURRENT
    return past, _RESPONSES[item.response], _LEVELS[item.level], len(item.biomarker), item.id


def _entry(item: EvidenceItem, catalogue: Catalogue, tumours: Mapping[str, TumourType]) -> _Entry:
    names = [item.id, *item.therapies, *item.tumour_types]
    for word in _WORD.findall(item.biomarker):
        names.append(word.removeprefix("p."))
        for symbol in word.split("::"):
            gene = catalogue.genes.get(symbol)
            if gene is not None:
                names += (symbol, *gene.aliases)
    for inn in item.therapies:
        therapy = catalogue.therapies.get(inn)
        if therapy is not None:
            names += therapy.brands
            names.append(therapy.drug_class)
    names += (approval.product for approval in item.approvals)
    types = [tumours[code] for code in item.tumour_types if code in tumours]
    words = [*names, item.biomarker, item.statement, item.response, item.level]
    for node in types:
        words += (node.name, *node.synonyms)
    return _Entry(
        item=item,
        text="\n".join(words).lower(),
        names=frozenset(name.lower() for name in names),
    )
