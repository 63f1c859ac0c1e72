"""Textbook changes in both assemblies, splice sites, unknown bases, exon-level events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.model.alterations import Consequence, Effect
from interpreter.model.genes import Assembly, SequenceStatus
from interpreter.model.variants import Variant
from interpreter.variants.consequence import effect_on, exon_effect
from interpreter.variants.coordinates import exon_interval, to_genome
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import load_reference
from tests.variants.allele_tools import allele

TEXTBOOK = Path(__file__).parents[1] / "data" / "textbook_changes.tsv"
TABLE = load_reference()


def _rows() -> list[dict[str, str]]:
    header, *lines = TEXTBOOK.read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def _effect(gene: str, assembly: Assembly, change: str, deleted: str = "") -> Effect:
    transcript = TABLE.transcript(gene)
    assert transcript is not None
    effect = effect_on(transcript, allele(TABLE, transcript, assembly, change, deleted))
    assert effect is not None
    return effect


def _at(text: str, assembly: Assembly) -> Variant:
    chrom, pos, ref, alt = text.split("-")
    return make_variant(assembly, chrom, int(pos), ref, alt, TABLE)


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['gene']} {row['change']}")
def test_s5_textbook_change_is_named_as_in_the_textbook(row: dict[str, str], assembly: Assembly) -> None:
    effect = _effect(row["gene"], assembly, row["change"], row["deleted"])
    assert effect.hgvs_c.partition(":")[2] == row["hgvs_c"]
    assert (effect.protein.text if effect.protein else "") == row["protein"]
    assert effect.consequence == row["consequence"]


@pytest.mark.parametrize(
    ("gene", "grch37", "grch38", "protein"),
    [
        ("BRAF", "7-140453136-A-T", "7-140753336-A-T", "V600E"),
        ("EGFR", "7-55259515-T-G", "7-55191822-T-G", "L858R"),
        ("KRAS", "12-25398285-C-A", "12-25245351-C-A", "G12C"),
        ("PIK3CA", "3-178952085-A-G", "3-179234297-A-G", "H1047R"),
        ("IDH1", "2-209113112-C-T", "2-208248388-C-T", "R132H"),
        ("JAK2", "9-5073770-G-T", "9-5073770-G-T", "V617F"),
        ("TP53", "17-7578406-C-T", "17-7675088-C-T", "R175H"),
        ("KIT", "4-55599321-A-T", "4-54733155-A-T", "D816V"),
        ("NPM1", "5-170837543-C-CTCTG", "5-171410539-C-CTCTG", "W288Cfs*12"),
        ("EGFR", "7-55242464-AGGAATTAAGAGAAGC-A", "7-55174771-AGGAATTAAGAGAAGC-A", "E746_A750del"),
        ("BRCA2", "13-32972626-A-T", "13-32398489-A-T", "K3326*"),
        ("NRAS", "1-115256529-T-C", "1-114713908-T-C", "Q61R"),
    ],
)
def test_known_places_in_both_assemblies(gene: str, grch37: str, grch38: str, protein: str) -> None:
    transcript = TABLE.transcript(gene)
    assert transcript is not None
    old = effect_on(transcript, _at(grch37, Assembly.GRCH37))
    new = effect_on(transcript, _at(grch38, Assembly.GRCH38))
    assert old == new
    assert old is not None
    assert old.protein is not None
    assert old.protein.text == protein


def test_names_carry_accessions_and_brackets() -> None:
    effect = _effect("BRAF", Assembly.GRCH38, "c.1799T>A")
    assert effect.hgvs_c == "NM_004333.6:c.1799T>A"
    assert effect.hgvs_p == "NP_004324.2:p.(Val600Glu)"
    assert effect.exons == (15,)


def test_protein_change_of_a_duplication_lies_after_its_last_residue() -> None:
    protein = _effect("EGFR", Assembly.GRCH38, "c.2300_2308dup").protein
    assert protein is not None
    assert (protein.first, protein.last, protein.ref, protein.alt) == (769, 770, "", "ASV")
    assert protein.is_insertion


def test_silent_change_has_no_protein_change() -> None:
    effect = _effect("BRAF", Assembly.GRCH37, "c.1800G>A")
    assert effect.consequence is Consequence.SYNONYMOUS
    assert effect.protein is None
    assert effect.hgvs_p.endswith("p.(Val600=)")


@pytest.mark.parametrize(
    ("change", "deleted", "sites"),
    [
        ("c.3028+1G>A", "", (("donor", 14),)),
        ("c.3028+2T>C", "", (("donor", 14),)),
        ("c.3028+3A>T", "", ()),
        ("c.2888-1G>C", "", (("acceptor", 14),)),
        ("c.2888-3A>C", "", ()),
        ("c.3024_3028+6del", "AGAAGGTATAT", (("donor", 14),)),
        ("c.2888-5_2890del", "TTAAGATC", (("acceptor", 14),)),
    ],
)
def test_essential_splice_sites(change: str, deleted: str, sites: tuple[tuple[str, int], ...]) -> None:
    assert _effect("MET", Assembly.GRCH38, change, deleted).splice_sites == sites


def test_bases_near_a_splice_site_are_named_with_their_offset() -> None:
    assert _effect("MET", Assembly.GRCH37, "c.3028+5G>A").near_splice == (("donor", 14, 5),)
    tract = _effect("MET", Assembly.GRCH37, "c.2888-12T>C")
    assert tract.near_splice == (("acceptor", 14, -12),)
    assert tract.consequence is Consequence.POLYPYRIMIDINE
    assert tract.introns == (13,)


def test_deep_intron_is_no_splice_change() -> None:
    effect = _effect("MET", Assembly.GRCH37, "c.3028+60A>C")
    assert effect.consequence is Consequence.INTRON
    assert (effect.near_splice, effect.splice_sites, effect.hgvs_p) == ((), (), "")


@pytest.mark.parametrize("assembly", list(Assembly))
def test_deletion_of_a_whole_exon(assembly: Assembly) -> None:
    met = TABLE.transcript("MET")
    assert met is not None
    start, end = exon_interval(met, assembly, 14)
    effect = exon_effect(met, assembly, start - 80, end + 300, False)
    assert effect is not None
    assert effect.deleted_exons == (14,)
    assert effect.consequence is Consequence.EXON_LOSS
    assert "kept" in effect.note
    assert effect.hgvs_c.endswith("c.2888-80_3028+300del")
    beyond = exon_effect(met, assembly, start - 80, exon_interval(met, assembly, 15)[1] + 10, False)
    assert beyond is not None
    assert beyond.deleted_exons == (14, 15)


def test_exon_events_that_touch_no_exon_or_the_whole_transcript() -> None:
    met = TABLE.transcript("MET")
    assert met is not None
    start, end = exon_interval(met, Assembly.GRCH38, 14)
    assert exon_effect(met, Assembly.GRCH38, end + 50, end + 500, False) is None
    assert exon_effect(met, Assembly.GRCH38, 1, 200_000_000, True) is None
    gone = exon_effect(met, Assembly.GRCH38, 1, 200_000_000, False)
    assert gone is not None
    assert gone.consequence is Consequence.TRANSCRIPT_ABLATION
    twice = exon_effect(met, Assembly.GRCH38, start - 9, end + 9, True)
    assert twice is not None
    assert twice.duplicated_exons == (14,)


def test_duplicated_kinase_domain_of_egfr() -> None:
    egfr = TABLE.transcript("EGFR")
    assert egfr is not None
    start, _ = exon_interval(egfr, Assembly.GRCH37, 18)
    _, end = exon_interval(egfr, Assembly.GRCH37, 25)
    effect = exon_effect(egfr, Assembly.GRCH37, start - 100, end + 100, True)
    assert effect is not None
    assert effect.duplicated_exons == tuple(range(18, 26))


def test_unknown_bases_are_never_unchanged() -> None:
    """A codon with N has no protein answer: not silent, not missense; the frame is still told."""
    braf = TABLE.transcript("BRAF")
    assert braf is not None
    blind = replace(braf, cds=braf.cds[:1797] + "NNN" + braf.cds[1800:], sequence_status=SequenceStatus.PARTIAL)
    for change in ("c.1799T>A", "c.1800G>A"):
        effect = effect_on(blind, allele(TABLE, braf, Assembly.GRCH38, change))
        assert effect is not None
        assert effect.consequence is Consequence.CODING_UNKNOWN
        assert effect.protein is None
        assert effect.hgvs_p.endswith("p.?")
        assert effect.note
    shifted = effect_on(blind, allele(TABLE, braf, Assembly.GRCH38, "c.1799del"))
    assert shifted is not None
    assert shifted.consequence is Consequence.FRAMESHIFT
    assert shifted.protein is None
    shorter = effect_on(blind, allele(TABLE, braf, Assembly.GRCH38, "c.1798_1800del"))
    assert shorter is not None
    assert shorter.consequence is Consequence.INFRAME_DELETION


def test_a_transcript_without_any_base_still_tells_frame_and_splice() -> None:
    braf = TABLE.transcript("BRAF")
    assert braf is not None
    bare = replace(braf, cds="", sequence_status=SequenceStatus.COORDINATES)
    expected = {
        "c.1799T>A": Consequence.CODING_UNKNOWN,
        "c.1799del": Consequence.FRAMESHIFT,
        "c.1798_1800del": Consequence.INFRAME_DELETION,
        "c.1860+1G>A": Consequence.SPLICE_DONOR,
    }
    for change, consequence in expected.items():
        effect = effect_on(bare, allele(TABLE, braf, Assembly.GRCH37, change))
        assert effect is not None
        assert effect.consequence is consequence
        assert effect.protein is None


def test_known_differences_of_grch37_are_applied() -> None:
    """ATM c.5948: GRCh38 has G (serine), GRCh37 has A (asparagine)."""
    atm = TABLE.transcript("ATM")
    assert atm is not None
    places = [to_genome(atm, assembly, 5948) for assembly in (Assembly.GRCH37, Assembly.GRCH38)]
    assert all(places)
    old = effect_on(atm, Variant(assembly=Assembly.GRCH37, chrom="11", pos=places[0] or 0, ref="A", alt="G"))
    new = effect_on(atm, Variant(assembly=Assembly.GRCH38, chrom="11", pos=places[1] or 0, ref="G", alt="A"))
    assert old is not None
    assert new is not None
    assert old.protein is not None
    assert new.protein is not None
    assert (old.protein.text, new.protein.text) == ("N1983S", "S1983N")
    assert "GRCh37's own base" in old.note
    assert not new.note
    assert TABLE.reference_base(Assembly.GRCH37, "11", places[0] or 0) == "A"
    assert TABLE.reference_base(Assembly.GRCH37, "11", places[0] or 0, trusted_only=True) == "N"


def test_elsewhere_is_no_effect() -> None:
    braf = TABLE.transcript("BRAF")
    assert braf is not None
    assert effect_on(braf, _at("7-1000-A-T", Assembly.GRCH37)) is None
    assert effect_on(braf, _at("8-140453136-A-T", Assembly.GRCH37)) is None


def test_a_start_and_a_stop_that_are_kept() -> None:
    vhl = TABLE.transcript("VHL")
    assert vhl is not None
    stop = vhl.cds[-3:]
    other = {"TGA": "c.641G>A", "TAG": "c.642G>A"}[stop]
    assert _effect("VHL", Assembly.GRCH38, other).consequence is Consequence.STOP_RETAINED


def test_a_frameshift_that_makes_a_stop_at_once_is_a_stop() -> None:
    effect = _effect("PIK3CA", Assembly.GRCH37, "c.1631_1632insG")
    assert effect.protein is not None
    assert effect.protein.text == "E545*"
    assert effect.consequence is Consequence.STOP_GAINED
    assert Consequence.FRAMESHIFT in effect.also


@pytest.mark.parametrize("change", ["c.1837+4_1837+5ins", "c.1837+1_1837+2ins"])
def test_an_intron_insertion_that_may_lengthen_the_exon_is_not_called_intronic(change: str) -> None:
    """Tandem duplications of FLT3 exon 14 are often written into intron 14, whose bases the table does not know."""
    flt3 = TABLE.transcript("FLT3")
    assert flt3 is not None
    into = int(change.split("+")[1].split("_")[0])
    tail = flt3.cds[1837 - 20 : 1837]
    bases = tail + "GTAAGA"[:into]
    effect = _effect("FLT3", Assembly.GRCH37, f"{change}{bases}")
    assert effect.consequence is Consequence.PROTEIN_ALTERING
    assert effect.exons == (14,)
    assert effect.protein is None
    assert "exon 14" in effect.note
    other = _effect("FLT3", Assembly.GRCH37, f"{change}{tail[::-1]}")
    assert other.consequence is not Consequence.PROTEIN_ALTERING


def test_an_insertion_before_an_exon_that_repeats_its_start() -> None:
    flt3 = TABLE.transcript("FLT3")
    assert flt3 is not None
    bases = "TTTCAG" + flt3.cds[1837:1846]
    effect = _effect("FLT3", Assembly.GRCH38, f"c.1838-7_1838-6ins{bases}")
    assert effect.consequence is Consequence.PROTEIN_ALTERING
    assert effect.exons == (15,)


def test_a_reference_base_that_contradicts_a_clone_is_taken_from_the_file() -> None:
    """Rows read from clones may hold the clone's own base; the file's REF is then the better witness."""
    chek2 = TABLE.transcript("CHEK2")
    assert chek2 is not None
    assert not chek2.proves_assembly
    wrong = replace(chek2, cds=chek2.cds[:1099] + "A" + chek2.cds[1100:])
    variant = allele(TABLE, chek2, Assembly.GRCH38, "c.1100C>T")
    effect, right = effect_on(wrong, variant), effect_on(chek2, variant)
    assert effect is not None
    assert right is not None
    assert effect.protein == right.protein
    assert "reference base differs" in effect.note
