"""What may be told to the person: a value that does not hold what they chose not to know (S20, RULES R13).

Outputs for the person are made from `PersonView` alone. It carries no free text of the interpretation (no warning,
reason, because trail, count, hash or file name), because such text may rest on a withheld fact.
"""

from __future__ import annotations

from dataclasses import dataclass

from interpreter.model.cases import Case, SoftwareInfo
from interpreter.model.evidence import CatalogueInfo, Direction, EvidenceClass, Response
from interpreter.model.findings import FitRow, TumourRelation
from interpreter.model.person import Person, Topic
from interpreter.model.results import PharmacogeneResult, State


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDecision:
    """Whether a topic is told to the person, and why, for the clinician to read."""

    topic: Topic
    told: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePolicy:
    """What of the topics may be told to the person, from their wishes and consent alone: no finding enters here."""

    decisions: tuple[TopicDecision, ...]

    def tells(self, topic: Topic) -> bool:
        return any(decision.topic is topic and decision.told for decision in self.decisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFinding:
    """One finding that may be told."""

    evidence_id: str
    biomarker: str
    found: tuple[str, ...]
    """Short names of the alterations that meet it and may be told; empty for a marker without one (wild type, HER2)."""
    genes: tuple[str, ...]
    therapies: tuple[str, ...]
    """INN names, the parts of one regimen."""
    response: Response
    direction: Direction
    level: EvidenceClass
    tumour_relation: TumourRelation
    approved_here: bool
    approved_by: tuple[str, ...]
    """Agencies with a current approval, in the order of the finding."""
    verified: bool
    inherited: tuple[str, ...] = ()
    """Genes of told changes that are, or may be, inherited; empty unless they want to know (S20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMarker:
    """One marker that matters for treatment, with its state."""

    biomarker: str
    gene: str
    state: State
    matters_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Everything an output for the person may say."""

    software: SoftwareInfo
    catalogue: tuple[CatalogueInfo, ...]
    case: Case
    person: Person | None
    findings: tuple[PersonFinding, ...]
    markers: tuple[PersonMarker, ...]
    uncertain: tuple[str, ...]
    """Short names of changes of unknown meaning; empty unless they asked for them."""
    pgx: tuple[PharmacogeneResult, ...]
    fit: tuple[FitRow, ...]
    """Rows of the regimens in `findings` only."""
    told: frozenset[Topic]
    """Topics that may be spoken of; a topic that is not here is not mentioned, not even as withheld."""
    preliminary: bool
