"""Colours and shapes of the window, light and dark: one table each, every text at a contrast of at least 4.5.

A colour never stands alone: a word or a mark says the same beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class Tones:
    """Colours by what they mean, as "#rrggbb"."""

    window: str
    surface: str
    """Ground of lists, pages and fields."""
    stripe: str
    text: str
    soft: str
    """Text of less weight: sources, labels; still readable."""
    line: str
    """Borders and rules between things; never text."""
    accent: str
    on_accent: str
    chosen: str
    """Ground of the selected row."""
    good: str
    bad: str
    doubt: str
    notice: str
    """Ground of what must not be overlooked."""


LIGHT = Tones(
    window="#eef1f4",
    surface="#ffffff",
    stripe="#f6f8fa",
    text="#18222c",
    soft="#52606d",
    line="#cbd3da",
    accent="#1d5c88",
    on_accent="#ffffff",
    chosen="#d9e8f3",
    good="#17614a",
    bad="#9c2f1b",
    doubt="#7a4f00",
    notice="#fbf3df",
)
DARK = Tones(
    window="#171d23",
    surface="#1f272e",
    stripe="#242d35",
    text="#e4eaef",
    soft="#a5b3bf",
    line="#3c4852",
    accent="#8cc4e8",
    on_accent="#0e1a24",
    chosen="#2b4257",
    good="#7fd1b3",
    bad="#f2a08f",
    doubt="#e6c27a",
    notice="#33301f",
)


def tones_of(palette: QPalette) -> Tones:
    """Give the tones that belong to a palette made by `palette_of`."""
    return DARK if palette.color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def palette_of(tones: Tones) -> QPalette:
    """Make the palette of all widgets."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, tones.window),
        (role.WindowText, tones.text),
        (role.Base, tones.surface),
        (role.AlternateBase, tones.stripe),
        (role.Text, tones.text),
        (role.Button, tones.surface),
        (role.ButtonText, tones.text),
        (role.BrightText, tones.bad),
        (role.ToolTipBase, tones.surface),
        (role.ToolTipText, tones.text),
        (role.PlaceholderText, tones.soft),
        (role.Highlight, tones.chosen),
        (role.HighlightedText, tones.text),
        (role.Link, tones.accent),
        (role.Mid, tones.line),
        (role.Midlight, tones.stripe),
        (role.Light, tones.surface),
        (role.Dark, tones.line),
        (role.Shadow, tones.line),
        (role.Accent, tones.accent),
    ):
        palette.setColor(name, QColor(colour))
    faded = QColor(tones.soft)
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return palette


def style_of(tones: Tones) -> str:
    """Make the style sheet: spacing, borders and the one strong button."""
    return f"""
QMainWindow, QDialog {{ background: {tones.window}; }}
QMenuBar {{ background: {tones.window}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {tones.chosen}; color: {tones.text}; }}
QStatusBar {{ background: {tones.window}; color: {tones.soft}; border-top: 1px solid {tones.line}; }}
QStatusBar QLabel {{ color: {tones.soft}; padding: 1px 8px; }}
QToolTip {{ background: {tones.surface}; color: {tones.text}; border: 1px solid {tones.line}; padding: 4px; }}
QSplitter::handle {{ background: transparent; }}
QScrollArea#pane, QWidget#pane {{ background: {tones.window}; border: none; }}
QTreeView, QTableView, QTextEdit, QPlainTextEdit, QAbstractScrollArea#pages {{
    background: {tones.surface}; border: 1px solid {tones.line}; border-radius: 4px; }}
QTreeView:focus, QTableView:focus, QTextEdit:focus, QPlainTextEdit:focus {{
    border: 1px solid {tones.accent}; }}
QTableView {{ gridline-color: transparent; selection-background-color: {tones.chosen};
    selection-color: {tones.text}; alternate-background-color: {tones.stripe}; }}
QTableView::item {{ padding: 0 8px; }}
QHeaderView {{ background: {tones.stripe}; }}
QHeaderView::section {{ background: {tones.stripe}; color: {tones.soft}; border: none;
    border-bottom: 1px solid {tones.line}; padding: 5px 8px; font-weight: 600; }}
QLineEdit {{ background: {tones.surface}; color: {tones.text};
    border: 1px solid {tones.line}; border-radius: 4px; padding: 4px 6px; selection-background-color: {tones.chosen};
    selection-color: {tones.text}; }}
QLineEdit:focus {{ border: 1px solid {tones.accent}; }}
QListView#choices {{ background: {tones.surface}; border: 1px solid {tones.line}; outline: none; }}
QListView#choices::item {{ padding: 4px 8px; color: {tones.text}; }}
QListView#choices::item:selected, QListView#choices::item:hover {{ background: {tones.chosen}; }}
QComboBox QLineEdit {{ border: none; padding: 0 2px; background: transparent; }}
QLabel[wanted="true"], QLabel#soft[wanted="true"] {{ color: {tones.bad}; font-weight: 600; }}
QComboBox QAbstractItemView {{ background: {tones.surface}; color: {tones.text};
    selection-background-color: {tones.chosen}; selection-color: {tones.text}; }}
QPushButton, QToolButton {{ background: {tones.surface}; color: {tones.text}; border: 1px solid {tones.line};
    border-radius: 4px; padding: 5px 12px; }}
QToolButton {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton:hover {{ background: {tones.stripe}; border-color: {tones.soft}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {tones.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {tones.soft}; background: {tones.window}; }}
QPushButton#primary {{ background: {tones.accent}; color: {tones.on_accent}; border: 1px solid {tones.accent};
    font-weight: 600; padding: 7px 12px; }}
QPushButton#primary:focus {{ border: 2px solid {tones.text}; padding: 6px 11px; }}
QPushButton#primary:disabled {{ background: {tones.window}; color: {tones.soft}; border: 1px solid {tones.line}; }}
QTabBar QToolButton {{ padding: 0; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {tones.line}; }}
QTabBar {{ background: {tones.window}; }}
QTabBar::tab {{ background: transparent; color: {tones.soft}; padding: 8px 14px; border: none;
    border-bottom: 3px solid transparent; }}
QTabBar::tab:hover {{ color: {tones.text}; }}
QTabBar::tab:selected {{ color: {tones.text}; font-weight: 600; border-bottom: 3px solid {tones.accent}; }}
QTabBar::tab:focus {{ color: {tones.accent}; }}
QGroupBox {{ border: 1px solid {tones.line}; border-radius: 5px; margin-top: 1.1em; padding: 10px 8px 8px 8px;
    background: {tones.surface}; font-weight: 600; }}
QGroupBox QWidget {{ font-weight: 400; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; left: 4px; padding: 0 4px;
    color: {tones.text}; }}
QFrame#notice {{ background: {tones.notice}; border: 1px solid {tones.line}; border-left: 4px solid {tones.doubt};
    border-radius: 4px; }}
QFrame#notice[grave="true"] {{ border-left: 4px solid {tones.bad}; }}
QFrame#notice QLabel {{ background: transparent; }}
QLabel#headline, QMessageBox QLabel#qt_msgbox_label {{ font-weight: 600; }}
QLabel#section {{ color: {tones.soft}; font-weight: 600; }}
QLabel#soft {{ color: {tones.soft}; }}
QLabel#problem {{ color: {tones.bad}; font-weight: 600; }}
QFrame#rule {{ background: {tones.line}; border: none; max-height: 1px; }}
QProgressBar {{ background: {tones.surface}; border: 1px solid {tones.line}; border-radius: 4px; max-height: 8px; }}
QProgressBar::chunk {{ background: {tones.accent}; border-radius: 3px; }}
"""


class Theme(QObject):
    """Follows the desktop's wish for light or dark, at the start and while the window is open."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme)
        self._on_scheme(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def _on_scheme(self, scheme: Qt.ColorScheme) -> None:
        self.show(DARK if scheme is Qt.ColorScheme.Dark else LIGHT)

    def show(self, tones: Tones) -> None:
        """Dress the whole program in one set of tones."""
        self._application.setPalette(palette_of(tones))
        self._application.setStyleSheet(style_of(tones))
