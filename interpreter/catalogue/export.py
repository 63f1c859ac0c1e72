"""The catalogue as tables for people and other programs: a row per evidence item; the unverified rows to check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interpreter.model.evidence import Approval, Catalogue, EvidenceItem, Status

EXPORT_COLUMNS = (
    "id",
    "layer",
    "biomarker",
    "tumour_types",
    "therapies",
    "response",
    "level",
    "approvals",
    "direction",
    "setting",
    "line",
    "test",
    "region",
    "disease_excluded",
    "status",
    "verified",
    "source",
    "source_date",
    "source_level",
    "prior_therapy",
    "population",
    "escat",
    "escat_source",
    "disputed_by",
    "statement",
    "note",
)
"""The columns up to source_date are promised to others; more are added after them."""

WORK_LIST_COLUMNS = ("table", "id", "claim", "source", "checked_by", "checked_on", "correct", "remark")


def export_tsv(catalogue: Catalogue) -> str:
    """Give one line per evidence item, all layers, in the order of layer and id; the first line names the columns."""
    items = sorted(catalogue.evidence, key=lambda item: (item.layer, item.id))
    return _tsv(EXPORT_COLUMNS, (_row(item) for item in items))


def work_list_tsv(catalogue: Catalogue) -> str:
    """Give the rows whose source nobody has opened, with empty columns for who checks them and what was found."""
    lines: list[Sequence[str]] = []
    for item in sorted(catalogue.evidence, key=lambda item: item.id):
        if not item.verification.verified:
            claim = f"{' + '.join(item.therapies) or item.response}: {item.biomarker} in {', '.join(item.tumour_types)}"
            lines.append(("evidence", item.id, claim, _sources(item), "", "", "", ""))
        for approval in item.approvals:
            if not approval.verification.verified:
                lines.append(("approvals", approval.id, _label_claim(approval), approval.source_id, "", "", "", ""))
    for inn, therapy in sorted(catalogue.therapies.items()):
        if not therapy.verification.verified:
            source = therapy.citation.text if therapy.citation is not None else ""
            lines.append(("therapies", inn, therapy.drug_class, source, "", "", "", ""))
    return _tsv(WORK_LIST_COLUMNS, lines)


def status_word(item: EvidenceItem) -> str:
    """Give the status as exported: a current row that nobody checked is "unverified" (RULES R12)."""
    if item.status is Status.CURRENT and not item.verification.verified:
        return "unverified"
    return item.status.value


def describe(item: EvidenceItem) -> str:
    """Give one evidence item in full, a fact a line, for `interpreter catalogue show`."""
    facts = [(name.replace("_", " "), value) for name, value in zip(EXPORT_COLUMNS, _row(item), strict=True)]
    width = max(len(name) for name, _ in facts)
    lines = [f"{name:<{width}}  {value}" for name, value in facts if value]
    for approval in item.approvals:
        lines.append(f"{'approval':<{width}}  {_label_claim(approval)}")
    return "\n".join(lines) + "\n"


def _row(item: EvidenceItem) -> tuple[str, ...]:
    return (
        item.id,
        item.layer,
        item.biomarker,
        "|".join(item.tumour_types),
        " + ".join(item.therapies),
        item.response,
        item.level,
        ";".join(f"{approval.agency}:{approval.kind}:{approval.first_date}" for approval in item.approvals),
        item.direction,
        item.setting,
        item.line,
        item.test,
        item.region,
        "|".join(item.disease_excluded),
        status_word(item),
        "yes" if item.verification.verified else "no",
        _sources(item),
        item.source_date,
        item.source_level,
        item.prior_therapy,
        item.population,
        item.escat,
        item.escat_citation,
        "|".join(item.disputed_by),
        item.statement,
        item.note,
    )


def _sources(item: EvidenceItem) -> str:
    return "; ".join(
        f"{citation.text} (PMID {citation.pmid})" if citation.pmid else citation.text for citation in item.citations
    )


def _label_claim(approval: Approval) -> str:
    facts = (
        f"{approval.agency} {approval.product}, {approval.kind}, {approval.status}",
        f"first {approval.first_date}" if approval.first_date else "",
        f"withdrawn {approval.withdrawn_date}" if approval.withdrawn_date else "",
        approval.setting.replace("_", " "),
        f"line {approval.line}" if approval.line else "",
        f"after {approval.prior_therapy}" if approval.prior_therapy else "",
        approval.population,
        f"test: {approval.test.replace('_', ' ')}" if approval.test else "",
        approval.limitation,
        _reading(approval),
    )
    return "; ".join(fact for fact in facts if fact)


def _reading(approval: Approval) -> str:
    if approval.verification.verified:
        return ""
    if not approval.read_on:
        return "not verified against the label"
    of = f" of {approval.source_date}" if approval.source_date else ""
    return f"text{of} read by software on {approval.read_on}, not verified by a person: {approval.source_url}"


def _tsv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Join cells by tabs; a tab or line end within a cell becomes a space, so that a row stays a row (S22)."""
    return "".join("\t".join(_cell(cell) for cell in line) + "\n" for line in (header, *lines))


def _cell(text: str) -> str:
    return " ".join(text.split()) if any(sign in text for sign in "\t\r\n") else text
