"""What a file says of itself before it is interpreted: its format, its samples, and which of them is the tumour.

Only the head of the file is read. A fault here stops nothing: the interpretation reads the file whole and tells it.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from interpreter.errors import InterpreterError, SampleChoiceError
from interpreter.settings import Settings
from interpreter.variants.contents import ReadOptions
from interpreter.variants.gate import open_source
from interpreter.variants.samples import choose_samples
from interpreter.variants.vcf import recognises
from interpreter.variants.vcf_body import open_body

_HEAD = 4096
_FORMAT = re.compile(r'^\s*(?:format|schema)\s*=\s*["\'](results|person|assay)/', re.MULTILINE)


class Companion(Enum):
    """What comes beside the files of variants."""

    RESULTS = "results"
    PERSON = "person"
    ASSAY = "assay"
    COVERAGE = "coverage"


def companion_kind(path: Path) -> Companion | None:
    """Tell what a dropped file is, by its first lines; None for one that may hold variants."""
    if path.name.lower().endswith((".bed", ".bed.gz")):
        return Companion.COVERAGE
    if path.suffix.lower() != ".toml":
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", errors="replace")
    except OSError:
        return None  # the reader of variants says what is wrong with it
    found = _FORMAT.search(head)
    return Companion(found[1]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What the head of one file says; every text may be empty."""

    name: str
    kind: str = ""
    samples: tuple[str, ...] = ()
    tumour: str = ""
    normal: str = ""
    reason: str = ""
    """Why this sample is the tumour."""
    must_choose: bool = False
    """True when nothing says which sample is the tumour (S9)."""
    fault: str = ""


def peek(path: Path, settings: Settings) -> FileFacts:
    """Read the head of a file. Never raises an `InterpreterError`: what is wrong is said in `fault`."""
    try:
        source = open_source(path, settings, path.name)
        if not recognises(source.head):
            return FileFacts(name=path.name, kind="table")
        with closing(open_body(source, settings)) as body:
            header = body.header
        kind = f"BCF {header.version}" if source.is_bcf else f"VCF {header.version}"
        try:
            choice = choose_samples(header, ReadOptions(), path.name)
        except SampleChoiceError as fault:
            return FileFacts(
                name=path.name, kind=kind.strip(), samples=header.samples, must_choose=True, fault=fault.problem
            )
    except InterpreterError as fault:
        return FileFacts(name=path.name, fault=fault.problem)
    return FileFacts(
        name=path.name,
        kind=kind.strip(),
        samples=header.samples,
        tumour="" if choice.tumour is None else header.samples[choice.tumour],
        normal="" if choice.normal is None else header.samples[choice.normal],
        reason=choice.reason,
    )
