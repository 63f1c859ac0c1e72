"""One record line of a VCF as a value: split and checked, not yet interpreted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus, CopyNumberCall, FileAnnotation, Source, StructuralCall, Support
from interpreter.settings import Settings


@dataclass(slots=True, kw_only=True, eq=False)
class VcfRecord:
    """One data line. Missing values keep VCF's "." in `id` and `qual`; texts are as written unless said otherwise."""

    line: int
    """1-based line number in the file, the header counted."""
    contig: str
    """CHROM as written."""
    chrom: str
    """Plain chromosome name ("7", "X", "MT")."""
    pos: int
    """1-based."""
    id: str
    ref: str
    """Upper case."""
    alts: tuple[str, ...]
    """Upper case where it is sequence; symbolic alleles and breakends as written; empty when ALT is "."."""
    qual: str
    filters: frozenset[str] | None
    """None = "." (filters not run), empty = PASS, else the filters that failed."""
    info_text: str
    format: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """One text a sample, in the order of the header."""
    _info: dict[str, str] | None = field(default=None, repr=False)

    @property
    def info(self) -> Mapping[str, str]:
        """INFO by key; a flag has the value ""; the first of a repeated key stays."""
        if self._info is None:
            values: dict[str, str] = {}
            if self.info_text not in (".", ""):
                for entry in self.info_text.split(";"):
                    key, _, value = entry.partition("=")
                    values.setdefault(key, value)
            self._info = values
        return self._info

    def sample(self, index: int) -> dict[str, str]:
        """FORMAT values of one sample (0-based); keys dropped at the end are absent."""
        return dict(zip(self.format, self.columns[index].split(":"), strict=False))

    @property
    def text(self) -> str:
        """CHROM-POS-REF-ALT as written, shortened where alleles are long."""
        return f"{self.contig}-{self.pos}-{_short(self.ref)}-{_short(','.join(self.alts) or '.')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What every record of one file shares, for the readers of single records."""

    input_index: int
    file_name: str
    assembly: Assembly
    caller: str
    tumour: int | None
    """Index of the tumour sample's column, None when there is no column."""
    normal: int | None
    samples: tuple[str, ...]
    settings: Settings

    def source(self, record: VcfRecord) -> Source:
        return Source(input_index=self.input_index, file_name=self.file_name, line=record.line, text=record.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralRecord:
    """One symbolic or breakend allele, already judged called or not, for `structural.read_structural`."""

    record: VcfRecord
    allele: int
    """1-based index into `record.alts`; 0 when ALT is "." (a copy-neutral or reference segment)."""
    status: CallStatus
    reason: str
    support: Support
    normal_called: bool
    annotations: tuple[FileAnnotation, ...] = ()

    @property
    def alt(self) -> str:
        return self.record.alts[self.allele - 1] if self.allele else "."


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralContents:
    """What `structural.read_structural` makes of the structural alleles of one file."""

    calls: tuple[StructuralCall, ...] = ()
    copy_numbers: tuple[CopyNumberCall, ...] = ()
    set_aside: Sequence[tuple[int, str]] = ()
    """(line, reason) of records that are no event in a catalogue gene."""
    failed: Sequence[tuple[int, str]] = ()
    """(line, reason) of records that break the rules of structural records."""
    warnings: tuple[str, ...] = ()


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[: limit - 12]}...({len(text)} characters)"
