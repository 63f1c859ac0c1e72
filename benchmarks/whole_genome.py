"""Whole-genome file -> what `interpreter` takes for it, beside `bcftools view -T` on the same file.

    python benchmarks/whole_genome.py FOLDER [--records 4500000]

makes FOLDER/genome.vcf.gz (invented records; REF agrees with the transcript table wherever that knows the base),
its tabix index and FOLDER/catalogue.bed once, then runs each program alone and prints ratios and peak memory.
Needs bcftools and bgzip on the path.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from interpreter.model.genes import CHROMOSOMES, Assembly
from interpreter.variants.contigs import chromosome_lengths
from interpreter.variants.reference import TranscriptTable, load_reference

_SEED = 20261121
_READ = """
import sys, json
from pathlib import Path
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import ReadOptions
from interpreter.variants.{module} import {function}
from interpreter.variants.reference import load_reference
contents = {function}(Path(sys.argv[1]), ReadOptions(), load_reference(), Settings(), silent)
assert contents is not None
ledger = contents.ledger.close()
print(json.dumps([len(contents.calls), ledger.read, ledger.adds_up, ledger.not_read]))
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--records", type=int, default=4_500_000)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    file = given.folder / f"genome_{given.records}.vcf.gz"
    bed = given.folder / "catalogue.bed"
    table = load_reference()
    if not file.exists():
        write_genome(file, given.records, table)
    write_bed(bed, table)
    base, _, _ = run(["bcftools", "view", "-T", str(bed), "-o", str(given.folder / "bcftools.vcf"), str(file)])
    print(f"bcftools view -T                 {base:6.2f} s")
    for name, command in (
        ("full read", [sys.executable, "-c", _READ.format(module="inputs", function="read_input"), str(file)]),
        (
            "first look by the index",
            [sys.executable, "-c", _READ.format(module="first_look", function="first_look"), str(file)],
        ),
        (
            "interpret, start to exit",
            [sys.executable, "-m", "interpreter", "interpret", str(file), "--tumour-type", "LUAD", "--json", "-"],
        ),
    ):
        seconds, peak, output = run(command)
        told = output if len(output) < 200 else str(json.loads(output).get("ledger", ""))[:200]
        print(f"{name:30s}   {seconds:6.2f} s   {seconds / base:5.2f} x   {peak:4d} MB   {told.strip()}")


def run(command: list[str]) -> tuple[float, int, str]:
    """Run a command; gives seconds, its peak memory in MB, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    # The largest child so far: bcftools, which runs first, is far smaller than the rest.
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, done.stdout


def write_bed(path: Path, table: TranscriptTable) -> None:
    rows = [
        f"chr{chrom}\t{start - 1}\t{end}\n"
        for chrom, stretches in table.regions(Assembly.GRCH38).items()
        for start, end in stretches
    ]
    path.write_text("".join(rows))


def write_genome(path: Path, records: int, table: TranscriptTable) -> None:
    """Write invented germline-like records spread over GRCh38, sorted, bgzipped and indexed."""
    lengths = chromosome_lengths(Assembly.GRCH38)
    genome = sum(lengths.values())
    random = np.random.default_rng(_SEED)
    with subprocess.Popen(["bgzip", "-c"], stdin=subprocess.PIPE, stdout=path.open("wb")) as bgzip:
        assert bgzip.stdin is not None
        bgzip.stdin.write(_header(lengths).encode())
        for chrom in CHROMOSOMES:
            count = max(1, round(records * lengths[chrom] / genome))
            positions = np.unique(random.integers(10_001, lengths[chrom] - 10_000, count)) if chrom != "MT" else [100]
            bgzip.stdin.write(_records(chrom, np.asarray(positions), random, table).encode())
        bgzip.stdin.close()
    subprocess.run(["bcftools", "index", "-t", str(path)], check=True)


def _header(lengths: dict[str, int]) -> str:
    contigs = "".join(f"##contig=<ID={_name(chrom)},length={lengths[chrom]}>\n" for chrom in CHROMOSOMES)
    return (
        "##fileformat=VCFv4.2\n"
        '##FILTER=<ID=LowQual,Description="Low quality">\n'
        '##INFO=<ID=AC,Number=A,Type=Integer,Description="Allele count">\n'
        '##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">\n'
        '##INFO=<ID=AN,Number=1,Type=Integer,Description="Allele number">\n'
        '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">\n'
        '##INFO=<ID=DB,Number=0,Type=Flag,Description="In dbSNP">\n'
        + "".join(
            f'##INFO=<ID={key},Number=1,Type=Float,Description="As HaplotypeCaller writes it">\n'
            for key in ("BaseQRankSum", "ClippingRankSum", "ExcessHet", "FS", "MQRankSum", "ReadPosRankSum", "SOR")
        )
        + '##INFO=<ID=MLEAC,Number=A,Type=Integer,Description="As HaplotypeCaller writes it">\n'
        '##INFO=<ID=MLEAF,Number=A,Type=Float,Description="As HaplotypeCaller writes it">\n'
        '##INFO=<ID=MQ,Number=1,Type=Float,Description="Mapping quality">\n'
        '##INFO=<ID=QD,Number=1,Type=Float,Description="Quality by depth">\n'
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allele depths">\n'
        '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">\n'
        '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">\n'
        '##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Genotype likelihoods">\n'
        f"{contigs}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tSAMPLE\n"
    )


def _name(chrom: str) -> str:
    return "chrM" if chrom == "MT" else f"chr{chrom}"


def _records(chrom: str, positions: np.ndarray, random: np.random.Generator, table: TranscriptTable) -> str:
    stretches = table.regions(Assembly.GRCH38).get(chrom, ())
    starts = np.array([start for start, _ in stretches] or [0])
    ends = np.array([end for _, end in stretches] or [0])
    place = np.searchsorted(starts, positions, side="right") - 1
    inside = (place >= 0) & (ends[place] >= positions)
    bases = random.integers(0, 4, len(positions))
    steps = random.integers(1, 4, len(positions))
    depths = random.integers(20, 60, len(positions))
    name = _name(chrom)
    lines = []
    for pos, base, step, depth, near in zip(
        positions.tolist(), bases.tolist(), steps.tolist(), depths.tolist(), inside.tolist(), strict=True
    ):
        ref = "ACGT"[base]
        if near:
            known = table.reference_base(Assembly.GRCH38, chrom, pos)
            ref = known if known != "N" else ref
        alt = "ACGT"[("ACGT".index(ref) + step) % 4]
        half = depth // 2
        tenth, known_id = depth / 10, f"rs{pos}" if step != 1 else "."
        lines.append(
            f"{name}\t{pos}\t{known_id}\t{ref}\t{alt}\t{depth * 11}.77\tPASS\tAC=1;AF=0.500;AN=2;"
            f"BaseQRankSum={tenth - 3:.3f};ClippingRankSum=0.00;DB;DP={depth};ExcessHet=3.0103;FS={tenth:.3f};MLEAC=1;"
            f"MLEAF=0.500;MQ=60.00;MQRankSum=0.00;QD={half}.3{step};ReadPosRankSum={3 - tenth:.3f};SOR=0.{depth}4\t"
            f"GT:AD:DP:GQ:PL\t0/1:{depth - half},{half}:{depth}:99:{depth * 9},0,{depth * 11}\n"
        )
    return "".join(lines)


if __name__ == "__main__":
    if shutil.which("bcftools") is None or shutil.which("bgzip") is None:
        sys.exit("bcftools and bgzip are needed on the path")
    main()
