"""Consequences and population frequencies as annotators wrote them into a VCF; read to compare and to flag, no more.

The program's own consequence is the one that is matched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from interpreter.model.variants import FileAnnotation
from interpreter.rule_tables import rule_rows
from interpreter.variants.vcf_header import VcfHeader
from interpreter.variants.vcf_records import VcfRecord

_ANN_FIELDS = (
    "Allele",
    "Annotation",
    "Impact",
    "Gene_Name",
    "Gene_ID",
    "Feature_Type",
    "Feature_ID",
    "BioType",
    "Rank",
    "HGVS.c",
    "HGVS.p",
)
_MOST = 200
"""Annotations kept for one allele; catalogue genes have far fewer transcripts."""


@dataclass(frozen=True, slots=True)
class _Frequency:
    where: str
    pattern: re.Pattern[str]
    scale: str


class Annotator:
    """Reads the annotations of one file by what its header says of their fields."""

    def __init__(self, header: VcfHeader, genes: frozenset[str]) -> None:
        self._genes = genes
        described = header.info_descriptions
        self._vep = {key: _fields(described[key]) for key in ("CSQ", "vep", "CSQ_VEP") if key in described}
        self._ann = _fields(described.get("ANN", "")) or list(_ANN_FIELDS)
        self._funcotation = _fields(described.get("FUNCOTATION", ""))
        self._frequencies = [
            _Frequency(row["where"], re.compile(row["pattern"]), row["scale"])
            for row in rule_rows("population_fields.tsv")
        ]
        self._vep_frequencies = [
            (name, rule.scale)
            for name in dict.fromkeys(name for fields in self._vep.values() for name in fields)
            for rule in self._frequencies
            if rule.where == "csq" and rule.pattern.fullmatch(name)
        ]
        self._info_frequencies = {
            key: rule.scale
            for key in described
            for rule in self._frequencies
            if rule.where == "info" and rule.pattern.fullmatch(key)
        }
        self._any = bool(self._vep or self._funcotation or self._info_frequencies) or any(
            key in described for key in ("ANN", "BCSQ", "CSQT", "AAChange.refGene", "Func.refGene", "ANNOVAR_DATE")
        )

    def of(self, record: VcfRecord, index: int) -> tuple[tuple[FileAnnotation, ...], float | None]:
        """Give the annotations of one ALT allele (1-based) on catalogue genes, and its highest population frequency."""
        if not self._any:
            return (), None
        info = record.info
        found: list[FileAnnotation] = []
        frequencies = list(self._frequencies_in(info, index, len(record.alts)))
        for key, fields in self._vep.items():
            for entry in _entries(info.get(key, ""), fields):
                if _vep_matches(entry.get("Allele", ""), record, index, entry.get("ALLELE_NUM", "")):
                    found.append(_vep_annotation(entry))
                    frequencies += self._frequencies_of_entry(entry)
        found += self._snpeff(info, record, index)
        found += _bcsq(info, record, index)
        found += _csqt(info, index)
        found += self._funcotator(info, index, len(record.alts))
        found += _annovar(record, index)
        kept = [each for each in dict.fromkeys(found) if each.gene in self._genes]
        return tuple(kept[:_MOST]), max(frequencies, default=None)

    def _snpeff(self, info: Mapping[str, str], record: VcfRecord, index: int) -> Iterator[FileAnnotation]:
        fields = [_ANN_FIELDS[at] if at < len(_ANN_FIELDS) else name for at, name in enumerate(self._ann)]
        for entry in _entries(info.get("ANN", ""), fields):
            if entry["Allele"].split("-")[0].upper() == record.alts[index - 1].upper():
                yield FileAnnotation(
                    annotator="SnpEff",
                    gene=entry.get("Gene_Name", ""),
                    transcript=entry.get("Feature_ID", ""),
                    hgvs_c=entry.get("HGVS.c", ""),
                    hgvs_p=entry.get("HGVS.p", ""),
                    consequence=entry.get("Annotation", ""),
                )

    def _funcotator(self, info: Mapping[str, str], index: int, alternates: int) -> Iterator[FileAnnotation]:
        text = info.get("FUNCOTATION", "")
        if not text or not self._funcotation:
            return
        # One bracket an allele; several transcripts of an allele are parted by "#".
        alleles = re.findall(r"\[([^\[\]]*)\]", text)
        if len(alleles) != alternates:
            return
        for part in alleles[index - 1].split("#"):
            entry = {
                re.sub(r"^Gencode_\d+_", "", name): unquote(value)
                for name, value in zip(self._funcotation, part.split("|"), strict=False)
            }
            yield FileAnnotation(
                annotator="Funcotator",
                gene=entry.get("hugoSymbol", ""),
                transcript=entry.get("annotationTranscript", ""),
                hgvs_c=entry.get("cDnaChange", ""),
                hgvs_p=entry.get("proteinChange", ""),
                consequence=entry.get("variantClassification", ""),
            )

    def _frequencies_in(self, info: Mapping[str, str], index: int, alternates: int) -> Iterator[float]:
        for key, scale in self._info_frequencies.items():
            parts = info.get(key, "").split(",")
            if len(parts) == alternates or len(parts) == 1:
                value = _frequency(parts[index - 1] if len(parts) == alternates else parts[0], scale)
                if value is not None:
                    yield value

    def _frequencies_of_entry(self, entry: Mapping[str, str]) -> Iterator[float]:
        for name, scale in self._vep_frequencies:
            for part in entry.get(name, "").split("&"):
                value = _frequency(part, scale)
                if value is not None:
                    yield value


def _fields(description: str) -> list[str]:
    """Read the names parted by "|" from a description ("... Format: Allele|Consequence|...")."""
    if "|" not in description:
        return []
    text = re.split(r"(?:[Ff]ormat|fields are|annotations)\s*:", description)[-1]
    return [name.strip(" '\"") for name in text.split("|")]


def _entries(text: str, fields: list[str]) -> Iterator[dict[str, str]]:
    if not text or not fields:
        return
    for part in text.split(","):
        values = part.split("|")
        values += [""] * (len(fields) - len(values))
        yield dict(zip(fields, values, strict=False))


def _vep_matches(allele: str, record: VcfRecord, index: int, number: str) -> bool:
    """Compare VEP's allele, which drops a shared first base where any allele is an indel."""
    if number:
        return number == str(index)
    alt = record.alts[index - 1]
    sequences = [each for each in record.alts if each != "*"]
    if any(len(each) != len(record.ref) for each in sequences) and all(
        each[:1] == record.ref[:1] for each in sequences
    ):
        return allele == (alt[1:] or "-")
    return allele == alt


def _vep_annotation(entry: Mapping[str, str]) -> FileAnnotation:
    hgvs_p = unquote(entry.get("HGVSp", ""))
    residues = entry.get("Amino_acids", "")
    if not hgvs_p and "/" in residues and entry.get("Protein_position", "").partition("/")[0].isdigit():
        before, after = residues.split("/", 1)
        hgvs_p = f"p.{before}{entry['Protein_position'].partition('/')[0]}{after}" if len(before) == 1 else ""
    return FileAnnotation(
        annotator="VEP",
        gene=entry.get("SYMBOL", ""),
        transcript=entry.get("Feature", ""),
        hgvs_c=unquote(entry.get("HGVSc", "")),
        hgvs_p=hgvs_p,
        consequence=entry.get("Consequence", ""),
        canonical=entry.get("CANONICAL") == "YES" or bool(entry.get("MANE_SELECT")),
    )


def _bcsq(info: Mapping[str, str], record: VcfRecord, index: int) -> Iterator[FileAnnotation]:
    for part in info.get("BCSQ", "").split(","):
        cells = part.split("|")
        if len(cells) < 4 or part.startswith("@"):
            continue
        change = cells[6] if len(cells) > 6 else ""
        own = f"{record.pos}{record.ref}>{record.alts[index - 1]}"
        if len(record.alts) > 1 and own not in change.split("+"):
            continue
        residues = cells[5] if len(cells) > 5 else ""
        yield FileAnnotation(
            annotator="bcftools csq",
            gene=cells[1],
            transcript=cells[2],
            hgvs_c="",
            hgvs_p=_from_csq(residues),
            consequence=cells[0].lstrip("*"),
        )


def _from_csq(residues: str) -> str:
    """Write "600V>600E" as p.V600E; other spellings stay as they are.

    >>> _from_csq("600V>600E"), _from_csq("12G")
    ('p.V600E', 'p.G12=')
    """
    changed = re.fullmatch(r"(\d+)([A-Z*])>\1([A-Z*])", residues)
    if changed:
        return f"p.{changed[2]}{changed[1]}{changed[3]}"
    same = re.fullmatch(r"(\d+)([A-Z*])", residues)
    return f"p.{same[2]}{same[1]}=" if same else residues


def _csqt(info: Mapping[str, str], index: int) -> Iterator[FileAnnotation]:
    for part in info.get("CSQT", "").split(","):
        cells = part.split("|")
        if len(cells) >= 4 and cells[0] == str(index):
            yield FileAnnotation(
                annotator="Nirvana", gene=cells[1], transcript=cells[2], hgvs_c="", hgvs_p="", consequence=cells[3]
            )


def _annovar(record: VcfRecord, index: int) -> Iterator[FileAnnotation]:
    text = record.info_text
    if "refGene" not in text and "ensGene" not in text:
        return
    # ANNOVAR repeats its keys for each allele, each set closed by ALLELE_END.
    sets = text.split("ALLELE_END")
    part = sets[index - 1] if len(sets) > len(record.alts) > 1 else text
    values: dict[str, str] = {}
    for entry in part.split(";"):
        key, _, value = entry.partition("=")
        values.setdefault(key, value.replace("\\x3b", ";").replace("\\x3d", "="))
    for database in ("refGene", "refGeneWithVer", "ensGene"):
        consequence = values.get(f"ExonicFunc.{database}", ".")
        if consequence in (".", ""):
            consequence = values.get(f"Func.{database}", "")
        for change in values.get(f"AAChange.{database}", "").split(","):
            cells = change.split(":")
            if len(cells) >= 4:
                yield FileAnnotation(
                    annotator="ANNOVAR",
                    gene=cells[0],
                    transcript=cells[1],
                    hgvs_c=next((cell for cell in cells if cell.startswith("c.")), ""),
                    hgvs_p=next((cell for cell in cells if cell.startswith("p.")), ""),
                    consequence=consequence,
                )


def _frequency(text: str, scale: str) -> float | None:
    """Read a frequency; None where there is none, or no fraction."""
    if text in ("", "."):
        return None
    try:
        value = float(text.rpartition(":")[2])
    except ValueError:
        return None
    if scale == "minus log10":
        value = 10.0**-value if math.isfinite(value) and value < 300 else 0.0
    return value if 0.0 <= value <= 1.0 else None
