"""One user's session with an open store: the connection, the keys, who it is, what they may do, and the trail."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from interpreter.errors import StoreError
from interpreter.store import audit, keys
from interpreter.store.database import Database
from interpreter.store.values import Right, Role, User

Clock = Callable[[], str]


def utc_now() -> str:
    """Give the time as ISO text in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def key_file_of(path: Path) -> Path:
    """Give the place of the key file of a store: beside the database."""
    return path.with_name(path.name + ".keys")


def erased_file_of(path: Path) -> Path:
    """Give the place of the list of erased cases, which a restored backup must erase again."""
    return path.with_name(path.name + ".erased")


class Session:
    """Used in the thread that opened it."""

    def __init__(self, database: Database, store_key: bytes, user_name: str, clock: Clock) -> None:
        self.database = database
        self.store_key = store_key
        self.audit_key = audit.audit_key(store_key)
        self.user_name = user_name
        self.clock = clock

    @property
    def path(self) -> Path:
        return self.database.path

    def user(self) -> User:
        """Give the user as the store knows them now; the recovery code opens as administrator."""
        if self.user_name == keys.RECOVERY:
            return User(name=self.user_name, roles=frozenset({Role.ADMINISTRATOR}), active=True)
        found = self.database.rows("SELECT roles, active FROM users WHERE name = ?", self.user_name)
        if not found:
            return User(name=self.user_name, roles=frozenset(), active=False)
        return User(name=self.user_name, roles=roles_of(found[0][0]), active=bool(found[0][1]))

    def require(self, right: Right) -> None:
        """Refuse what the user's roles do not give.

        Raises:
            StoreError: with the right that is missing.
        """
        user = self.user()
        if not user.may(right):
            raise StoreError(
                problem=f"'{user.name}' may not do this: it needs the right to {right.value}.",
                meaning="Nothing was changed.",
                remedy="Ask a user whose role allows it, or an administrator of the store.",
            )

    def append(self, action: str, case_id: str = "", detail: str = "", content: bytes = b"") -> int:
        """Add a row to the trail within the caller's transaction and give its number."""
        return audit.append(
            self.database,
            self.audit_key,
            at=self.clock(),
            who=self.user_name,
            action=action,
            case_id=case_id,
            detail=detail,
            content=content,
        )

    def note(self, action: str, case_id: str = "", detail: str = "") -> None:
        """Add a row to the trail in a transaction of its own."""
        with self.database.writing():
            self.append(action, case_id, detail)


def roles_of(text: str) -> frozenset[Role]:
    """Read roles as the database keeps them."""
    return frozenset(Role(role) for role in text.split(",") if role)


def roles_text(roles: frozenset[Role]) -> str:
    """Write roles as the database keeps them: sorted, so that equal roles are equal texts."""
    return ",".join(sorted(role.value for role in roles))
