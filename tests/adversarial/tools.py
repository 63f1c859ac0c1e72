"""Invented files for hostile questions: raw VCF rows from c. names, and the whole way from file to JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from interpreter.interpret import InterpretRequest, Knowledge, interpret, load_knowledge
from interpreter.model.genes import Assembly, Transcript
from interpreter.model.hgvs import parse_coding
from interpreter.model.variants import Variant
from interpreter.report.tables import interpretation_json
from interpreter.variants.contigs import chromosome_lengths
from interpreter.variants.coordinates import codon_intervals
from interpreter.variants.results_file import parse_results
from tests.variants.allele_tools import allele, genome_place

KEYS = ("GT", "AD", "DP", "GQ", "MIN_DP", "PS", "PID", "PGT", "AF", "FT", "CN", "HP")
META = (
    "##fileformat=VCFv4.2",
    '##FILTER=<ID=weak_evidence,Description="Too little support">',
    '##ALT=<ID=NON_REF,Description="Any other allele">',
    '##ALT=<ID=DEL,Description="Deletion">',
    '##ALT=<ID=DUP,Description="Duplication">',
    '##INFO=<ID=END,Number=1,Type=Integer,Description="Last base">',
    '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Kind of event">',
    '##INFO=<ID=AF,Number=A,Type=Float,Description="Fraction">',
    *(f'##FORMAT=<ID={key},Number=.,Type=String,Description="Value">' for key in KEYS),
)


@cache
def knowledge(region: str = "") -> Knowledge:
    return load_knowledge(region=region)


def transcript(gene: str) -> Transcript:
    found = knowledge().table.transcript(gene)
    assert found is not None, gene
    return found


def variant(gene: str, change: str, assembly: Assembly, deleted: str = "") -> Variant:
    return allele(knowledge().table, transcript(gene), assembly, change, deleted)


def base_at(gene: str, change: str, assembly: Assembly) -> int:
    """Give the genome position of the first base of a c. name."""
    return genome_place(transcript(gene), assembly, parse_coding(change).start)


def row(
    chrom: str,
    pos: int,
    ref: str,
    alt: str,
    values: str = "0/1:600,200:800",
    *,
    keys: str = "GT:AD:DP",
    filters: str = "PASS",
    info: str = ".",
    name: str = ".",
) -> str:
    cells = [chrom, str(pos), name, ref, alt, ".", filters, info]
    return "\t".join([*cells, keys, *values.split("\t")] if keys else cells)


def call(gene: str, change: str, assembly: Assembly, values: str = "0/1:600,200:800", **more: Any) -> str:
    found = variant(gene, change, assembly, more.pop("deleted", ""))
    prefix = more.pop("prefix", "chr")
    return row(
        f"{prefix}{found.chrom}", found.pos, more.pop("ref", found.ref), more.pop("alt", found.alt), values, **more
    )


def block(
    gene: str,
    first: int,
    last: int,
    assembly: Assembly,
    depth: str = "500",
    *,
    shift: tuple[int, int] = (0, 0),
    keys: str = "GT:DP:MIN_DP",
    values: str = "",
    filters: str = "PASS",
    alt: str = "<NON_REF>",
) -> list[str]:
    """Give gVCF blocks over codons; `shift` moves the genome start and end of the first and last stretch."""
    rows = []
    table, own = knowledge().table, transcript(gene)
    intervals: Sequence[tuple[int, int]] = codon_intervals(own, assembly, first, last)
    for at, (start, end) in enumerate(intervals):
        start += shift[0] if at == 0 else 0
        end += shift[1] if at == len(intervals) - 1 else 0
        if start > end:
            continue
        base = table.reference_base(assembly, own.chrom, start)
        base = base if base != "N" else "A"
        text = values or f"0/0:{depth}:{depth}"
        rows.append(row(f"chr{own.chrom}", start, base, alt, text, keys=keys, filters=filters, info=f"END={end}"))
    return rows


RAS = (12, 13, 59, 61, 117, 146)


def ras_blocks(assembly: Assembly, skip: Iterable[tuple[str, int]] = (), **more: Any) -> list[str]:
    """Give blocks that prove both RAS genes wild type, but for the skipped codons."""
    left_out = set(skip)
    return [
        line
        for gene in ("KRAS", "NRAS")
        for codon in RAS
        if (gene, codon) not in left_out
        for line in block(gene, codon, codon, assembly, **more)
    ]


def vcf(
    rows: Iterable[str],
    assembly: Assembly | None = None,
    *,
    samples: str = "T1",
    meta: Iterable[str] = (),
    sort: bool = True,
) -> str:
    body = list(rows)
    if sort and assembly is not None:
        order = list(chromosome_lengths(assembly))

        def place(line: str) -> tuple[int, int]:
            chrom, pos = line.split("\t")[:2]
            plain = chrom.removeprefix("chr")
            return order.index(plain) if plain in order else 99, int(pos)

        body.sort(key=place)
    reference = [f"##reference={assembly.value}"] if assembly is not None else []
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + (f"\tFORMAT\t{samples}" if samples else "")
    return "\n".join([META[0], *reference, *META[1:], *meta, columns, *body]) + "\n"


def run(folder: Path, texts: str | dict[str, str], tumour: str, **more: Any) -> dict[str, Any]:
    """Interpret files given as text; `results`, `assay` and `coverage` are given as text or values too."""
    files = {"case.vcf": texts} if isinstance(texts, str) else texts
    paths = []
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    results = more.pop("results", None)
    if results is not None:
        more["typed_results"] = parse_results({"format": "results/1", **results}, "results.toml")
    for name, file in (("assay", "assay.toml"), ("coverage", "coverage.bed")):
        text = more.pop(name, None)
        if text is not None:
            (folder / file).write_text(text, encoding="utf-8")
            more[name] = (folder / file,) if name == "coverage" else folder / file
    region = more.pop("region", "")
    request = InterpretRequest(files=tuple(paths), tumour_type=tumour, date=more.pop("date", "2026-11-21"), **more)
    found: dict[str, Any] = json.loads(interpretation_json(interpret(request, knowledge(region))))
    check_always(found)
    return found


STATES = {"detected", "not_detected", "not_assessed", "inconclusive"}


def check_always(found: dict[str, Any]) -> None:
    """What must hold of every answer whatever the question: S1, S8, S15, unique ids, no tier without proof."""
    ids = [one["id"] for one in found["alterations"]]
    assert len(set(ids)) == len(ids), f"ids stand twice: {ids}"
    assert {one["state"] for one in found["markers"]} <= STATES
    for one in found["markers"]:
        assert one["state"] != "not_detected" or one["proof"] or one["reason"], one
        assert one["state"] not in ("not_assessed", "inconclusive") or one["reason"], one
    for one in found["findings"]:
        assert set(one["alterations"]) <= set(ids), one["alterations"]
        assert one["state"] == "detected" or one["amp_tier"] is None, one
        assert one["because"], one["evidence_id"]
    for ledger in (*found["ledger"].get("inputs", ()), *(i["ledger"] for i in found["inputs"] if "ledger" in i)):
        counted = ledger["reported"] + sum(ledger["set_aside"].values()) + sum(ledger["failed"].values())
        assert ledger["read"] == counted, ledger


def state(found: dict[str, Any], biomarker: str) -> str:
    return next((one["state"] for one in found["markers"] if one["biomarker"] == biomarker), "no row")


def marker(found: dict[str, Any], biomarker: str) -> dict[str, Any]:
    return next(one for one in found["markers"] if one["biomarker"] == biomarker)


def helped(found: dict[str, Any], *, here: bool = True) -> set[str]:
    """Give the regimens with proven support (in this tumour type)."""
    return {
        " + ".join(one["therapies"])
        for one in found["findings"]
        if one["response"] == "sensitivity"
        and one["direction"] == "supports"
        and one["state"] == "detected"
        and (not here or one["tumour_relation"] in ("same", "ancestor", "any_solid"))
    }


def labels(found: dict[str, Any]) -> set[str]:
    return {f"{one['gene']} {one['protein_change'] or one['hgvs_c'].partition(':')[2]}" for one in found["alterations"]}


def told(found: dict[str, Any]) -> str:
    """Give all warnings of an answer as one text."""
    parts = [*found["warnings"], *(w for one in found["alterations"] for w in one["warnings"])]
    return "\n".join(json.dumps(part) if not isinstance(part, str) else part for part in parts)
