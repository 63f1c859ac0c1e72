"""The command line's frame: exit codes, faults in words, and the log of what should not happen."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from interpreter import __version__
from interpreter.errors import Cancelled, InterpreterError
from interpreter.fault_log import write_fault_log

EXIT_DONE = 0
EXIT_FAULT = 1
EXIT_USAGE = 2
EXIT_SOME_FAILED = 3
EXIT_BUG = 70
EXIT_STOPPED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="interpreter")
def interpreter() -> None:
    """Which molecular markers are in this tumour, which were never looked at, and what that means for therapy.

    Nothing leaves this machine. Without arguments the window opens.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command; every outcome becomes one of the exit codes of the README, never a traceback."""
    from interpreter.cli import commands

    commands.register(interpreter)
    try:
        code = interpreter.main(args=list(arguments), prog_name="interpreter", standalone_mode=False)
    except InterpreterError as fault:
        _say(fault)
        return EXIT_FAULT
    except click.exceptions.Abort:
        return EXIT_STOPPED
    except click.ClickException as fault:
        fault.show(file=sys.stderr)
        return EXIT_USAGE
    except (Cancelled, KeyboardInterrupt):
        click.echo("Stopped; nothing half-written was left.", err=True)
        return EXIT_STOPPED
    except BrokenPipeError:
        _silence_standard_output()
        return EXIT_DONE
    except Exception:
        return _report_bug()
    return code if isinstance(code, int) else EXIT_DONE


def _say(fault: InterpreterError) -> None:
    click.echo(f"Problem: {fault.problem}", err=True)
    for line in fault.details:
        click.echo(f"  - {line}", err=True)
    click.echo(f"Meaning: {fault.meaning}", err=True)
    click.echo(f"Remedy:  {fault.remedy}", err=True)


def _report_bug() -> int:
    log = write_fault_log(traceback.format_exc())
    where = f"The details are in '{log}'" if log else "No log could be written"
    click.echo("Problem: the program made a mistake of its own.", err=True)
    click.echo("Meaning: this case was not interpreted; nothing it printed may be read as a result.", err=True)
    click.echo(
        f"Remedy:  {where}; give that file to those who maintain the program. It holds no patient data.", err=True
    )
    return EXIT_BUG


def _silence_standard_output() -> None:
    """The reader of a pipe went away: nothing more can be said, and Python must not complain at exit."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
