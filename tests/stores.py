"""A small store for tests: cheap keys, three users with one role each, and a clock that counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from interpreter.model.cases import Interpretation
from interpreter.store.keys import KeyCost
from interpreter.store.opening import FILE_NAME, create_store
from interpreter.store.store import Store
from interpreter.store.values import Role
from tests.report import cases

WORDS = "correct horse battery"
CHEAP = KeyCost(iterations=1, lanes=1, memory_kib=64)
USERS = {"Dr. Grey": Role.CLINICIAN, "Lab 2": Role.LABORATORY, "Keeper": Role.ADMINISTRATOR}


class Clock:
    """Counts minutes, so that every row has its own time."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> str:
        self.now += 1
        return f"2026-11-21T{self.now // 60:02}:{self.now % 60:02}:00Z"


def new_store(folder: Path) -> Store:
    """Make a store whose first user holds every role."""
    store, _ = create_store(folder / "data" / FILE_NAME, WORDS, user="Dr. All", cost=CHEAP, clock=Clock())
    return store


def add_users(store: Store) -> None:
    for name, role in USERS.items():
        store.users.put(name, WORDS, frozenset({role}), CHEAP)


def colon(case_id: str = "C-1") -> Interpretation:
    """Give an invented case with a person and one conflict card."""
    whole = cases.colon_braf()
    cards = tuple(replace(card, id="ask:inherited_risk") for card in whole.conflicts)
    return replace(whole, case=replace(whole.case, id=case_id), conflicts=cards)
