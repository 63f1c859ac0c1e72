"""`--save`: an interpretation goes into the store. Without it nothing is written there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from interpreter.cli.store_options import StoreChoice, standing_for, store_options
from interpreter.errors import StoreError

if TYPE_CHECKING:
    from interpreter.model.cases import Interpretation
    from interpreter.model.person import Person
    from interpreter.model.release import Release
    from interpreter.store.store import Store
    from interpreter.store.values import CaseContent

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What --save and its companions asked for."""

    choice: StoreChoice
    legal_duty: bool
    replaces: int = 0
    reason: str = ""

    @contextmanager
    def open(self, case_id: str) -> Iterator[Store]:
        """Open the store before the files are read, so that a wrong passphrase or a taken case id is told at once."""
        with self.choice.open() as store:
            self._refuse_taken(store, case_id)
            yield store

    @contextmanager
    def keeper(self) -> Iterator[StoreKeeper]:
        """Open the store for a batch."""
        with self.choice.open() as store:
            yield StoreKeeper(store, legal_duty=self.legal_duty)

    def person(self, store: Store, case_id: str) -> Person | None:
        """Give the stored person for the next version of a case, where no person file is given with it."""
        from interpreter.cases import person_of

        return person_of(store.load_case(case_id)) if self.replaces else None

    def keep(self, store: Store, interpretation: Interpretation) -> Release:
        """Save, say so, and give what the report prints of it."""
        from interpreter.cases import release_of, save

        case_id = interpretation.case.id
        self._refuse_taken(store, case_id)
        done = save(store, interpretation, replaces=self.replaces, reason=self.reason, legal_duty=self.legal_duty)
        click.echo(f"saved: case {case_id}, version {done.version}, {done.state.value}", err=True)
        return release_of(store, store.load_case(case_id))

    def _refuse_taken(self, store: Store, case_id: str) -> None:
        from interpreter.cases import find

        there = find(store, case_id) if case_id else None
        if there is not None and not self.replaces:
            raise StoreError(
                problem=f"There is a case '{case_id}' in the store already (version {there.version}).",
                meaning="Nothing was saved or written.",
                remedy=f"Save the next version with --replaces {there.version}, or take another --case-id.",
            )


class StoreKeeper:
    """Keeps the cases of a batch: new ones only, because a manifest's sample name may have been used before."""

    def __init__(self, store: Store, *, legal_duty: bool) -> None:
        self._store = store
        self.legal_duty = legal_duty
        self.stored = frozenset(summary.id for summary in store.list_cases())

    def keep(self, content: CaseContent) -> None:
        """Save a new case; one that is there with the same result is left as it is.

        Raises:
            StoreError: there is another case of that id.
        """
        if content.id in self.stored and self._store.load_case(content.id).result == content.result:
            return
        self._store.save_case(content)


def saving_options(function: F) -> F:
    """Add --save and its companions; the command gets them as `saving`, None without --save."""

    @click.option("--save", is_flag=True, help="Keep the case in the store; without it nothing is written there.")
    @click.option("--replaces", type=click.IntRange(1), default=None, metavar="N", help="Save it after version N.")
    @click.option("--reason", default="", help="Why a signed case is amended; printed in the report.")
    @_common
    def command(save: bool, replaces: int | None, reason: str, **rest: Any) -> Any:
        choice, legal_duty = _choice(rest)
        if not save and (replaces or reason or legal_duty or choice.path or choice.user or choice.passphrase_file):
            raise click.UsageError("--replaces, --reason, --legal-duty, --store, --user ... go with --save")
        if replaces and not rest["case_id"]:
            raise click.UsageError("--replaces needs the case it means: --case-id ID")
        saving = Saving(choice=choice, legal_duty=legal_duty, replaces=replaces or 0, reason=reason)
        return function(saving=saving if save else None, **rest)

    return standing_for(function, command)


def batch_saving_options(function: F) -> F:
    """Add --save for many cases at once; the command gets it as `saving`, None without --save."""

    @click.option("--save", is_flag=True, help="Keep every case in the store; the sample's name is the case id.")
    @_common
    def command(save: bool, **rest: Any) -> Any:
        choice, legal_duty = _choice(rest)
        if not save and (legal_duty or choice.path or choice.user or choice.passphrase_file):
            raise click.UsageError("--legal-duty, --store, --user and --passphrase-file go with --save")
        return function(saving=Saving(choice=choice, legal_duty=legal_duty) if save else None, **rest)

    return standing_for(function, command)


def _common(function: F) -> F:
    return click.option(
        "--legal-duty", is_flag=True, help="The law obliges us to keep it, whatever the consent to storage."
    )(store_options(function))


def _choice(values: dict[str, Any]) -> tuple[StoreChoice, bool]:
    path: Path | None = values.pop("store_path")
    choice = StoreChoice(path=path, user=values.pop("user"), passphrase_file=values.pop("passphrase_file"))
    return choice, bool(values.pop("legal_duty"))
