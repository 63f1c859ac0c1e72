"""Marker expressions in three values: absence, wild types, phase, unconfirmed calls, origin, combinations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.model.alterations import Alteration, Consequence
from interpreter.model.assessment import AlterationClass
from interpreter.model.results import SequenceResult, Specimen, SpecimenKind, State
from interpreter.model.variants import CallStatus, CopyState, Origin
from tests.matching.builders import (
    ALL,
    Proofs,
    answer,
    copies,
    evaluator,
    fusion,
    phased,
    readings,
    small,
    state,
    structural,
    unconfirmed,
)

RAS = "KRAS codons 12,13,59,61,117,146 wild type"


# --- absence (S1) ---------------------------------------------------------------------------------------------------


def test_s1_what_is_not_called_is_not_assessed_without_proof() -> None:
    found = answer("BRAF p.V600E")
    assert found.state is State.NOT_ASSESSED
    assert "no reference calls" in found.reason
    assert found.region == "codon 600"


def test_s1_absence_is_told_with_its_proof_depth_and_limit() -> None:
    found = answer("BRAF p.V600E", proofs=ALL)
    assert found.state is State.NOT_DETECTED
    assert (found.proof, found.min_depth, found.limit) == ("reference calls of case.vcf", 250, 0.05)


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        ("FLT3 internal tandem duplication", AlterationClass.ITD),
        ("?::ALK fusion", AlterationClass.FUSION),
        ("ERBB2 amplification", AlterationClass.AMPLIFICATION),
        ("CDKN2A deletion", AlterationClass.DELETION),
        ("BRCA2 loss of function", AlterationClass.DELETION),
        ("MET exon 14 skipping", AlterationClass.SKIPPING),
        ("EGFR vIII", AlterationClass.REARRANGEMENT),
    ],
)
def test_s1_reference_calls_never_prove_other_classes_absent(marker: str, needed: AlterationClass) -> None:
    genes = frozenset({"FLT3", "ALK", "ERBB2", "CDKN2A", "BRCA2", "MET", "EGFR"})
    small_only = Proofs(genes=genes)
    assert state(marker, proofs=small_only) is State.NOT_ASSESSED
    declared = Proofs(genes=genes, classes=frozenset({*small_only.classes, needed}))
    assert state(marker, proofs=declared) is State.NOT_DETECTED


def test_s1_a_germline_sample_proves_nothing_about_the_tumour() -> None:
    found = answer("BRAF p.V600E", proofs=ALL, specimen=Specimen(kind=SpecimenKind.BLOOD, germline=True))
    assert found.state is State.NOT_ASSESSED
    assert "germline sample" in found.reason


def test_s1_the_asked_stretch_fits_the_marker() -> None:
    proofs = Proofs(everything=True)
    for marker in (
        "EGFR exon 19 inframe deletion",
        "KIT exon 11 mutation",
        "TERT promoter c.-124C>T",
        "EGFR p.E746_A750del",
    ):
        answer(marker, proofs=proofs)
    assert proofs.asked == [
        ("codons", "EGFR", 744, 759, frozenset({AlterationClass.INDEL})),
        ("exon", "KIT", 11, frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})),
        ("positions", "TERT", ("c.-124",), frozenset({AlterationClass.SUBSTITUTION})),
        ("codons", "EGFR", 746, 750, frozenset({AlterationClass.INDEL})),
    ]


def test_s1_a_list_is_absent_only_when_every_member_was_looked_at() -> None:
    partly = Proofs(genes=frozenset({"FGFR3"}), without=frozenset({("FGFR3", 373)}))
    assert state("FGFR3 p.R248C, p.S249C, p.Y373C", proofs=partly) is State.NOT_ASSESSED
    assert state("FGFR3 p.R248C, p.S249C", proofs=partly) is State.NOT_DETECTED


# --- wild type (S2) -------------------------------------------------------------------------------------------------


def test_s2_a_wild_type_needs_every_listed_codon() -> None:
    assert state(RAS, proofs=ALL) is State.DETECTED
    assert answer(RAS, proofs=ALL).reason == "proven wild type (codons 12, 13, 59, 61, 117, 146)"
    missing = Proofs(genes=frozenset({"KRAS"}), without=frozenset({("KRAS", 61), ("KRAS", 146)}))
    found = answer(RAS, proofs=missing)
    assert found.state is State.NOT_ASSESSED
    assert "codons without proof: 61, 146" in found.reason


@pytest.mark.parametrize(
    ("alteration", "expected"),
    [
        (small("KRAS", "G12D"), State.NOT_DETECTED),
        (small("KRAS", "A146T"), State.NOT_DETECTED),
        (small("KRAS", "G10_A11insG"), State.NOT_DETECTED),
        (small("KRAS", "G12_G13delinsVC"), State.NOT_DETECTED),
        (small("KRAS", "L19F"), State.INCONCLUSIVE),
        (small("KRAS", "V9_G10insG"), State.INCONCLUSIVE),
        (small("KRAS", "G12=", consequence=Consequence.SYNONYMOUS), State.DETECTED),
        (unconfirmed(small("KRAS", "G12D")), State.INCONCLUSIVE),
        (unconfirmed(small("KRAS", "L19F")), State.DETECTED),
        (small("NRAS", "Q61R"), State.DETECTED),
        (copies("KRAS", CopyState.AMPLIFICATION, 12), State.DETECTED),
    ],
)
def test_s2_what_denies_a_wild_type(alteration: Alteration, expected: State) -> None:
    assert state(RAS, alteration, proofs=ALL) is expected


def test_s2_an_unconfirmed_call_blocks_the_claim_and_is_named() -> None:
    found = answer(RAS, unconfirmed(small("KRAS", "G12D"), "FILTER weak_evidence"), proofs=ALL)
    assert found.alterations == ("KRAS:G12D",)
    assert "FILTER weak_evidence" in found.reason


def test_s2_a_typed_in_wild_type_proves_its_own_codons() -> None:
    kit = SequenceResult(
        gene="KRAS",
        change="codons 12,13,59,61,117,146 wild type",
        state=State.DETECTED,
        method="PCR",
        source="results.toml",
    )
    found = answer(RAS, sequence_results=(kit,))
    assert found.state is State.DETECTED
    assert "results.toml" in found.proof
    partly = replace(kit, change="codons 12,13 wild type")
    assert state(RAS, sequence_results=(partly,)) is State.NOT_ASSESSED


# --- phase (S4, R3) -------------------------------------------------------------------------------------------------


def test_s4_a_marker_met_in_one_reading_only_is_open() -> None:
    e, m, k = small("BRAF", "V600E"), small("BRAF", "V600M"), small("BRAF", "V600K")
    both = (readings("BRAF", (e, m), (k,)),)
    found = answer("BRAF p.V600E", e, m, k, gene_readings=both)
    assert found.state is State.INCONCLUSIVE
    assert "BRAF V600K" in found.reason
    assert state("BRAF p.V600E | BRAF p.V600K", e, m, k, gene_readings=both) is State.DETECTED
    assert state("BRAF codon V600", e, m, k, gene_readings=both) is State.DETECTED
    assert state("BRAF p.V600E & BRAF p.V600K", e, m, k, gene_readings=both, proofs=ALL) is State.NOT_DETECTED


def test_s4_a_silent_unphased_neighbour_changes_nothing() -> None:
    e = small("BRAF", "V600E")
    silent = small("BRAF", "K601=", consequence=Consequence.SYNONYMOUS)
    joined = replace(small("BRAF", "V600E"), id="BRAF:joined", joined_from=(e.id, silent.id))
    assert state("BRAF p.V600E", gene_readings=(readings("BRAF", (e, silent), (joined,)),)) is State.DETECTED


def test_s4_parts_of_a_certain_join_do_not_count_apart() -> None:
    k = replace(small("BRAF", "V600K"), joined_from=("BRAF:V600M", "BRAF:V600E"))
    found = evaluator(k, gene_readings=(readings("BRAF", (k,)),), proofs=ALL)
    assert [one.label for one in found.facts.readings("BRAF")[0]] == ["BRAF V600K"]


@pytest.mark.parametrize(
    ("first", "second", "cis", "trans"),
    [
        (phased(small("EGFR", "T790M"), 1), phased(small("EGFR", "C797S"), 1), State.DETECTED, State.NOT_DETECTED),
        (phased(small("EGFR", "T790M"), 1), phased(small("EGFR", "C797S"), 2), State.NOT_DETECTED, State.DETECTED),
        (small("EGFR", "T790M"), small("EGFR", "C797S"), State.INCONCLUSIVE, State.INCONCLUSIVE),
        (
            phased(small("EGFR", "T790M"), 1, "1"),
            phased(small("EGFR", "C797S"), 1, "2"),
            State.INCONCLUSIVE,
            State.INCONCLUSIVE,
        ),
    ],
)
def test_s4_cis_and_trans(first: Alteration, second: Alteration, cis: State, trans: State) -> None:
    assert state("EGFR p.T790M in cis with EGFR p.C797S", first, second) is cis
    assert state("EGFR p.T790M in trans with EGFR p.C797S", first, second) is trans


def test_s4_a_pair_without_one_half_is_not_met() -> None:
    assert state("EGFR p.T790M in cis with EGFR p.C797S", small("EGFR", "T790M"), proofs=ALL) is State.NOT_DETECTED
    assert state("EGFR p.T790M in cis with EGFR p.C797S", small("EGFR", "T790M")) is State.NOT_ASSESSED


def test_r3_a_joined_substitution_still_is_each_of_its_own() -> None:
    assert state("EGFR p.L858R", small("EGFR", "L858_A859delinsRT")) is State.DETECTED


# --- unconfirmed calls (S8) -----------------------------------------------------------------------------------------


def test_s8_an_unconfirmed_call_never_meets_and_never_hides_a_marker() -> None:
    doubtful = unconfirmed(small("EGFR", "T790M"))
    assert state("EGFR p.T790M", doubtful, proofs=ALL) is State.INCONCLUSIVE
    assert state("!(EGFR p.T790M)", doubtful, proofs=ALL) is State.INCONCLUSIVE
    assert state("EGFR p.L858R", doubtful, proofs=ALL) is State.NOT_DETECTED


def test_s8_a_list_of_sites_drives_nothing() -> None:
    site = replace(small("BRAF", "V600E"), status=CallStatus.SITE_ONLY)
    assert state("BRAF p.V600E", site, proofs=ALL) is State.INCONCLUSIVE


# --- origin (S10) ---------------------------------------------------------------------------------------------------

GERMLINE = "germline BRCA2 loss of function"


@pytest.mark.parametrize(
    ("alteration", "expected"),
    [
        (small("BRCA2", "S1982fs", origin=Origin.GERMLINE), State.DETECTED),
        (small("BRCA2", "S1982fs", origin=Origin.UNKNOWN), State.INCONCLUSIVE),
        (small("BRCA2", "S1982fs", origin=Origin.SOMATIC), State.NOT_ASSESSED),
        (small("BRCA2", "N372H", origin=Origin.UNKNOWN), State.NOT_ASSESSED),
    ],
)
def test_s10_a_germline_marker_needs_germline_proof(alteration: Alteration, expected: State) -> None:
    assert state(GERMLINE, alteration, proofs=ALL) is expected


def test_s10_a_tumour_file_never_proves_the_germline_clean() -> None:
    assert state(GERMLINE, proofs=ALL) is State.NOT_ASSESSED
    sample = Specimen(kind=SpecimenKind.BLOOD, germline=True)
    assert state(GERMLINE, proofs=ALL, specimen=sample) is State.NOT_DETECTED
    typed = SequenceResult(
        gene="BRCA2", change="loss of function", state=State.NOT_DETECTED, method="NGS", origin=Origin.GERMLINE
    )
    assert state(GERMLINE, sequence_results=(typed,)) is State.NOT_DETECTED
    assert state(GERMLINE, sequence_results=(replace(typed, origin=Origin.UNKNOWN),)) is State.NOT_ASSESSED


def test_s10_an_inherited_polymorphism_is_no_mutation_of_the_tumour() -> None:
    inherited = small("TP53", "P72R", origin=Origin.GERMLINE)
    found = answer("TP53 mutation", inherited)
    assert (found.state, found.unlisted) == (State.INCONCLUSIVE, True)
    assert state("germline TP53 mutation", inherited) is State.DETECTED
    assert state("TP53 mutation", small("TP53", "R213*", origin=Origin.GERMLINE)) is State.DETECTED
    assert state("TP53 mutation", small("TP53", "P72R", origin=Origin.SOMATIC)) is State.DETECTED


def test_s10_somatic_markers_are_open_without_a_normal() -> None:
    assert state("somatic TP53 mutation", small("TP53", "R175H")) is State.INCONCLUSIVE
    assert state("somatic TP53 mutation", small("TP53", "R175H", origin=Origin.SOMATIC)) is State.DETECTED


# --- combinations (S11) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KRAS p.G12C & BRAF p.V600E", State.NOT_ASSESSED),
        ("KRAS p.G12C & NRAS p.Q61R", State.NOT_DETECTED),
        ("KRAS p.G12C | NRAS p.Q61R", State.DETECTED),
        ("BRAF p.V600E | NRAS p.Q61R", State.NOT_ASSESSED),
        ("!(KRAS p.G12C)", State.NOT_DETECTED),
        ("!(NRAS p.Q61R)", State.DETECTED),
        ("!(BRAF p.V600E)", State.NOT_ASSESSED),
        ("!(NRAS p.Q61R) & KRAS p.G12C", State.DETECTED),
        ("BRAF p.V600E & NRAS p.Q61R", State.NOT_DETECTED),
        ("BRAF p.V600E & MET p.T992I", State.INCONCLUSIVE),
        ("BRAF p.V600E | KRAS p.G12C", State.DETECTED),
    ],
)
def test_s11_strong_kleene(text: str, expected: State) -> None:
    case = (small("KRAS", "G12C"), unconfirmed(small("MET", "T992I")))
    proofs = Proofs(genes=frozenset({"NRAS"}))
    assert state(text, *case, proofs=proofs) is expected


# --- older names (S5) -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "alteration"),
    [
        ("EZH2 p.Y641N", small("EZH2", "Y646N")),
        ("EZH2 codon Y641", small("EZH2", "Y646F")),
        ("BRAF p.V640E", small("BRAF", "V600E")),
        ("H3-3A p.K27M", small("H3-3A", "K28M")),
        ("HER2 p.S310F", small("ERBB2", "S310F")),
    ],
)
def test_s5_declared_aliases_resolve(text: str, alteration: Alteration) -> None:
    assert state(text, alteration) is State.DETECTED


def test_s5_no_numbering_is_guessed() -> None:
    assert state("EZH2 p.Y640N", small("EZH2", "Y646N")) is State.NOT_ASSESSED
    assert state("BRAF p.V600E", small("BRAF", "V640E")) is State.NOT_ASSESSED


# --- typed-in sequence results (R8) ---------------------------------------------------------------------------------


def _typed(gene: str, change: str, outcome: State = State.DETECTED, **more: object) -> SequenceResult:
    return SequenceResult(gene=gene, change=change, state=outcome, method="PCR", source="results.toml", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "text", "expected"),
    [
        (_typed("BRAF", "p.V600E"), "BRAF p.V600E", State.DETECTED),
        (_typed("BRAF", "p.V600E"), "BRAF codon V600", State.DETECTED),
        (_typed("BRAF", "p.V600E"), "BRAF p.V600K", State.NOT_ASSESSED),
        (_typed("EGFR", "p.L858R"), "EGFR exon 21 mutation", State.INCONCLUSIVE),
        (_typed("EGFR", "exon 19 inframe deletion"), "EGFR exon 19 inframe deletion", State.DETECTED),
        (_typed("EGFR", "exon 19 inframe deletion"), "EGFR p.E746_A750del", State.INCONCLUSIVE),
        (_typed("EGFR", "exon 19 inframe deletion"), "EGFR p.L858R", State.NOT_ASSESSED),
        (_typed("EGFR", "exon 19 inframe deletion"), "EGFR exon 20 inframe insertion", State.NOT_ASSESSED),
        (_typed("EGFR", "p.E746_A750del"), "EGFR exon 19 inframe deletion", State.DETECTED),
        (_typed("KRAS", "mutation"), "KRAS p.G12C", State.INCONCLUSIVE),
        (_typed("KRAS", "mutation"), RAS, State.INCONCLUSIVE),
        (_typed("KRAS", "codon G12"), RAS, State.NOT_DETECTED),
        (_typed("KRAS", "codon G12"), "KRAS p.G12C", State.INCONCLUSIVE),
        (_typed("KRAS", "codon G12"), "KRAS p.Q61H", State.NOT_ASSESSED),
        (_typed("KRAS", "p.G12C", State.INCONCLUSIVE, reason="few cells"), "KRAS p.G12C", State.INCONCLUSIVE),
        (_typed("ALK", "fusion", partner_gene="EML4"), "EML4::ALK fusion", State.DETECTED),
        (_typed("ALK", "fusion"), "?::ALK fusion", State.DETECTED),
        (_typed("ALK", "fusion"), "EML4::ALK fusion", State.INCONCLUSIVE),
        (_typed("ALK", "EML4::ALK fusion"), "EML4::ALK fusion", State.DETECTED),
        (_typed("FGFR2", "fusion"), "FGFR2::? fusion", State.DETECTED),
        (_typed("ERBB2", "amplification"), "ERBB2 amplification", State.DETECTED),
        (_typed("MET", "exon 14 skipping"), "MET exon 14 skipping", State.DETECTED),
        (_typed("FLT3", "internal tandem duplication"), "FLT3 internal tandem duplication", State.DETECTED),
    ],
    ids=lambda value: f"{value.gene} {value.change}" if isinstance(value, SequenceResult) else str(value),
)
def test_a_typed_in_result_is_read_like_a_call(result: SequenceResult, text: str, expected: State) -> None:
    assert state(text, sequence_results=(result,)) is expected


# --- beside each other ----------------------------------------------------------------------------------------------


def test_r8_amplification_by_sequencing_asks_for_the_pathologist_and_its_absence_says_nothing() -> None:
    found = answer("HER2 positive", copies("ERBB2", CopyState.AMPLIFICATION, 18), proofs=ALL)
    assert found.state is State.INCONCLUSIVE
    assert "IHC/ISH" in found.reason
    assert state("HER2 positive", proofs=ALL) is State.NOT_ASSESSED
    assert state("HER2 negative", proofs=ALL) is State.NOT_ASSESSED


def test_a_marker_of_several_alterations_names_them_all() -> None:
    found = answer("KRAS mutation", small("KRAS", "G12D"), small("KRAS", "Q61H"))
    assert found.alterations == ("KRAS:G12D", "KRAS:Q61H")


def test_a_fusion_is_found_under_both_of_its_genes() -> None:
    one = fusion("EML4", "ALK", gene="EML4")
    assert state("ALK fusion", one) is State.DETECTED
    assert state("EML4::ALK fusion", one) is State.DETECTED


def test_whole_exon_events_are_no_small_changes() -> None:
    lost = structural("EGFR", deleted_exons=(19,), exons=(19,))
    assert state("EGFR exon 19 mutation", lost) is State.DETECTED
    assert state("EGFR exon 19 inframe deletion", lost) is State.NOT_ASSESSED
