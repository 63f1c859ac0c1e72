"""A 100,000-record exome with VEP annotations: reading it, beside a bare pysam loop over its INFO and FORMAT.

    python benchmarks/annotated_exome.py FOLDER [--records 100000]

makes FOLDER/exome.vcf.gz once (invented records, one in twenty-five inside a catalogue gene), then times both.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
from whole_genome import run

from interpreter.model.genes import Assembly
from interpreter.variants.contigs import chromosome_lengths
from interpreter.variants.reference import TranscriptTable, load_reference

_SEED = 20261122
_PYSAM = """
import sys, pysam
seen = 0
with pysam.VariantFile(sys.argv[1]) as file:
    for record in file:
        seen += len(dict(record.info)) + sum(len(dict(sample)) for sample in record.samples.values())
print(seen)
"""
_READ = """
import sys
from pathlib import Path
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import ReadOptions
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import load_reference
contents = read_input(Path(sys.argv[1]), ReadOptions(), load_reference(), Settings(), silent)
print(len(contents.calls), sum(len(call.annotations) for call in contents.calls), contents.ledger.close().adds_up)
"""
_ENTRY = (
    "{alt}|missense_variant|MODERATE|{gene}|ENSG00000000001|Transcript|ENST0000000000{n}|protein_coding|3/9||"
    "ENST0000000000{n}.4:c.100A>C|ENSP0000000000{n}.4:p.Lys34Gln|200|100|34|K/Q|Aaa/Caa|rs1|0.0001"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--records", type=int, default=100_000)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    file = given.folder / f"exome_{given.records}.vcf.gz"
    if not file.exists():
        write_exome(file, given.records, load_reference())
    base, _, _ = run([sys.executable, "-c", _PYSAM, str(file)])
    print(f"bare pysam loop   {base:6.2f} s")
    seconds, peak, told = run([sys.executable, "-c", _READ, str(file)])
    print(f"read_input        {seconds:6.2f} s   {seconds / base:5.2f} x   {peak} MB   {told.strip()}")


def write_exome(path: Path, records: int, table: TranscriptTable) -> None:
    lengths = chromosome_lengths(Assembly.GRCH38)
    genome = sum(lengths.values())
    random = np.random.default_rng(_SEED)
    fields = "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|"
    fields += "cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|Existing_variation|gnomADe_AF"
    lines = ["##fileformat=VCFv4.2", f'##INFO=<ID=CSQ,Number=.,Type=String,Description="VEP. Format: {fields}">']
    lines += [f'##INFO=<ID={key},Number=1,Type=Integer,Description="x">' for key in ("DP", "AC")]
    lines += [
        f'##FORMAT=<ID={key},Number={number},Type={kind},Description="x">'
        for key, number, kind in (("GT", 1, "String"), ("AD", "R", "Integer"), ("DP", 1, "Integer"))
    ]
    lines += [f"##contig=<ID={name},length={size}>" for name, size in lengths.items()]
    lines.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR")
    for chrom, size in lengths.items():
        count = round(records * size / genome)
        stretches = table.regions(Assembly.GRCH38).get(chrom, ())
        places = set(random.integers(20_000, max(size - 10_000, 20_001), count).tolist())
        for start, end in stretches:
            places.update(random.integers(start, end, max(1, count // 25 // len(stretches))).tolist())
        for pos in sorted(places):
            ref = table.reference_base(Assembly.GRCH38, chrom, pos)
            ref = "A" if ref == "N" else ref
            alt = "C" if ref != "C" else "T"
            near = table.overlapping(Assembly.GRCH38, chrom, pos, pos)
            gene = near[0].gene if near else "OTHER1"
            csq = ",".join(_ENTRY.format(alt=alt, gene=gene, n=n) for n in range(1, 2 + pos % 8))
            lines.append(f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t99\tPASS\tDP=100;AC=1;CSQ={csq}\tGT:AD:DP\t0/1:60,40:100")
    with subprocess.Popen(["bgzip", "-c"], stdin=subprocess.PIPE, stdout=path.open("wb")) as bgzip:
        bgzip.communicate("".join(f"{line}\n" for line in lines).encode())


if __name__ == "__main__":
    main()
