"""The marker language reads back what it prints, and says what is wrong where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.errors import MarkerSyntaxError
from interpreter.model.marker_text import parse_marker
from interpreter.model.marker_words import marker_words
from interpreter.model.markers import (
    And,
    ArmAtom,
    Changes,
    Codon,
    CodonsWildType,
    Comparison,
    ExonEffect,
    ExonSkipping,
    Feature,
    FusionAtom,
    GeneAtom,
    GeneClass,
    Haplotype,
    HlaAtom,
    KaryotypeAtom,
    Marker,
    Not,
    Or,
    Pair,
    Promoter,
    Qualifier,
    Residue,
    ResiduesEffect,
    ResultAtom,
    SequenceEffect,
    WholeGene,
    atoms,
    genes,
)

CANONICAL = (
    "EGFR p.L858R",
    "FGFR3 p.R248C, p.S249C, p.G370C, p.Y373C",
    "KRAS codon G12 except p.G12C",
    "IDH1 codon R132, R100",
    "EGFR exon 19 inframe deletion",
    "EGFR exon 20 inframe insertion",
    "MET exon 14 skipping",
    "FLT3 internal tandem duplication",
    "BRCA1 loss of function",
    "KIT exon 11 mutation",
    "ESR1 residues 310-547 missense",
    "?::ALK fusion",
    "EML4::ALK fusion",
    "FGFR3::? fusion",
    "KMT2A fusion",
    "ERBB2 amplification",
    "CDKN2A deletion",
    "PTEN loss",
    "EGFR copy gain",
    "EGFR vIII",
    "EGFR kinase domain duplication",
    "BRAF oncogenic",
    "ERBB2 activating",
    "TP53 mutation",
    "TERT promoter c.-124C>T",
    "MGMT promoter methylation",
    "EGFR overexpression",
    "ERCC1 underexpression | KIT expression",
    "DPYD haplotype *2A",
    "DPYD c.1905+1G>A",
    "NPM1 p.W288Cfs*12, p.W288fs",
    "EGFR p.E746_A750del, p.L747_P753delinsS, p.D770_N771insSVD, p.H773dup",
    "MSI high",
    "MMR deficient",
    "TMB >= 10",
    "TMB < 0.5",
    "HRD positive",
    "MRD negative",
    "arm 1p loss & arm 19q loss",
    "karyotype t(9;22)(q34;q11)",
    "HLA A*02:01",
    "HER2 ultralow",
    "HER2 IHC >= 3",
    "ER positive",
    "PD-L1 clone 22C3 TPS >= 50",
    "PD-L1 CPS >= 10",
    "FOLR1 % >= 75",
    "germline BRCA2 loss of function",
    "somatic TP53 mutation",
    "EGFR p.T790M in cis with EGFR p.C797S",
    "EGFR p.T790M in trans with EGFR p.C797S",
    "KRAS codons 12,13,59,61,117,146 wild type & NRAS codons 12,13,59,61,117,146 wild type & !(BRAF p.V600E)",
    "(KRAS p.G12C | KRAS p.G12D) & !(STK11 loss of function | KEAP1 mutation)",
)


@pytest.mark.parametrize("text", CANONICAL)
def test_a_canonical_expression_prints_as_it_was_written(text: str) -> None:
    assert str(parse_marker(text)) == text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("  EGFR   p.L858R ", "EGFR p.L858R"),
        ("!BRAF p.V600E", "!(BRAF p.V600E)"),
        ("(KRAS p.G12C)", "KRAS p.G12C"),
        ("KRAS p.G12C & (NRAS p.Q61R & BRAF p.V600E)", "KRAS p.G12C & NRAS p.Q61R & BRAF p.V600E"),
        ("KRAS codons 12, 13 wild type", "KRAS codons 12,13 wild type"),
        ("TMB>=10", "TMB >= 10"),
        ("EGFR exon 19  inframe   deletion", "EGFR exon 19 inframe deletion"),
    ],
)
def test_other_spellings_are_printed_one_way(written: str, printed: str) -> None:
    assert str(parse_marker(written)) == printed


def test_not_binds_before_pairs_and_pairs_before_and_before_or() -> None:
    a, b, c, d = (GeneAtom(g, WholeGene(GeneClass.MUTATION)) for g in ("AAA", "BBB", "CCC", "DDD"))
    text = "!AAA mutation & BBB mutation | CCC mutation in cis with DDD mutation"
    assert parse_marker(text) == Or((And((Not(a), b)), Pair(c, d, cis=True)))


def test_a_comma_and_except_belong_to_their_own_atom() -> None:
    marker = parse_marker("KRAS codon G12 except p.G12C, p.G12D & NRAS p.Q61R")
    assert isinstance(marker, And)
    assert marker.terms[0] == GeneAtom("KRAS", Codon((Residue("G", 12),), ("p.G12C", "p.G12D")))


def test_a_word_that_is_gene_and_protein_is_told_apart_by_what_follows() -> None:
    assert isinstance(parse_marker("AR positive"), ResultAtom)
    assert isinstance(parse_marker("AR p.T878A"), GeneAtom)
    assert isinstance(parse_marker("FOLR1 amplification"), GeneAtom)


def test_atoms_are_distinct_and_wild_type_terms_stay_whole() -> None:
    marker = parse_marker(
        "KRAS codons 12,13 wild type & !(BRAF p.V600E) | BRAF p.V600E & EGFR p.T790M in cis with EGFR p.C797S"
    )
    assert [str(atom) for atom in atoms(marker)] == [
        "KRAS codons 12,13 wild type",
        "BRAF p.V600E",
        "EGFR p.T790M",
        "EGFR p.C797S",
    ]
    assert genes(marker) == ("KRAS", "BRAF", "EGFR")
    assert genes(parse_marker("?::ALK fusion & MSI high")) == ("ALK",)


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("", 1, "a gene"),
        ("EGFR", 5, "loss of function"),
        ("EGFR p.Leu858Arg", 6, "one-letter"),
        ("EGFR exon 19 foo", 14, "inframe deletion"),
        ("KRAS p.G12C p.G12D", 13, "&"),
        ("FOO::BAR", 9, "fusion"),
        ("?::? fusion", 1, "GENE::GENE"),
        ("MSI medium", 5, "high"),
        ("KRAS p.G12C &", 14, "a gene"),
        ("(KRAS p.G12C", 13, "closing bracket"),
        ("KRAS p.G12C)", 12, "the end"),
        ("kras p.G12C", 1, "gene symbol"),
        ("TMB 10", 5, ">="),
        ("PD-L1 TPS 50", 11, ">="),
        ("KRAS codon", 11, "a residue"),
        ("KRAS codons 12 mutated", 16, "wild"),
        ("ESR1 residues 547-310 missense", 15, "range"),
        ("arm 1z loss", 5, "arm"),
        ("germline MSI high", 10, "a gene"),
        ("MSI high in cis with KRAS p.G12C", 1, "phase"),
        ("KRAS p.G12C in cis with MSI high", 25, "phase"),
        ("KRAS p.G12C in bed with KRAS p.G12D", 16, "cis, trans"),
        ("karyotype t(9;22", 11, "karyotype"),
        ("EGFR exon 0 mutation", 11, "exon number"),
        ("!" * 5000 + "KRAS p.G12C", 41, "inside each other"),
        ("TERT promoter p.L1M", 15, "promoter change"),
    ],
)
def test_a_fault_names_its_place_and_what_was_expected(text: str, position: int, told: str) -> None:
    with pytest.raises(MarkerSyntaxError) as caught:
        parse_marker(text)
    assert f"character {position}:" in caught.value.problem
    assert told in caught.value.remedy


def test_every_word_of_the_vocabulary_can_be_written() -> None:
    for word in marker_words().values():
        for category in word.categories:
            assert str(parse_marker(f"{word.word} {category}")) == f"{word.word} {category}"


_letters = st.sampled_from("ACDEFGHIKLMNPQRSTVWY")
_numbers = st.integers(1, 4000)
_gene_names = st.sampled_from(("EGFR", "KRAS", "H3-3A", "NKX2-1", "AR", "FOLR1", "C11orf95"))
_protein = st.one_of(
    st.builds(lambda a, n, b: f"p.{a}{n}{b}", _letters, _numbers, st.sampled_from("ACDE*?")),
    st.builds(lambda a, n, b, m: f"p.{a}{n}_{b}{n + m}del", _letters, _numbers, _letters, st.integers(1, 9)),
    st.builds(
        lambda a, n, b, i: f"p.{a}{n}_{b}{n + 1}ins{i}", _letters, _numbers, _letters, st.text("ACDE", min_size=1)
    ),
    st.builds(lambda a, n, i: f"p.{a}{n}delins{i}", _letters, _numbers, st.text("ACDE", min_size=1)),
    st.builds(lambda a, n: f"p.{a}{n}dup", _letters, _numbers),
    st.builds(lambda a, n, b, m: f"p.{a}{n}{b}fs*{m}", _letters, _numbers, _letters, st.integers(1, 99)),
    st.builds(lambda a, n: f"p.{a}{n}fs", _letters, _numbers),
)
_coding = st.builds(
    lambda n, o, a, b: f"c.{n}{o}{a}>{b}", _numbers, st.sampled_from(("", "+1", "-2")), *[st.sampled_from("ACGT")] * 2
)
_changes = st.lists(st.one_of(_protein, _coding), min_size=1, max_size=4).map(tuple)
_proteins = st.lists(_protein, max_size=3).map(tuple)
_residues = st.lists(st.builds(Residue, st.one_of(_letters, st.just("")), _numbers), min_size=1, max_size=3).map(tuple)
_features: st.SearchStrategy[Feature] = st.one_of(
    st.builds(Changes, _changes),
    st.builds(Codon, _residues, _proteins),
    st.builds(CodonsWildType, st.lists(_numbers, min_size=1, max_size=5).map(tuple)),
    st.builds(ExonEffect, st.integers(1, 99), st.sampled_from(SequenceEffect)),
    st.builds(
        lambda a, n, e: ResiduesEffect(a, a + n, e), _numbers, st.integers(0, 99), st.sampled_from(SequenceEffect)
    ),
    st.builds(ExonSkipping, st.integers(1, 99)),
    st.builds(Promoter, st.lists(_coding, min_size=1, max_size=2).map(tuple)),
    st.builds(Haplotype, st.sampled_from(("*2A", "*28", "HapB3"))),
    st.builds(WholeGene, st.sampled_from(GeneClass)),
)
_gene_atoms = st.builds(GeneAtom, _gene_names, _features, st.sampled_from(Qualifier))
_values = st.one_of(st.integers(0, 300).map(float), st.floats(0, 300).map(lambda x: round(x, 3)))


@st.composite
def _results(draw: st.DrawFn) -> ResultAtom:
    word = draw(st.sampled_from(tuple(marker_words().values())))
    clone = draw(st.sampled_from(("", "22C3", "SP142"))) if word.clone else ""
    if word.scores and (not word.categories or draw(st.booleans())):
        score = draw(st.sampled_from(word.scores))
        comparison = draw(st.sampled_from(Comparison))
        return ResultAtom(word.word, "", clone, "" if score == "mut" else score, comparison, draw(_values))
    return ResultAtom(word.word, draw(st.sampled_from(word.categories)), clone)


_atoms = st.one_of(
    _gene_atoms,
    st.builds(FusionAtom, st.just("?"), _gene_names, st.sampled_from(Qualifier)),
    st.builds(FusionAtom, _gene_names, st.one_of(_gene_names, st.just("?")), st.sampled_from(Qualifier)),
    _results(),
    st.builds(ArmAtom, st.sampled_from(("1p", "19q", "Xq")), st.sampled_from(("gain", "loss"))),
    st.builds(KaryotypeAtom, st.sampled_from(("t(9;22)(q34;q11)", "del(5q)", "complex"))),
    st.builds(HlaAtom, st.sampled_from(("A*02:01", "DRB1*15:01"))),
)


def _combine(inner: st.SearchStrategy[Marker]) -> st.SearchStrategy[Marker]:
    def no(kind: type) -> st.SearchStrategy[Marker]:
        return inner.filter(lambda marker: not isinstance(marker, kind))

    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(no(And), min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(no(Or), min_size=2, max_size=3).map(tuple)),
    )


markers = st.recursive(
    st.one_of(_atoms, st.builds(Pair, _gene_atoms, _gene_atoms, st.booleans())), _combine, max_leaves=6
)


@settings(max_examples=300, deadline=None)
@given(markers)
def test_every_expression_reads_back_equal(marker: Marker) -> None:
    assert parse_marker(str(marker)) == marker


@settings(max_examples=200, deadline=None)
@given(st.text("KRASEGFp.12C&|!(), exonwildtyp>=<:?*", max_size=40))
def test_any_text_is_read_or_refused_in_our_own_words(text: str) -> None:
    try:
        marker = parse_marker(text)
    except MarkerSyntaxError:
        return
    assert parse_marker(str(marker)) == marker
