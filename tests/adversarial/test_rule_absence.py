"""S1, S2 (RULES R1): what looks like proof of absence and is none, in both assemblies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interpreter.model.genes import Assembly
from interpreter.variants.coordinates import codon_intervals
from tests.adversarial.tools import RAS, block, call, helped, marker, ras_blocks, run, state, transcript, vcf

WT = "KRAS codons 12,13,59,61,117,146 wild type"
BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=lambda one: one.value)
ASSAY = """format = "assay/1"
name = "Panel"
version = "1"
laboratory = "Invented"
method = "capture"
specimens = ["tissue"]
min_depth = 200
[targets.genes]
KRAS = { codons = [12, 13, 59, 61, 117, 146] }
NRAS = { codons = [12, 13, 59, 61, 117, 146] }
TP53 = "all"
[classes.substitution]
limit = 0.05
[classes.indel]
limit = 0.05
"""
Lines = Callable[[Assembly], list[str]]


def codon_12(**more: Any) -> Lines:
    """Prove all of RAS, but codon 12 of KRAS by a row written in another way."""
    return lambda a: ras_blocks(a, [("KRAS", 12)]) + block("KRAS", 12, 12, a, **more)


def beside(*extra: Callable[[Assembly], list[str] | str]) -> Lines:
    """Prove all of RAS, and add rows."""

    def lines(a: Assembly) -> list[str]:
        rows = ras_blocks(a)
        for make in extra:
            made = make(a)
            rows += [made] if isinstance(made, str) else made
        return rows

    return lines


def forced(values: str) -> Lines:
    """Prove codon 12 of KRAS by a row for each base that asks for an allele, as forced calls are written."""

    def lines(a: Assembly) -> list[str]:
        names = ("c.34G>T", "c.35G>A", "c.36T>C")
        return ras_blocks(a, [("KRAS", 12)]) + [call("KRAS", name, a, values) for name in names]

    return lines


BLOCKS: dict[str, tuple[Lines, str]] = {
    "all proved": (beside(), "detected"),
    "one base short at the start": (codon_12(shift=(1, 0)), "not_assessed"),
    "one base short at the end": (codon_12(shift=(0, -1)), "not_assessed"),
    "failed a filter": (codon_12(filters="weak_evidence"), "not_assessed"),
    "the sample's own filter failed": (codon_12(keys="GT:MIN_DP:FT", values="0/0:500:weak_evidence"), "not_assessed"),
    "quality without a depth": (codon_12(keys="GT:GQ", values="0/0:99"), "not_assessed"),
    "lowest depth below the mean": (codon_12(values="0/0:500:99"), "not_assessed"),
    "exactly deep enough": (codon_12(values="0/0:500:100"), "detected"),
    "lowest depth missing, mean low": (codon_12(values="0/0:20:."), "not_assessed"),
    "lowest depth below zero": (codon_12(values="0/0:500:-5"), "not_assessed"),
    "no call": (codon_12(values="./.:500:500"), "not_assessed"),
    "half a call": (codon_12(values="0/.:500:500"), "not_assessed"),
    "variant genotype on <NON_REF>": (codon_12(values="0/1:500:500"), "not_assessed"),
    "reads of something else": (codon_12(keys="GT:AD:DP", values="0/0:300,200:500"), "not_assessed"),
    "a few errors among the reads": (codon_12(keys="GT:AD:DP", values="0/0:497,3:500"), "detected"),
    "a shallow row over a deep one": (beside(lambda a: block("KRAS", 12, 12, a, "20")), "not_assessed"),
    "no block at codon 12": (lambda a: ras_blocks(a, [("KRAS", 12)]), "not_assessed"),
    "silent call in the codon": (beside(lambda a: call("KRAS", "c.36T>C", a)), "detected"),
    "filtered G12D": (beside(lambda a: call("KRAS", "c.35G>A", a, filters="weak_evidence")), "inconclusive"),
    "two reads of G12D": (beside(lambda a: call("KRAS", "c.35G>A", a, "0/0:598,2:600")), "inconclusive"),
    "one read of G12D": (beside(lambda a: call("KRAS", "c.35G>A", a, "0/0:599,1:600")), "detected"),
    "insertion beside codon 12": (beside(lambda a: call("KRAS", "c.30_31insGGA", a)), "not_detected"),
    "deletion over codon 61": (beside(lambda a: call("KRAS", "c.181_186del", a)), "not_detected"),
    "another missense": (beside(lambda a: call("KRAS", "c.15A>T", a)), "inconclusive"),
    "a frameshift before the codons": (beside(lambda a: call("KRAS", "c.100del", a)), "inconclusive"),
    "forced rows, deep": (forced("0/0:500,0:500"), "detected"),
    "forced rows, shallow": (forced("0/0:60,0:60"), "not_assessed"),
    "forced rows, few reference reads": (forced("0/0:60,1:500"), "not_assessed"),
    "forced rows without a depth": (lambda a: forced_without_depth(a), "not_assessed"),
    "an unreadable record there": (beside(lambda a: call("KRAS", "c.35G>A", a, "0/1:x,y:600")), "not_assessed"),
    "a genotype beyond ALT": (beside(lambda a: call("KRAS", "c.35G>A", a, "0/7:300,300:600")), "not_assessed"),
    "a cut record there": (beside(lambda a: call("KRAS", "c.35G>A", a).rpartition("\t")[0]), "not_assessed"),
}


def forced_without_depth(a: Assembly) -> list[str]:
    rows = [call("KRAS", name, a, "0/0", keys="GT") for name in ("c.34G>T", "c.35G>A", "c.36T>C")]
    return ras_blocks(a, [("KRAS", 12)]) + rows


@BOTH
@pytest.mark.parametrize("name", BLOCKS)
def test_s1_s2_reference_rows(name: str, assembly: Assembly, tmp_path: Path) -> None:
    lines, expected = BLOCKS[name]
    found = run(tmp_path, vcf(lines(assembly), assembly), "COAD")
    assert state(found, WT) == expected, marker(found, WT)
    assert ("cetuximab" in helped(found)) is (expected == "detected")


def coverage(assembly: Assembly, depth: str, start: int = 0, end: int = 0) -> str:
    """Give a BED (0-based, end exclusive) over the RAS codons, its starts and ends moved."""
    rows = []
    for gene in ("KRAS", "NRAS"):
        own = transcript(gene)
        for codon in RAS:
            for first, last in codon_intervals(own, assembly, codon, codon):
                rows.append(f"chr{own.chrom}\t{first - 1 + start}\t{last + end}\t{depth}")
    return "\n".join(rows) + "\n"


def passed(**specimen: Any) -> dict[str, Any]:
    return {"sample_qc": "passed", **({"specimen": specimen} if specimen else {})}


def tp53(a: Assembly) -> list[str]:
    return [call("TP53", "c.524G>A", a)]


OTHER: dict[str, tuple[Lines, Callable[[Assembly], dict[str, Any]], str]] = {
    "calls alone": (tp53, lambda _: {}, "not_assessed"),
    "scope alone": (tp53, lambda _: {"assay": ASSAY}, "not_assessed"),
    "scope and passed": (tp53, lambda _: {"assay": ASSAY, "results": passed()}, "detected"),
    "scope and failed": (tp53, lambda _: {"assay": ASSAY, "results": {"sample_qc": "failed"}}, "not_assessed"),
    "content at twice the limit": (
        tp53,
        lambda _: {"assay": ASSAY, "results": passed(tumour_content=0.10)},
        "detected",
    ),
    "content just below": (
        tp53,
        lambda _: {"assay": ASSAY, "results": passed(tumour_content=0.0999)},
        "not_assessed",
    ),
    "a germline specimen": (tp53, lambda _: {"assay": ASSAY, "results": passed(germline=True)}, "not_assessed"),
    "passed, but one row is shallow": (
        lambda a: [*tp53(a), call("KRAS", "c.35G>A", a, "0/0:20,0:20")],
        lambda _: {"assay": ASSAY, "results": passed()},
        "not_assessed",
    ),
    "passed, and one row elsewhere": (
        lambda a: [*tp53(a), call("KRAS", "c.15A>T", a, "0/0:900,0:900")],
        lambda _: {"assay": ASSAY, "results": passed()},
        "detected",
    ),
    "passed, but a record there is broken": (
        lambda a: [*tp53(a), call("KRAS", "c.35G>A", a, "0/1:x,y:9")],
        lambda _: {"assay": ASSAY, "results": passed()},
        "not_assessed",
    ),
    "passed, but REF there is wrong": (
        lambda a: [*tp53(a), *ras_blocks(a, depth="900")[:1], call("KRAS", "c.35G>A", a, ref="A", alt="G")],
        lambda _: {"assay": ASSAY, "results": passed()},
        "not_assessed",
    ),
    "blocks below the assay's depth": (
        lambda a: ras_blocks(a, depth="150"),
        lambda _: {"assay": ASSAY},
        "not_assessed",
    ),
    "hardly any tumour, no limit stated": (
        ras_blocks,
        lambda _: {"results": {"specimen": {"tumour_content": 0.02}}},
        "not_assessed",
    ),
    "coverage": (tp53, lambda a: {"coverage": coverage(a, "500")}, "detected"),
    "coverage shifted by one": (tp53, lambda a: {"coverage": coverage(a, "500", start=1)}, "not_assessed"),
    "coverage one base short": (tp53, lambda a: {"coverage": coverage(a, "500", end=-1)}, "not_assessed"),
    "mean just too low": (tp53, lambda a: {"coverage": coverage(a, "99.99")}, "not_assessed"),
    "coverage and a shallow block": (
        lambda a: [*tp53(a), *block("KRAS", 12, 12, a, "20")],
        lambda a: {"coverage": coverage(a, "500")},
        "not_assessed",
    ),
    "coverage and a broken record": (
        lambda a: [*tp53(a), call("KRAS", "c.35G>A", a, "0/1:x,y:9")],
        lambda a: {"coverage": coverage(a, "500")},
        "not_assessed",
    ),
}


@BOTH
@pytest.mark.parametrize("name", OTHER)
def test_s1_s2_other_sources(name: str, assembly: Assembly, tmp_path: Path) -> None:
    lines, more, expected = OTHER[name]
    found = run(tmp_path, vcf(lines(assembly), assembly), "COAD", **more(assembly))
    assert state(found, WT) == expected, marker(found, WT)


def typed(change: str, **more: Any) -> dict[str, Any]:
    entry = {"change": change, "state": "not_detected", "method": "pyrosequencing", **more}
    return {"sequence": [{"gene": gene, **entry} for gene in ("KRAS", "NRAS")]}


WILD = "codons 12,13,59,61,117,146 wild type"
CODONS = [12, 13, 59, 61, 117, 146]
TYPED: dict[str, tuple[dict[str, Any], str]] = {
    "all codons": (typed("mutation", codons=CODONS), "detected"),
    "one codon left out": (typed("mutation", codons=CODONS[:-1]), "not_assessed"),
    "of the germline": (typed("mutation", codons=CODONS, origin="germline"), "not_assessed"),
    "too little tumour": (
        {**typed("mutation", codons=CODONS, limit=0.05), "specimen": {"tumour_content": 0.06}},
        "not_assessed",
    ),
    "wild type": (typed(WILD, state="detected"), "detected"),
    "wild type of the germline": (typed(WILD, state="detected", origin="germline"), "not_assessed"),
    "wild type, too little tumour": (
        {**typed(WILD, state="detected", limit=0.05), "specimen": {"tumour_content": 0.06}},
        "not_assessed",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_s1_s2_typed_in_negatives(name: str, tmp_path: Path) -> None:
    results, expected = TYPED[name]
    found = run(tmp_path, vcf(tp53(Assembly.GRCH38), Assembly.GRCH38), "COAD", results=results)
    assert state(found, WT) == expected, marker(found, WT)


def test_s1_typed_in_wild_type_of_plasma_says_test_tissue(tmp_path: Path) -> None:
    results = {**typed(WILD, state="detected"), "specimen": {"kind": "plasma"}}
    found = run(tmp_path, vcf(tp53(Assembly.GRCH38), Assembly.GRCH38), "COAD", results=results)
    assert "test tissue" in marker(found, WT)["reason"]


@pytest.mark.parametrize("listed", [{"exons": [2, 3]}, {"codons": [1982]}])
def test_s1_r9_a_part_of_a_gene_is_no_negative_of_the_germline(listed: dict[str, Any], tmp_path: Path) -> None:
    entry = {"gene": "BRCA2", "change": "mutation", "state": "not_detected", "method": "NGS", "origin": "germline"}
    found = run(
        tmp_path,
        vcf(tp53(Assembly.GRCH38), Assembly.GRCH38),
        "OVT",
        results={"sequence": [{**entry, **listed}]},
    )
    assert state(found, "germline BRCA2 loss of function") == "not_assessed"


def test_s1_one_tested_fusion_says_nothing_of_other_partners(tmp_path: Path) -> None:
    entry = {"gene": "ALK", "change": "EML4::ALK fusion", "state": "not_detected", "method": "PCR"}
    found = run(tmp_path, vcf(tp53(Assembly.GRCH38), Assembly.GRCH38), "LUAD", results={"sequence": [entry]})
    assert state(found, "?::ALK fusion") == "not_assessed"


FUSION_ASSAY = ASSAY.replace("[classes.indel]\nlimit = 0.05\n", '[classes.fusion]\ngenes = ["ALK", "RET"]\n')
TABLE = "gene5\tgene3\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("", "not_detected"),
        ("KIF5B\tRET\n", "not_detected"),
        ("\tALK\n", "not_assessed"),
        ("EML4\t.\n", "not_assessed"),
        ("EML4\tALK\n", "detected"),
    ],
)
def test_s1_an_unreadable_fusion_row_proves_no_absence(rows: str, expected: str, tmp_path: Path) -> None:
    found = run(tmp_path, {"fusions.tsv": TABLE + rows}, "LUAD", assay=FUSION_ASSAY, results=passed())
    assert state(found, "?::ALK fusion") == expected, marker(found, "?::ALK fusion")


def test_s1_s15_unreadable_records_are_told(tmp_path: Path) -> None:
    rows = [*tp53(Assembly.GRCH38), call("BRAF", "c.1799T>A", Assembly.GRCH38, "0/1:x,y:9")]
    found = run(tmp_path, vcf(rows, Assembly.GRCH38), "MEL")
    assert any("1 record could not be read" in warning for warning in found["warnings"])


HER2: dict[str, tuple[dict[str, str], str, str]] = {
    "negative alone": ({"category": "negative"}, "inconclusive", "inconclusive"),
    "no staining": ({"ihc": "0"}, "not_detected", "not_detected"),
    "faint staining": ({"ihc": "0 with staining"}, "not_detected", "detected"),
    "2+ without the second test": ({"ihc": "2+"}, "inconclusive", "inconclusive"),
    "2+ not amplified": ({"ihc": "2+", "ish": "not amplified"}, "detected", "not_detected"),
    "1+ but amplified": ({"ihc": "1+", "ish": "amplified"}, "inconclusive", "inconclusive"),
}


@pytest.mark.parametrize("name", HER2)
def test_s1_r8_her2_negative_alone_does_not_deny_low(name: str, tmp_path: Path) -> None:
    result, low, ultralow = HER2[name]
    entry = {"marker": "HER2", "method": "IHC", **result}
    found = run(tmp_path, vcf(tp53(Assembly.GRCH38), Assembly.GRCH38), "BRCA", results={"marker": [entry]})
    assert (state(found, "HER2 low"), state(found, "HER2 ultralow")) == (low, ultralow)
