"""Class definitions (RULES R7): each row with what is just inside and just outside."""

from __future__ import annotations

import pytest

from interpreter.model.alterations import Alteration, AlterationKind, Consequence
from interpreter.model.findings import Exactness
from interpreter.model.results import State
from interpreter.model.variants import CopyState
from tests.matching.builders import answer, copies, fusion, small, state, structural

YES, OPEN, NO = State.DETECTED, State.INCONCLUSIVE, State.NOT_ASSESSED

_TRUNCATION = {"consequence": Consequence.STOP_GAINED}


@pytest.mark.parametrize(
    ("marker", "alteration", "expected"),
    [
        # EGFR exon 19 deletion: in frame, at least one residue lost, touching 744-759
        ("EGFR exon 19 inframe deletion", small("EGFR", "E746_A750del"), YES),
        ("EGFR exon 19 inframe deletion", small("EGFR", "L747_P753delinsS"), YES),
        ("EGFR exon 19 inframe deletion", small("EGFR", "L747_T751delinsP"), YES),
        ("EGFR exon 19 inframe deletion", small("EGFR", "I744del"), YES),
        ("EGFR exon 19 inframe deletion", small("EGFR", "I759del"), YES),
        ("EGFR exon 19 inframe deletion", small("EGFR", "A743del"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "D761del"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "L747P"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "E746_L747insIPV"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "L747_A750delinsAAAA"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "E746fs"), NO),
        ("EGFR exon 19 inframe deletion", small("EGFR", "E746_A750delinsV*"), NO),
        # EGFR exon 20 insertion: residues gained in frame beside 761-775
        ("EGFR exon 20 inframe insertion", small("EGFR", "D770_N771insSVD"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "N771delinsGY"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "V774_C775insHV"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "H773dup"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "D761_E762insEAFQ"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "C775_R776insG"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "R776_H777insG"), NO),
        ("EGFR exon 20 inframe insertion", small("EGFR", "Y760_D761insG"), YES),
        ("EGFR exon 20 inframe insertion", small("EGFR", "A759_Y760insG"), NO),
        ("EGFR exon 20 inframe insertion", small("EGFR", "A763_Y764insFQEA"), NO),
        ("EGFR exon 20 inframe insertion", small("EGFR", "T790M"), NO),
        ("EGFR exon 20 inframe insertion", small("EGFR", "S768I"), NO),
        # MET exon 14 skipping
        ("MET exon 14 skipping", small("MET", "D1010N", hgvs_c="NM_000245.4:c.3028G>A"), YES),
        ("MET exon 14 skipping", small("MET", "c.3028+1G>T", span=(3028, 3028), splice_sites=(("donor", 14),)), YES),
        ("MET exon 14 skipping", small("MET", "c.2888-1G>A", span=(2888, 2888), splice_sites=(("acceptor", 14),)), YES),
        ("MET exon 14 skipping", structural("MET", deleted_exons=(14,)), YES),
        ("MET exon 14 skipping", structural("MET", deleted_exons=(13, 14)), NO),
        ("MET exon 14 skipping", small("MET", "c.3028+3A>G", near_splice=(("donor", 14, 3),)), OPEN),
        ("MET exon 14 skipping", small("MET", "c.2888-18_2888-5del", near_splice=(("acceptor", 14, -5),)), OPEN),
        (
            "MET exon 14 skipping",
            small("MET", "c.3028+5A>G", span=(3028, 3028), offsets=(5, 5), near_splice=(("donor", 14, 5),)),
            OPEN,
        ),
        (
            "MET exon 14 skipping",
            small("MET", "c.3028+6T>G", span=(3028, 3028), offsets=(6, 6), near_splice=(("donor", 14, 6),)),
            NO,
        ),
        ("MET exon 14 skipping", small("MET", "c.3029A>C", span=(3029, 3029)), OPEN),
        ("MET exon 14 skipping", small("MET", "c.3030T>C", span=(3030, 3030)), OPEN),
        ("MET exon 14 skipping", small("MET", "c.3031G>C", span=(3031, 3031)), NO),
        ("MET exon 14 skipping", small("MET", "c.3027A>C", span=(3027, 3027)), NO),
        ("MET exon 14 skipping", small("MET", "c.3028+1dup", span=(3028, 3028), splice_sites=(("donor", 14),)), OPEN),
        ("MET exon 14 skipping", small("MET", "Y1003F"), NO),
        ("MET exon 14 skipping", small("MET", "N375S"), NO),
        # FLT3-ITD: at least three bases gained in frame between residues 569 and 648
        ("FLT3 internal tandem duplication", small("FLT3", "E598_Y599insDVDFREYE"), YES),
        ("FLT3 internal tandem duplication", small("FLT3", "F594_D600dup"), YES),
        ("FLT3 internal tandem duplication", small("FLT3", "E568_G569insA"), YES),
        ("FLT3 internal tandem duplication", small("FLT3", "E649_G650insA"), NO),
        ("FLT3 internal tandem duplication", small("FLT3", "D835Y"), NO),
        ("FLT3 internal tandem duplication", small("FLT3", "I836del"), NO),
        ("FLT3 internal tandem duplication", small("FLT3", "Y597fs"), NO),
        (
            "FLT3 internal tandem duplication",
            small(
                "FLT3",
                "c.1800dup",
                kind=AlterationKind.STRUCTURAL,
                net=0,
                span=(1790, 1800),
                consequence=Consequence.PROTEIN_ALTERING,
            ),
            OPEN,
        ),
        (
            "FLT3 internal tandem duplication",
            structural("FLT3", net=6000, span=(1353, 1943), duplicated_exons=(12, 13, 14, 15)),
            NO,
        ),
        # NPM1: frameshift insertions of the last exon
        ("NPM1 p.W288fs", small("NPM1", "W288Cfs*12"), YES),
        ("NPM1 mutation", small("NPM1", "W288Cfs*12", net=4), YES),
        ("NPM1 mutation", small("NPM1", "W288Cfs*12", net=-4), NO),
        ("NPM1 mutation", small("NPM1", "A201V"), NO),
        ("NPM1 exon 11 frameshift", small("NPM1", "W290Sfs*10", net=4), YES),
        # ESR1: missense of the ligand-binding domain
        ("ESR1 mutation", small("ESR1", "D538G"), YES),
        ("ESR1 mutation", small("ESR1", "L310P"), YES),
        ("ESR1 mutation", small("ESR1", "D309N"), NO),
        ("ESR1 mutation", small("ESR1", "H547R"), YES),
        ("ESR1 mutation", small("ESR1", "D548N"), NO),
        ("ESR1 mutation", small("ESR1", "Y537*"), NO),
        # EGFR vIII and kinase domain duplication
        ("EGFR vIII", structural("EGFR", deleted_exons=(2, 3, 4, 5, 6, 7)), YES),
        ("EGFR vIII", structural("EGFR", deleted_exons=(2, 3, 4, 5, 6)), NO),
        ("EGFR kinase domain duplication", structural("EGFR", duplicated_exons=tuple(range(18, 26))), YES),
        ("EGFR kinase domain duplication", structural("EGFR", duplicated_exons=tuple(range(19, 26))), NO),
        # loss of function, with the gene's own data
        ("BRCA2 loss of function", small("BRCA2", "S1982fs"), YES),
        ("BRCA2 loss of function", small("BRCA2", "Y3308*"), YES),
        ("BRCA2 loss of function", small("BRCA2", "K3326*"), NO),
        ("BRCA2 loss of function", small("BRCA2", "E3309*"), OPEN),
        ("BRCA2 loss of function", small("BRCA2", "M1?"), YES),
        ("BRCA2 loss of function", small("BRCA2", "N372H"), NO),
        ("BRCA2 loss of function", structural("BRCA2", deleted_exons=(3,)), YES),
        ("BRCA2 loss of function", copies("BRCA2", CopyState.DELETION, 0), YES),
        ("BRCA2 loss of function", copies("BRCA2", CopyState.LOSS, 1), NO),
        ("BRCA1 loss of function", small("BRCA1", "C61G"), YES),
        ("BRCA1 loss of function", small("BRCA1", "c.594-2A>C", consequence=Consequence.SPLICE_ACCEPTOR), NO),
        ("BRCA1 loss of function", small("BRCA1", "c.212+1G>T", consequence=Consequence.SPLICE_DONOR), YES),
        ("BRCA1 loss of function", small("BRCA1", "c.212+5G>T", consequence=Consequence.SPLICE_REGION), NO),
        # copies
        ("ERBB2 amplification", copies("ERBB2", CopyState.AMPLIFICATION, 18), YES),
        ("ERBB2 amplification", copies("ERBB2", CopyState.GAIN, 3), NO),
        ("ERBB2 amplification", copies("ERBB2", None, 6), YES),
        ("ERBB2 amplification", copies("ERBB2", None, 5.9), NO),
        ("ERBB2 amplification", copies("ERBB2", CopyState.UNDECIDED), OPEN),
        ("ERBB2 copy gain", copies("ERBB2", CopyState.GAIN, 3), YES),
        ("CDKN2A deletion", copies("CDKN2A", CopyState.DELETION, 0), YES),
        ("CDKN2A deletion", copies("CDKN2A", CopyState.LOSS, 1), NO),
        ("CDKN2A deletion", copies("CDKN2A", CopyState.UNDECIDED), OPEN),
        ("PTEN loss", copies("PTEN", CopyState.LOSS, 1), YES),
        # named alleles, codons, lists
        ("BRAF p.V600E", small("BRAF", "V600E"), YES),
        ("BRAF p.V600E", small("BRAF", "V600K"), NO),
        ("BRAF p.V600E", small("BRAF", "V600D"), NO),
        ("KRAS codon G12 except p.G12C", small("KRAS", "G12D"), YES),
        ("KRAS codon G12 except p.G12C", small("KRAS", "G12C"), NO),
        ("KRAS codon G12", small("KRAS", "G13D"), NO),
        ("KRAS codon G12", small("KRAS", "G12*"), NO),
        ("KRAS codon G12", small("KRAS", "G12_G13insG"), OPEN),
        ("FGFR3 p.R248C, p.S249C, p.G370C, p.Y373C", small("FGFR3", "S249C"), YES),
        ("FGFR3 p.R248C, p.S249C, p.G370C, p.Y373C", small("FGFR3", "K650E"), NO),
        # exons and residues
        ("KIT exon 11 mutation", small("KIT", "W557_K558del"), YES),
        ("KIT exon 11 mutation", small("KIT", "A502_Y503dup"), NO),
        ("KIT exon 11 mutation", small("KIT", "V559=", consequence=Consequence.SYNONYMOUS), NO),
        ("ERBB2 residues 310-547 missense", small("ERBB2", "S310F"), YES),
        ("ERBB2 residues 310-547 missense", small("ERBB2", "S309F"), NO),
        ("TERT promoter c.-124C>T", small("TERT", "c.-124C>T"), YES),
        ("TERT promoter c.-124C>T", small("TERT", "c.-146C>T"), NO),
        # activating: listed, else never silently yes
        ("ERBB2 activating", small("ERBB2", "S310F"), YES),
        ("ERBB2 activating", small("ERBB2", "Y772_A775dup"), YES),
        ("ERBB2 activating", small("ERBB2", "P1170A"), OPEN),
        ("PIK3CA oncogenic", small("PIK3CA", "H1047R"), YES),
        ("TP53 oncogenic", small("TP53", "R213*"), YES),
        ("TP53 oncogenic", small("TP53", "R175H"), YES),
        ("TP53 oncogenic", small("TP53", "P72R"), OPEN),
        ("TP53 mutation", small("TP53", "P72R"), YES),
        ("TP53 mutation", small("TP53", "P72R", flags=frozenset({"common_in_population"})), OPEN),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else value.label if isinstance(value, Alteration) else value.value
    ),
)
def test_class_edges(marker: str, alteration: Alteration, expected: State) -> None:
    assert state(marker, alteration) is expected


@pytest.mark.parametrize(
    ("marker", "found", "expected"),
    [
        ("?::ALK fusion", fusion("EML4", "ALK"), YES),
        ("EML4::ALK fusion", fusion("EML4", "ALK"), YES),
        ("EML4::ALK fusion", fusion("KIF5B", "ALK"), NO),
        ("?::ALK fusion", fusion("ALK", "EML4", gene="ALK"), NO),
        ("EML4::ALK fusion", fusion("ALK", "EML4", gene="ALK"), NO),
        ("ALK fusion", fusion("STRN", "ALK"), YES),
        ("ALK fusion", fusion("ALK", "STRN", gene="ALK"), NO),
        ("?::FGFR2 fusion", fusion("FGFR2", "BICC1", gene="FGFR2"), YES),
        ("FGFR2::? fusion", fusion("FGFR2", "BICC1", gene="BICC1"), YES),
        ("FGFR2::? fusion", fusion("BICC1", "FGFR2"), NO),
        ("?::ALK fusion", fusion("EML4", "ALK", in_frame=False), OPEN),
        ("EML4::ALK fusion", fusion("", "ALK"), OPEN),
        ("MLL fusion", fusion("KMT2A", "AFF1", gene="KMT2A"), YES),
    ],
)
def test_a_fusion_keeps_the_side_that_acts(marker: str, found: Alteration, expected: State) -> None:
    assert state(marker, found) is expected


def test_a_fusion_without_sides_is_open() -> None:
    assert state("?::ALK fusion", fusion("", "", gene="ALK")) is OPEN


@pytest.mark.parametrize(
    ("marker", "alteration", "exactness"),
    [
        ("BRAF p.V600E", small("BRAF", "V600E"), Exactness.EXACT),
        ("BRAF p.V600E, p.V600K", small("BRAF", "V600E"), Exactness.LIST),
        ("BRAF codon V600", small("BRAF", "V600E"), Exactness.CODON),
        ("EGFR exon 19 inframe deletion", small("EGFR", "E746_A750del"), Exactness.EXON),
        ("FLT3 internal tandem duplication", small("FLT3", "F594_D600dup"), Exactness.CLASS),
        ("BRAF mutation", small("BRAF", "V600E"), Exactness.GENE),
        ("BRAF p.V600E | BRAF mutation", small("BRAF", "V600E"), Exactness.EXACT),
        ("BRAF p.V600E & BRAF mutation", small("BRAF", "V600E"), Exactness.GENE),
    ],
)
def test_exactness_follows_one_list(marker: str, alteration: Alteration, exactness: Exactness) -> None:
    assert answer(marker, alteration).exactness is exactness


def test_unknown_bases_are_never_read_as_unchanged() -> None:
    blind = small("BRAF", "c.1799_1800delinsNN", span=(1798, 1800), consequence=Consequence.CODING_UNKNOWN)
    assert state("BRAF p.V600E", blind) is OPEN
    assert state("BRAF codons 600 wild type", blind) is OPEN
    assert state("BRAF p.K601E", blind) is NO
