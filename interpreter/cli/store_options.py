"""Where the store is and how it is opened: the passphrase comes from a prompt, a file or the environment (S23)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from interpreter.cli.options import LOCAL_PATH
from interpreter.errors import StoreError

if TYPE_CHECKING:
    from interpreter.store.store import Store

F = TypeVar("F", bound=Callable[..., Any])

PASSPHRASE = "INTERPRETER_PASSPHRASE"
NEW_PASSPHRASE = "INTERPRETER_NEW_PASSPHRASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreChoice:
    """Which store, whose passphrase, and where it is written down."""

    path: Path | None
    user: str
    passphrase_file: Path | None

    @property
    def place(self) -> Path:
        """Give the file of the store; without a stated one it lies in the user's data folder."""
        if self.path is not None:
            return self.path
        from platformdirs import user_data_path

        from interpreter.store.opening import FILE_NAME

        return user_data_path("interpreter") / FILE_NAME

    def passphrase(self) -> str:
        return read_passphrase(self.passphrase_file, PASSPHRASE, "Passphrase of the store")

    def open(self, passphrase: str | None = None) -> Store:
        """Open the store.

        Raises:
            StoreError: not there, on a network share, wrong passphrase, newer, damaged or locked.
        """
        from interpreter.store.opening import open_store

        if not self.place.is_file():
            raise StoreError(
                problem=f"There is no store at '{self.place}'.",
                meaning="No case was read or saved.",
                remedy="Make one with: interpreter cases create --user NAME; or name its file with --store.",
            )
        return open_store(self.place, self.passphrase() if passphrase is None else passphrase, user=self.user)


def store_options(function: F) -> F:
    """Add --store, --user and --passphrase-file; they reach the command as `store_path`, `user`, `passphrase_file`."""
    function = click.option("--passphrase-file", type=LOCAL_PATH, help="File whose first line is the passphrase.")(
        function
    )
    function = click.option("--user", default="", metavar="NAME", help="User of the store; needed if it has several.")(
        function
    )
    return click.option(
        "--store", "store_path", type=LOCAL_PATH, metavar="FILE", help="Store of cases; default: yours."
    )(function)


def with_store(function: F) -> F:
    """Give the command an open store as its first argument, closed when it ends."""

    @store_options
    def command(store_path: Path | None, user: str, passphrase_file: Path | None, **rest: Any) -> Any:
        with StoreChoice(path=store_path, user=user, passphrase_file=passphrase_file).open() as store:
            return function(store, **rest)

    return standing_for(function, command)


def standing_for(function: F, command: Callable[..., Any]) -> F:
    """Give a command that wraps a function the function's name, help and options, its own options last."""
    command.__name__, command.__doc__ = function.__name__, function.__doc__
    vars(command)["__click_params__"] = [
        *getattr(function, "__click_params__", []),
        *getattr(command, "__click_params__", []),
    ]
    return cast(F, command)


def read_passphrase(file: Path | None, variable: str, prompt: str, *, twice: bool = False) -> str:
    """Give a passphrase from a file, else from the environment, else from a hidden prompt; never from an argument.

    The variable is taken out of the environment, so that no process started later inherits it.

    Raises:
        StoreError: there is none, and nobody to ask.
    """
    if file is not None:
        return _first_line(file)
    given = os.environ.pop(variable, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise StoreError(
            problem="No passphrase was given, and there is no terminal to ask at.",
            meaning="The store stays closed; nothing was changed.",
            remedy=f"Name a file that holds it (its own option), or set {variable}.",
        )
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))


def _first_line(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
        readable_by_others = os.name == "posix" and bool(file.stat().st_mode & 0o077)
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            problem=f"The passphrase file '{file}' cannot be read.",
            meaning="The store stays closed; nothing was changed.",
            remedy="Name a text file whose first line is the passphrase.",
        ) from error
    if readable_by_others:
        click.echo(f"Warning: others on this machine may read '{file}'; take their right away (chmod 600).", err=True)
    return (text.splitlines() or [""])[0]
