"""Paints a picture's shapes on a PDF canvas; the lower left corner of the picture is the canvas's origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interpreter.report import layout
from interpreter.report.blocks import Picture, Shape


def paint(picture: Picture, canvas: Any, plain: Callable[[str], str]) -> None:
    """Draw every shape; `plain` prepares each text as all other text is prepared."""
    canvas.setLineWidth(0.7)
    for shape in picture.shapes:
        top = picture.height - shape.y
        if shape.kind == "text":
            _text(shape, canvas, top, plain)
        else:
            _PAINTERS[shape.kind](shape, canvas, top - shape.height)


def _text(shape: Shape, canvas: Any, base: float, plain: Callable[[str], str]) -> None:
    canvas.setFillGray(0.07)
    canvas.setFont(layout.FONT_BOLD if shape.strong else layout.FONT, shape.size)
    write = canvas.drawRightString if shape.ends else canvas.drawString
    write(shape.x, base, plain(shape.text))


def _box(shape: Shape, canvas: Any, bottom: float) -> None:
    canvas.setFillGray(shape.grey)
    canvas.rect(shape.x, bottom, shape.width, shape.height, stroke=0, fill=1)


def _outline(shape: Shape, canvas: Any, bottom: float) -> None:
    canvas.setStrokeGray(shape.grey)
    canvas.rect(shape.x + 0.4, bottom + 0.4, max(shape.width - 0.8, 0.2), shape.height - 0.8, stroke=1, fill=0)


def _hatch(shape: Shape, canvas: Any, bottom: float) -> None:
    """Fill with diagonals, 3 points apart, that end inside the box."""
    _outline(shape, canvas, bottom)
    offset = 3.0
    while offset < shape.width + shape.height:
        start = (min(offset, shape.width), max(0.0, offset - shape.width))
        end = (max(0.0, offset - shape.height), min(offset, shape.height))
        canvas.line(shape.x + start[0], bottom + start[1], shape.x + end[0], bottom + end[1])
        offset += 3.0


def _cross(shape: Shape, canvas: Any, bottom: float) -> None:
    """Draw a dotted frame with nothing in it: nobody looked."""
    canvas.setDash(1.0, 1.6)
    _outline(shape, canvas, bottom)
    canvas.setDash()
    middle = bottom + shape.height / 2
    inset = shape.width * 0.3
    canvas.line(shape.x + inset, middle, shape.x + shape.width - inset, middle)


def _diamond(shape: Shape, canvas: Any, bottom: float) -> None:
    canvas.setFillGray(shape.grey)
    half_width, half_height = shape.width / 2, shape.height / 2
    path = canvas.beginPath()
    path.moveTo(shape.x + half_width, bottom)
    path.lineTo(shape.x + shape.width, bottom + half_height)
    path.lineTo(shape.x + half_width, bottom + shape.height)
    path.lineTo(shape.x, bottom + half_height)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


_PAINTERS: dict[str, Callable[[Shape, Any, float], None]] = {
    "box": _box,
    "outline": _outline,
    "hatch": _hatch,
    "cross": _cross,
    "diamond": _diamond,
}
