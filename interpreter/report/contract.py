"""The contract "interpretation/1" as plain lists and dictionaries: which keys there are, and what each is made of.

Units: VAF and tumour content are fractions 0.0-1.0, positions are 1-based, dates are ISO 8601. What is not known is
None, never 0 and never an empty text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from interpreter.model.alterations import Alteration
from interpreter.model.cases import InputSummary, Interpretation
from interpreter.model.evidence import Approval, CatalogueInfo, Citation
from interpreter.model.findings import AmpTier, Finding, FitRow, MarkerRow
from interpreter.model.person import Person
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, Specimen
from interpreter.model.variants import Ledger

SCHEMA = "interpretation/1"


def sections(interpretation: Interpretation) -> dict[str, Any]:
    """Give the contract by its keys; each list of the top level is an iterator that makes one element at a time."""
    case = interpretation.case
    return {
        "schema": SCHEMA,
        "software": {"name": interpretation.software.name, "version": interpretation.software.version},
        "catalogue": map(_catalogue, interpretation.catalogue),
        "reference": _known(interpretation.reference),
        "region": _known(case.region),
        "date": case.date,
        "preliminary": interpretation.preliminary,
        "inputs": map(_input, interpretation.inputs),
        "specimen": _specimen(case.specimen),
        "case": {
            "id": case.id,
            "order_id": _known(case.order_id),
            "tumour_type": {"code": case.tumour_type.code, "name": case.tumour_type.name},
            "stage": _known(case.stage),
            "line": _known(case.line),
            "prior_therapies": list(case.prior_therapies),
            "age": case.age,
        },
        "ledger": _ledger(total_ledger(item.ledger for item in interpretation.inputs)),
        "alterations": map(_alteration, interpretation.alterations),
        "findings": map(finding_data, interpretation.findings),
        "markers": map(_marker, interpretation.markers),
        "for_review": (
            {
                "alteration": _known(item.alteration),
                "label": item.label,
                "biomarker": _known(item.biomarker),
                "reason": item.reason,
                "therapies": list(item.therapies),
                "response": None if item.response is None else item.response.value,
            }
            for item in interpretation.for_review
        ),
        "near_misses": (
            {
                "biomarker": miss.biomarker,
                "found": miss.found,
                "why": miss.why,
                "therapies": list(miss.therapies),
                "evidence_id": _known(miss.evidence_id),
            }
            for miss in interpretation.near_misses
        ),
        "would_change": iter(interpretation.would_change),
        "marker_results": map(_marker_result, interpretation.marker_results),
        "sequence_results": map(_sequence_result, interpretation.sequence_results),
        "pgx": map(_pharmacogene, interpretation.pgx),
        "person": _person(interpretation.person),
        "fit": map(_fit, interpretation.fit),
        "conflicts": (
            {"kind": card.kind, "what": card.what, "why": card.why, "options": list(card.options)}
            for card in interpretation.conflicts
        ),
        "warnings": iter(interpretation.warnings),
        "methods": iter(interpretation.methods),
        "settings": dict(interpretation.settings),
    }


def total_ledger(ledgers: Iterable[Ledger]) -> Ledger:
    """Add the accounts of all inputs (S15)."""
    read = reported = not_read = 0
    set_aside: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    failures: list[str] = []
    for ledger in ledgers:
        read += ledger.read
        reported += ledger.reported
        not_read += ledger.not_read
        set_aside.update(ledger.set_aside)
        failed.update(ledger.failed)
        failures.extend(ledger.failures)
    return Ledger(
        read=read,
        reported=reported,
        set_aside=dict(sorted(set_aside.items())),
        failed=dict(sorted(failed.items())),
        failures=tuple(failures),
        not_read=not_read,
    )


def _known(text: str) -> str | None:
    return text or None


def _input(item: InputSummary) -> dict[str, Any]:
    return {
        "file": item.file_name,
        "sha256": item.sha256,
        "size": item.size,
        "format": item.format,
        "caller": _known(item.caller),
        "assembly": None if item.assembly.assembly is None else item.assembly.assembly.value,
        "assembly_confirmed": item.assembly.confirmed,
        "assembly_evidence": list(item.assembly.evidence),
        "samples": list(item.samples),
        "tumour": _known(item.tumour),
        "normal": _known(item.normal),
        "sample_reason": _known(item.sample_reason),
        "ledger": _ledger(item.ledger),
        "warnings": list(item.warnings),
    }


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {
        "read": ledger.read,
        "reported": ledger.reported,
        "set_aside": dict(ledger.set_aside),
        "failed": dict(ledger.failed),
        "failures": list(ledger.failures),
        "not_read": ledger.not_read,
        "adds_up": ledger.adds_up,
    }


def _catalogue(info: CatalogueInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "layer": info.layer.value,
        "version": info.version,
        "date": info.date,
        "sha256": info.sha256,
        "cut_off": dict(info.cut_off),
        "max_age_months": info.max_age_months,
    }


def _specimen(specimen: Specimen) -> dict[str, Any]:
    return {
        "kind": specimen.kind.value,
        "site": _known(specimen.site),
        "collected": _known(specimen.collected),
        "block_id": _known(specimen.block_id),
        "tumour_content": specimen.tumour_content,
        "germline": specimen.germline,
    }


def _alteration(alteration: Alteration) -> dict[str, Any]:
    variant, effect, support = alteration.variant, alteration.effect, alteration.support
    return {
        "id": alteration.id,
        "kind": alteration.kind.value,
        "label": _known(alteration.label),
        "gene": alteration.gene,
        "assembly": None if alteration.assembly is None else alteration.assembly.value,
        "chrom": None if variant is None else variant.chrom,
        "pos": None if variant is None else variant.pos,
        "ref": None if variant is None else variant.ref,
        "alt": None if variant is None else variant.alt,
        "transcript": None if effect is None else effect.transcript,
        "hgvs_c": None if effect is None else _known(effect.hgvs_c),
        "hgvs_p": None if effect is None else _known(effect.hgvs_p),
        "protein_change": _known(alteration.protein_change),
        "consequence": None if effect is None else effect.consequence.value,
        "exon": effect.exons[0] if effect is not None and effect.exons else None,
        "exons": [] if effect is None else list(effect.exons),
        "vaf": support.vaf,
        "depth": support.depth,
        "alt_reads": support.alt_reads,
        "status": alteration.status.value,
        "reason": _known(alteration.reason),
        "filters": None if alteration.filters is None else sorted(alteration.filters),
        "origin": alteration.origin.value,
        "origin_reason": _known(alteration.origin_reason),
        "phase": None
        if alteration.phase is None
        else {"block": alteration.phase.block, "haplotype": alteration.phase.haplotype},
        "homozygous": alteration.homozygous,
        "joined_from": list(alteration.joined_from),
        "partner_gene": _known(alteration.partner_gene),
        "five_prime_gene": _known(alteration.five_prime_gene),
        "three_prime_gene": _known(alteration.three_prime_gene),
        "in_frame": alteration.in_frame,
        "copy_number": alteration.copy_number,
        "copy_state": None if alteration.copy_state is None else alteration.copy_state.value,
        "flags": sorted(alteration.flags),
        "population_af": alteration.population_af,
        "sources": [{"file": item.file_name, "line": item.line, "text": item.text} for item in alteration.sources],
        "warnings": list(alteration.warnings),
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Give one element of `findings`; what is not known is None."""
    evidence = finding.evidence
    return {
        "alterations": list(finding.alterations),
        "evidence_id": evidence.id,
        "layer": finding.layer.value,
        "biomarker": evidence.biomarker,
        "state": finding.state.value,
        "exactness": None if finding.exactness is None else finding.exactness.value,
        "tumour_relation": finding.tumour_relation.value,
        "response": finding.response.value,
        "direction": finding.direction.value,
        "therapies": list(evidence.therapies),
        "level": finding.level.value,
        "source_level": _known(evidence.source_level),
        "amp_tier": None if finding.amp_tier is AmpTier.NONE else finding.amp_tier.value,
        "escat": _known(finding.escat),
        "escat_citation": _known(evidence.escat_citation),
        "statement": _known(evidence.statement),
        "setting": _known(evidence.setting),
        "line": _known(evidence.line),
        "source_date": _known(evidence.source_date),
        "approved_here": finding.approved_here,
        "approvals": [_approval(approval) for approval in finding.approvals],
        "to_check": list(finding.to_check),
        "verified": finding.verified,
        "citations": [_citation(citation) for citation in finding.citations],
        "because": [{"kind": step.kind, "text": step.text, "source": step.source} for step in finding.because],
        "overruled_by": _known(finding.overruled_by),
        "other_lineage": finding.other_lineage,
        "not_as_stated": finding.not_as_stated,
        "warnings": list(finding.warnings),
    }


def _approval(approval: Approval) -> dict[str, Any]:
    return {
        "id": approval.id,
        "agency": approval.agency,
        "kind": approval.kind.value,
        "status": approval.status.value,
        "product": _known(approval.product),
        "first_date": _known(approval.first_date),
        "withdrawn_date": _known(approval.withdrawn_date),
        "setting": _known(approval.setting),
        "line": _known(approval.line),
        "prior_therapy": _known(approval.prior_therapy),
        "population": _known(approval.population),
        "test": _known(approval.test),
        "limitation": _known(approval.limitation),
        "source": _known(approval.source_id),
        "source_url": _known(approval.source_url),
        "source_date": _known(approval.source_date),
        "read_on": _known(approval.read_on),
        "verified": approval.verification.verified,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id,
        "kind": citation.kind,
        "text": citation.text,
        "pmid": _known(citation.pmid),
        "doi": _known(citation.doi),
        "nct": _known(citation.nct),
        "date_read": _known(citation.date_read),
    }


def _marker(row: MarkerRow) -> dict[str, Any]:
    return {
        "biomarker": row.biomarker,
        "gene": _known(row.gene),
        "state": row.state.value,
        "reason": _known(row.reason),
        "region": _known(row.region),
        "min_depth": row.min_depth,
        "detection_limit": row.detection_limit,
        "proof": _known(row.proof),
        "alterations": list(row.alterations),
        "matters_for": list(row.matters_for),
    }


def _marker_result(result: MarkerResult) -> dict[str, Any]:
    return {
        "marker": result.marker,
        "state": result.state.value,
        "reason": _known(result.reason),
        "category": _known(result.category),
        "score": _known(result.score),
        "value": result.value,
        "clone": _known(result.clone),
        "ihc": _known(result.ihc),
        "ish": _known(result.ish),
        "method": _known(result.method),
        "assay": _known(result.assay),
        "specimen": _known(result.specimen),
        "date": _known(result.date),
        "callable_mb": result.callable_mb,
        "source": _known(result.source),
    }


def _sequence_result(result: SequenceResult) -> dict[str, Any]:
    return {
        "gene": result.gene,
        "change": result.change,
        "state": result.state.value,
        "reason": _known(result.reason),
        "method": _known(result.method),
        "codons": [list(pair) for pair in result.codons],
        "exons": list(result.exons),
        "classes": list(result.classes),
        "origin": result.origin.value,
        "vaf": result.vaf,
        "depth": result.depth,
        "limit": result.limit,
        "specimen": _known(result.specimen),
        "date": _known(result.date),
        "partner_gene": _known(result.partner_gene),
        "copy_number": result.copy_number,
        "source": _known(result.source),
    }


def _pharmacogene(result: PharmacogeneResult) -> dict[str, Any]:
    return {
        "gene": result.gene,
        "phenotype": _known(result.phenotype),
        "diplotype": _known(result.diplotype),
        "activity_score": result.activity_score,
        "state": result.state.value,
        "drugs": [{"inn": inn, "consequence": consequence} for inn, consequence in result.drugs],
        "not_covered": list(result.not_covered),
        "reason": _known(result.reason),
        "source": _known(result.source),
    }


def _person(person: Person | None) -> dict[str, Any] | None:
    """Give words and wishes, but no name, birth date or record number: the case id is the link."""
    if person is None:
        return None
    words = person.own_words
    return {
        "own_words": {
            "matters_most": _known(words.matters_most),
            "avoid": _known(words.avoid),
            "beside_me": _known(words.beside_me),
        },
        "preferences": [
            {
                "key": preference.key,
                "value": preference.value,
                "importance": preference.importance,
                "date": _known(preference.date),
                "recorded_by": _known(preference.recorded_by),
                "expires": _known(preference.expires),
                "note": _known(preference.note),
            }
            for preference in person.preferences
        ],
        "right_not_to_know": {topic.value: wish.value for topic, wish in person.right_not_to_know},
    }


def _fit(row: FitRow) -> dict[str, Any]:
    return {
        "therapy": row.therapy,
        "preference": row.preference,
        "verdict": row.verdict.value,
        "why": row.why,
        "source": _known(row.source),
        "rule": _known(row.rule),
        "safety": row.safety,
    }
