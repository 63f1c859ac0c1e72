"""The marker language as values (RULES R6): what a biomarker asks for, never whether a case has it.

`str(marker)` prints the expression; `marker_text.parse_marker` reads it back to an equal value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ANY_PARTNER = "?"


class Qualifier(StrEnum):
    """Which origin an atom asks for; empty = either."""

    EITHER = ""
    GERMLINE = "germline"
    SOMATIC = "somatic"


class SequenceEffect(StrEnum):
    """Effect words of "exon N ..." and "residues A-B ..."."""

    INFRAME_DELETION = "inframe deletion"
    INFRAME_INSERTION = "inframe insertion"
    INFRAME_INDEL = "inframe indel"
    MISSENSE = "missense"
    FRAMESHIFT = "frameshift"
    TRUNCATING = "truncating"
    MUTATION = "mutation"
    """Any protein-changing alteration."""


class GeneClass(StrEnum):
    """Features of a gene that are named as a whole; what each means is data (RULES R7)."""

    LOSS_OF_FUNCTION = "loss of function"
    ONCOGENIC = "oncogenic"
    ACTIVATING = "activating"
    MUTATION = "mutation"
    AMPLIFICATION = "amplification"
    DELETION = "deletion"
    LOSS = "loss"
    COPY_GAIN = "copy gain"
    FUSION = "fusion"
    INTERNAL_TANDEM_DUPLICATION = "internal tandem duplication"
    KINASE_DOMAIN_DUPLICATION = "kinase domain duplication"
    VIII = "vIII"
    PROMOTER_METHYLATION = "promoter methylation"
    EXPRESSION = "expression"
    OVEREXPRESSION = "overexpression"
    UNDEREXPRESSION = "underexpression"

    @property
    def asked_result(self) -> str:
        """The category of a result that answers it; empty for features that are read from alterations."""
        return _ASKED_RESULTS.get(self, "")


_ASKED_RESULTS = {
    GeneClass.PROMOTER_METHYLATION: "methylated",
    GeneClass.EXPRESSION: "positive",
    GeneClass.OVEREXPRESSION: "high",
    GeneClass.UNDEREXPRESSION: "low",
}


class Comparison(StrEnum):
    AT_LEAST = ">="
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Residue:
    """One residue of the gene's own transcript; `letter` is empty where the expression names only the number."""

    letter: str
    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"residue {self.number} is below 1")

    def __str__(self) -> str:
        return f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True)
class Changes:
    """One named change or any of a list: "p.L858R", "p.R248C, p.S249C", "c.1905+1G>A"."""

    changes: tuple[str, ...]

    def __post_init__(self) -> None:
        _some(self.changes, "a change")

    def __str__(self) -> str:
        return ", ".join(self.changes)


@dataclass(frozen=True, slots=True)
class Codon:
    """Any protein change of the named residues, but for the excepted ones."""

    residues: tuple[Residue, ...]
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _some(self.residues, "a residue")

    def __str__(self) -> str:
        text = "codon " + ", ".join(map(str, self.residues))
        return f"{text} except {', '.join(self.exceptions)}" if self.exceptions else text


@dataclass(frozen=True, slots=True)
class CodonsWildType:
    """No protein change at any of these codons, and every one of them proved (S2)."""

    codons: tuple[int, ...]

    def __post_init__(self) -> None:
        _some(self.codons, "a codon")

    def __str__(self) -> str:
        return f"codons {','.join(map(str, self.codons))} wild type"


@dataclass(frozen=True, slots=True)
class ExonEffect:
    """An effect within one exon, numbered on the gene's own transcript."""

    exon: int
    effect: SequenceEffect

    def __str__(self) -> str:
        return f"exon {self.exon} {self.effect}"


@dataclass(frozen=True, slots=True)
class ResiduesEffect:
    """An effect within the residues first..last, both inclusive."""

    first: int
    last: int
    effect: SequenceEffect

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"residues {self.first}-{self.last} are not a range")

    def __str__(self) -> str:
        return f"residues {self.first}-{self.last} {self.effect}"


@dataclass(frozen=True, slots=True)
class ExonSkipping:
    exon: int

    def __str__(self) -> str:
        return f"exon {self.exon} skipping"


@dataclass(frozen=True, slots=True)
class Promoter:
    """Named promoter changes: "promoter c.-124C>T"."""

    changes: tuple[str, ...]

    def __post_init__(self) -> None:
        _some(self.changes, "a change")

    def __str__(self) -> str:
        return f"promoter {', '.join(self.changes)}"


@dataclass(frozen=True, slots=True)
class Haplotype:
    name: str

    def __str__(self) -> str:
        return f"haplotype {self.name}"


@dataclass(frozen=True, slots=True)
class WholeGene:
    """A feature named as a whole ("loss of function", "amplification", "fusion")."""

    name: GeneClass

    def __str__(self) -> str:
        return self.name.value


Feature = (
    Changes | Codon | CodonsWildType | ExonEffect | ResiduesEffect | ExonSkipping | Promoter | Haplotype | WholeGene
)


@dataclass(frozen=True, slots=True)
class GeneAtom:
    """One feature of one gene: "EGFR p.L858R", "germline BRCA2 loss of function"."""

    gene: str
    feature: Feature
    qualifier: Qualifier = Qualifier.EITHER

    def __str__(self) -> str:
        text = f"{self.gene} {self.feature}"
        return f"{self.qualifier.value} {text}" if self.qualifier is not Qualifier.EITHER else text


@dataclass(frozen=True, slots=True)
class FusionAtom:
    """A fusion with its sides, 5' gene first; one of the two may be any partner ("?")."""

    five_prime: str
    three_prime: str
    qualifier: Qualifier = Qualifier.EITHER

    def __post_init__(self) -> None:
        if self.five_prime == self.three_prime == ANY_PARTNER:
            raise ValueError("a fusion names at least one gene")

    @property
    def genes(self) -> tuple[str, ...]:
        return tuple(gene for gene in (self.five_prime, self.three_prime) if gene != ANY_PARTNER)

    def __str__(self) -> str:
        text = f"{self.five_prime}::{self.three_prime} fusion"
        return f"{self.qualifier.value} {text}" if self.qualifier is not Qualifier.EITHER else text


@dataclass(frozen=True, slots=True)
class ResultAtom:
    """A protein or signature result of the closed vocabulary: a category, or a score compared with a value."""

    marker: str
    category: str = ""
    clone: str = ""
    score: str = ""
    """TPS, CPS, IC, TAP, %, IHC; empty where the marker has only one scale (TMB in mutations per megabase)."""
    comparison: Comparison | None = None
    value: float | None = None

    def __post_init__(self) -> None:
        if bool(self.category) == (self.comparison is not None) or (self.comparison is None) != (self.value is None):
            raise ValueError(f"{self.marker}: either a category or a comparison with a value")

    def __str__(self) -> str:
        words = [self.marker]
        if self.clone:
            words.append(f"clone {self.clone}")
        if self.category:
            words.append(self.category)
        elif self.comparison is not None and self.value is not None:
            words.extend(word for word in (self.score, self.comparison.value, print_number(self.value)) if word)
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class ArmAtom:
    """Gain or loss of a chromosome arm: "arm 1p loss"."""

    arm: str
    change: str
    """"gain" or "loss"."""

    def __str__(self) -> str:
        return f"arm {self.arm} {self.change}"


@dataclass(frozen=True, slots=True)
class KaryotypeAtom:
    """A named karyotype: "karyotype t(15;17)"; the name has no space."""

    name: str

    def __str__(self) -> str:
        return f"karyotype {self.name}"


@dataclass(frozen=True, slots=True)
class HlaAtom:
    """One HLA allele: "HLA A*02:01"."""

    allele: str

    def __str__(self) -> str:
        return f"HLA {self.allele}"


Atom = GeneAtom | FusionAtom | ResultAtom | ArmAtom | KaryotypeAtom | HlaAtom


@dataclass(frozen=True, slots=True)
class Pair:
    """Two features on the same copy (cis) or on different copies (trans)."""

    first: GeneAtom
    second: GeneAtom
    cis: bool

    def __str__(self) -> str:
        return f"{self.first} in {'cis' if self.cis else 'trans'} with {self.second}"


@dataclass(frozen=True, slots=True)
class Not:
    term: Marker

    def __str__(self) -> str:
        # brackets always: "!(BRAF p.V600E)" reads better than "!BRAF p.V600E", and except lists stay apart
        return f"!({self.term})"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more; a term is never itself an And."""

    terms: tuple[Marker, ...]

    def __post_init__(self) -> None:
        _two(self.terms, And)

    def __str__(self) -> str:
        return " & ".join(f"({term})" if isinstance(term, Or) else str(term) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more; a term is never itself an Or."""

    terms: tuple[Marker, ...]

    def __post_init__(self) -> None:
        _two(self.terms, Or)

    def __str__(self) -> str:
        return " | ".join(map(str, self.terms))


Marker = Atom | Pair | Not | And | Or


def walk(marker: Marker) -> Iterator[Atom]:
    """Give every atom from left to right, repeated ones too."""
    if isinstance(marker, And | Or):
        for term in marker.terms:
            yield from walk(term)
    elif isinstance(marker, Not):
        yield from walk(marker.term)
    elif isinstance(marker, Pair):
        yield marker.first
        yield marker.second
    else:
        yield marker


def atoms(marker: Marker) -> tuple[Atom, ...]:
    """Give the distinct atoms in the order of the expression; a wild-type term is one atom, whole."""
    return tuple(dict.fromkeys(walk(marker)))


def atom_genes(atom: Atom) -> tuple[str, ...]:
    """Give the gene symbols one atom names; none for proteins and signatures."""
    if isinstance(atom, GeneAtom):
        return (atom.gene,)
    return atom.genes if isinstance(atom, FusionAtom) else ()


def genes(marker: Marker) -> tuple[str, ...]:
    """Give the distinct gene symbols an expression names, in its order."""
    return tuple(dict.fromkeys(gene for atom in walk(marker) for gene in atom_genes(atom)))


def breadth(marker: Marker) -> int:
    """Count the alternatives, listed changes and residues too, that meet a marker: the fewer, the more it says.

    >>> from interpreter.model.marker_text import parse_marker
    >>> [breadth(parse_marker(text)) for text in ("EGFR p.T790M", "EGFR codon G719 | EGFR p.S768I, p.L861Q")]
    [1, 3]
    >>> breadth(parse_marker("(ER positive | PR positive) & HER2 negative"))
    1
    """
    match marker:
        case Or():
            return sum(breadth(term) for term in marker.terms)
        case And():
            return min(breadth(term) for term in marker.terms)
        case GeneAtom(feature=Changes(changes=changes)):
            return len(changes)
        case GeneAtom(feature=Codon(residues=residues)):
            return len(residues)
        case _:
            return 1


_ABSENT_OR_FAINT = frozenset({"negative", "stable", "proficient", "unmethylated", "low", "ultralow"})


def asserts(marker: Marker) -> bool:
    """Tell whether an expression names something found that may mean the same in another disease.

    False where it only denies, says wild type or names a negative result, and for protein scores: their cut-offs are
    set for one disease and one test (PD-L1 TPS >= 1 of a bladder label says nothing in the lung).

    >>> from interpreter.model.marker_text import parse_marker
    >>> asserts(parse_marker("!(BRAF p.V600E)")), asserts(parse_marker("HER2 positive & !(BRAF p.V600E)"))
    (False, True)
    >>> [asserts(parse_marker(text)) for text in ("MMR proficient", "PD-L1 TPS >= 1", "TMB >= 10")]
    [False, False, True]
    """
    match marker:
        case Not():
            return False
        case And() | Or():
            return any(asserts(term) for term in marker.terms)
        case GeneAtom():
            return not isinstance(marker.feature, CodonsWildType)
        case ResultAtom(category=category, score=score):
            return category not in _ABSENT_OR_FAINT and not score
        case _:
            return True


def print_number(value: float) -> str:
    """Print a threshold so that it reads back as the same number: 10.0 -> "10", 0.5 -> "0.5"."""
    return str(int(value)) if value == int(value) else repr(value)


def _some(values: tuple[object, ...], what: str) -> None:
    if not values:
        raise ValueError(f"at least {what} is needed")


def _two(terms: tuple[Marker, ...], own: type) -> None:
    if len(terms) < 2 or any(isinstance(term, own) for term in terms):
        raise ValueError("a combination has at least two terms, none of its own kind")
