"""What a page is made of: plain values between the wording and the painter. No markup, no fonts, no file.

A report and a letter are both a `Document`; the PDF painter knows nothing but these values, and a test of the words
needs no PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one voice. The text is data: no character in it ever acts as markup (S22)."""

    text: str
    strong: bool = False
    soft: bool = False
    """Grey and small: sources, hashes, provenance."""


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """Make a line of plain texts and spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def strong(text: str) -> Span:
    """Mark words to be printed bold."""
    return Span(text, strong=True)


def soft(text: str) -> Span:
    """Mark words to be printed grey: said, but not what is read first."""
    return Span(text, soft=True)


class Style(StrEnum):
    LEAD = "lead"
    """The conclusion: larger."""
    BODY = "body"
    SMALL = "small"
    QUOTE = "quote"
    """A person's own words, quoted as they were said."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section (level 2)."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Line, ...]
    style: Style = Style.BODY
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, set in `columns` pairs a row."""

    pairs: tuple[tuple[str, Line], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Banner:
    """A framed warning that must not be overlooked."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    lines: tuple[Line, ...]


def cell(*lines: Line | Span | str) -> Cell:
    """Make a cell of lines; empty texts are left out."""
    made = [item if isinstance(item, tuple) else line(item) for item in lines]
    return Cell(tuple(item for item in made if any(span.text for span in item)))


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    banded: bool = False
    """True for a row that heads a group: one cell over all columns."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    share: float
    """Width as a part of the sum of all shares."""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle or a text of a picture, in points from the picture's top left corner."""

    kind: str
    """box, outline, hatch, cross, diamond or text (which stands on its base line `y`)."""
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    grey: float = 0.0
    """Luminance of the filling: 0.0 black, 1.0 white."""
    text: str = ""
    size: float = 7.5
    strong: bool = False
    ends: bool = False
    """True for a text that ends at `x` instead of beginning there."""


@dataclass(frozen=True, slots=True)
class Picture:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str
    """What the picture says, in words, made from the same objects (S16)."""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty ruled lines to write on with a pen."""

    count: int


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stand on one page, or in one column."""

    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Heading | Bullets | Facts | Banner | Table | Picture | WritingLines | Together


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


class Look(StrEnum):
    """How large the type is, and how the page is cut."""

    REPORT = "report"
    LETTER = "letter"
    LARGE = "large"
    FORM = "form"
    """Two columns under an opening of full width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Words that only the painter knows where to put."""

    page: str = "Page {page} of {pages}"
    unprintable: str = ""
    """With {box} and {codes}; empty: the report's own sentence."""
    right_to_left: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One printed thing, whole."""

    title: str
    subtitle: str
    running: Line
    """Identity, printed at the top of each page (S18)."""
    mark: str
    """State of release, printed on each page: "DRAFT - not signed"; empty when signed."""
    footer: str
    """Intended use, printed at the bottom of each page."""
    edition: str
    """Program, catalogue and date, printed at the bottom of each page."""
    date: str
    """ISO date of the case: the only date in the file."""
    language: str
    sections: tuple[Section, ...]
    ending: str
    """The last words, so that a reader knows that nothing is missing."""
    look: Look = Look.REPORT
    page_words: PageWords = PageWords()


Report = Document


def block_texts(block: Block) -> Iterator[str]:
    """Give every text of one block, in reading order."""
    match block:
        case Paragraph():
            yield _joined(block.line)
        case Heading():
            yield block.text
        case Bullets():
            yield from map(_joined, block.items)
        case Facts():
            for label, value in block.pairs:
                yield label
                yield _joined(value)
        case Banner():
            yield block.title
            yield from map(_joined, block.lines)
        case Table():
            yield from (column.title for column in block.columns)
            for row in block.rows:
                for one in row.cells:
                    yield from map(_joined, one.lines)
        case Picture():
            yield from (shape.text for shape in block.shapes if shape.text)
        case Together():
            for inner in block.blocks:
                yield from block_texts(inner)
        case WritingLines():
            pass


def document_texts(document: Document) -> Iterator[str]:
    """Give every text that must be on the pages (S17)."""
    yield from (document.title, document.subtitle, _joined(document.running), document.mark)
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            yield from block_texts(block)
    yield from (document.footer, document.edition, document.ending)


def _joined(spans: Line) -> str:
    return "".join(span.text for span in spans)
