"""The only module that imports pysam: BCF as VCF text. Text VCFs are read without it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interpreter.errors import InputFileError

if TYPE_CHECKING:
    from interpreter.variants.gate import InputSource

_PIECE = 1 << 18


def bcf_as_text(source: InputSource) -> Generator[bytes, None, None]:
    """Give a BCF as the text of a VCF, in pieces of whole lines.

    The compression is read to its end by the gate first, so a file that is cut off never yields a record. htslib is
    handed an existing local file alone: it would open addresses too.

    Raises:
        InputFileError: pysam is not there, or the file is damaged.
    """
    pysam = _pysam(source)
    for _ in source.chunks():
        pass
    if source.path is not None:
        yield from _text_of(pysam, source, source.path.resolve())
        return
    descriptor, name = tempfile.mkstemp(suffix=".bcf")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(source.stored_bytes())
        yield from _text_of(pysam, source, Path(name))
    finally:
        Path(name).unlink(missing_ok=True)


def has_htslib() -> bool:
    """Tell whether pysam is there."""
    try:
        import pysam  # noqa: F401
    except ImportError:
        return False
    return True


def fetch_lines(
    source: InputSource, path: Path, index: Path, stretches: Iterable[tuple[str, int, int]]
) -> Iterator[bytes]:
    """Give the data lines of a bgzip file that its index finds in (contig, start, end), 1-based and inclusive.

    Raises:
        InputFileError: pysam is not there, or file and index do not fit.
    """
    pysam = _pysam(source)
    try:
        with pysam.TabixFile(str(path.resolve()), index=str(index.resolve()), encoding="latin-1") as file:
            for contig, start, end in stretches:
                for line in file.fetch(contig, max(0, start - 1), end):
                    yield line.encode("latin-1")
    except (OSError, ValueError) as error:
        raise source.fail(
            f"could not be read by its index '{index.name}' ({error}).",
            "Delete the index, or make it anew ('bcftools index -t FILE'), and read again.",
        ) from error


def _pysam(source: InputSource) -> Any:
    try:
        import pysam
    except ImportError as error:
        raise source.fail(
            "is a BCF, and the part that reads BCF (pysam) is not installed on this machine.",
            "Convert it to VCF ('bcftools view FILE -o FILE.vcf'), or install pysam.",
        ) from error
    pysam.set_verbosity(0)
    return pysam


def _text_of(pysam: Any, source: InputSource, path: Path) -> Iterator[bytes]:
    read = 0
    try:
        with pysam.VariantFile(str(path), "rb") as file:
            lines = [str(file.header)]
            size = len(lines[0])
            for record in file:
                text = str(record)
                lines.append(text)
                read += 1
                size += len(text)
                if size >= _PIECE:
                    yield "".join(lines).encode("utf-8", "surrogateescape")
                    lines, size = [], 0
            yield "".join(lines).encode("utf-8", "surrogateescape")
    except InputFileError:
        raise
    except (OSError, ValueError, UnicodeError) as error:
        raise source.fail(
            f"is damaged: htslib stopped after {read} records ({error}).",
            "Copy or download the file again, or ask the laboratory for the VCF.",
        ) from error
