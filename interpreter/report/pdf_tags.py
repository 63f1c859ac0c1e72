"""The structure tree of a tagged PDF: while reportlab draws, each drawing is put between marks and noted here.

reportlab writes no tags itself. The marks go into the page's own stream of operators (BDC ... EMC), and
`pdf_archive` turns this tree into structure elements afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Tag:
    """One structure element; a leaf stands for one marked stretch (`page` 1-based, `mark` 0-based) of a page."""

    __slots__ = ("alt", "columns", "header", "kids", "mark", "page", "parent", "placed", "role")

    def __init__(self, role: str, parent: Tag | None = None, *, header: bool = False, columns: int = 1) -> None:
        self.role = role
        self.parent = parent
        self.kids: list[Tag] = []
        self.page: int | None = None
        self.mark: int | None = None
        self.alt = ""
        self.header = header
        self.columns = columns
        """Columns that a cell spans."""
        self.placed = parent is None

    def place(self) -> None:
        """Put this element under its parent, once, at the moment its first content is drawn: reading order."""
        if self.parent is not None and not self.placed:
            self.placed = True
            self.parent.place()
            self.parent.kids.append(self)


class TagTree:
    """All tags of one document."""

    def __init__(self) -> None:
        self.root = Tag("Document")
        self._marks: dict[int, int] = {}

    @contextmanager
    def content(self, canvas: Any, role: str, parent: Tag | None = None, alt: str = "") -> Iterator[Tag]:
        """Mark what is drawn inside as one element of `role`."""
        tag = Tag(role, parent or self.root)
        tag.alt = alt
        self._open(canvas, tag)
        yield tag
        canvas._code.append("EMC")

    def _open(self, canvas: Any, tag: Tag) -> None:
        page = canvas.getPageNumber()
        mark = self._marks.get(page, 0)
        self._marks[page] = mark + 1
        tag.page, tag.mark = page, mark
        tag.place()
        canvas._code.append(f"/{tag.role} <</MCID {mark}>> BDC")


def artifact(canvas: Any, draw: Callable[..., Any], *words: Any) -> None:
    """Draw something that is not read aloud: rules, backgrounds, running heads."""
    canvas._code.append("/Artifact BMC")
    draw(*words)
    canvas._code.append("EMC")
