"""ASSAY.toml: what a laboratory's test looks at. It proves nothing without this sample's `sample_qc` (RULES R1)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interpreter.errors import AssayFileError
from interpreter.model.assessment import AlterationClass
from interpreter.model.genes import CHROMOSOMES, Assembly
from interpreter.model.results import SpecimenKind
from interpreter.variants.toml_tables import TOML_NEEDS, UNREADABLE

_FORMAT = "assay/1"
_KEYS = {"format", "name", "version", "laboratory", "method", "specimens", "min_depth", "targets", "classes", "tmb"}
_NAMES_GENES = frozenset(
    {
        AlterationClass.ITD,
        AlterationClass.FUSION,
        AlterationClass.AMPLIFICATION,
        AlterationClass.DELETION,
        AlterationClass.SKIPPING,
        AlterationClass.REARRANGEMENT,
    }
)
_GENE = re.compile(r"[A-Z][A-Za-z0-9-]{0,24}")
_POSITION = re.compile(r"c\.-?\d+(?:[+-]\d+)?(?:_-?\d+(?:[+-]\d+)?)?")
_MAX_BYTES = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneScope:
    """What the assay sequences of one gene, in the numbering of the gene's own transcript (1-based)."""

    whole: bool = False
    """The whole coding sequence with its splice sites."""
    exons: frozenset[int] = frozenset()
    codons: tuple[tuple[int, int], ...] = ()
    positions: frozenset[str] = frozenset()
    """Non-coding positions by name: "c.-124"."""

    def has_codon(self, codon: int) -> bool:
        return self.whole or any(first <= codon <= last for first, last in self.codons)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScope:
    """One class of change the assay detects."""

    limit: float | None
    """Detection limit as a VAF fraction; None = not stated or not a fraction."""
    genes: frozenset[str] | None
    """Genes it detects it in; None = all targets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assay:
    """A test as its laboratory describes it."""

    name: str
    version: str
    laboratory: str
    method: str
    specimens: frozenset[SpecimenKind]
    """Specimens it is validated for; empty = not stated."""
    min_depth: int
    """Reads the laboratory asks for at every base."""
    genes: Mapping[str, GeneScope]
    regions: tuple[tuple[str, int, int], ...]
    """Target regions of its BED, 1-based inclusive; empty when the scope is given by genes."""
    regions_assembly: Assembly | None
    classes: Mapping[AlterationClass, ClassScope]
    callable_mb: float | None
    """Megabases its TMB rests on."""
    source: str
    """File name, for the proof."""

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    def declares(self, kind: AlterationClass, gene: str) -> bool:
        """Tell whether the assay detects this class in this gene."""
        scope = self.classes.get(kind)
        return scope is not None and (scope.genes is None or not gene or gene in scope.genes)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleQc:
    """What the laboratory states of this very sample; without it an assay's scope proves nothing."""

    state: str = ""
    """"passed", "failed" or empty (not stated)."""
    classes: frozenset[AlterationClass] = frozenset()
    """Classes the statement is about; empty = those that the files given can carry."""
    note: str = ""


@dataclass(slots=True)
class _Faults:
    lines: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.lines.append(f"{where}: {what}")


def read_assay(path: Path) -> Assay:
    """Read and check an ASSAY.toml and the BED it names (looked for beside it).

    Raises:
        AssayFileError: the file cannot be read, or holds values outside the vocabulary; all are listed at once.
    """
    data = _load(path)
    faults = _Faults()
    for key in sorted(data.keys() - _KEYS):
        faults.add(key, f"unknown key; allowed: {', '.join(sorted(_KEYS))}")
    if data.get("format") != _FORMAT:
        faults.add("format", f'must be "{_FORMAT}"')
    name = _text(data, "name", faults, required=True)
    version = _text(data, "version", faults, required=True)
    specimens = _specimens(data.get("specimens", []), faults)
    min_depth = data.get("min_depth")
    if not isinstance(min_depth, int) or isinstance(min_depth, bool) or not 1 <= min_depth <= 1_000_000:
        faults.add("min_depth", "must be a whole number of reads, 1 or more")
        min_depth = 1
    genes, regions, assembly = _targets(data.get("targets"), path, faults)
    classes = _classes(data.get("classes"), faults)
    callable_mb = _tmb(data.get("tmb"), faults)
    if AlterationClass.TMB in classes and callable_mb is None:
        faults.add("tmb.callable_mb", "is needed where the class tmb is declared")
    assay = Assay(
        name=name,
        version=version,
        laboratory=_text(data, "laboratory", faults),
        method=_text(data, "method", faults),
        specimens=specimens,
        min_depth=min_depth,
        genes=genes,
        regions=regions,
        regions_assembly=assembly,
        classes=classes,
        callable_mb=callable_mb,
        source=path.name,
    )
    if faults.lines:
        raise AssayFileError(
            problem=f"'{path.name}' is not a usable assay description.",
            meaning="It was not used, so it proves no negative result.",
            remedy="Correct the entries listed, then run 'interpreter assay check' on the file.",
            details=tuple(faults.lines),
        )
    return assay


def check_assay(path: Path) -> tuple[str, ...]:
    """Read an ASSAY.toml and say in lines what it covers, for `interpreter assay check`.

    Raises:
        AssayFileError: as `read_assay`.
    """
    assay = read_assay(path)
    whole = sum(scope.whole for scope in assay.genes.values())
    lines = [
        f"{assay.label}: a valid assay description.",
        f"Reads asked for at every base: {assay.min_depth}.",
        f"Genes named: {len(assay.genes)} ({whole} with their whole coding sequence).",
    ]
    if assay.regions:
        bases = sum(end - start + 1 for _, start, end in assay.regions)
        lines.append(f"Target regions: {len(assay.regions)} ({bases} bases, {assay.regions_assembly}).")
    for kind, scope in assay.classes.items():
        limit = "no limit stated" if scope.limit is None else f"detection limit {scope.limit:.3g} VAF"
        where = "all targets" if scope.genes is None else f"{len(scope.genes)} genes"
        lines.append(f"Detects {kind}: {where}, {limit}.")
    undeclared = [kind for kind in AlterationClass if kind not in assay.classes]
    if undeclared:
        lines.append(f"Does not declare: {', '.join(undeclared)}; these are never proved absent by it.")
    if assay.callable_mb is not None:
        lines.append(f"TMB rests on {assay.callable_mb:g} Mb.")
    lines.append('It proves a negative only together with sample_qc "passed" for the sample, or with its coverage.')
    return tuple(lines)


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise AssayFileError(
                problem=f"'{path.name}' is larger than an assay description can be.",
                meaning="It was not read, so it proves no negative result.",
                remedy="Give the ASSAY.toml of the laboratory's test.",
            )
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise AssayFileError(
            problem=f"'{path.name}' cannot be read: {error.strerror or error}.",
            meaning="It was not used, so it proves no negative result.",
            remedy=UNREADABLE,
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AssayFileError(
            problem=f"'{path.name}' could not be read as TOML: {error}.",
            meaning="It was not used, so it proves no negative result.",
            remedy=f"Correct the file as docs/assay.md describes it; {TOML_NEEDS}",
        ) from error


def _text(data: Mapping[str, Any], key: str, faults: _Faults, *, required: bool = False) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or (required and not value.strip()):
        faults.add(key, "must be a text" + (" and not empty" if required else ""))
        return ""
    return value.strip()


def _specimens(value: object, faults: _Faults) -> frozenset[SpecimenKind]:
    allowed = [kind.value for kind in SpecimenKind if kind is not SpecimenKind.UNKNOWN]
    if not isinstance(value, list) or any(item not in allowed for item in value):
        faults.add("specimens", f"must be a list of {', '.join(allowed)}")
        return frozenset()
    return frozenset(SpecimenKind(item) for item in value)


def _targets(
    value: object, path: Path, faults: _Faults
) -> tuple[dict[str, GeneScope], tuple[tuple[str, int, int], ...], Assembly | None]:
    if not isinstance(value, dict) or not value.keys() & {"genes", "bed"}:
        faults.add("targets", "must name genes, or a bed with its assembly")
        return {}, (), None
    for key in sorted(value.keys() - {"genes", "bed", "assembly"}):
        faults.add(f"targets.{key}", "unknown key; allowed: genes, bed, assembly")
    genes: dict[str, GeneScope] = {}
    listed = value.get("genes", {})
    if not isinstance(listed, dict):
        faults.add("targets.genes", "must be a table of genes")
        listed = {}
    for gene, scope in listed.items():
        where = f"targets.genes.{gene}"
        if not _GENE.fullmatch(gene):
            faults.add(where, "is not a gene symbol")
        else:
            genes[gene] = _gene_scope(scope, where, faults)
    regions: tuple[tuple[str, int, int], ...] = ()
    assembly: Assembly | None = None
    if "bed" in value:
        if value.get("assembly") not in list(Assembly):
            faults.add("targets.assembly", "must be GRCh37 or GRCh38 where a bed is named")
        else:
            assembly = Assembly(value["assembly"])
        regions = _bed(value["bed"], path, faults)
    return genes, regions, assembly


def _gene_scope(value: object, where: str, faults: _Faults) -> GeneScope:
    if value == "all":
        return GeneScope(whole=True)
    if not isinstance(value, dict) or not value or value.keys() - {"exons", "codons", "positions"}:
        faults.add(where, 'must be "all" or a table of exons, codons and positions')
        return GeneScope()
    exons = value.get("exons", [])
    if not isinstance(exons, list) or any(type(exon) is not int or exon < 1 for exon in exons):
        faults.add(f"{where}.exons", "must be a list of exon numbers")
        exons = []
    positions = value.get("positions", [])
    if not isinstance(positions, list) or any(not isinstance(p, str) or not _POSITION.fullmatch(p) for p in positions):
        faults.add(f"{where}.positions", 'must be a list such as ["c.-124", "c.-146"]')
        positions = []
    return GeneScope(
        exons=frozenset(exons),
        codons=codon_ranges(value.get("codons", []), f"{where}.codons", faults.lines),
        positions=frozenset(positions),
    )


def codon_ranges(value: object, where: str, faults: list[str]) -> tuple[tuple[int, int], ...]:
    """Read a list of codons, numbers or "first-last" texts, into ranges; what is wrong is appended to `faults`."""
    ranges: list[tuple[int, int]] = []
    for item in value if isinstance(value, list) else [value]:
        found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", str(item)) if type(item) in (int, str) else None
        first = int(found[1]) if found else 0
        last = int(found[2] or found[1]) if found else 0
        if not 1 <= first <= last:
            faults.append(f'{where}: must be codon numbers or ranges such as [12, 13, "59-61"]')
            return ()
        ranges.append((first, last))
    return tuple(sorted(ranges))


def _bed(value: object, path: Path, faults: _Faults) -> tuple[tuple[str, int, int], ...]:
    if not isinstance(value, str) or not value or Path(value).name != value:
        faults.add("targets.bed", "must be the name of a file beside the assay description")
        return ()
    try:
        text = (path.parent / value).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        faults.add("targets.bed", f"'{value}' could not be read: {reason}")
        return ()
    regions: list[tuple[str, int, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        cells = line.split("\t")
        chrom = plain_chromosome(cells[0])
        if len(cells) < 3 or not (cells[1].isdecimal() and cells[2].isdecimal()) or int(cells[1]) >= int(cells[2]):
            faults.add("targets.bed", f"line {number} is not chromosome, start, end")
        elif chrom in CHROMOSOMES:
            regions.append((chrom, int(cells[1]) + 1, int(cells[2])))
    if not regions:
        faults.add("targets.bed", f"'{value}' names no region")
    return tuple(sorted(regions))


def plain_chromosome(name: str) -> str:
    """Give a chromosome without "chr"; the mitochondrion is MT."""
    plain = name.removeprefix("chr")
    return "MT" if plain == "M" else plain


def _classes(value: object, faults: _Faults) -> dict[AlterationClass, ClassScope]:
    if not isinstance(value, dict) or not value:
        faults.add("classes", f"must declare at least one of {', '.join(AlterationClass)}")
        return {}
    classes: dict[AlterationClass, ClassScope] = {}
    for name, scope in value.items():
        where = f"classes.{name}"
        if name not in list(AlterationClass):
            faults.add(where, f"unknown class; allowed: {', '.join(AlterationClass)}")
            continue
        kind = AlterationClass(name)
        if not isinstance(scope, dict) or scope.keys() - {"limit", "genes"}:
            faults.add(where, "must be a table of limit and genes")
            continue
        limit = scope.get("limit")
        if limit is not None and (type(limit) not in (int, float) or not 0 < limit < 1):
            faults.add(f"{where}.limit", "must be a VAF fraction between 0 and 1 (0.05 is 5 %)")
            limit = None
        genes = scope.get("genes")
        if genes is None and kind in _NAMES_GENES:
            faults.add(f"{where}.genes", 'must list the genes it is detected in, or "all targets"')
        elif genes == "all targets":
            genes = None
        elif genes is not None and (not isinstance(genes, list) or any(not isinstance(g, str) for g in genes)):
            faults.add(f"{where}.genes", 'must be a list of gene symbols, or "all targets"')
            genes = None
        classes[kind] = ClassScope(limit=limit, genes=None if genes is None else frozenset(genes))
    return classes


def _tmb(value: object, faults: _Faults) -> float | None:
    if value is None:
        return None
    size = value.get("callable_mb") if isinstance(value, dict) else None
    if type(size) not in (int, float) or not 0 < float(size or 0) < 100 or (isinstance(value, dict) and len(value) > 1):
        faults.add("tmb", "must be callable_mb, the megabases a TMB rests on")
        return None
    return float(size or 0)
