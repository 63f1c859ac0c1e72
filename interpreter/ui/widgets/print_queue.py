"""Hands a document's bytes to the print queue of this machine (CUPS): what was shown is what is printed.

The job's title is the report's id, never a name (S23): titles stand in queues and logs that others read. The bytes go
through a pipe, so no copy of a report is left in a folder for temporary files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from interpreter.errors import OutputError

_ASKING_SECONDS = 10
_SENDING_SECONDS = 120
_LONGEST_TOLD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    names: tuple[str, ...]
    default: str
    """Empty when the machine has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    content: bytes
    """A PDF."""
    title: str
    """A report id: the name of a file without its ending."""
    printer: str
    copies: int = 1
    both_sides: bool = False


def find_queues() -> Queues:
    """Ask for the printers of this machine.

    Raises:
        OutputError: there is no print system, it does not answer, or it knows no printer.
    """
    listed = _run(_command("lpstat"), "-e").splitlines()
    names = tuple(dict.fromkeys(name.strip() for name in listed if name.strip()))
    if not names:
        raise OutputError(
            problem="This machine has no printer set up.",
            meaning="Nothing was printed.",
            remedy="Have a printer added to the machine's print system, or save the PDF and print it elsewhere.",
        )
    told = _run(_command("lpstat"), "-d").rpartition(":")[2].strip()
    return Queues(names=names, default=told if told in names else "")


def send(job: PrintJob) -> str:
    """Hand a document to the queue and give the queue's own answer.

    Raises:
        OutputError: there is no print system, or it refused.
    """
    options = ["-d", job.printer, "-t", job.title, "-n", str(job.copies)]
    if job.both_sides:
        options += ["-o", "sides=two-sided-long-edge"]
    return _run(_command("lp"), *options, content=job.content, seconds=_SENDING_SECONDS).strip()


def _command(name: str) -> str:
    if sys.platform == "win32":
        raise OutputError(
            problem="On Windows this program does not print by itself.",
            meaning="Nothing was printed.",
            remedy="Save the report as PDF, open that file, and print it from there.",
        )
    found = shutil.which(name)
    if found is None:
        raise OutputError(
            problem=f"This machine has no print system: the command '{name}' is missing.",
            meaning="Nothing was printed.",
            remedy="Have CUPS installed, or save the report as PDF and print that file elsewhere.",
        )
    return found


def _run(command: str, *options: str, content: bytes = b"", seconds: int = _ASKING_SECONDS) -> str:
    """Run a command of the print system; its texts are asked for in English, because they are read."""
    try:
        done = subprocess.run(
            [command, *options],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise _refused("it did not answer in time") from error
    except OSError as error:
        raise _refused(error.strerror or str(error)) from error
    if done.returncode:
        raise _refused(done.stderr.decode("utf-8", "replace").strip() or f"it ended with {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def _refused(said: str) -> OutputError:
    return OutputError(
        problem="The print system of this machine did not take the document.",
        meaning="Nothing was printed.",
        remedy="See to the printer, then print again; or save the PDF and print it elsewhere.",
        details=(said[:_LONGEST_TOLD],),
    )
