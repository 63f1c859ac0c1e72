"""What of a case may be told to a person who was not told about inherited risk (S10, S20).

Decided on facts that may be told alone, so that a withheld fact changes nothing: an expression that names a hereditary
gene is told only if it holds without the alterations that may be inherited.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from interpreter.model.alterations import Alteration
from interpreter.model.cases import Interpretation
from interpreter.model.findings import Finding, MarkerRow
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import (
    And,
    Atom,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Marker,
    Not,
    Or,
    Pair,
    Qualifier,
    WholeGene,
    atom_genes,
    atoms,
)
from interpreter.model.results import State
from interpreter.model.variants import Origin

_NEVER_INHERITED = frozenset(
    {
        GeneClass.AMPLIFICATION,
        GeneClass.COPY_GAIN,
        GeneClass.FUSION,
        GeneClass.EXPRESSION,
        GeneClass.OVEREXPRESSION,
        GeneClass.UNDEREXPRESSION,
    }
)
"""Features of a tumour's own making: their markers stay in the view whatever the gene."""


def may_be_inherited(alteration: Alteration) -> bool:
    """Tell whether an alteration is, or is suspected to be, one the person was born with (RULES R9)."""
    return alteration.origin is Origin.GERMLINE or "germline_suspect" in alteration.flags


class NothingInherited:
    """The case without what may be inherited."""

    def __init__(self, interpretation: Interpretation, hereditary: frozenset[str]) -> None:
        """`hereditary` are the symbols of all genes in which a call may be flagged as inherited."""
        self._hereditary = hereditary
        self._rows: Mapping[str, MarkerRow] = {row.biomarker: row for row in interpretation.markers}
        self._typed_somatic = frozenset(
            result.gene
            for result in interpretation.sequence_results
            if result.state is State.DETECTED and result.origin is Origin.SOMATIC
        )
        inherited = {one.id for one in interpretation.alterations if may_be_inherited(one)}
        joined = {one.id for one in interpretation.alterations if inherited.intersection(one.joined_from)}
        self.withheld = frozenset(inherited | joined)

    def tells_finding(self, finding: Finding) -> bool:
        """Tell whether a finding holds without what may be inherited."""
        marker = _parsed(finding.evidence.biomarker)
        if any(self._is_silent(atom) for atom in atoms(marker)) or self.withheld.intersection(finding.alterations):
            return self._holds(marker)
        return True

    def tells_marker(self, row: MarkerRow) -> bool:
        """Tell whether a marker's row may stand: those of hereditary genes only where they hold without it.

        A row that says "not detected" beside none that says "detected" would speak; so both are left out.
        """
        silent = [atom for atom in atoms(_parsed(row.biomarker)) if self._is_silent(atom)]
        if silent:
            return self._holds(_parsed(row.biomarker))
        return not row.alterations or not self.withheld.issuperset(row.alterations)

    def _is_silent(self, atom: Atom) -> bool:
        if isinstance(atom, GeneAtom | FusionAtom) and atom.qualifier is Qualifier.GERMLINE:
            return True
        if isinstance(atom, FusionAtom) or (
            isinstance(atom, GeneAtom) and isinstance(atom.feature, WholeGene) and atom.feature.name in _NEVER_INHERITED
        ):
            return False
        return bool(self._hereditary.intersection(atom_genes(atom)))

    def _holds(self, marker: Marker) -> bool:
        match marker:
            case Or():
                return any(self._holds(term) for term in marker.terms)
            case And():
                return all(self._holds(term) for term in marker.terms)
            case Not():
                # What denies a hereditary gene is met without the withheld change and not with it: either would speak.
                return not any(self._is_silent(atom) for atom in atoms(marker.term))
            case Pair():
                return self._atom_holds(marker.first) and self._atom_holds(marker.second)
            case _:
                return self._atom_holds(marker)

    def _atom_holds(self, atom: Atom) -> bool:
        if isinstance(atom, GeneAtom | FusionAtom) and atom.qualifier is Qualifier.GERMLINE:
            return False
        row = self._rows.get(str(atom))
        if row is None or row.state is not State.DETECTED:
            return False
        if not self.withheld.issuperset(row.alterations):
            return True
        if self._is_silent(atom):  # a hereditary gene found unchanged, or changed by a typed-in result
            return bool(self._typed_somatic.intersection(atom_genes(atom)))
        return not row.alterations  # a protein, a signature, a wild type: nothing inherited met it


@lru_cache(maxsize=4096)
def _parsed(biomarker: str) -> Marker:
    return parse_marker(biomarker)
