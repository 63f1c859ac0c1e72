"""The closed vocabularies of the catalogue's tables, and how the sources' evidence levels become our classes.

Levels: CIViC level definitions (civicdb.org), MOAlmanac's predictive implications, and the class they count as here
(RULES R11). CIViC A counts as a guideline and B as small studies: an imported level never gives `approved`.
"""

from __future__ import annotations

from enum import StrEnum

from interpreter.model.evidence import (
    ApprovalKind,
    Direction,
    EvidenceClass,
    Response,
    Status,
)

AGENCIES = frozenset({"FDA", "EMA", "MHRA", "HC", "PMDA", "NMPA", "TGA", "HSE", "Swissmedic"})

SETTINGS: dict[str, str] = {
    "neoadjuvant": "before surgery",
    "adjuvant": "after surgery",
    "perioperative": "before and after surgery",
    "locally_advanced": "locally advanced, not resectable",
    "advanced": "locally advanced (not resectable) or metastatic",
    "metastatic": "metastatic",
    "maintenance": "maintenance after a response or stable disease",
    "relapsed_refractory": "relapsed or refractory",
    "newly_diagnosed": "newly diagnosed",
    "any": "any setting",
}
"""Setting of an indication -> words for people."""

LINES: dict[str, str] = {
    "1": "first line",
    "1+": "first line or later",
    "2": "second line",
    "2+": "second line or later",
    "3": "third line",
    "3+": "third line or later",
    "4+": "fourth line or later",
    "any": "any line",
}

TESTS: dict[str, str] = {
    "companion": "the label asks for a test approved for this use",
    "complementary": "a complementary test exists; the label does not require it",
    "validated_test": "the label asks for a validated test",
    "none_stated": "the label names no test",
}

SOURCE_KINDS = frozenset({"label", "guideline", "trial", "paper", "registry", "knowledge base", "other"})

GENE_ROLES = frozenset({"oncogene", "suppressor", "both", "pharmacogene", "marker"})

FUSION_SIDES = frozenset({"3", "5", "either"})

ESCAT_TIERS = frozenset({"I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV-A", "IV-B", "V", "X"})

ANY_SOLID = "ANY_SOLID"
ANY_TUMOUR = "ANY"
"""Two words that stand in `tumour_types` beside OncoTree codes."""


def words(enum: type[StrEnum]) -> frozenset[str]:
    """Give the words of an enum as they stand in a table."""
    return frozenset(member.value for member in enum)


RESPONSES = words(Response)
DIRECTIONS = words(Direction)
LEVELS = words(EvidenceClass)
STATUSES = words(Status)
APPROVAL_KINDS = words(ApprovalKind)

CIVIC_LEVELS: dict[str, EvidenceClass] = {
    "A": EvidenceClass.GUIDELINE,
    "B": EvidenceClass.SMALL_STUDY,
    "C": EvidenceClass.CASE_REPORT,
    "D": EvidenceClass.PRECLINICAL,
    "E": EvidenceClass.INFERENTIAL,
}

MOALMANAC_LEVELS: dict[str, EvidenceClass] = {
    "FDA-Approved": EvidenceClass.GUIDELINE,
    "Guideline": EvidenceClass.GUIDELINE,
    "Clinical trial": EvidenceClass.SMALL_STUDY,
    "Clinical evidence": EvidenceClass.SMALL_STUDY,
    "Preclinical": EvidenceClass.PRECLINICAL,
    "Inferential": EvidenceClass.INFERENTIAL,
}
