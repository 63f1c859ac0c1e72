"""The shipped transcript table: every gene, both assemblies, lazily."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest

from interpreter.errors import ReferenceTableError
from interpreter.model.genes import Assembly, SequenceStatus, TranscriptStatus
from interpreter.variants.consequence_protein import translate
from interpreter.variants.coordinates import codon_intervals, frame_on, to_genome
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.reference_format import TableHeader, format_row, parse_row, table_bytes

TABLE = load_reference()


def test_the_shipped_table_names_itself() -> None:
    assert len(TABLE.genes) == 584
    assert TABLE.version
    assert TABLE.licences
    assert len(TABLE.sha256) == 64


def test_stand_ins_and_alternates() -> None:
    stand_ins = {
        gene: transcript.accession
        for gene in TABLE.genes
        if (transcript := TABLE.transcript(gene)) is not None and transcript.status is TranscriptStatus.STAND_IN
    }
    assert {gene: name.partition(".")[0] for gene, name in stand_ins.items()} == {
        "AKT1": "NM_005163",
        "FBXW7": "NM_033632",
        "MEN1": "NM_130799",
        "MITF": "NM_000248",
        "ROS1": "NM_002944",
    }
    main = {gene: TABLE.transcript(gene) for gene in TABLE.genes - stand_ins.keys()}
    assert all(found is not None and found.status is TranscriptStatus.MANE_SELECT for found in main.values())
    assert [found.accession for found in TABLE.alternates("MET")] == ["NM_001127500"]


def test_by_accession_ignores_the_version_and_knows_ensembl() -> None:
    for name in ("NM_004333.4", "NM_004333", "ENST00000646891.2", "ENST00000646891"):
        found = TABLE.by_accession(name)
        assert found is not None
        assert found.gene == "BRAF"
    found = TABLE.by_accession("NM_002467")
    assert found is not None
    assert found.status is TranscriptStatus.MANE_SELECT
    assert TABLE.by_accession("NM_999999") is None


@pytest.mark.parametrize("gene", sorted(TABLE.genes))
def test_every_transcript_is_sound(gene: str) -> None:
    main = TABLE.transcript(gene)
    assert main is not None
    for transcript in (main, *TABLE.alternates(gene)):
        assert transcript.cds_length % 3 == 0
        for assembly in transcript.layouts:
            frame = frame_on(transcript, assembly)
            assert frame is not None
            layout = transcript.layouts[assembly]
            first = layout.cds_end if transcript.reverse else layout.cds_start
            assert to_genome(transcript, assembly, 1) == first
            if gene != "CRLF2":
                last = layout.cds_start if transcript.reverse else layout.cds_end
                assert to_genome(transcript, assembly, transcript.cds_length) == last
        if transcript.sequence_status is SequenceStatus.COMPLETE:
            residues = translate(transcript.cds)
            assert residues.index("*") == len(residues) - 1 == transcript.protein_length
        if transcript.sequence_status is SequenceStatus.COORDINATES:
            assert not transcript.cds
        assert parse_row(format_row(transcript).split("\t")) == transcript


def test_s3_clone_rows_and_known_differences_do_not_prove_an_assembly() -> None:
    chek2 = TABLE.transcript("CHEK2")
    assert chek2 is not None
    assert not chek2.proves_assembly
    pos = to_genome(chek2, Assembly.GRCH38, 500)
    assert pos is not None
    assert TABLE.reference_base(Assembly.GRCH38, "22", pos) != "N"
    assert TABLE.reference_base(Assembly.GRCH38, "22", pos, trusted_only=True) == "N"


def test_reference_bases_on_the_plus_strand() -> None:
    assert TABLE.reference_base(Assembly.GRCH37, "7", 140453136) == "A"
    assert TABLE.reference_base(Assembly.GRCH38, "7", 140753336) == "A"
    assert TABLE.reference_base(Assembly.GRCH37, "7", 55259515) == "T"
    assert TABLE.reference_base(Assembly.GRCH37, "7", 5) == "N"


def test_overlapping_reaches_two_thousand_bases_upstream() -> None:
    found = TABLE.overlapping(Assembly.GRCH37, "5", 1295228, 1295228)
    assert [transcript.gene for transcript in found] == ["TERT"]
    assert TABLE.overlapping(Assembly.GRCH37, "5", 1, 10) == ()
    assert TABLE.overlapping(Assembly.GRCH37, "MT", 1, 10) == ()


@pytest.mark.parametrize("assembly", list(Assembly))
def test_regions_are_merged_ascending_and_hold_every_codon(assembly: Assembly) -> None:
    regions = TABLE.regions(assembly)
    for stretches in regions.values():
        assert all(one[1] + 1 < other[0] for one, other in pairwise(stretches))
    kras = TABLE.transcript("KRAS")
    assert kras is not None
    (start, end), *_ = codon_intervals(kras, assembly, 12, 12)
    assert any(low <= start and end <= high for low, high in regions["12"])


def test_histone_codons_needed_for_markers_are_known() -> None:
    h3 = TABLE.transcript("H3-3A")
    assert h3 is not None
    assert (translate(h3.cds[81:84]), translate(h3.cds[102:105])) == ("K", "G")


def test_a_faulty_table_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ReferenceTableError) as missing:
        load_reference(tmp_path / "absent.tsv.gz")
    assert "absent.tsv.gz" in missing.value.problem
    other = tmp_path / "other.tsv"
    other.write_text("gene\tsomething\n")
    with pytest.raises(ReferenceTableError, match="column line"):
        load_reference(other)
    cut = tmp_path / "cut.tsv.gz"
    header = TableHeader(name="cut", version="1", date="", licences=())
    braf = TABLE.transcript("BRAF")
    assert braf is not None
    cut.write_bytes(table_bytes(header, [braf])[:-40])
    with pytest.raises(ReferenceTableError, match="unpacked"):
        load_reference(cut)


def test_a_damaged_row_is_told_with_its_gene() -> None:
    header = TableHeader(name="own", version="1", date="", licences=())
    braf = TABLE.transcript("BRAF")
    assert braf is not None
    data = table_bytes(header, [braf])
    assert TranscriptTable(data, "own").transcript("BRAF") == braf
    broken = gzip.decompress(data).decode().replace("ATGGCGGCGCTGAGC", "ATGGCGGCGCTGAG?")
    with pytest.raises(ReferenceTableError, match="BRAF"):
        TranscriptTable(broken.encode(), "own").transcript("BRAF")
