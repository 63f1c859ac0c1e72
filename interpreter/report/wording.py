"""The words of the report: one table for each vocabulary of the model, and the fixed sentences."""

from __future__ import annotations

from collections.abc import Mapping

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.evidence import Approval, ApprovalKind, Direction, EvidenceClass, Layer, Response, Status
from interpreter.model.findings import COUNTS_AS_SAME, AmpTier, Exactness, Finding, TumourRelation, Verdict
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import And, Not, genes
from interpreter.model.results import SpecimenKind, State
from interpreter.model.variants import Origin, Support
from interpreter.national import authorised_nationally

DRAFT = "DRAFT – not reviewed, not signed"
INTENDED_USE = (
    "Decision support for the treating clinician; not a CE-IVD and not a companion diagnostic. "
    "It neither prescribes nor replaces an approved test."
)
EMPTY_IS_NOT_NEGATIVE = "An empty list is not a negative result."
UNVERIFIED = "not verified against the label"
READ = "text of the indication read by software, not verified by a person"
READ_ONLY = "read by software only"
NOT_STATED = "not stated"
END = "End of report"
LONGEST_MARKER = 60
"""Characters of a marker expression that a summary prints whole."""

STATES: dict[State, str] = {
    State.DETECTED: "detected",
    State.NOT_DETECTED: "not detected",
    State.NOT_ASSESSED: "not assessed",
    State.INCONCLUSIVE: "inconclusive",
}
STATE_MARKS: dict[State, str] = {
    State.DETECTED: "■",
    State.NOT_DETECTED: "□",
    State.NOT_ASSESSED: "–",
    State.INCONCLUSIVE: "?",
}
STATE_MEANINGS: dict[State, str] = {
    State.DETECTED: "found in this sample and meets the marker",
    State.NOT_DETECTED: "looked at in this sample, with proof, and not found",
    State.NOT_ASSESSED: "no proof that it was looked at: says nothing, for or against",
    State.INCONCLUSIVE: "something was seen, but it cannot be relied on yet",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.FITS: "✓ fits",
    Verdict.DISCUSS: "▲ discuss",
    Verdict.CONFLICTS: "✕ conflicts",
    Verdict.UNKNOWN: "? unknown",
}
LEVELS: dict[EvidenceClass, str] = {
    EvidenceClass.APPROVED: "approved",
    EvidenceClass.GUIDELINE: "guideline",
    EvidenceClass.RANDOMISED: "randomised or large cohort",
    EvidenceClass.SMALL_STUDY: "small studies",
    EvidenceClass.CASE_REPORT: "case report",
    EvidenceClass.PRECLINICAL: "preclinical",
    EvidenceClass.INFERENTIAL: "inferential",
}
RESPONSES: dict[Response, str] = {
    Response.SENSITIVITY: "speaks for",
    Response.RESISTANCE: "resistance",
    Response.REDUCED_BENEFIT: "reduced benefit",
    Response.TOXICITY: "more toxicity",
    Response.PROGNOSIS: "prognosis",
    Response.DIAGNOSIS: "diagnosis",
}
RELATIONS: dict[TumourRelation, str] = {
    TumourRelation.SAME: "evidence in this tumour type",
    TumourRelation.ANCESTOR: "evidence in a group that contains this tumour type",
    TumourRelation.ANY_SOLID: "evidence in any solid tumour",
    TumourRelation.DESCENDANT: "evidence in a subtype only: check the histology",
    TumourRelation.OTHER: "evidence in another tumour type",
    TumourRelation.EXCLUDED: "the evidence excludes this tumour type",
}
EXACTNESS: dict[Exactness, str] = {
    Exactness.EXACT: "this very change is named",
    Exactness.LIST: "named in a list of changes",
    Exactness.CODON: "any change of this codon",
    Exactness.EXON: "a class of change in this exon",
    Exactness.CLASS: "a class of change in this gene",
    Exactness.GENE: "any change of this gene",
}
ORIGINS: dict[Origin, str] = {Origin.SOMATIC: "somatic", Origin.GERMLINE: "germline", Origin.UNKNOWN: "origin unknown"}
SPECIMENS: dict[SpecimenKind, str] = {
    SpecimenKind.TISSUE: "tumour tissue",
    SpecimenKind.PLASMA: "plasma",
    SpecimenKind.BLOOD: "blood",
    SpecimenKind.MARROW: "bone marrow",
    SpecimenKind.UNKNOWN: NOT_STATED,
}
LAYERS: dict[Layer, str] = {Layer.EMBEDDED: "embedded", Layer.IMPORTED: "imported", Layer.LOCAL: "local edit"}
APPROVAL_KINDS: dict[ApprovalKind, str] = {
    ApprovalKind.REGULAR: "regular",
    ApprovalKind.ACCELERATED: "accelerated",
    ApprovalKind.CONDITIONAL: "conditional",
    ApprovalKind.PROVISIONAL: "provisional",
    ApprovalKind.REIMBURSED: "reimbursed",
    ApprovalKind.EXPANDED_ACCESS: "expanded access",
    ApprovalKind.WITHDRAWN: "withdrawn",
}
KINDS: dict[AlterationKind, str] = {
    AlterationKind.SMALL_VARIANT: "small variant",
    AlterationKind.STRUCTURAL: "structural",
    AlterationKind.COPY_NUMBER: "copy number",
    AlterationKind.FUSION: "fusion",
    AlterationKind.SIGNATURE: "signature",
    AlterationKind.EXPRESSION: "protein result",
    AlterationKind.PHARMACOGENE: "pharmacogene",
}
FLAGS: dict[str, str] = {
    "germline_suspect": "may be inherited: not proven somatic",
    "possible_clonal_haematopoiesis": "possible clonal haematopoiesis",
    "common_in_population": "common in the population",
    "from_rna": "seen in RNA",
    "typed_in": "typed in",
}


def tier(value: AmpTier) -> str:
    """Print an AMP/ASCO/CAP tier."""
    return "no tier" if value is AmpTier.NONE else value.value


def percent(fraction: float) -> str:
    """Print a fraction as a percentage with at most one decimal.

    >>> percent(0.125), percent(0.3), percent(0.0004)
    ('12.5 %', '30 %', '0.04 %')
    """
    value = fraction * 100
    digits = f"{value:.1f}" if value >= 0.1 or value == 0 else f"{value:.2g}"
    return f"{digits.removesuffix('.0')} %"


def fraction_read(support: Support) -> str:
    """Say how many reads carry an allele; what was not given is said, never shown as 0."""
    if support.vaf is None:
        return "VAF not given" if support.depth is None else f"VAF not given, depth {support.depth}"
    reads = "depth not given"
    if support.depth is not None and support.alt_reads is not None:
        reads = f"{support.alt_reads} of {support.depth} reads"
    elif support.depth is not None:
        reads = f"depth {support.depth}"
    return f"VAF {percent(support.vaf)}, {reads}"


def consequence(value: Consequence) -> str:
    """Print a Sequence Ontology term without its underscores."""
    return value.value.removesuffix("_variant").replace("_", " ")


def label(alteration: Alteration) -> str:
    """Give the short name of an alteration."""
    if alteration.label:
        return alteration.label
    return f"{alteration.gene} {alteration.protein_change}".strip() or alteration.id


def met_by(finding: Finding, labels: Mapping[str, str]) -> str:
    """Say what was found, by the names of the alterations; the marker itself where none has a name."""
    found = [labels[identity] for identity in finding.alterations if identity in labels]
    return ", ".join(dict.fromkeys(found)) or short_marker(finding.evidence.biomarker)


def short_marker(biomarker: str) -> str:
    """Give a marker expression for a summary: a long one names only the genes of what it excludes.

    The whole expression stands with the finding itself. An excluded term without a gene is printed as it is.
    """
    marker = parse_marker(biomarker) if len(biomarker) > LONGEST_MARKER else None
    if marker is None:
        return biomarker
    terms = marker.terms if isinstance(marker, And) else (marker,)
    shut = [term for term in terms if isinstance(term, Not) and genes(term)]
    if not shut:
        return biomarker
    named = " & ".join(str(term) for term in terms if term not in shut)
    without = ", ".join(dict.fromkeys(gene for term in shut for gene in genes(term)))
    return f"{named} without the excluded changes of {without}".strip()


def regimen(therapies: tuple[str, ...]) -> str:
    """Print the parts of one regimen."""
    return " + ".join(therapies)


def claim(finding: Finding) -> str:
    """Say in a word or two what one finding says about its therapy."""
    if finding.direction is Direction.DOES_NOT_SUPPORT:
        return {
            Response.SENSITIVITY: "does not support",
            Response.RESISTANCE: "no resistance shown",
        }.get(finding.response, f"no {RESPONSES[finding.response]} shown")
    return RESPONSES[finding.response]


def in_this_disease(finding: Finding) -> bool:
    """Tell whether evidence counts as of this tumour type (RULES R10)."""
    return finding.tumour_relation in COUNTS_AS_SAME


def approvals(finding: Finding, region: str) -> tuple[str, ...]:
    """Say what is approved, by whom, in this tumour or elsewhere: one plain statement a line."""
    own = region or "FDA or EMA"
    current = [approval for approval in finding.approvals if approval.is_current]
    gone = [approval for approval in finding.approvals if not approval.is_current]
    said: list[str] = []
    if finding.tumour_relation is TumourRelation.EXCLUDED:
        said.append("Not approved here: the label excludes this tumour type.")
    elif finding.approved_here:
        said.append(_who("", "Approved in this tumour type", current))
    elif current and in_this_disease(finding):
        opening = f"Not approved by {own} for this marker."
        if where := authorised_nationally(finding.evidence.therapies, region):
            told = "whether for this marker: see the national text."
            opening = f"Authorised in {where} nationally, not by the {own}; {told}"
        said.append(_who(opening, "Approved elsewhere", current))
    elif current and finding.tumour_relation is TumourRelation.DESCENDANT:
        said.append(_who("Off-label unless the histology is the label's.", "Approved", current))
    elif current:
        said.append(_who("Off-label here.", "Approved for another tumour type", current))
    elif finding.response is Response.SENSITIVITY and finding.direction is Direction.SUPPORTS:
        said.append("No approval for this marker: off-label, unless a label has the disease without it.")
    if gone:
        said.append(_who("", "No longer current", gone))
    return tuple(said)


def _who(opening: str, approved: str, rows: list[Approval]) -> str:
    """Name who approved and, apart from them, who pays: a reimbursement is no approval.

    What holds for all of them is said once.
    """
    notes = {_check(row) for row in rows}
    common = notes.pop() if len(notes) == 1 else ""
    pays = [row for row in rows if row.is_current and row.kind is ApprovalKind.REIMBURSED]
    told = []
    if granted := [row for row in rows if row not in pays]:
        told.append(f"{approved}: {_agencies(granted, common)}")
    if pays:
        told.append(f"{'reimbursed' if granted else 'Reimbursed'}: {_agencies(pays, common)}")
    return " ".join(filter(None, (opening, "; ".join(told)))) + (f" – {common}." if common else ".")


def _agencies(rows: list[Approval], common: str) -> str:
    """List approvals, one for each agency and kind; `common` is a note on all of them that is told elsewhere.

    The date is the earliest first decision; of what is over, the day on which the last ended, where all are known.
    """
    alike: dict[tuple[str, str, str], list[Approval]] = {}
    for row in rows:
        alike.setdefault((row.agency, _state(row), "" if common else _check(row)), []).append(row)
    told = []
    for (agency, state, note), same in alike.items():
        more = ", ".join(filter(None, (state, _when(same), note)))
        told.append(f"{agency} ({more})" if more else agency)
    return "; ".join(told)


def _when(same: list[Approval]) -> str:
    dates = [row.first_date for row in same]
    first = min(dates) if all(dates) else ""  # one that is not known may be the earliest
    if same[0].is_current:
        return first
    ended = [row.withdrawn_date for row in same]
    return max(ended) if all(ended) else f"first approved {first}" if first else ""


def verification(finding: Finding) -> str:
    """Say who has checked what a finding rests on; "" when a person has (RULES R12)."""
    if finding.verified:
        return ""
    current = [approval for approval in finding.approvals if approval.is_current]
    states = {_check(approval) for approval in current}
    if not states or UNVERIFIED in states:
        return UNVERIFIED
    return READ_ONLY if READ in states else ""


def _check(row: Approval) -> str:
    if row.verification.verified:
        return ""
    return READ if row.read_on else UNVERIFIED


def _state(row: Approval) -> str:
    """Say "regular", "accelerated" ... of a current row, else what became of it; that one pays is said before."""
    if row.is_current:
        return "" if row.kind is ApprovalKind.REIMBURSED else APPROVAL_KINDS[row.kind]
    return "superseded" if row.status is Status.SUPERSEDED else "withdrawn"


RIGHT_TO_LEFT = (
    "some text is in a right-to-left script. Each word reads from the right, but its letters are not joined, and the "
    "words follow each other from the left. Check names against the record."
)


def unprintable(box: str, codes: str) -> str:
    """Tell of characters that were replaced; `codes` lists their code points."""
    return f"characters that have no printed form stand as {box} in this report ({codes})."
