"""The header of a VCF as a value: version, samples, contigs, and the lines that say how the file was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_COLUMN_LINE = re.compile(rb"(?:^|\n)#CHROM[\t ]+POS[\t ]+ID[\t ]+REF[\t ]+ALT", re.IGNORECASE)
_META_LINE = re.compile(rb"(?:^|\n)##(?:INFO|FORMAT|FILTER|contig)=<", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([A-Za-z0-9_.]+)=("(?:[^"\\]|\\.)*"|[^,>]*)')


class HeaderFaultError(ValueError):
    """The header cannot be read; the text says why, in words for the user."""


@dataclass(frozen=True, slots=True)
class Meta:
    """One `##key=value` line."""

    key: str
    value: str

    def attributes(self) -> dict[str, str]:
        """The parts of `<ID=...,Description="...">`, quotes removed; empty for a plain value."""
        if "=" not in self.value:
            return {}
        return {name: text.strip('"') for name, text in _ATTRIBUTE.findall(self.value)}

    def __str__(self) -> str:
        return f"##{self.key}={self.value}"


@dataclass(frozen=True, slots=True)
class Contig:
    """One `##contig` line; `length` in bases, None when it is not given; `assembly` as written."""

    name: str
    length: int | None
    assembly: str


@dataclass(frozen=True)
class VcfHeader:
    """All of it, in the order of the file."""

    metas: tuple[Meta, ...]
    samples: tuple[str, ...]
    columns: int
    """Columns that each record must have."""
    warnings: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """ "4.2"; empty when the first line does not say."""
        for meta in self.metas[:1]:
            if meta.key.lower() == "fileformat":
                return meta.value.removeprefix("VCFv") if meta.value.startswith("VCFv") else ""
        return ""

    @cached_property
    def contigs(self) -> tuple[Contig, ...]:
        found = []
        for meta in self.metas:
            if meta.key == "contig":
                parts = meta.attributes()
                length = parts.get("length", "")
                number = int(length) if length.isascii() and length.isdigit() and len(length) < 12 else None
                found.append(Contig(parts.get("ID", ""), number, parts.get("assembly", "")))
        return tuple(found)

    @cached_property
    def info_descriptions(self) -> Mapping[str, str]:
        """INFO keys and what the header says of them."""
        found: dict[str, str] = {}
        for meta in self.metas:
            if meta.key == "INFO":
                parts = meta.attributes()
                found.setdefault(parts.get("ID", ""), parts.get("Description", ""))
        return found

    def values(self, key: str) -> list[str]:
        """Values of all lines with this key, whatever its case."""
        wanted = key.lower()
        return [meta.value for meta in self.metas if meta.key.lower() == wanted]


def looks_like_vcf(head: bytes) -> bool:
    """Tell whether content is plainly VCF, even when its first line does not say so."""
    if head[:20].lower().startswith(b"##fileformat=vcf") or _COLUMN_LINE.search(head):
        return True
    return head.lstrip().startswith(b"##") and _META_LINE.search(head) is not None


def parse_header(lines: list[str]) -> VcfHeader:
    """Read the lines that start with "#", the `#CHROM` line last, line ends removed.

    Raises:
        HeaderFaultError: there is no `#CHROM` line, or its columns are not those of VCF.
    """
    metas: list[Meta] = []
    warnings: list[str] = []
    names = ""
    for line in lines:
        if line.startswith("##"):
            key, _, value = line[2:].partition("=")
            metas.append(Meta(key.strip(), value.strip()))
        elif line.upper().startswith("#CHROM"):
            names = line
    if not names:
        raise HeaderFaultError("has no '#CHROM' line, which names the columns and samples of a VCF")
    if "\t" not in names:
        parted = next((word for sign, word in ((",", "commas"), (";", "semicolons")) if sign in names), "blanks")
        raise HeaderFaultError(f"has columns parted by {parted}; VCF wants tabs")
    cells = names.rstrip("\t\r").split("\t")
    if tuple(cell.strip().upper() for cell in cells[:8]) != _COLUMNS:
        raise HeaderFaultError("has other columns than VCF in its '#CHROM' line")
    if len(cells) > 8 and cells[8].strip().upper() != "FORMAT":
        raise HeaderFaultError("has no FORMAT column before its sample columns")
    samples = tuple(cell.strip() for cell in cells[9:])
    if any(not sample for sample in samples):
        raise HeaderFaultError("has a sample column without a name")
    if len(set(samples)) != len(samples):
        raise HeaderFaultError("names the same sample twice in its '#CHROM' line")
    header = VcfHeader(tuple(metas), samples, len(cells))
    if not header.version:
        warnings.append("The first line does not state a VCF version; the file was read as VCF by its columns.")
    elif header.version not in {"4.0", "4.1", "4.2", "4.3", "4.4", "4.5"}:
        warnings.append(f"The file states VCF version {header.version[:20]!r}; it was read by the rules of 4.x.")
    return VcfHeader(header.metas, samples, len(cells), tuple(warnings))
