"""Files are saved whole or not at all: write beside, fsync, rename, fsync the folder (S24)."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from interpreter.errors import InputFileError, OutputError


def save_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a crash leaves the old file or the new one, never half of either.

    Raises:
        OutputError: the folder is missing, not writable or full; nothing is left behind.
    """
    save_pieces(path, (content,))


def save_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write pieces one after another as `save_bytes` does; where making one fails, the file stays as it was.

    Raises:
        OutputError: as `save_bytes`.
    """
    temporary: Path | None = None
    try:
        if path.exists() and not path.is_file():
            _write_through(path, pieces)
            return
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(
            problem=f"'{path}' could not be written: {error.strerror or error}.",
            meaning="Nothing was saved there; a file of that name that was there before is unchanged.",
            remedy="Give the name of a file, not of a folder, and save again."
            if isinstance(error, IsADirectoryError)
            else "Choose a folder that exists and can be written to, or free space on the disk, and save again.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _write_through(path: Path, pieces: Iterable[bytes]) -> None:
    """Write into a device or a pipe (/dev/stdout, /dev/null, a FIFO): there is nothing to replace."""
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    with path.open("wb") as device:
        device.writelines(pieces)


def save_text(path: Path, content: str) -> None:
    """Write UTF-8 text as `save_bytes` does; line ends stay as they are."""
    save_bytes(path, content.encode("utf-8"))


def unreadable(path: Path, error: OSError) -> InputFileError:
    """Make the fault of a file that is not there, or that may not be read."""
    return InputFileError(
        problem=f"'{path.name}' cannot be read: {error.strerror or error}.",
        meaning="Nothing of it was used.",
        remedy="Check the folder and the spelling of the name, and whether you may read the file.",
    )


def refuse_overwriting(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse an output that is one of the inputs, by whatever path, or that is named twice.

    Raises:
        OutputError: the file is named; nothing was written.
    """
    given = {path.resolve() for path in inputs}
    named: set[Path] = set()
    for path in outputs:
        where = path.resolve()
        if where in given:
            raise OutputError(
                problem=f"'{path}' is one of the input files; writing there would destroy it.",
                meaning="Nothing was written, and the input file is unchanged.",
                remedy="Give the output another name or folder.",
            )
        if where in named and not (path.exists() and not path.is_file()):
            raise OutputError(
                problem=f"Two outputs were to be written to '{path}'.",
                meaning="Nothing was written: the second would have replaced the first.",
                remedy="Give each output a name of its own.",
            )
        named.add(where)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk: a name given by a rename is not there before that."""
    if os.name == "nt":  # Windows cannot open a folder for fsync; its rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
)


def safe_name(text: str, fallback: str = "case") -> str:
    """Make a file name of text from a file or a person: letters, digits, `.`, `_` and `-` only, at most 80 (S22).

    >>> safe_name("../../etc/passwd")
    'etc-passwd'
    >>> safe_name("CON")
    'case-CON'
    """
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\.{2,}", ".", plain).strip(".-")[:80].rstrip(".-")
    if not plain:
        return fallback
    return f"{fallback}-{plain}" if plain.partition(".")[0].upper() in _RESERVED else plain
