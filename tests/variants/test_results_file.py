"""RESULTS.toml: the closed vocabulary, all faults at once, and what a negative proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interpreter.errors import ResultsFileError
from interpreter.model.assessment import AlterationClass
from interpreter.model.results import MarkerResult, SequenceResult, SpecimenKind, State
from interpreter.variants.results_entries import her2_category
from interpreter.variants.results_file import TypedResults, read_results

DOCS = Path(__file__).resolve().parents[2] / "docs"


def typed(tmp_path: Path, text: str) -> TypedResults:
    path = tmp_path / "results.toml"
    path.write_text('format = "results/1"\n' + text, encoding="utf-8")
    return read_results(path)


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ResultsFileError) as caught:
        typed(tmp_path, text)
    return caught.value.details


def marker(tmp_path: Path, text: str) -> MarkerResult:
    return typed(tmp_path, "[[marker]]\n" + text).marker_results[0]


def sequence(tmp_path: Path, text: str) -> SequenceResult:
    return typed(tmp_path, "[[sequence]]\n" + text).sequence_results[0]


def test_the_example_of_the_documentation_is_read_whole(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", (DOCS / "results.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    path = tmp_path / "results.toml"
    path.write_text(example[1], encoding="utf-8")
    results = read_results(path)
    assert results.specimen.kind is SpecimenKind.TISSUE
    assert results.specimen.tumour_content == 0.4
    assert results.specimen.collected == "2026-03-14"
    assert results.sample_qc.state == "passed"
    assert AlterationClass.FUSION in results.sample_qc.classes
    assert (results.stage, results.line, results.age) == ("IV", "2", 63)
    assert results.prior_therapies == ("carboplatin", "pemetrexed")
    assert [one.marker for one in results.marker_results] == ["PD-L1", "HER2", "MSI", "TMB", "MMR", "karyotype"]
    assert results.marker_results[1].category == "positive"
    assert results.marker_results[3].score == "mut/Mb"
    l858r, kras, alk, brca2 = results.sequence_results
    assert l858r.codons == ((858, 858),)
    assert kras.codons == ((12, 12), (13, 13), (59, 61), (117, 117), (146, 146))
    assert kras.classes == ("substitution",)
    assert alk.classes == ("fusion",)
    assert brca2.classes == ("substitution", "indel")
    assert results.pharmacogenes[0].drugs


def test_all_faults_are_named_at_once_with_the_allowed_words(tmp_path: Path) -> None:
    text = """
    sample_qc = "ok"
    colour = "red"
    [specimen]
    kind = "slime"
    tumour_content = 40
    [[marker]]
    marker = "PD-L2"
    method = "IHC"
    [[marker]]
    marker = "MSI"
    category = "instable"
    method = "magic"
    [[sequence]]
    gene = "KRAS"
    change = "codon twelve"
    state = "negative"
    method = "PCR"
    """
    said = "\n".join(faults(tmp_path, text))
    for expected in (
        "sample_qc: 'ok' is not allowed; allowed: passed, failed",
        "colour: unknown entry",
        "[specimen], kind: 'slime' is not allowed; allowed: tissue, plasma, blood, marrow",
        "[specimen], tumour_content: must be a number from 0 to 1",
        "[[marker]] 1, marker: 'PD-L2' is not allowed",
        "[[marker]] 2, category: 'instable' is not allowed for MSI; allowed: high, stable",
        "[[marker]] 2, method: 'magic' is not allowed",
        "[[sequence]] 1, change: 'codon twelve' cannot be read",
        "[[sequence]] 1, state: 'negative' is not allowed; allowed: detected, not_detected",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("ihc", "ish", "category"),
    [
        ("3+", "", "positive"),
        ("2+", "amplified", "positive"),
        ("2+", "not amplified", "low"),
        ("2+", "", ""),
        ("1+", "", "low"),
        ("0 with staining", "", "ultralow"),
        ("0", "", "negative"),
        ("1+", "amplified", ""),
        ("", "amplified", "positive"),
        ("", "not amplified", ""),
    ],
)
def test_her2_by_ihc_and_ish(ihc: str, ish: str, category: str) -> None:
    derived, reason = her2_category(ihc, ish)
    assert derived == category
    assert bool(reason) is not bool(category)


def test_s1_an_equivocal_her2_is_inconclusive_not_negative(tmp_path: Path) -> None:
    result = marker(tmp_path, 'marker = "HER2"\nihc = "2+"\nmethod = "IHC"')
    assert result.state is State.INCONCLUSIVE
    assert "hybridisation" in result.reason


def test_a_stated_her2_category_must_agree(tmp_path: Path) -> None:
    said = faults(tmp_path, '[[marker]]\nmarker = "HER2"\nihc = "3+"\ncategory = "low"\nmethod = "IHC"')
    assert "disagrees" in said[0]


def test_pd_l1_needs_its_clone_and_its_score(tmp_path: Path) -> None:
    said = faults(tmp_path, '[[marker]]\nmarker = "PD-L1"\nvalue = 50\nmethod = "IHC"')
    assert any("clone: is missing" in one for one in said)
    assert any("score: is missing; allowed: TPS, CPS, IC, TAP, %" in one for one in said)
    zero = marker(tmp_path, 'marker = "PD-L1"\nclone = "22C3"\nscore = "TPS"\nvalue = 0\nmethod = "IHC"')
    assert zero.value == 0.0


def test_s1_an_entry_without_a_result_is_refused(tmp_path: Path) -> None:
    assert "says nothing" in faults(tmp_path, '[[marker]]\nmarker = "MSI"\nmethod = "PCR"')[0]
    assert (
        "too little"
        in faults(tmp_path, '[[marker]]\nmarker = "MSI"\nstate = "not_detected"\ncategory = "high"\nmethod = "PCR"')[0]
    )


def test_a_failed_test_needs_its_reason(tmp_path: Path) -> None:
    said = faults(tmp_path, '[[sequence]]\ngene = "EGFR"\nchange = "mutation"\nstate = "not_assessed"\nmethod = "PCR"')
    assert said == ("[[sequence]] 1, reason: is missing",)


@pytest.mark.parametrize(
    ("change", "method", "classes", "codons", "exons"),
    [
        ("exon 19 inframe deletion", "PCR", ("indel",), (), (19,)),
        ("p.T790M", "digital PCR", ("substitution",), ((790, 790),), ()),
        ("codon G12", "Sanger", ("substitution", "indel"), ((12, 12),), ()),
        ("exon 14 skipping", "NGS RNA", ("skipping",), (), ()),
        ("internal tandem duplication", "fragment analysis", ("itd",), (), ()),
        ("amplification", "FISH", ("amplification",), (), ()),
    ],
)
def test_s1_a_negative_proves_what_its_change_or_method_says(
    tmp_path: Path,
    change: str,
    method: str,
    classes: tuple[str, ...],
    codons: tuple[tuple[int, int], ...],
    exons: tuple[int, ...],
) -> None:
    text = f'gene = "EGFR"\nchange = "{change}"\nstate = "not_detected"\nmethod = "{method}"'
    result = sequence(tmp_path, text)
    assert (result.classes, result.codons, result.exons) == (classes, codons, exons)


def test_s1_a_negative_without_what_was_tested_is_refused(tmp_path: Path) -> None:
    base = '[[sequence]]\ngene = "KRAS"\nchange = "mutation"\nstate = "not_detected"\n'
    assert "codons: or exons are missing" in faults(tmp_path, base + 'method = "PCR"')[0]
    assert "classes: is missing" in faults(tmp_path, base + 'method = "external report"')[0]


def test_s5_an_older_symbol_is_the_same_gene(tmp_path: Path) -> None:
    text = 'gene = "HER2"\nchange = "amplification"\nstate = "detected"\nmethod = "FISH"\ncopy_number = 11'
    assert sequence(tmp_path, text).gene == "ERBB2"


def test_qc_classes_without_passed_are_refused(tmp_path: Path) -> None:
    assert "only beside" in faults(tmp_path, 'sample_qc = "failed"\nsample_qc_classes = ["fusion"]')[0]


@pytest.mark.parametrize(
    ("line", "read"), [("3", "3"), ('"adjuvant"', "adjuvant"), ("0", ""), ('"late"', ""), ("1.5", "")]
)
def test_the_line_of_therapy(tmp_path: Path, line: str, read: str) -> None:
    text = f"[case]\nline = {line}"
    if read:
        assert typed(tmp_path, text).line == read
    else:
        assert "1 to 20" in faults(tmp_path, text)[0]


def test_a_broken_file_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "results.toml"
    for content in (b"\xff\xfe\x00", b"[[marker", b"a = 1\na = 2"):
        path.write_bytes(content)
        with pytest.raises(ResultsFileError):
            read_results(path)
    with pytest.raises(ResultsFileError):
        read_results(tmp_path / "absent.toml")


def test_s22_text_is_one_bounded_line(tmp_path: Path) -> None:
    said = faults(tmp_path, f'[specimen]\nsite = "{"x" * 400}"\nblock_id = "a\\nb"')
    assert len(said) == 2


def test_a_fusion_with_both_genes_named_is_read_and_must_name_its_own_gene(tmp_path: Path) -> None:
    text = 'gene = "ABL1"\nchange = "BCR::ABL1 fusion"\nstate = "detected"\nmethod = "RT-PCR"'
    assert sequence(tmp_path, text).classes == ("fusion",)
    assert "does not name ABL1" in faults(tmp_path, "[[sequence]]\n" + text.replace("BCR::ABL1", "BCR::JAK2"))[0]
