"""The words of the report: one table for each vocabulary of the model, and the fixed sentences."""

from __future__ import annotations

from collections.abc import Mapping

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.evidence import ApprovalKind, Direction, EvidenceClass, Layer, Response
from interpreter.model.findings import COUNTS_AS_SAME, AmpTier, Exactness, Finding, TumourRelation, Verdict
from interpreter.model.marker_text import parse_marker
from interpreter.model.markers import And, Not, Or, atom_genes, atoms, genes
from interpreter.model.results import SpecimenKind, State
from interpreter.model.variants import Origin, Support

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
    shut = [term for term in terms if isinstance(term, Not) and all(map(atom_genes, atoms(term)))]
    if not shut:
        return biomarker
    named = " & ".join(f"({term})" if isinstance(term, Or) else str(term) for term in terms if term not in shut)
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


RIGHT_TO_LEFT = (
    "some text is in a right-to-left script. Each word reads from the right, but its letters are not joined, and the "
    "words follow each other from the left. Check names against the record."
)


def unprintable(box: str, codes: str) -> str:
    """Tell of characters that were replaced; `codes` lists their code points."""
    return f"characters that have no printed form stand as {box} in this report ({codes})."
