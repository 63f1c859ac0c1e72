"""A list of several hundred published alleles, where it lies beside the checkout: both assemblies, one answer."""

from __future__ import annotations

import csv
from pathlib import Path

from interpreter.model.genes import Assembly, Transcript
from interpreter.model.variants import Variant
from interpreter.variants.consequence import effect_on
from interpreter.variants.reference import load_reference

SPELT_OTHERWISE = {
    "p.=": "the list has no residue for a silent change",
    "p.W288Cfs*?": "the list does not know the bases after the stop codon",
    "p.M1Efs*20": "the start codon is lost",
    "p.*214Cfs*?": "the stop codon is lost, named as an extension",
    "p.*214Gext": "extension without its end",
    "p.*214Lext": "extension without its end",
    "p.*214Wext": "extension without its end",
    "p.*214Cext": "extension without its end",
}


def _transcript(gene: str, accession: str) -> Transcript:
    table = load_reference()
    main = table.transcript(gene)
    assert main is not None
    found = [
        transcript
        for transcript in (main, *table.alternates(gene))
        if transcript.accession.partition(".")[0] == accession.partition(".")[0]
    ]
    return next((one for one in found if ("." in one.accession) == ("." in accession)), found[0])


def _variant(row: dict[str, str], assembly: Assembly) -> Variant:
    pos = int(row["grch37_pos"] if assembly is Assembly.GRCH37 else row["grch38_pos"])
    ref, alt = row["ref"], row["alt"]
    if "-" in (ref, alt):
        pos, ref, alt = pos - 1, "A" + ref.strip("-"), "A" + alt.strip("-")
    return Variant(assembly=assembly, chrom=row["chrom"], pos=pos, ref=ref, alt=alt)


def test_s5_published_alleles_have_their_protein_change_in_both_assemblies(shared: Path) -> None:
    path = shared / "reference" / "known_variants.tsv"
    differences = []
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        transcript = _transcript(row["gene"], row["transcript"])
        old, new = (effect_on(transcript, _variant(row, assembly)) for assembly in Assembly)
        assert old is not None
        assert old == new
        named = f"p.{old.protein.text}" if old.protein is not None else "none"
        if named != row["protein_change"] and row["protein_change"] not in SPELT_OTHERWISE:
            differences.append((row["gene"], row["c_change"], row["protein_change"], named))
    assert len(rows) > 700
    assert not differences
