"""S3, S4, S6, S8, S9, S15, S18 (RULES R2-R5, R9): records that are called, doubtful or contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interpreter.care.person_file import parse_person
from interpreter.errors import AssemblyError, InterpreterError, SampleChoiceError
from interpreter.model.genes import Assembly
from interpreter.report.tables import interpretation_json
from tests.adversarial.tools import (
    base_at,
    block,
    call,
    helped,
    knowledge,
    labels,
    row,
    run,
    state,
    told,
    transcript,
    variant,
    vcf,
)

A, B = Assembly.GRCH38, Assembly.GRCH37
BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=lambda one: one.value)
V600E, V600K = "BRAF p.V600E", "BRAF p.V600K"
PHASED = "GT:AD:DP:PS"


# --- called or not (R2) ----------------------------------------------------------------------------------------------

CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "haploid": ({"values": "1:600,200:800"}, "detected"),
    "half missing": ({"values": "./1:600,200:800"}, "detected"),
    "triploid": ({"values": "0/0/1:600,200:800"}, "detected"),
    "no genotype, reads": ({"values": "600,200:800", "keys": "AD:DP"}, "detected"),
    "no genotype, no reads": ({"values": "800", "keys": "DP"}, "inconclusive"),
    "missing genotype, reads": ({"values": "./.:600,200:800"}, "inconclusive"),
    "called, but no read": ({"values": "0/1:600,0:600"}, "inconclusive"),
    "reference with two reads": ({"values": "0/0:600,2:602"}, "inconclusive"),
    "reference with one read": ({"values": "0/0:600,1:601"}, "not_assessed"),
    "fraction against counts": ({"values": "0/1:600,200:800:0.01", "keys": "GT:AD:DP:AF"}, "detected"),
    "counts too few": ({"values": "0/1:200:800"}, "detected"),
    "beyond ALT": ({"values": "0/2:600,200:800"}, "not_assessed"),
    "counts that are none": ({"values": "0/1:nan,3:800"}, "not_assessed"),
    "another base": ({"values": "0/1:600,200:800", "alt": "R"}, "not_assessed"),
    "star": ({"values": "0/1:600,200:800", "alt": "*"}, "not_assessed"),
    "any allele": ({"values": "0/1:600,200:800", "alt": "<*>"}, "not_assessed"),
    "a list of sites": ({"values": "", "keys": ""}, "inconclusive"),
}


@BOTH
@pytest.mark.parametrize("name", CALLS)
def test_r2_called_or_not(name: str, assembly: Assembly, tmp_path: Path) -> None:
    more, expected = CALLS[name]
    text = vcf([call("BRAF", "c.1799T>A", assembly, **more)], assembly, samples="" if more.get("keys") == "" else "T1")
    found = run(tmp_path, text, "MEL")
    assert state(found, V600E) == expected
    assert ("dabrafenib" in helped(found)) is (expected == "detected")
    assert expected != "inconclusive" or any(item["biomarker"] == V600E for item in found["for_review"])


def test_r2_counts_win_over_the_stated_fraction(tmp_path: Path) -> None:
    line = call("BRAF", "c.1799T>A", A, "0/1:600,200:800:0.01", keys="GT:AD:DP:AF")
    found = run(tmp_path, vcf([line], A), "MEL")
    assert found["alterations"][0]["vaf"] == 0.25
    assert "contradicts the counts" in told(found)


def test_s8_a_doubled_line_that_failed_a_filter_is_told(tmp_path: Path) -> None:
    lines = [call("BRAF", "c.1799T>A", A), call("BRAF", "c.1799T>A", A, filters="weak_evidence")]
    found = run(tmp_path, vcf(lines, A), "MEL")
    assert "there unconfirmed (FILTER: weak_evidence)" in told(found)


@pytest.mark.parametrize("rows", [["0/0:800,0:800"], []], ids=["forced row", "block"])
def test_r1_two_files_that_contradict_each_other_are_told(rows: list[str], tmp_path: Path) -> None:
    other = [call("BRAF", "c.1799T>A", A, values) for values in rows] or block("BRAF", 600, 600, A)
    found = run(tmp_path, {"a.vcf": vcf([call("BRAF", "c.1799T>A", A)], A), "b.vcf": vcf(other, A)}, "MEL")
    assert state(found, V600E) == "detected"
    assert "sources contradict each other: b.vcf" in told(found)


def test_r1_a_typed_in_positive_that_the_file_denies_is_told(tmp_path: Path) -> None:
    entry = {"gene": "KRAS", "change": "p.G12C", "state": "detected", "method": "PCR"}
    found = run(tmp_path, vcf(block("KRAS", 12, 12, A), A), "LUAD", results={"sequence": [entry]})
    assert "sources contradict each other: 'KRAS p.G12C' was typed in as detected" in told(found)


def test_r2_a_failed_sample_confirms_nothing(tmp_path: Path) -> None:
    found = run(tmp_path, vcf([call("BRAF", "c.1799T>A", A)], A), "MEL", results={"sample_qc": "failed"})
    assert state(found, V600E) == "inconclusive"
    assert not helped(found, here=False)
    assert "failed quality control" in told(found)


# --- samples and origin (S9, S10, R9) --------------------------------------------------------------------------------

NORMALS: dict[str, tuple[str, str]] = {
    "carries it": ("0/1:40,40:80", "germline"),
    "does not": ("0/0:80,0:80", "somatic"),
    "a few reads carried over": ("0/0:95,5:100", "somatic"),
    "0/0, but half of the reads": ("0/0:50,50:100", "germline"),
    "too shallow to tell": ("0/0:3,0:3", "unknown"),
    "not looked at": ("./.:.:.", "unknown"),
}


@pytest.mark.parametrize("name", NORMALS)
def test_s10_what_the_normal_says(name: str, tmp_path: Path) -> None:
    values, expected = NORMALS[name]
    line = call("BRCA2", "c.5946del", A, f"0/1:300,300:600\t{values}")
    found = run(tmp_path, vcf([line], A, samples="TUMOR\tNORMAL"), "OVT")
    assert found["alterations"][0]["origin"] == expected


@pytest.mark.parametrize(
    ("samples", "more"),
    [("NORMAL", {}), ("A\tB", {}), ("P1_blood", {}), ("A\tB", {"tumour_sample": "A", "normal_sample": "A"})],
)
def test_s9_a_tumour_is_never_guessed(samples: str, more: dict[str, str], tmp_path: Path) -> None:
    values = "\t".join(["0/1:600,200:800"] * len(samples.split("\t")))
    with pytest.raises(SampleChoiceError):
        run(tmp_path, vcf([call("BRAF", "c.1799T>A", A, values)], A, samples=samples), "MEL", **more)


def test_s9_the_header_wins_over_names_and_positions(tmp_path: Path) -> None:
    line = call("BRAF", "c.1799T>A", A, "0/1:600,200:800\t0/0:500,0:500")
    meta = ["##tumor_sample=NORMAL", "##normal_sample=TUMOR"]
    found = run(tmp_path, vcf([line], A, samples="TUMOR\tNORMAL", meta=meta), "MEL")
    assert state(found, V600E) == "not_assessed"


@pytest.mark.parametrize("order", ["", "T1", "S-2"])
def test_s18_a_person_file_of_somebody_else_holds_the_case(order: str, tmp_path: Path) -> None:
    person = parse_person('schema = "person/1"\n[identity]\nname = "A"\nsample_id = "S-2"\n')
    with pytest.raises(SampleChoiceError):
        run(tmp_path, vcf([call("BRAF", "c.1799T>A", A)], A), "MEL", person=person, order_id=order)


# --- assembly (S3, R4) -----------------------------------------------------------------------------------------------

CHANGES = (
    ("BRAF", "c.1799T>A"),
    ("KRAS", "c.35G>A"),
    ("TP53", "c.524G>A"),
    ("EGFR", "c.2573T>G"),
    ("PIK3CA", "c.3140A>G"),
    ("NRAS", "c.181C>A"),
)


@pytest.mark.parametrize(("right", "wrong"), [(0, 2), (0, 6), (1, 3), (3, 3), (2, 6)])
@BOTH
def test_s3_records_of_the_other_assembly_stop_the_case(
    right: int, wrong: int, assembly: Assembly, tmp_path: Path
) -> None:
    lines = [call(gene, change, assembly) for gene, change in CHANGES[:right]]
    lines += [call(gene, change, assembly.other) for gene, change in CHANGES[:wrong]]
    with pytest.raises(AssemblyError):
        run(tmp_path, vcf(lines, assembly), "LUAD", assembly=assembly)


def test_s3_a_contig_named_by_the_other_assembly_is_not_read(tmp_path: Path) -> None:
    line = call("BRAF", "c.1799T>A", A).replace("chr7", "NC_000007.13", 1)
    found = run(tmp_path, vcf([line], A, sort=False), "MEL", assembly=A)
    assert state(found, V600E) == "not_assessed"
    assert found["ledger"]["failed"] == {"CHROM": 1}


# --- phase (S4, R3) --------------------------------------------------------------------------------------------------


def pair(assembly: Assembly, first: str, second: str, keys: str = PHASED, **more: Any) -> list[str]:
    """Give V600E and V600M, which on one copy are V600K."""
    return [
        call("BRAF", "c.1799T>A", assembly, first, keys=keys),
        call("BRAF", "c.1798G>A", assembly, second, keys=keys, **more),
    ]


PAIRS: dict[str, tuple[Callable[[Assembly], list[str]], str, str]] = {
    "one set": (lambda a: pair(a, "0|1:600,200:800:5", "0|1:600,200:800:5"), "not_assessed", "detected"),
    "one set, other copies": (lambda a: pair(a, "0|1:600,200:800:5", "1|0:600,200:800:5"), "detected", "not_assessed"),
    "two sets": (lambda a: pair(a, "0|1:600,200:800:5", "0|1:600,200:800:6"), "inconclusive", "inconclusive"),
    "a set, but unphased": (
        lambda a: pair(a, "0/1:600,200:800:5", "0/1:600,200:800:5"),
        "inconclusive",
        "inconclusive",
    ),
    "half phased": (lambda a: pair(a, "0|1:600,200:800:5", "0/1:600,200:800:5"), "inconclusive", "inconclusive"),
    "one on both copies": (lambda a: pair(a, "1/1:0,200:200:.", "0/1:600,200:800:."), "not_assessed", "detected"),
    "neighbour filtered": (
        lambda a: pair(a, "0/1:600,200:800:.", "0/1:600,200:800:.", filters="weak_evidence"),
        "detected",
        "not_assessed",
    ),
    "in one record and in two": (
        lambda a: [*pair(a, "0/1:600,200:800:.", "0/1:600,200:800:."), call("BRAF", "c.1798_1799delinsAA", a)],
        "inconclusive",
        "detected",
    ),
    "the longer one and a part of it": (
        lambda a: [call("BRAF", "c.1799T>A", a), call("BRAF", "c.1798_1799delinsAA", a)],
        "inconclusive",
        "detected",
    ),
}


@BOTH
@pytest.mark.parametrize("name", PAIRS)
def test_s4_neighbours(name: str, assembly: Assembly, tmp_path: Path) -> None:
    lines, v600e, v600k = PAIRS[name]
    found = run(tmp_path, vcf(lines(assembly), assembly), "MEL")
    assert (state(found, V600E), state(found, V600K)) == (v600e, v600k)


def test_s4_a_filtered_neighbour_is_told_at_the_call(tmp_path: Path) -> None:
    lines = pair(A, "0/1:600,200:800:.", "0/1:600,200:800:.", filters="weak_evidence")
    assert "on one copy they would be another change" in told(run(tmp_path, vcf(lines, A), "MEL"))


def test_s4_phase_sets_of_two_files_are_not_one(tmp_path: Path) -> None:
    first, second = pair(A, "0|1:600,200:800:5", "0|1:600,200:800:5")
    found = run(tmp_path, {"a.vcf": vcf([first], A), "b.vcf": vcf([second], A)}, "MEL")
    assert (state(found, V600E), state(found, V600K)) == ("inconclusive", "inconclusive")


def test_s4_s7_g12c_within_g12f_is_no_g12c(tmp_path: Path) -> None:
    """Two callers, of which one splits c.34_35delinsTT and keeps one half of it."""
    files = {
        "a.vcf": vcf([call("KRAS", "c.34_35delinsTT", A)], A),
        "b.vcf": vcf([call("KRAS", "c.34G>T", A)], A),
    }
    found = run(tmp_path, files, "LUAD")
    assert state(found, "KRAS p.G12C") == "inconclusive"
    assert not any("sotorasib" in regimen for regimen in helped(found))


# --- one change, however written (S6) --------------------------------------------------------------------------------

MAF = "Hugo_Symbol\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\tTumor_Sample_Barcode\tNCBI_Build"
WRITTEN = (
    ("EGFR", "c.2235_2249del"),
    ("EGFR", "c.2310_2311insGGT"),
    ("KIT", "c.1669_1674del"),
    ("BRCA1", "c.68_69del"),
    ("BRCA2", "c.5946del"),
    ("ERBB2", "c.2313_2324dup"),
    ("NPM1", "c.860_863dup"),
)


@BOTH
@pytest.mark.parametrize(("gene", "change"), WRITTEN)
def test_s6_maf_and_vcf_are_one_alteration(gene: str, change: str, assembly: Assembly, tmp_path: Path) -> None:
    found = variant(gene, change, assembly)
    ref, alt = found.ref[1:] or "-", found.alt[1:] or "-"
    start = found.pos + (ref != "-")
    line = f"{gene}\t{found.chrom}\t{start}\t{ref}\t{alt}\tT1\t{assembly.value}"
    files = {"m.maf": f"{MAF}\n{line}\n", "c.vcf": vcf([call(gene, change, assembly)], assembly)}
    both = run(tmp_path, files, "LUAD", assembly=assembly)
    assert len(both["alterations"]) == 1
    assert [item["ledger"]["reported"] for item in both["inputs"]] == [1, 1]


def test_s6_the_same_change_in_both_assemblies_is_one_alteration(tmp_path: Path) -> None:
    files = {"a.vcf": vcf([call("BRAF", "c.1799T>A", A)], A), "b.vcf": vcf([call("BRAF", "c.1799T>A", B)], B)}
    found = run(tmp_path, files, "MEL")
    assert labels(found) == {"BRAF V600E"}
    assert "nothing was lifted over" in told(found)


# --- copies (R7) -----------------------------------------------------------------------------------------------------


def segment(assembly: Assembly, copies: str, alt: str = "<CNV>", genotype: str = "./.", **more: Any) -> str:
    layout = transcript("ERBB2").layouts[assembly]
    start, end = layout.starts[0] - 2000, layout.ends[-1] + 2000
    if more.pop("half", False):
        start = (layout.cds_start + layout.cds_end) // 2
    kind = alt.rpartition("<")[2].strip(">")
    info = f"END={end};SVTYPE={kind}"
    return row("chr17", start, "N", alt, f"{genotype}:{copies}", keys="GT:CN", info=info, **more)


COPIES: dict[str, tuple[Callable[[Assembly], str], str]] = {
    "six": (lambda a: segment(a, "6"), "detected"),
    "just below six": (lambda a: segment(a, "5.99"), "not_assessed"),
    "GATK: <DUP> without a genotype": (lambda a: segment(a, "8", "<DUP>"), "detected"),
    "two ALT alleles": (lambda a: segment(a, "8", "<DEL>,<DUP>", "0/2"), "detected"),
    "genotype 0/0, eight copies": (lambda a: segment(a, "8", "<DUP>", "0/0"), "inconclusive"),
    "genotype 0/0, two copies": (lambda a: segment(a, "2", "<DUP>", "0/0"), "not_assessed"),
    "failed a filter": (lambda a: segment(a, "8", filters="weak_evidence"), "inconclusive"),
    "half of the gene": (lambda a: segment(a, "8", half=True), "inconclusive"),
    "<DUP> without copies": (lambda a: segment(a, ".", "<DUP>", "0/1"), "inconclusive"),
    "no number": (lambda a: segment(a, "nan"), "not_assessed"),
    "below zero": (lambda a: segment(a, "-3"), "not_assessed"),
}


@BOTH
@pytest.mark.parametrize("name", COPIES)
def test_r7_amplification(name: str, assembly: Assembly, tmp_path: Path) -> None:
    make, expected = COPIES[name]
    found = run(tmp_path, vcf([make(assembly)], assembly), "BRCA", assembly=assembly)
    assert state(found, "ERBB2 amplification") == expected


# --- any record at all -----------------------------------------------------------------------------------------------


def test_s15_hostile_records_end_in_the_ledger_or_in_words(tmp_path: Path) -> None:
    """Each faulty record beside a sound one: the sound one stays, the account adds up, nothing fails as a bug."""
    sound = call("BRAF", "c.1799T>A", A)
    cells = sound.split("\t")
    hostile = ("", "9" * 30, "<img src=x>", "\x00", "A,,C")
    for column in range(len(cells)):
        for text in hostile:
            line = "\t".join([*cells[:column], text, *cells[column + 1 :]])
            try:
                found = run(tmp_path, vcf([sound, line, call("TP53", "c.524G>A", A)], A, sort=False), "MEL")
            except InterpreterError:
                continue  # refused in words
            assert state(found, V600E) == "detected", (column, text)
            assert found["ledger"]["read"] == 3


def test_equal_cases_give_equal_bytes(tmp_path: Path) -> None:
    from interpreter.interpret import InterpretRequest, interpret

    lines = vcf([call("BRAF", "c.1799T>A", A), call("TP53", "c.524G>A", A)], A)
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "case.vcf"
        file.write_text(lines, encoding="utf-8")
        request = InterpretRequest(files=(file,), tumour_type="MEL", date="2026-11-21")
        made.append(interpretation_json(interpret(request, knowledge())))
    assert made[0] == made[1]
    assert str(tmp_path) not in made[0]


def test_r2_a_percentage_where_a_fraction_is_due_is_told(tmp_path: Path) -> None:
    line = call("BRAF", "c.1799T>A", A, "0/1:25:800", keys="GT:AF:DP")
    found = run(tmp_path, vcf([line], A), "MEL")
    assert found["alterations"][0]["vaf"] is None
    assert "AF is no fraction between 0 and 1" in told(found)


def _lost(first: str, last: str, assembly: Assembly) -> str:
    start, end = sorted((base_at("MET", first, assembly), base_at("MET", last, assembly)))
    info = f"END={end};SVTYPE=DEL;SVLEN=-{end - start + 1}"
    return row("chr7", start - 1, "N", "<DEL>", "0/1:300", keys="GT:DP", info=info)


@BOTH
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("c.2888-80A>T", "c.3028+80A>T", "detected"),
        ("c.3020A>T", "c.3028+20A>T", "detected"),
        ("c.2800A>T", "c.3028+80A>T", "inconclusive"),
    ],
    ids=["exon 14 alone", "its donor", "with a part of exon 13"],
)
def test_r7_met_exon_14_lost_alone(first: str, last: str, expected: str, assembly: Assembly, tmp_path: Path) -> None:
    text = vcf([_lost(first, last, assembly)], assembly)
    assert state(run(tmp_path, text, "LUAD", assembly=assembly), "MET exon 14 skipping") == expected


@pytest.mark.parametrize(("gene", "codon"), [("KRAS", 12), ("BRAF", 600)])
def test_s7_no_other_allele_of_a_codon_borrows_a_drug(gene: str, codon: int, tmp_path: Path) -> None:
    """Every single-base change of the codon: what is met by name is what was found; silent ones meet nothing."""
    cds = transcript(gene).cds
    for base in range(3 * codon - 2, 3 * codon + 1):
        for alt in sorted(set("ACGT") - {cds[base - 1]}):
            found = run(tmp_path, vcf([call(gene, f"c.{base}{cds[base - 1]}>{alt}", A)], A), "LUAD")
            change = found["alterations"][0]["protein_change"]
            met = [one for one in found["findings"] if one["state"] == "detected" and one["alterations"]]
            assert change or not met
            named = [one["biomarker"] for one in met if one["exactness"] in ("exact", "list")]
            assert all(f"p.{change}" in biomarker.split(" ", 1)[1].replace(",", "").split() for biomarker in named)
