"""S25: broken tables and typed-in files end in a fault of ours or a value, never in a crash or a lost row."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interpreter.errors import InterpreterError
from interpreter.model.genes import Assembly
from interpreter.model.results import State
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.assay import read_assay
from interpreter.variants.contents import ReadOptions
from interpreter.variants.coverage import read_coverage
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import load_reference
from interpreter.variants.results_file import parse_results, read_results

ROOT = Path(__file__).resolve().parents[2]
SEEDS = {
    "maf": "Hugo_Symbol\tNCBI_Build\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele1\t"
    "Tumor_Seq_Allele2\tTumor_Sample_Barcode\tt_depth\tt_alt_count\tFILTER\n"
    "BRAF\t38\tchr7\t140753336\tA\tA\tT\tT1\t200\t50\tPASS\n"
    "EGFR\t38\t7\t55174772\tGGAATTAAGAGAAGC\t-\t-\tT1\t90\t40\t.\n",
    "arriba": "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tsplit_reads1\t"
    "split_reads2\tdiscordant_mates\tconfidence\treading_frame\n"
    "EML4\tALK\t+/+\t-/-\t2:42301394\t2:29223528\t5\t4\t2\thigh\tin-frame\n",
    "fusions": "gene5,gene3,reads,status\nEML4,ALK,9,called\nKIF5B,RET,1,\n",
    "cns": "chromosome\tstart\tend\tgene\tlog2\tprobes\nchr17\t37800000\t37900000\tERBB2,CDK12\t3.1\t20\n",
    "seg": "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t17\t37800000\t37900000\t20\t2.5\n",
    "genes": "gene,copy_number,state\nERBB2,18,amplification\nPTEN,,deletion\n",
    "tso500": "[Analysis Details]\nPair ID\tC7\n\n[TMB]\nTotal TMB\t12\nCoding Region Size in Megabases\t1.2\n\n"
    "[Gene Amplifications]\nGene\tFold Change\nERBB2\t4.5\n\n[Fusions]\nGene Pair\tBreakpoint 1\tBreakpoint 2\t"
    "Fusion Supporting Reads\nEML4-ALK\tchr2:42522656\tchr2:29446394\t44\n\n[Small Variants]\nGene\tChromosome\t"
    "Genomic Position\tReference Call\tAlternative Call\tAllele Frequency\tDepth\n"
    "BRAF\tchr7\t140453136\tA\tT\t0.2\t80\n",
    "structural": "##fileformat=VCFv4.2\n##reference=GRCh37\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
    "2\t29446500\ta\tN\tN]2:42522656]\t.\tPASS\tSVTYPE=BND;MATEID=b\tPR:SR\t20,5:30,9\n"
    "2\t42522656\tb\tN\tN]2:29446500]\t.\tPASS\tSVTYPE=BND;MATEID=a\tPR:SR\t20,5:30,9\n"
    "17\t37800000\tc\tN\t<DUP>\t.\tPASS\tSVTYPE=CNV;END=37900000\tGT:CN\t./1:9\n"
    "7\t55150000\td\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=55225000\tGT:DR:DV\t0/1:9:8\n",
}
_BYTES = b"\t\n,;:|[]<>=+-.0123456789ACGTNchrXY \"'#\x00\x07\xc3\xff"


def broken(seed: bytes, random_: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(random_.randint(1, 6)):
        at = random_.randrange(len(data) + 1)
        match random_.randrange(5):
            case 0:
                del data[at : at + random_.randint(1, 12)]
            case 1:
                data[at:at] = bytes(random_.choice(_BYTES) for _ in range(random_.randint(1, 6)))
            case 2:
                data[at : at + 1] = bytes([random_.choice(_BYTES)])
            case 3:
                line = data.split(b"\n")
                line.insert(random_.randrange(len(line)), random_.choice(line))
                data = bytearray(b"\n".join(line))
            case _:
                data[at:at] = random_.choice((b"99999999999999999999", b"-1", b"1e999", b"nan", b"chr7", b"\r"))
    return bytes(data)


@pytest.mark.parametrize("name", sorted(SEEDS))
@pytest.mark.parametrize("assembly", [None, Assembly.GRCH37])
def test_s25_broken_tables_never_crash_and_lose_no_row(name: str, assembly: Assembly | None) -> None:
    table = load_reference()
    random_ = random.Random(f"{name}{assembly}")
    read = 0
    for _ in range(150):
        data = broken(SEEDS[name].encode(), random_)
        try:
            contents = read_input(data, ReadOptions(assembly=assembly), table, Settings(), silent, name="case.tsv")
        except InterpreterError:
            continue
        read += 1
        assert contents.ledger.close().adds_up
        for call in (*contents.calls, *contents.fusions, *contents.copy_numbers, *contents.structural):
            assert "\n" not in call.source.text
            assert "\x00" not in call.source.text
    assert read or name in ("seg", "maf", "tso500")


@pytest.mark.parametrize("name", ["results", "assay", "coverage"])
def test_s25_broken_files_beside_the_variants(name: str, tmp_path: Path) -> None:
    random_ = random.Random(name)
    seeds = {
        "results": (ROOT / "docs/results.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0],
        "assay": (ROOT / "resources/assays/hotspot12.toml").read_text(encoding="utf-8"),
        "coverage": "#chrom\tstart\tend\tregion\t10X\t100X\n12\t25245340\t25245350\ta\t10\t9\n",
    }
    path = tmp_path / "file"
    table = load_reference()
    told: list[InterpreterError] = []
    for _ in range(200):
        path.write_bytes(broken(seeds[name].encode(), random_))
        try:
            if name == "results":
                read_results(path)
            elif name == "assay":
                read_assay(path)
            else:
                read_coverage(path, Assembly.GRCH38, table, Settings())
        except InterpreterError as fault:
            told.append(fault)
    assert len(told) > 20, "the damage is hardly ever seen"
    assert all(fault.problem and fault.remedy for fault in told)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_KEYS = ("format", "sample_qc", "sample_qc_classes", "specimen", "case", "marker", "sequence", "pharmacogene")
_EXAMPLE = tomllib.loads((ROOT / "docs/results.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0])


@given(changes=st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=3), inner=st.tuples(st.integers(0, 5), _JSON))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_values_of_a_form_give_results_or_our_fault(changes: dict[str, object], inner: tuple[int, object]) -> None:
    markers = [dict(marker) for marker in _EXAMPLE["marker"]]
    place = markers[inner[0] % len(markers)]
    place[sorted(place)[0]] = inner[1]
    told: list[InterpreterError] = []
    try:
        read = parse_results({**_EXAMPLE, "marker": markers, **changes}, "form")
    except InterpreterError as fault:
        told.append(fault)
    else:
        assert all(result.state in State for result in (*read.marker_results, *read.sequence_results))
    assert all(fault.details for fault in told), "the entry at fault is named"
