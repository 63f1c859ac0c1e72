"""The OncoTree nodes as one tree: finding a type, and how evidence for some types bears on a patient's (RULES R10)."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable

from interpreter.errors import TumourTypeError
from interpreter.model.evidence import TumourType
from interpreter.model.findings import COUNTS_AS_SAME, TumourRelation

ANY_SOLID = "ANY_SOLID"
ANY = "ANY"
_NEAREST = 5


class TumourTree:
    """OncoTree, read once; codes are compared without regard to case."""

    def __init__(self, nodes: Iterable[TumourType]) -> None:
        self._nodes = {node.code.upper(): node for node in nodes}
        self._children: dict[str, list[TumourType]] = defaultdict(list)
        self._names: dict[str, list[TumourType]] = defaultdict(list)
        for node in sorted(self._nodes.values(), key=lambda node: node.code):
            if node.parent:
                self._children[node.parent.upper()].append(node)
            for name in {_plain(text) for text in (node.code, node.name, *node.synonyms)}:
                self._names[name].append(node)

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, code: str) -> bool:
        return code.upper() in self._nodes

    def nodes(self) -> tuple[TumourType, ...]:
        """Give all nodes, by code."""
        return tuple(sorted(self._nodes.values(), key=lambda node: node.code))

    def get(self, code: str) -> TumourType | None:
        return self._nodes.get(code.upper())

    def children(self, code: str) -> tuple[TumourType, ...]:
        """Give the direct children, by code."""
        return tuple(self._children.get(code.upper(), ()))

    def ancestors(self, code: str) -> tuple[TumourType, ...]:
        """Give the parents from the nearest to the root, without the node itself."""
        found: list[TumourType] = []
        node = self.get(code)
        while node is not None and node.parent:
            node = self.get(node.parent)
            if node is None or node in found:  # a faulty table must not hold the program
                break
            found.append(node)
        return tuple(found)

    def resolve(self, text: str) -> TumourType:
        """Give the node of a code, an exact name or an exact synonym, without regard to case (S13).

        Raises:
            TumourTypeError: nothing fits, or a name fits several nodes; the nearest codes are named.
        """
        wanted = _plain(text)
        node = self._nodes.get(wanted.upper())
        if node is not None:
            return node
        fitting = self._names.get(wanted, [])
        by_name = [candidate for candidate in fitting if _plain(candidate.name) == wanted]
        if len(by_name) == 1 or len(fitting) == 1:
            return (by_name or fitting)[0]
        if fitting:
            raise TumourTypeError(
                problem=f"The tumour type '{text}' can be {len(fitting)} OncoTree types: {_listed(fitting)}.",
                meaning="Therapies depend on the tumour type, so nothing was interpreted.",
                remedy="Give the code of the one that is meant.",
            )
        nearest = self._nearest(wanted)
        raise TumourTypeError(
            problem=f"The tumour type '{text}' is not an OncoTree code, name or synonym.",
            meaning="Therapies depend on the tumour type, so nothing was interpreted.",
            remedy=(f"The nearest ones: {_listed(nearest)}. " if nearest else "")
            + "Give an OncoTree code such as LUAD, or its exact name.",
        )

    def search(self, text: str, limit: int = 20) -> tuple[TumourType, ...]:
        """Give types for a picker: the exact code first, then beginnings, then words inside names and synonyms."""
        wanted = _plain(text)
        if not wanted:
            return ()
        ranked: list[tuple[int, str, TumourType]] = []
        for node in self._nodes.values():
            rank = _search_rank(wanted, node)
            if rank is not None:
                ranked.append((rank, node.code, node))
        return tuple(node for _, _, node in sorted(ranked, key=lambda row: row[:2])[:limit])

    def other_lineage(self, evidence_codes: Iterable[str], patient_code: str) -> bool:
        """Tell whether evidence is from blood cancers only and the patient's tumour solid, or the other way round."""
        patient = self.get(patient_code)
        found = {code.upper() for code in evidence_codes}
        if patient is None or ANY in found:
            return False
        nodes = [self.get(code) for code in found]
        lineages = {node.haematological for node in nodes if node is not None} | (
            {False} if ANY_SOLID in found else set()
        )
        return bool(lineages) and patient.haematological not in lineages

    def relation(self, evidence_codes: Iterable[str], excluded: Iterable[str], patient_code: str) -> TumourRelation:
        """Tell how evidence for `evidence_codes` bears on a patient with `patient_code` (RULES R10).

        "ancestor": the evidence is for a parent of the patient's type, and counts as same. An excluded code takes its
        descendants with it. Where a subtype of the patient's type is excluded, evidence for any solid tumour or for a
        parent speaks for a part of the patient's type only: "descendant".
        """
        own = patient_code.upper()
        parents = {node.code.upper() for node in self.ancestors(own)}
        barred = {code.upper() for code in excluded}
        if own in barred or parents & barred:
            return TumourRelation.EXCLUDED
        best = min(
            (self._one_relation(code.upper(), own, parents) for code in evidence_codes), default=None, key=_closeness
        )
        if best is None:
            return TumourRelation.OTHER
        whole = best in COUNTS_AS_SAME
        if whole and any(self._is_below(code, own) for code in barred):
            return TumourRelation.DESCENDANT
        return best

    def _one_relation(self, code: str, own: str, parents: set[str]) -> TumourRelation:
        if code == own:
            return TumourRelation.SAME
        if code == ANY or code in parents:
            return TumourRelation.ANCESTOR
        if code == ANY_SOLID:
            node = self.get(own)
            solid = node is not None and not node.haematological
            return TumourRelation.ANY_SOLID if solid else TumourRelation.OTHER
        return TumourRelation.DESCENDANT if self._is_below(code, own) else TumourRelation.OTHER

    def _is_below(self, code: str, parent: str) -> bool:
        return any(node.code.upper() == parent for node in self.ancestors(code))

    def _nearest(self, wanted: str) -> list[TumourType]:
        close = difflib.get_close_matches(wanted, sorted(self._names), n=_NEAREST * 2, cutoff=0.5)
        found = {node.code: node for node in self.search(wanted, _NEAREST)}
        for name in close:
            for node in self._names[name]:
                found.setdefault(node.code, node)
        return list(found.values())[:_NEAREST]


_CLOSENESS = (
    TumourRelation.SAME,
    TumourRelation.ANCESTOR,
    TumourRelation.ANY_SOLID,
    TumourRelation.DESCENDANT,
    TumourRelation.OTHER,
    TumourRelation.EXCLUDED,
)


def _closeness(relation: TumourRelation) -> int:
    return _CLOSENESS.index(relation)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _listed(nodes: Iterable[TumourType]) -> str:
    return ", ".join(f"{node.code} ({node.name})" for node in nodes)


def _search_rank(wanted: str, node: TumourType) -> int | None:
    code = node.code.casefold()
    names = [_plain(node.name), *map(_plain, node.synonyms)]
    if code == wanted:
        return 0
    if wanted in names:
        return 1
    if code.startswith(wanted):
        return 2
    if any(name.startswith(wanted) for name in names):
        return 3
    words = wanted.split()
    if any(all(any(part.startswith(word) for part in name.split()) for word in words) for name in names):
        return 4
    return 5 if any(wanted in name for name in names) else None
