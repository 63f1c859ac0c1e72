"""What a letter says, before it is worded: what was found, what it speaks for and against, what was not looked at.

Everything here is made from the `PersonView` alone, so it cannot hold what the person chose not to know (S20).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from interpreter.model.evidence import AGAINST_THERAPY, Direction, EvidenceClass, Response
from interpreter.model.findings import COUNTS_AS_SAME, FitRow, TumourRelation, Verdict
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import (
    And,
    Atom,
    CodonsWildType,
    Comparison,
    FusionAtom,
    GeneAtom,
    GeneClass,
    HlaAtom,
    Marker,
    Not,
    Or,
    Pair,
    ResultAtom,
    WholeGene,
    atom_genes,
    atoms,
)
from interpreter.model.person_view import PersonFinding, PersonView
from interpreter.model.results import State

_STRONG = frozenset({EvidenceClass.APPROVED, EvidenceClass.GUIDELINE, EvidenceClass.RANDOMISED})
_TELLING = _STRONG | {EvidenceClass.SMALL_STUDY}
"""Single cases and laboratory work speak against no medicine in a letter."""


class Kind(StrEnum):
    """How something found is said; the name of its wording."""

    CHANGE = "change"
    FUSION = "fusion"
    COPIES = "copies"
    LOST = "lost"
    UNCHANGED = "unchanged"
    SIGN = "sign"
    CHROMOSOME = "chromosome"
    TISSUE_TYPE = "tissue_type"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found."""

    kind: Kind
    names: tuple[str, ...]
    """Genes, or the marker of a result."""
    label: str = ""
    """Its short name among doctors, for those who want names."""
    result: str = ""
    """Wording of a result: "high", "positive", "enough"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One regimen that a told finding speaks for, in this illness, on evidence that a person can lean on."""

    regimen: tuple[str, ...]
    claims: tuple[PersonFinding, ...]
    against: tuple[PersonFinding, ...]

    @property
    def mixed(self) -> bool:
        return bool(self.against)


def found(view: PersonView) -> tuple[Found, ...]:
    """Give what was found, in the order of the evidence, each thing once."""
    detected = {row.biomarker for row in view.markers if row.state is State.DETECTED}
    seen: dict[Found, None] = {}
    for finding in view.findings:
        if finding.found:
            seen |= dict.fromkeys(_of_label(label) for label in finding.found)
        else:
            seen |= dict.fromkeys(_of_marker(parse_marker(finding.biomarker), detected))
    return tuple(seen)


def choices(view: PersonView) -> tuple[Choice, ...]:
    """Give the regimens something speaks for in this illness, in the order of the evidence."""
    grouped: dict[tuple[str, ...], list[PersonFinding]] = {}
    for finding in view.findings:
        if _speaks_for(finding) and finding.tumour_relation in COUNTS_AS_SAME and finding.level in _STRONG:
            grouped.setdefault(finding.therapies, []).append(finding)
    return tuple(
        Choice(regimen, tuple(claims), tuple(item for item in opposed(view) if _opposes(item, regimen, claims)))
        for regimen, claims in grouped.items()
    )


def early(view: PersonView) -> tuple[tuple[str, ...], ...]:
    """Give the regimens known only from small studies or from other kinds of cancer."""
    strong = {choice.regimen for choice in choices(view)} | {item.therapies for item in opposed(view)}
    rest = (finding.therapies for finding in view.findings if _speaks_for(finding))
    return tuple(regimen for regimen in dict.fromkeys(rest) if regimen and regimen not in strong)


def opposed(view: PersonView) -> tuple[PersonFinding, ...]:
    """Give what speaks against a regimen in this illness."""
    return tuple(
        finding
        for finding in view.findings
        if finding.therapies
        and finding.tumour_relation is not TumourRelation.OTHER
        and finding.level in _TELLING
        and (
            (finding.response in AGAINST_THERAPY and finding.direction is Direction.SUPPORTS)
            or (finding.response is Response.SENSITIVITY and finding.direction is Direction.DOES_NOT_SUPPORT)
        )
    )


def less_likely(view: PersonView) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Give the regimens less likely to help, and whether only on their own: as a part of a choice they are spoken for.

    What stands beside a choice as mixed is not said twice.
    """
    options = choices(view)
    beside = {id(item) for choice in options for item in choice.against}
    listed: dict[tuple[str, ...], bool] = {}
    for finding in opposed(view):
        if id(finding) not in beside:
            listed[finding.therapies] = any(set(finding.therapies) < set(choice.regimen) for choice in options)
    return tuple(listed.items())


def looked_at(view: PersonView) -> tuple[str, ...]:
    """Give genes and markers that were looked at, in full or in part."""
    return _ranked(view, frozenset({State.DETECTED, State.NOT_DETECTED}))


def untested(view: PersonView) -> tuple[str, ...]:
    """Give genes and markers that were not looked at, or not in full; those that matter for most come first.

    What was found is left out: that something else of the same gene was not tested would only puzzle.
    """
    there = _ranked(view, frozenset({State.DETECTED}))
    return tuple(name for name in _ranked(view, frozenset({State.NOT_ASSESSED})) if name not in there)


def unclear(view: PersonView) -> tuple[str, ...]:
    """Give the markers that were looked at without a clear answer."""
    return _ranked(view, frozenset({State.INCONCLUSIVE}))


def worries(view: PersonView) -> tuple[tuple[Verdict, str, tuple[str, ...]], ...]:
    """Give what to talk about: (verdict, what the person said, regimens), gravest first, for the choices alone.

    Each thing said comes once, with its gravest verdict.
    """
    regimens = {" + ".join(choice.regimen): choice.regimen for choice in choices(view)}
    rows = [row for row in view.fit if row.therapy in regimens and not row.safety and row.verdict is not Verdict.FITS]
    made: dict[str, tuple[Verdict, str, tuple[str, ...]]] = {}
    for verdict in (Verdict.CONFLICTS, Verdict.DISCUSS, Verdict.UNKNOWN):
        for row in rows:
            if row.verdict is verdict and row.preference not in made:
                about = tuple(dict.fromkeys(other.therapy for other in rows if _same(other, row)))
                made[row.preference] = (verdict, row.preference, about)
    return tuple(made.values())


def safety_asked(view: PersonView) -> bool:
    """Tell whether other medicines or organs stand in question for one of the choices."""
    regimens = {" + ".join(choice.regimen) for choice in choices(view)}
    return any(row.safety and row.therapy in regimens and row.verdict is not Verdict.FITS for row in view.fit)


def names_of(finding: PersonFinding) -> tuple[str, ...]:
    """Give the genes a finding is about, or the markers its expression names where no change stands behind it."""
    return finding.genes or _marker_names(finding.biomarker)


def _same(one: FitRow, other: FitRow) -> bool:
    return one.preference == other.preference and one.verdict is other.verdict


def _speaks_for(finding: PersonFinding) -> bool:
    return (
        finding.response is Response.SENSITIVITY
        and finding.direction is Direction.SUPPORTS
        and finding.tumour_relation is not TumourRelation.EXCLUDED
    )


def _opposes(item: PersonFinding, regimen: tuple[str, ...], claims: list[PersonFinding]) -> bool:
    """Tell whether a claim against one regimen bears on another: the same, a part of it, or one that contains it.

    What the same change says against a part given alone is why it is a combination, and no obstacle.
    """
    part, whole = set(item.therapies), set(regimen)
    if not (part <= whole or part >= whole):
        return False
    own = any(item.found and set(item.found) <= set(claim.found) for claim in claims)
    return not (part < whole and own)


def _ranked(view: PersonView, states: frozenset[State]) -> tuple[str, ...]:
    """Give the names in these states, those that most therapies depend on first, then by name."""
    weight: dict[str, set[str]] = {}
    for row in view.markers:
        if row.state in states:
            for name in _marker_names(row.biomarker):
                weight.setdefault(name, set()).update(row.matters_for)
    return tuple(sorted(weight, key=lambda name: (-len(weight[name]), name)))


def _marker_names(biomarker: str) -> tuple[str, ...]:
    named = (name for atom in atoms(parse_marker(biomarker)) for name in _atom_names(atom))
    return tuple(dict.fromkeys(named))


def _atom_names(atom: Atom) -> tuple[str, ...]:
    if isinstance(atom, ResultAtom):
        return (_short(atom.marker),)
    return tuple(gene for gene in atom_genes(atom) if gene != "?")


def _short(marker: str) -> str:
    return marker.removesuffix("-expression").removesuffix("-IHC")


def _of_label(label: str) -> Found:
    """Read the short name of an alteration: "BRAF V600E", "EML4::ALK fusion", "ERBB2 amplification (18 copies)"."""
    name, _, rest = label.partition(" ")
    if "::" in name:
        return Found(Kind.FUSION, tuple(gene for gene in name.split("::") if gene != "?"), label)
    word = rest.partition(" (")[0]
    if word in ("amplification", "gain", "copy gain"):
        return Found(Kind.COPIES, (name,), label)
    if word in ("deletion", "loss", "homozygous deletion"):
        return Found(Kind.LOST, (name,), label)
    return Found(Kind.FUSION if "fusion" in word else Kind.CHANGE, (name,), label)


def _of_marker(marker: Marker, detected: set[str]) -> Iterator[Found]:
    """Give what a met expression without an alteration says; of an either-or only the legs known to be met."""
    match marker:
        case And():
            for term in marker.terms:
                yield from _of_marker(term, detected)
        case Or():
            for term in marker.terms:
                if str(term) in detected:
                    yield from _of_marker(term, detected)
        case Not():
            genes = tuple(dict.fromkeys(gene for atom in atoms(marker.term) for gene in atom_genes(atom)))
            yield from (Found(Kind.UNCHANGED, (gene,)) for gene in genes if gene != "?")
        case Pair():
            yield from (_of_atom(atom) for atom in (marker.first, marker.second))
        case _:
            yield _of_atom(marker)


def _of_atom(atom: Atom) -> Found:
    match atom:
        case ResultAtom():
            below = atom.comparison is not None and atom.comparison is not Comparison.AT_LEAST
            result = atom.category or ("below" if below else "enough")
            return Found(Kind.SIGN, (_short(atom.marker),), str(atom), result)
        case FusionAtom():
            return Found(Kind.FUSION, tuple(gene for gene in atom.genes if gene != "?"), str(atom))
        case GeneAtom(feature=CodonsWildType()):
            return Found(Kind.UNCHANGED, (atom.gene,))
        case GeneAtom(feature=WholeGene(name=name)) if name.asked_result:
            return Found(Kind.SIGN, (atom.gene,), str(atom), name.asked_result)
        case GeneAtom(feature=WholeGene(name=GeneClass.AMPLIFICATION | GeneClass.COPY_GAIN)):
            return Found(Kind.COPIES, (atom.gene,), str(atom))
        case GeneAtom(feature=WholeGene(name=GeneClass.DELETION | GeneClass.LOSS)):
            return Found(Kind.LOST, (atom.gene,), str(atom))
        case GeneAtom():
            return Found(Kind.CHANGE, (atom.gene,), str(atom))
        case HlaAtom():
            return Found(Kind.TISSUE_TYPE, (), str(atom))
        case _:
            return Found(Kind.CHROMOSOME, (), str(atom))
