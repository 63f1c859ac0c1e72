"""Readable in light and dark, nothing clipped when type is large, a colour never alone."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interpreter.model.results import State
from interpreter.ui.theme import DARK, LIGHT, Tones, palette_of, tones_of
from interpreter.ui.widgets.finding_list import Face, FindingList, Mood, Note
from interpreter.ui.widgets.marker_model import state_text

ROOT = Path(__file__).resolve().parents[2]


def _luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_a_contrast_of_at_least_four_and_a_half(tones: Tones) -> None:
    texts = ("text", "soft", "accent", "good", "bad", "doubt")
    grounds = ("window", "surface", "stripe", "chosen", "notice")
    faint = {
        f"{text} on {ground}": round(_contrast(getattr(tones, text), getattr(tones, ground)), 2)
        for text, ground in product(texts, grounds)
        if _contrast(getattr(tones, text), getattr(tones, ground)) < 4.5
    }
    assert faint == {}
    assert _contrast(tones.on_accent, tones.accent) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_the_palette_is_that_of_its_tones(tones: Tones) -> None:
    palette = palette_of(tones)
    assert tones_of(palette) is tones
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        text = palette.color(group, QPalette.ColorRole.Text).name()
        ground = palette.color(group, QPalette.ColorRole.Base).name()
        assert _contrast(text, ground) >= 4.5


def test_a_state_is_never_said_by_its_mark_alone() -> None:
    said = [state_text(state) for state in State]
    assert len({text[0] for text in said}) == len(said)
    assert all(len(text) > 5 for text in said)


def test_an_entry_says_in_words_what_its_colours_say(qtbot: QtBot) -> None:
    tree = FindingList("Findings")
    qtbot.addWidget(tree)
    face = Face("drug", badge="I-A", under="GENE p.A1B", notes=(Note("✕ something stands against it", Mood.BAD),))
    item = tree.add_entry(tree.add_group("Tier I-A"), face, 0)
    assert item.text(0) == "drug\nI-A\nGENE p.A1B\n✕ something stands against it"


def test_an_entry_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    tree = FindingList("Findings")
    qtbot.addWidget(tree)
    tree.resize(300, 600)
    tree.show()
    group = tree.add_group("Tier")
    short = tree.add_entry(group, Face("drug", under="GENE"), 0)
    long = tree.add_entry(group, Face("drug", under="KRAS codons 12,13,59,61,117,146 wild type & " * 9), 1)
    QApplication.processEvents()
    assert tree.visualItemRect(long).height() > 2 * tree.visualItemRect(short).height()
    tree.resize(2600, 600)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: tree.visualItemRect(long).height() < 2 * tree.visualItemRect(short).height())


_SHOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from interpreter.ui.app import make_window
from interpreter.ui.theme import Theme
application = QApplication(["interpreter"])
Theme(application)
window = make_window()
window.show()
application.processEvents()
assert window.isVisible()
print(" ".join(sorted(sys.modules)))
clipped = [
    child.text()
    for child in (*window.findChildren(QLabel), *window.findChildren(QPushButton))
    if child.isVisible() and child.text()
    and (child.height() < child.fontMetrics().height()
         or (child.width() < child.sizeHint().width() - 1 and not getattr(child, "wordWrap", bool)()))
]
print(clipped)
print(window.grab().width(), window.width())
window.close()
"""


def _show(**extra: str) -> list[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **extra}
    done = subprocess.run(
        [sys.executable, "-c", _SHOW],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.splitlines()


def test_nothing_heavy_is_imported_when_the_window_shows() -> None:
    modules = set(_show()[0].split())
    heavy = {"pandas", "pysam", "reportlab", "pikepdf", "pypdfium2", "cryptography", "sqlcipher3", "lxml"}
    assert modules & heavy == set()
    assert "PySide6.QtNetwork" not in modules


@pytest.mark.parametrize("factor", ["1", "2"])
def test_no_label_of_the_window_is_clipped_on_sharp_screens(factor: str) -> None:
    _, clipped, widths = _show(QT_SCALE_FACTOR=factor)
    assert clipped == "[]"
    grabbed, width = map(int, widths.split())
    assert grabbed == int(factor) * width
