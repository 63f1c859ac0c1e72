"""The door for files: recognises a format by content, guards it, and hands it to its reader.

A reader is a module of this package with two functions:

- `recognises(head: bytes) -> bool`, from the first 64 kB of content (decompressed, no byte-order mark);
- `read(source, options, table, settings, progress) -> InputContents`.

The order of `_READERS` decides where two would claim a file: the more particular format stands first.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from interpreter.errors import InterpreterError
from interpreter.model.variants import (
    CallStatus,
    CopyNumberCall,
    FusionCall,
    Ledger,
    StructuralCall,
    VariantCall,
)
from interpreter.progress import Progress
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.gate import InputSource, open_source
from interpreter.variants.reference import TranscriptTable

_READERS = ("vcf", "tso500", "maf", "fusion_tables", "copy_number_tables")


class Reader(Protocol):
    """What each module named in `_READERS` offers."""

    def recognises(self, head: bytes) -> bool: ...

    def read(
        self, source: InputSource, options: ReadOptions, table: TranscriptTable, settings: Settings, progress: Progress
    ) -> InputContents: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What `interpreter check` tells of one file."""

    contents: InputContents | None
    """None when the file cannot be interpreted as it is."""
    fault: InterpreterError | None
    """Why not, and what to do."""
    ledger: Ledger | None

    @property
    def can_be_interpreted(self) -> bool:
        return self.contents is not None

    @property
    def called(self) -> int:
        """Alleles and events within the catalogue's genes that may meet a marker."""
        return sum(call.status is CallStatus.CALLED for call in _events_of(self.contents)) if self.contents else 0


def read_input(
    path: Path | bytes,
    options: ReadOptions,
    table: TranscriptTable,
    settings: Settings,
    progress: Progress,
    *,
    name: str = "",
) -> InputContents:
    """Read one input whole, whatever its format.

    `path` is an existing local file, or the bytes of standard input; `name` is what the report calls it
    (default: the file's own name).

    Raises:
        InputFileError: it is not a file of variants, is cut off or damaged.
        HostileFileError: it breaks a limit (S25).
        AssemblyError: the assembly is contradicted, refused, or must be stated (S3).
        SampleChoiceError: which sample is the tumour must be stated (S9).
        Cancelled: `progress` was told to stop.
    """
    source = open_source(path, settings, name)
    return _reader_of(source).read(source, options, table, settings, progress)


def check_input(
    path: Path | bytes,
    options: ReadOptions,
    table: TranscriptTable,
    settings: Settings,
    progress: Progress,
    *,
    name: str = "",
) -> CheckResult:
    """Tell what is in a file and whether it can be interpreted, without interpreting it.

    Raises:
        Cancelled: `progress` was told to stop.
    """
    try:
        contents = read_input(path, options, table, settings, progress, name=name)
    except InterpreterError as fault:
        return CheckResult(contents=None, fault=fault, ledger=None)
    for call in _events_of(contents):  # an interpretation would report them; "set aside" is said of the others alone
        contents.ledger.report(call.source.line)
    return CheckResult(contents=contents, fault=None, ledger=contents.ledger.close())


def _events_of(contents: InputContents) -> Iterator[VariantCall | StructuralCall | FusionCall | CopyNumberCall]:
    """Give every allele and event that was read within the catalogue's genes, whatever its status."""
    yield from contents.calls
    yield from contents.structural
    yield from contents.fusions
    yield from contents.copy_numbers


def _reader_of(source: InputSource) -> Reader:
    for name in _READERS:
        reader = cast(Reader, importlib.import_module(f"interpreter.variants.{name}"))
        if reader.recognises(source.head):
            return reader
    raise source.fail(
        "is none of the formats that are read here: VCF, BCF, MAF, tables of fusions or copy number, TSO500 output.",
        "Give the file of called variants as the laboratory's software wrote it, unchanged. A list of your own needs "
        "a header line: gene with copy_number, log2 or state (docs/copy-number.md); gene5 and gene3 (docs/fusions.md).",
    )
