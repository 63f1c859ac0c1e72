"""What the case says: matches, states, tiers, near misses, and the trail that explains each (S16)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from interpreter.model.evidence import Approval, Citation, Direction, EvidenceClass, EvidenceItem, Layer, Response
from interpreter.model.results import State


class Truth(Enum):
    """Strong Kleene values of a marker expression (RULES R6)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Exactness(StrEnum):
    """How close a match is, best first; one list everywhere."""

    EXACT = "exact"
    LIST = "list"
    CODON = "codon"
    EXON = "exon"
    CLASS = "class"
    GENE = "gene"

    @property
    def rank(self) -> int:
        return list(Exactness).index(self)


class TumourRelation(StrEnum):
    """Of the evidence's tumour types to the patient's (RULES R10)."""

    SAME = "same"
    ANCESTOR = "ancestor"
    """The evidence is for a parent of the patient's type: counts as same."""
    ANY_SOLID = "any_solid"
    DESCENDANT = "descendant"
    """The evidence is for a subtype of the patient's type."""
    OTHER = "other"
    EXCLUDED = "excluded"
    """The evidence excludes this tumour: shown as "does not support", with the reason."""


COUNTS_AS_SAME = frozenset({TumourRelation.SAME, TumourRelation.ANCESTOR, TumourRelation.ANY_SOLID})
"""Evidence of these relations is evidence of the patient's own tumour type (RULES R10)."""


class AmpTier(Enum):
    """AMP/ASCO/CAP tier with level; `rank` orders them, best first."""

    I_A = "I-A"
    I_B = "I-B"
    II_C = "II-C"
    II_D = "II-D"
    III = "III"
    IV = "IV"
    NONE = "none"

    @property
    def rank(self) -> int:
        return list(AmpTier).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the because trail, readable alone."""

    kind: str
    """record, allele, join, consequence, assessment, expression, tumour, level, tier, caveat."""
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One evidence item met (or possibly met) in this case."""

    evidence: EvidenceItem
    alterations: tuple[str, ...]
    """Ids of the alterations that meet it."""
    state: State
    exactness: Exactness | None
    tumour_relation: TumourRelation
    response: Response
    direction: Direction
    """As it reads in this case: an excluded disease turns support into does_not_support."""
    level: EvidenceClass
    amp_tier: AmpTier
    escat: str
    approvals: tuple[Approval, ...]
    """Current ones of the hospital's region first, then the others; withdrawn ones last."""
    approved_here: bool
    to_check: tuple[str, ...]
    verified: bool
    citations: tuple[Citation, ...]
    because: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    overruled_by: str = ""
    """Evidence id of the more specific claim of the same regimen and question; this one stays visible."""
    other_lineage: bool = False
    """True when the evidence is from blood cancers and the patient has a solid tumour, or the other way round: it is
    no option to weigh, and stands among the other statements."""
    not_as_stated: bool = False
    """True when setting or line of every label shown contradict the stated stage or line: a warning, and a place after
    what fits; never another tier."""
    given_before: tuple[str, ...] = ()
    """Medicines of the regimen that were stated as given before: a warning; a regimen given whole comes later."""

    @property
    def layer(self) -> Layer:
        return self.evidence.layer

    @property
    def key(self) -> str:
        return self.evidence.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRow:
    """State of one atom (wild-type terms whole) that matters in this tumour type, or that was detected."""

    biomarker: str
    gene: str
    state: State
    reason: str
    region: str
    """What would have to be looked at: "codons 12, 13", "exon 19", "gene"."""
    min_depth: int | None
    proof: str
    alterations: tuple[str, ...] = ()
    detection_limit: float | None = None
    matters_for: tuple[str, ...] = ()
    """Therapies (joined regimens) that depend on it in this tumour type, best evidence first."""
    would_close: tuple[str, ...] = ()
    """Those it would speak against if it were detected and nothing else changed; empty once it is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """An unconfirmed call or an ambiguous event a person must look at."""

    alteration: str
    """Id of the alteration; empty when it has none (a record on a list of sites)."""
    label: str
    biomarker: str
    """The marker it may meet, empty when it meets none."""
    reason: str
    therapies: tuple[str, ...] = ()
    """Regimens it may affect."""
    response: Response | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    biomarker: str
    found: str
    why: str
    therapies: tuple[str, ...] = ()
    evidence_id: str = ""


class Verdict(StrEnum):
    """How a therapy sits in this person's life; never evidence, never order."""

    FITS = "fits"
    DISCUSS = "discuss"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRow:
    therapy: str
    """INN of one medicine, or regimen joined by " + "."""
    preference: str
    """What the person said, as a short heading."""
    verdict: Verdict
    why: str
    """One plain sentence naming the preference and the fact."""
    source: str
    rule: str = ""
    """Id of the rule that fired, empty when nothing is known."""
    safety: bool = False
    """True for a safety note (interaction, organ limit): shown apart from wishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCard:
    """A conflict for people to decide."""

    kind: str
    what: str
    why: str
    options: tuple[str, ...]
    id: str = ""
    """Stable within a case, so that a decision can be kept for it: "wish_against_finding:inherited_risk"."""
