"""ASSAY.toml: read, checked, and the shipped examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interpreter.errors import AssayFileError
from interpreter.model.assessment import AlterationClass
from interpreter.model.genes import Assembly
from interpreter.resources import resource_path
from interpreter.variants.assay import check_assay, read_assay
from interpreter.variants.coordinates import exon_codons
from interpreter.variants.reference import load_reference

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("name", "genes"), [("hotspot12", 12), ("amplicon50", 50), ("comprehensive500", 500)])
def test_the_shipped_examples_are_valid_and_their_places_exist(name: str, genes: int) -> None:
    assay = read_assay(resource_path(f"assays/{name}.toml"))
    table = load_reference()
    assert len(assay.genes) == genes
    for gene, scope in assay.genes.items():
        transcript = table.transcript(gene)
        assert transcript is not None, gene
        assert all(exon_codons(transcript, exon) is not None for exon in scope.exons), gene
        assert all(last <= transcript.protein_length for _, last in scope.codons), gene
    for scope_of_class in assay.classes.values():
        assert scope_of_class.genes is None or scope_of_class.genes <= table.genes


def test_check_says_what_is_covered_and_what_is_not() -> None:
    said = "\n".join(check_assay(resource_path("assays/hotspot12.toml")))
    assert "Example Hotspot 12 1.0: a valid assay description." in said
    assert "Does not declare: itd, fusion" in said
    assert 'only together with sample_qc "passed"' in said


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", (DOCS / "assay.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    path = tmp_path / "assay.toml"
    path.write_text(example[1], encoding="utf-8")
    with pytest.raises(AssayFileError) as caught:
        read_assay(path)
    assert "could not be read" in caught.value.details[0]
    (tmp_path / "example_panel.bed").write_text("# targets\nchr12\t25245273\t25245384\nchrUn_1\t0\t5\n")
    assay = read_assay(path)
    assert assay.regions == (("12", 25245274, 25245384),)
    assert assay.regions_assembly is Assembly.GRCH38
    assert assay.callable_mb == 1.3
    assert assay.genes["KRAS"].has_codon(60)
    assert not assay.genes["KRAS"].has_codon(14)
    assert assay.declares(AlterationClass.FUSION, "ALK")
    assert not assay.declares(AlterationClass.FUSION, "NTRK1")
    assert assay.declares(AlterationClass.AMPLIFICATION, "ERBB2")


def test_all_faults_at_once(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    path.write_text(
        """format = "assay/2"
name = ""
version = "1"
colour = "red"
specimens = ["wood"]
min_depth = 0
[targets]
bed = "../other.bed"
assembly = "hg19"
[targets.genes]
KRAS = { codons = [0] }
"<b>" = "all"
EGFR = "some"
[classes.substitution]
limit = 5
[classes.fusion]
[classes.magic]
[classes.tmb]
"""
    )
    with pytest.raises(AssayFileError) as caught:
        read_assay(path)
    said = "\n".join(caught.value.details)
    for expected in (
        "colour: unknown key",
        'format: must be "assay/1"',
        "name: must be a text and not empty",
        "specimens: must be a list of tissue, plasma, blood, marrow",
        "min_depth: must be a whole number",
        "targets.genes.KRAS.codons: must be codon numbers",
        "targets.genes.<b>: is not a gene symbol",
        'targets.genes.EGFR: must be "all"',
        "targets.assembly: must be GRCh37 or GRCh38",
        "targets.bed: must be the name of a file beside",
        "classes.substitution.limit: must be a VAF fraction",
        "classes.fusion.genes: must list the genes",
        "classes.magic: unknown class",
        "tmb.callable_mb: is needed",
    ):
        assert expected in said


def test_no_file_or_no_toml(tmp_path: Path) -> None:
    with pytest.raises(AssayFileError):
        read_assay(tmp_path / "absent.toml")
    path = tmp_path / "assay.toml"
    path.write_bytes(b"\xff\xfe[[")
    with pytest.raises(AssayFileError):
        read_assay(path)
