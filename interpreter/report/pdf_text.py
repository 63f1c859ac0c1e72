"""The one place where text becomes paragraph markup: escaped, cut where absurdly long, never invisible (S22)."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from interpreter.report import layout
from interpreter.report.blocks import Line

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories that print nothing or may turn the text around them: controls, bidi marks, private use."""
_LINE_SPACES = frozenset("\t\n\r\v\f\u2028\u2029")
_ESCAPES = {'"': "&quot;", "'": "&#39;"}


class Scribe:
    """Prepares every text of one document and remembers what could not be printed as it is."""

    def __init__(self, printable: frozenset[int]) -> None:
        self._printable = printable
        self._known: dict[str, str] = {}
        self.replaced: set[str] = set()
        self.right_to_left = False

    def plain(self, text: str) -> str:
        """Give text whose every character has a glyph; a box stands for what has none."""
        if len(text) > layout.LONGEST_TEXT:
            left = len(text) - layout.LONGEST_TEXT
            text = f"{text[: layout.LONGEST_TEXT]} … [cut here: {left} more characters]"
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._known.get(character) or self._character(character) for character in text)

    def markup(self, spans: Line) -> str:
        """Give one line as paragraph markup. No character of a span's text can act as markup."""
        made = []
        for span in spans:
            text = escape(self.plain(span.text), _ESCAPES)
            if span.strong:
                text = f"<b>{text}</b>"
            if span.soft:
                text = f'<font color="{layout.INK_SOFT}">{text}</font>'
            made.append(text)
        return "".join(made)

    def _character(self, character: str) -> str:
        if character in _LINE_SPACES:
            shown = " "
        elif unicodedata.category(character) in _INVISIBLE or ord(character) not in self._printable:
            shown = layout.UNPRINTABLE
            self.replaced.add(character)
        else:
            shown = character
            if unicodedata.bidirectional(character) in ("R", "AL"):
                self.right_to_left = True
                return shown  # not remembered, so that each document notices for itself
        self._known[character] = shown
        return shown
