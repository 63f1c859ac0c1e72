"""How often the program's own protein change is the one an annotator wrote into a file, on the same transcript.

    python benchmarks/consequence_agreement.py FILE_OR_FOLDER... [--differences]

Reads VCFs with VEP CSQ, SnpEff ANN, bcftools BCSQ or Funcotator fields and MAFs with HGVSp_Short, by a light parse of
their lines. A row counts when the transcript (version ignored) is in the table and the coding bases there are known;
rows that cannot be compared are counted by reason. The assembly is the one whose coding bases the REF column fits.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from interpreter.model.genes import Assembly, SequenceStatus
from interpreter.variants.agreement import agreement
from interpreter.variants.consequence import effect_on
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import TranscriptTable, load_reference

Annotation = tuple[str, str, str, str]
"""Annotator, transcript, hgvs_c, hgvs_p."""
Row = tuple[str, int, str, str, list[Annotation]]
_FUNCOTATION_KEEP = ("annotationTranscript", "cDnaChange", "proteinChange")


def main() -> int:
    """Print the share of agreement for each file and in total."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--differences", action="store_true", help="list every difference")
    options = parser.parse_args()
    table = load_reference()
    files = [
        found
        for path in options.paths
        for found in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if re.search(r"\.(vcf|vcf\.gz|maf|maf\.gz)$", found.name)
    ]
    total: Counter[str] = Counter()
    for file in files:
        counts, differences = compare_file(file, table)
        if counts["agree"] + counts["differ"] == 0:
            continue
        total.update(counts)
        print(f"{file.name}: {share(counts)}")
        if options.differences:
            print(*(f"    {line}" for line in differences), sep="\n")
    print(f"all files: {share(total)}")
    return 0


def share(counts: Counter[str]) -> str:
    """Word the counts of one file or of all."""
    compared = counts["agree"] + counts["differ"]
    aside = ", ".join(f"{reason}: {n}" for reason, n in sorted(counts.items()) if reason not in {"agree", "differ"})
    percent = 100 * counts["agree"] / compared if compared else 0.0
    return f"{counts['agree']} of {compared} agree ({percent:.2f} %); not compared - {aside or 'none'}"


def compare_file(path: Path, table: TranscriptTable) -> tuple[Counter[str], list[str]]:
    """Compare all annotated alleles of one file."""
    rows = list(_maf_rows(path) if ".maf" in path.name else _vcf_rows(path))
    assembly = _assembly(rows, table)
    counts: Counter[str] = Counter()
    differences: list[str] = []
    for chrom, pos, ref, alt, found in rows:
        if not set(ref + alt) <= set("ACGT") or ref == alt or not ref or not alt:
            continue
        try:
            variant = make_variant(assembly, chrom, pos, ref, alt, table)
        except ValueError:
            continue
        for annotator, accession, hgvs_c, hgvs_p in dict.fromkeys(found):
            transcript = table.by_accession(accession)
            if transcript is None or not hgvs_p:
                continue
            if transcript.sequence_status is SequenceStatus.COORDINATES:
                counts["sequence not in the table"] += 1
                continue
            effect = effect_on(transcript, variant)
            verdict = agreement(effect, hgvs_c, hgvs_p).value
            counts[verdict] += 1
            if verdict != "agree":
                own = "nothing" if effect is None else f"{effect.hgvs_c} {effect.hgvs_p} {effect.consequence}"
                differences.append(
                    f"{verdict}: {chrom}:{pos} {ref}>{alt} {transcript.gene} {accession} "
                    f"{annotator} says {hgvs_c} {hgvs_p}, own {own}"
                )
    return counts, differences


def _assembly(rows: list[Row], table: TranscriptTable) -> Assembly:
    fits: Counter[Assembly] = Counter()
    for chrom, pos, ref, _, _ in rows[:20000]:
        for assembly in Assembly:
            fits[assembly] += table.reference_base(assembly, chrom, pos) == ref[:1]
    return max(Assembly, key=lambda assembly: fits[assembly])


def _lines(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("latin-1")
    except (OSError, EOFError):
        print(f"{path.name}: cannot be unpacked", file=sys.stderr)
        return
    yield from text.splitlines()


def _vcf_rows(path: Path) -> Iterator[Row]:
    formats: dict[str, list[str]] = {}
    for line in _lines(path):
        if line.startswith("##INFO=<ID="):
            key = line[11 : line.index(",")]
            names = re.search(r"(?:Format|annotations|Funcotation fields are)\s*:\s*'?([^\"]*?)'?\s*\"", line)
            if names and "|" in names[1]:
                formats[key] = [name.strip(" '") for name in names[1].split("|")]
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < 8 or not cells[1].isdigit():
            continue
        info = dict(item.partition("=")[::2] for item in cells[7].split(";"))
        alts = cells[4].split(",")
        for index, alt in enumerate(alts):
            annotations = [
                found
                for key, names in formats.items()
                if key in info
                for found in _annotations(key, names, info[key], cells[3], alts, index)
            ]
            yield _chrom(cells[0]), int(cells[1]), cells[3].upper(), alt.upper(), annotations


def _annotations(key: str, names: list[str], text: str, ref: str, alts: list[str], index: int) -> Iterator[Annotation]:
    entries = text.split(",")
    if key == "FUNCOTATION":
        entries = [text.split(",")[index].strip("[]")] if index < len(entries) else []
    for entry in entries:
        row = dict(zip(names, entry.split("|"), strict=False))
        if key == "CSQ" and _of_allele(row.get("Allele", ""), ref, alts, index):
            yield "VEP", row.get("Feature", ""), row.get("HGVSc", ""), unquote(row.get("HGVSp", ""))
        elif key == "ANN" and row.get("Allele") == alts[index]:
            yield "SnpEff", row.get("Feature_ID", ""), row.get("HGVS.c", ""), row.get("HGVS.p", "")
        elif key == "FUNCOTATION":
            found = {name: value for label, value in row.items() for name in _FUNCOTATION_KEEP if label.endswith(name)}
            yield "Funcotator", *(unquote(found.get(name, "")) for name in _FUNCOTATION_KEEP)


def _of_allele(allele: str, ref: str, alts: list[str], index: int) -> bool:
    """VEP drops the first base that all alleles of an indel site share, and writes "-" for nothing left."""
    alt = alts[index]
    shared = any(len(other) != len(ref) for other in alts) and all(other[:1] == ref[:1] for other in alts)
    return allele in {alt, (alt[1:] or "-") if shared else alt}


def _maf_rows(path: Path) -> Iterator[Row]:
    columns: list[str] = []
    for line in _lines(path):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        row = dict(zip(columns, cells, strict=False))
        change, accession = row.get("HGVSp_Short", ""), row.get("Transcript_ID", "") or row.get("RefSeq", "")
        ref, alt, pos = row.get("Reference_Allele", ""), row.get("Tumor_Seq_Allele2", ""), row.get("Start_Position", "")
        if not change or not accession or not pos.isdigit():
            continue
        annotation: list[Annotation] = [("MAF", accession, row.get("HGVSc", ""), change)]
        # Table indels have no anchor base: any letter serves, as the edit is stripped of it again.
        if alt == "-":
            yield _chrom(row["Chromosome"]), int(pos) - 1, "A" + ref, "A", annotation
        elif ref == "-":
            yield _chrom(row["Chromosome"]), int(pos), "A", "A" + alt, annotation
        else:
            yield _chrom(row["Chromosome"]), int(pos), ref.upper(), alt.upper(), annotation


def _chrom(name: str) -> str:
    return {"M": "MT"}.get(name.removeprefix("chr"), name.removeprefix("chr"))


if __name__ == "__main__":
    raise SystemExit(main())
