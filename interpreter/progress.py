"""How long work reports where it is, and learns that the user stopped it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float | None], None]
"""Called with what is being done and the share done (0.0-1.0, None when unknown); raises `Cancelled` to stop."""


def silent(_doing: str, _share: float | None) -> None:
    """Report to nobody."""
