"""Findings, markers, review, near misses and what would change, from a case and a small catalogue."""

from __future__ import annotations

import random
from dataclasses import replace

from interpreter.model.evidence import AGAINST_THERAPY, Direction, EvidenceClass, EvidenceItem, Response
from interpreter.model.findings import Exactness, TumourRelation
from interpreter.model.results import MarkerResult, SequenceResult, State
from interpreter.model.variants import CopyState, Origin
from tests.matching.builders import ALL, Proofs, copies, fusion, readings, small, unconfirmed
from tests.matching.cases import approval, item, match, only

L858R, T790M, C797S = small("EGFR", "L858R"), small("EGFR", "T790M"), small("EGFR", "C797S")
RAS = "KRAS codons 12,13,59,61,117,146 wild type & NRAS codons 12,13,59,61,117,146 wild type"


# --- findings -------------------------------------------------------------------------------------------------------


def test_s7_no_drug_from_another_allele() -> None:
    outcome = match([item("KRAS p.G12C", "sotorasib")], small("KRAS", "G12D"))
    assert outcome.findings == ()
    miss = outcome.near_misses[0]
    assert (miss.biomarker, miss.found, miss.therapies) == ("KRAS p.G12C", "KRAS G12D", ("sotorasib",))
    assert miss.why == "needs p.G12C; found p.G12D"


def test_s7_a_miss_of_a_class_says_why_it_is_outside() -> None:
    outcome = match([item("EGFR exon 19 inframe deletion", "osimertinib")], small("EGFR", "L747P"))
    assert outcome.findings == ()
    assert "at least one residue" in outcome.near_misses[0].why


def test_what_already_speaks_for_a_drug_makes_its_other_markers_no_misses() -> None:
    rows = [item("EGFR p.L858R", "osimertinib", id="A"), item("EGFR p.T790M", "osimertinib", id="B")]
    assert match(rows, L858R).near_misses == ()


def test_a_wrong_way_round_fusion_and_a_mere_gain_are_near_misses() -> None:
    turned = match([item("?::ALK fusion", "alectinib")], fusion("ALK", "EML4", gene="ALK"))
    assert turned.findings == ()
    assert "not kept" in turned.near_misses[0].why
    gain = match([item("ERBB2 amplification", "trastuzumab")], copies("ERBB2", CopyState.GAIN, 3))
    assert "3 copies" in gain.near_misses[0].why


def test_a_finding_tells_how_it_came_about_in_steps_that_stand_alone() -> None:
    found = only(match([item("EGFR p.L858R", "osimertinib")], L858R))
    assert [step.kind for step in found.because] == [
        "record", "allele", "consequence", "expression", "tumour", "level", "tier",
    ]  # fmt: skip
    record = found.because[0]
    assert (record.text, record.source) == ("chr7-100-A-T (50 of 200 reads, VAF 0.25)", "case.vcf, line 7")
    assert all(step.text and step.source for step in found.because)
    assert found.exactness is Exactness.EXACT
    assert found.tumour_relation is TumourRelation.ANCESTOR
    assert not found.verified


def test_a_joined_alteration_tells_of_its_parts() -> None:
    joined = replace(small("BRAF", "V600K"), joined_from=("BRAF:c.1798G>A", "BRAF:c.1799T>A"))
    found = only(match([item("BRAF p.V600K", "dabrafenib")], joined))
    assert any(step.kind == "join" and "c.1799T>A" in step.text for step in found.because)


def test_s11_a_combination_is_shown_whole_or_as_a_near_miss() -> None:
    row = item("EGFR p.L858R & MET amplification", "osimertinib + savolitinib")
    outcome = match([row], L858R)
    assert outcome.findings == ()
    assert outcome.near_misses[0].why == "found EGFR L858R; also needs MET amplification (not assessed)"
    either = item("EGFR p.L858R & MET amplification | KRAS p.G12C", "x")
    assert match([either], L858R).near_misses[0].biomarker == "EGFR p.L858R & MET amplification"
    whole = only(match([row], L858R, copies("MET", CopyState.AMPLIFICATION, 14)))
    assert whole.alterations == ("EGFR:L858R", "MET:copies 14")


def test_s2_a_wild_type_therapy_needs_every_codon_proved() -> None:
    row = item(RAS, "cetuximab", tumour_types=("COADREAD",))
    assert match([row], tumour="COAD").findings == ()
    found = only(match([row], tumour="COAD", proofs=ALL))
    assert found.state is State.DETECTED
    assert found.alterations == ()
    assert any(step.kind == "assessment" and "proven wild type" in step.text for step in found.because)
    partly = Proofs(everything=True, without=frozenset({("NRAS", 61)}))
    assert match([row], tumour="COAD", proofs=partly).findings == ()


def test_s2_a_wild_type_says_nothing_for_another_tumour() -> None:
    assert match([item(RAS, "cetuximab", tumour_types=("COADREAD",))], proofs=ALL).findings == ()


def test_s2_an_unconfirmed_call_leaves_the_wild_type_therapy_open() -> None:
    row = item(RAS, "cetuximab", tumour_types=("COADREAD",))
    found = only(match([row], unconfirmed(small("KRAS", "G12D")), tumour="COAD", proofs=ALL))
    assert found.state is State.INCONCLUSIVE
    assert any("possible, unconfirmed" in text for text in found.warnings)


def test_an_open_answer_for_another_tumour_is_not_shown() -> None:
    row = item("BRAF p.V600E", "dabrafenib", tumour_types=("MEL",))
    assert match([row], unconfirmed(small("BRAF", "V600E"))).findings == ()


def test_typed_in_results_lead_to_findings_and_alterations() -> None:
    kit = SequenceResult(
        gene="EGFR", change="exon 19 inframe deletion", state=State.DETECTED, method="PCR", source="results.toml"
    )
    outcome = match([item("EGFR exon 19 inframe deletion", "osimertinib")], sequence_results=(kit,))
    found = only(outcome)
    assert found.alterations == tuple(one.id for one in outcome.typed_alterations)
    assert any("EGFR exon 19 inframe deletion by PCR" in step.text for step in found.because)
    nonsense = replace(kit, change="something else")
    assert "something else" in match([], sequence_results=(nonsense,)).warnings[0]


def test_a_result_leads_to_a_finding_without_any_alteration() -> None:
    result = MarkerResult(marker="MSI", state=State.DETECTED, category="high", method="PCR", source="results.toml")
    row = item("MSI high", "pembrolizumab", tumour_types=("ANY_SOLID",), approvals=(approval(test="companion"),))
    found = only(match([row], marker_results=(result,)))
    assert found.alterations == ()
    assert any("this result is from MSI high (PCR, results.toml)" in text for text in found.to_check)


def test_germline_and_dna_only_events_carry_their_caution() -> None:
    inherited = small("BRCA2", "S1982fs", origin=Origin.GERMLINE, origin_reason="the matched normal carries it too")
    found = only(match([item("BRCA2 loss of function", "olaparib")], inherited))
    assert any("germline" in text for text in found.warnings)
    seen_in_dna = only(match([item("?::ALK fusion", "alectinib")], fusion("EML4", "ALK")))
    assert any("DNA" in text for text in seen_in_dna.warnings)
    in_rna = fusion("EML4", "ALK", flags=frozenset({"from_rna"}))
    assert only(match([item("?::ALK fusion", "alectinib")], in_rna)).warnings == ()


def test_r8_amplification_by_sequencing_is_to_be_confirmed() -> None:
    found = only(match([item("ERBB2 amplification", "trastuzumab")], copies("ERBB2", CopyState.AMPLIFICATION, 18)))
    assert any("IHC/ISH" in text for text in found.to_check)


def test_a_typed_in_negative_that_a_call_contradicts_is_told() -> None:
    kit = SequenceResult(gene="KRAS", change="codon G12", state=State.NOT_DETECTED, method="PCR", codons=((12, 12),))
    told = match([], small("KRAS", "G12D"), sequence_results=(kit,)).warnings
    assert told == (
        "sources contradict each other: 'KRAS codon G12' was typed in as not detected (PCR), but KRAS G12D",
    )
    wild = replace(kit, change="codons 12,13 wild type", state=State.DETECTED)
    assert "but not wild type: KRAS G12D" in match([], small("KRAS", "G12D"), sequence_results=(wild,)).warnings[0]
    assert match([], small("KRAS", "Q61H"), sequence_results=(kit,)).warnings == ()


# --- resistance beside the drug (S12) -------------------------------------------------------------------------------


def _against(biomarker: str, therapies: str, **more: object) -> EvidenceItem:
    return item(biomarker, therapies, response=Response.RESISTANCE, level=EvidenceClass.GUIDELINE, **more)


def test_s12_resistance_stands_beside_the_drug_and_overrules_nothing() -> None:
    rows = [item("EGFR p.L858R", "osimertinib", id="FOR"), _against("EGFR p.C797S", "osimertinib", id="AGAINST")]
    findings = match(rows, L858R, C797S).findings
    assert [one.key for one in findings if one.response in AGAINST_THERAPY] == ["AGAINST"]
    assert all(not one.overruled_by for one in findings)


def test_s12_a_broader_resistance_by_another_alteration_is_never_overruled() -> None:
    rows = [item("EGFR p.L858R", "erlotinib", id="FOR"), _against("KRAS mutation", "erlotinib", id="AGAINST")]
    findings = match(rows, L858R, small("KRAS", "G12D")).findings
    assert {one.key: one.overruled_by for one in findings} == {"FOR": "", "AGAINST": ""}


def test_s12_a_resistance_that_needs_a_second_change_too_is_never_overruled() -> None:
    rows = [
        item("EGFR p.L858R", "erlotinib", id="FOR"),
        _against("EGFR p.L858R & KRAS mutation", "erlotinib", id="AGAINST"),
    ]
    findings = match(rows, L858R, small("KRAS", "G12D")).findings
    assert {one.key: one.overruled_by for one in findings} == {"FOR": "", "AGAINST": ""}


def test_s12_a_resistance_that_asks_for_a_protein_too_is_never_overruled() -> None:
    pdl1 = MarkerResult(marker="PD-L1", state=State.DETECTED, score="TPS", value=60, clone="22C3")
    rows = [
        item("EGFR p.L858R", "erlotinib", id="FOR"),
        _against("EGFR mutation & PD-L1 TPS >= 50", "erlotinib", id="AGAINST"),
        _against("EGFR mutation", "erlotinib", id="BROAD"),
    ]
    findings = match(rows, L858R, marker_results=(pdl1,)).findings
    assert {one.key: one.overruled_by for one in findings} == {"FOR": "", "AGAINST": "", "BROAD": "FOR"}


def test_s12_a_resistance_by_one_of_two_changes_is_not_answered_by_a_claim_about_both() -> None:
    rows = [
        item("RET p.M918T, p.V804M", "vandetanib", id="FOR"),
        _against("RET mutation", "vandetanib", id="OTHER"),
        _against("RET codon V804", "vandetanib", id="AGAINST"),
    ]
    findings = match(rows, small("RET", "M918T"), small("RET", "V804M")).findings
    # the claim about any mutation rests on both, and the closer one answers it
    assert {one.key: one.overruled_by for one in findings} == {"FOR": "", "OTHER": "FOR", "AGAINST": ""}


def test_s12_an_unconfirmed_resistance_stands_there_as_possible() -> None:
    rows = [item("EGFR p.L858R", "osimertinib", id="FOR"), _against("EGFR p.C797S", "osimertinib", id="AGAINST")]
    findings = match(rows, L858R, unconfirmed(C797S)).findings
    beside = [one for one in findings if one.response in AGAINST_THERAPY]
    assert [one.state for one in beside] == [State.INCONCLUSIVE]
    assert beside[0].warnings[0].startswith("possible, unconfirmed")


def test_the_most_specific_claim_wins_and_the_loser_stays() -> None:
    insertion = small("EGFR", "H773dup")
    rows = [
        _against("EGFR exon 20 inframe insertion", "erlotinib", id="CLASS"),
        item("EGFR p.H773dup", "erlotinib", id="EXACT", level=EvidenceClass.SMALL_STUDY),
        _against("EGFR exon 20 inframe insertion", "erlotinib + x", id="ELSE"),
    ]
    found = {one.key: one for one in match(rows, insertion).findings}
    assert found["CLASS"].overruled_by == "EXACT"
    assert found["EXACT"].overruled_by == ""
    assert found["ELSE"].overruled_by == ""


def test_a_single_report_overrules_no_label_or_guideline_however_specific() -> None:
    rows = [
        item("KIT exon 11 mutation", "imatinib", id="GUIDELINE", level=EvidenceClass.GUIDELINE),
        item("KIT p.L576P", "imatinib", id="REPORT", response=Response.RESISTANCE, level=EvidenceClass.CASE_REPORT),
    ]
    findings = match(rows, small("KIT", "L576P")).findings
    assert all(not one.overruled_by for one in findings)
    assert [one.key for one in findings if one.response in AGAINST_THERAPY] == ["REPORT"]


def test_tumour_relation_decides_before_exactness() -> None:
    rows = [
        item("BRAF p.V600E", "vemurafenib", id="OTHER", tumour_types=("MEL",)),
        item(
            "BRAF codon V600", "vemurafenib", id="OWN", direction=Direction.DOES_NOT_SUPPORT, tumour_types=("COADREAD",)
        ),
    ]
    found = {one.key: one for one in match(rows, small("BRAF", "V600E"), tumour="COAD").findings}
    assert found["OTHER"].overruled_by == "OWN"


# --- markers --------------------------------------------------------------------------------------------------------


def test_markers_have_one_row_for_each_atom_that_matters_here() -> None:
    rows = [
        item("EGFR p.L858R | EGFR exon 19 inframe deletion", "osimertinib", id="A"),
        item("EGFR p.L858R", "erlotinib", id="B", level=EvidenceClass.GUIDELINE),
        item("NRAS p.Q61R", "x", id="C", level=EvidenceClass.SMALL_STUDY),
        item("BRAF p.V600E", "dabrafenib", id="D", tumour_types=("MEL",)),
        item("MET p.T992I", "y", id="E", response=Response.RESISTANCE, level=EvidenceClass.PRECLINICAL),
        item(RAS, "cetuximab", id="F"),
    ]
    table = {row.biomarker: row for row in match(rows, L858R, proofs=Proofs(genes=frozenset({"EGFR"}))).markers}
    assert list(table) == [
        "EGFR exon 19 inframe deletion",
        "EGFR p.L858R",
        "KRAS codons 12,13,59,61,117,146 wild type",
        "MET p.T992I",
        "NRAS codons 12,13,59,61,117,146 wild type",
    ]
    assert table["EGFR p.L858R"].state is State.DETECTED
    assert table["EGFR p.L858R"].matters_for == ("osimertinib", "erlotinib")
    deletion = table["EGFR exon 19 inframe deletion"]
    assert (deletion.state, deletion.region, deletion.min_depth) == (State.NOT_DETECTED, "exon 19", 250)
    assert deletion.proof == "reference calls of case.vcf"
    assert table["MET p.T992I"].state is State.NOT_ASSESSED


def test_markers_tell_all_that_was_detected() -> None:
    rows = [item("BRAF p.V600E", "dabrafenib", tumour_types=("MEL",), level=EvidenceClass.SMALL_STUDY)]
    assert [row.biomarker for row in match(rows, small("BRAF", "V600E")).markers] == ["BRAF p.V600E"]
    assert match(rows).markers == ()


# --- review ---------------------------------------------------------------------------------------------------------


def test_s8_an_unconfirmed_marker_is_reviewed_with_its_reason_and_drugs() -> None:
    outcome = match([item("EGFR p.L858R", "osimertinib")], unconfirmed(L858R, "FILTER strand_bias"))
    found = outcome.for_review[0]
    assert (found.alteration, found.biomarker) == ("EGFR:L858R", "EGFR p.L858R")
    assert "strand_bias" in found.reason
    assert found.therapies == ("osimertinib",)
    assert found.response is Response.SENSITIVITY


def test_s8_an_unconfirmed_change_without_a_marker_is_not_lost() -> None:
    outcome = match([], unconfirmed(small("TP53", "R175H")))
    assert [(one.label, one.biomarker) for one in outcome.for_review] == [("TP53 R175H", "")]


def test_s8_a_marker_of_other_tumours_is_told_once() -> None:
    rows = [
        item("BRAF p.V600E", "dabrafenib", id="A", tumour_types=("MEL",)),
        item("BRAF codon V600", "vemurafenib", id="B", tumour_types=("MEL",)),
    ]
    doubtful = unconfirmed(small("BRAF", "V600E"))
    assert [one.biomarker for one in match(rows, doubtful).for_review] == ["BRAF p.V600E"]
    assert len(match(rows, doubtful, tumour="MEL").for_review) == 2


def test_unconfirmed_copies_without_a_marker_are_not_listed() -> None:
    assert match([], unconfirmed(copies("TP53", CopyState.LOSS, 1))).for_review == ()
    assert len(match([], unconfirmed(fusion("EML4", "ALK"))).for_review) == 1


def test_s8_a_denied_wild_type_names_the_call() -> None:
    row = item(RAS, "cetuximab", tumour_types=("COADREAD",))
    outcome = match([row], unconfirmed(small("KRAS", "G12D")), tumour="COAD", proofs=ALL)
    assert [(one.label, one.biomarker) for one in outcome.for_review] == [
        ("KRAS G12D", "KRAS codons 12,13,59,61,117,146 wild type")
    ]


def test_s4_calls_whose_phase_decides_are_reviewed() -> None:
    e, m, k = small("BRAF", "V600E"), small("BRAF", "V600M"), small("BRAF", "V600K")
    both = (readings("BRAF", (e, m), (k,)),)
    outcome = match([item("BRAF p.V600E", "dabrafenib")], e, m, k, gene_readings=both)
    assert only(outcome).state is State.INCONCLUSIVE
    assert any("reading" in one.reason for one in outcome.for_review)


def test_a_change_of_unknown_effect_is_told_in_the_table_and_not_in_the_review() -> None:
    outcome = match([item("ERBB2 activating", "trastuzumab deruxtecan")], small("ERBB2", "P1170A"))
    assert outcome.for_review == ()
    assert outcome.findings == ()
    assert outcome.markers[0].state is State.INCONCLUSIVE
    assert "not on the list" in outcome.markers[0].reason


# --- what would change ----------------------------------------------------------------------------------------------


def test_untested_markers_say_what_they_would_open_or_close() -> None:
    rows = [
        item("?::ALK fusion", "alectinib", id="A"),
        item("MSI high & !(EGFR p.L858R)", "pembrolizumab", id="B", level=EvidenceClass.GUIDELINE),
        _against("MET amplification", "erlotinib", id="C"),
    ]
    texts = match(rows, small("KRAS", "G12C")).would_change
    assert texts[0] == "?::ALK fusion was not assessed: if detected, it would speak for alectinib (approved)."
    assert "EGFR p.L858R was not assessed: if proved absent, it would clear the way for pembrolizumab." in texts
    nested = item("MET p.T992I | !(KRAS p.Q61H | BRAF p.V600E)", "z")
    assert any("BRAF p.V600E" in text and "if proved absent" in text for text in match([nested]).would_change)
    assert "MET amplification was not assessed: if detected, it would speak against erlotinib." in texts


def test_a_combination_that_is_out_of_question_changes_nothing() -> None:
    row = item("?::ALK fusion & !(EGFR p.L858R)", "x")
    assert match([row], L858R).would_change == ()


# --- order ----------------------------------------------------------------------------------------------------------


def test_the_order_of_rows_and_alterations_changes_nothing() -> None:
    rows = [
        item("EGFR p.L858R", "osimertinib", id="A"),
        item("EGFR p.L858R", "gefitinib", id="B"),
        item("EGFR exon 20 inframe insertion", "amivantamab", id="C"),
        _against("EGFR p.T790M", "gefitinib", id="D"),
        item("KRAS p.G12C", "sotorasib", id="E"),
    ]
    case = [L858R, unconfirmed(T790M), small("KRAS", "G12D"), fusion("EML4", "ALK")]
    first = match(rows, *case)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        random.Random(seed).shuffle(case)
        assert match(rows, *case) == first
    assert [one.key for one in first.findings] == ["B", "A", "D"]


def test_what_would_close_a_drug_is_what_closes_it_alone() -> None:
    rows = [
        item("KRAS p.G12C", "sotorasib", id="FOR"),
        _against("KRAS p.G12C & KRAS p.Y96D", "sotorasib", id="BOTH"),
        _against("BRAF p.V600E", "sotorasib", id="ALONE"),
    ]
    told = {text.split(" was ")[0]: text for text in match(rows).would_change}
    assert "speak for sotorasib" in told["KRAS p.G12C"]
    assert "against" not in told["KRAS p.G12C"]
    assert "speak against sotorasib" in told["BRAF p.V600E"]
    table = {row.biomarker: row.would_close for row in match(rows).markers}
    assert table == {"KRAS p.G12C": (), "KRAS p.Y96D": (), "BRAF p.V600E": ("sotorasib",)}
    found = {row.biomarker: row.would_close for row in match(rows, small("KRAS", "G12C")).markers}
    assert found["KRAS p.Y96D"] == ("sotorasib",)


def test_s10_one_change_is_not_both_the_inherited_one_and_its_reversion() -> None:
    frameshift = small("BRCA2", "S1982Rfs*22")
    row = _against("germline BRCA2 loss of function & somatic BRCA2 residues 1-3418 frameshift", "olaparib")
    alone = match([row], frameshift)
    assert alone.findings == ()
    assert alone.for_review == ()
    assert {one.state for one in alone.markers} == {State.INCONCLUSIVE}
    doubtful = match([row], unconfirmed(frameshift)).for_review
    assert [(one.label, one.therapies) for one in doubtful] == [("BRCA2 S1982Rfs*22", ())]
    second = small("BRCA2", "K1973Nfs*5")
    both = match([row], frameshift, second)
    assert [one.state for one in both.findings] == [State.INCONCLUSIVE]
    assert {one.therapies for one in both.for_review} == {("olaparib",)}
