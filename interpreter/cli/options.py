"""Options that several commands share, and how text of the command line becomes values."""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from interpreter.model.genes import Assembly

F = TypeVar("F", bound=Callable[..., Any])

LOCAL_PATH = click.Path(path_type=Path, readable=False)
"""Any path; whether it is there and may be read is told by who reads it, in our three sentences."""

_ASSEMBLIES = {"grch37": Assembly.GRCH37, "hg19": Assembly.GRCH37, "grch38": Assembly.GRCH38, "hg38": Assembly.GRCH38}


class AssemblyChoice(click.ParamType[Assembly]):
    """GRCh37 or GRCh38, also by their usual other names."""

    name = "assembly"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Assembly:
        if isinstance(value, Assembly):
            return value
        found = _ASSEMBLIES.get(str(value).lower())
        if found is None:
            self.fail(f"'{value}' is not GRCh37 or GRCh38", param, ctx)
        return found


class IsoDate(click.ParamType[str]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            return self.fail(f"'{value}' is not a date such as 2026-11-21", param, ctx)


def today() -> str:
    """Give this machine's date; the only clock, read at the door and handed on as an input."""
    return datetime.date.today().isoformat()


def files_argument(function: F) -> F:
    """Add the files of one case; their format is told by content."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE...")(function)


def assembly_option(function: F) -> F:
    """Add the assembly that the user states."""
    return click.option("--assembly", type=AssemblyChoice(), help="Stated assembly; it is proven all the same.")(
        function
    )


def sample_options(function: F) -> F:
    """Add the names of tumour and normal columns, where the files do not tell."""
    function = click.option("--normal", default="", metavar="NAME", help="Name of the matched normal's column.")(
        function
    )
    return click.option("--sample", default="", metavar="NAME", help="Name of the tumour's sample column.")(function)


@contextmanager
def local_files(names: tuple[str, ...]) -> Iterator[tuple[Path, ...]]:
    """Give paths; '-' is standard input, kept in a private temporary file while the command runs."""
    with tempfile.TemporaryDirectory(prefix="interpreter-") as folder:
        paths = []
        for name in names:
            if name == "-":
                path = Path(folder) / "standard-input"
                with path.open("wb") as file:
                    while chunk := sys.stdin.buffer.read(1 << 20):
                        file.write(chunk)
                paths.append(path)
            else:
                paths.append(Path(name))
        yield tuple(paths)


def write_output(target: str, content: bytes | Iterable[bytes]) -> None:
    """Write to a file, whole or not at all, or to standard output for '-'."""
    from interpreter.files import save_pieces

    pieces = (content,) if isinstance(content, bytes) else content
    if target == "-":
        sys.stdout.buffer.writelines(list(pieces))  # all are made before the first is written, as for a file
        sys.stdout.buffer.flush()
    else:
        save_pieces(Path(target), pieces)
