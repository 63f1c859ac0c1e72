"""The one place where text becomes paragraph markup: escaped, cut where absurdly long, never invisible (S22)."""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape

from interpreter.report import layout
from interpreter.report.blocks import Line

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories that print nothing or may turn the text around them: controls, bidi marks, private use."""
_LINE_SPACES = frozenset("\t\n\r\v\f\u2028\u2029")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
"""A stretch of Hebrew, Arabic, Syriac, Thaana or N'Ko letters with their marks."""
_ESCAPES = {'"': "&quot;", "'": "&#39;"}


class Scribe:
    """Prepares every text of one document and remembers what could not be printed as it is."""

    def __init__(self, printable: frozenset[int]) -> None:
        # Beyond 16 bits reportlab writes a map that readers cannot read back: the letter could not be found or copied.
        self._printable = frozenset(code for code in printable if code <= 0xFFFF)
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
        shown = "".join(self._known.get(character) or self._character(character) for character in text)
        return _turned(shown) if _RIGHT_TO_LEFT.search(shown) else shown

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
            self.right_to_left = self.right_to_left or _RIGHT_TO_LEFT.match(character) is not None
        self._known[character] = shown
        return shown


def _turned(text: str) -> str:
    """Put each right-to-left word into the order in which it is seen, marks behind their letters."""
    return _RIGHT_TO_LEFT.sub(lambda word: "".join(reversed(_CLUSTER.findall(word.group()))), text)


_CLUSTER = re.compile(
    "[^\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670][\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]*|."
)
