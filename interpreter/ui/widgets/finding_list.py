"""The list at the left of the findings: groups by tier; each entry with badge, name, marker and what to mind.

A mark and a word carry each message; colour only repeats them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from interpreter.ui.theme import Tones, tones_of

_FACE = Qt.ItemDataRole.UserRole + 1
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_PAD = 8


class Mood(Enum):
    """What a note says, for its colour; the words say it too."""

    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"
    PLAIN = "plain"

    def colour(self, tones: Tones) -> str:
        return {Mood.GOOD: tones.good, Mood.BAD: tones.bad, Mood.DOUBT: tones.doubt, Mood.PLAIN: tones.soft}[self]


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    mood: Mood = Mood.PLAIN


@dataclass(frozen=True, slots=True)
class Face:
    """What an entry shows: a badge (a tier, a state's mark), a name, what it rests on, and notes below."""

    name: str
    badge: str = ""
    under: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """All of it in words, for screen readers and for the search by typing."""
        return "\n".join(part for part in (self.name, self.badge, self.under, *(n.text for n in self.notes)) if part)


class FindingList(QTreeWidget):
    """Groups of entries; each entry knows its number."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Painter(self))
        self.setMinimumWidth(240)

    def add_group(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(item)
        item.setExpanded(True)
        return item

    def add_entry(self, group: QTreeWidgetItem, face: Face, number: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([face.text])
        item.setData(0, Qt.ItemDataRole.UserRole, number)
        item.setData(0, _FACE, face)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, face.text.replace("\n", "; "))
        group.addChild(item)
        return item

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # entries wrap at the new width


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QTreeWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tones = tones_of(self._view.palette())
        area = _rect(option)
        face = index.data(_FACE)
        painter.save()
        if isinstance(face, Face):
            chosen = bool(_state(option) & QStyle.StateFlag.State_Selected)
            if chosen:
                painter.fillRect(area, QColor(tones.chosen))
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tones.accent))
            self._lay(painter, area, face, tones)
            painter.setPen(QColor(tones.line))
            painter.drawLine(area.left() + _PAD, area.bottom(), area.right() - _PAD, area.bottom())
        else:
            painter.fillRect(area, QColor(tones.stripe))
            painter.setFont(_font(self._view, 0.92, bold=True))
            painter.setPen(QColor(tones.soft))
            inner = area.adjusted(_PAD, 6, -_PAD, -4)
            painter.drawText(inner, _WRAP, str(index.data()))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = max(160, self._view.viewport().width())
        face = index.data(_FACE)
        if isinstance(face, Face):
            return QSize(width, self._lay(None, QRect(0, 0, width, 0), face, tones_of(self._view.palette())) + 2)
        metrics = QFontMetrics(_font(self._view, 0.92, bold=True))
        return QSize(width, _height(metrics, width - 2 * _PAD, str(index.data())) + 10)

    def _lay(self, painter: QPainter | None, area: QRect, face: Face, tones: Tones) -> int:
        """Paint an entry, or with no painter only measure it; give its height."""
        left, top = area.left() + _PAD + 4, area.top() + _PAD
        width = area.width() - 2 * _PAD - 6
        name_font = _font(self._view, 1.0, bold=True)
        badge_width = 0
        if face.badge:
            badge_font = _font(self._view, 0.86, bold=True)
            metrics = QFontMetrics(badge_font)
            badge_width = metrics.horizontalAdvance(face.badge) + 12
            if painter is not None:
                box = QRect(area.right() - _PAD - badge_width, top, badge_width, metrics.height() + 2)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QColor(tones.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, 4, 4)
                painter.setFont(badge_font)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), face.badge)
            badge_width += 8
        at = top
        rows = [(face.name, name_font, tones.text, width - badge_width)]
        if face.under:
            rows.append((face.under, _font(self._view, 0.95), tones.text, width - (badge_width if at == top else 0)))
        rows += [(note.text, _font(self._view, 0.92), note.mood.colour(tones), width) for note in face.notes]
        for text, font, colour, room in rows:
            height = _height(QFontMetrics(font), room, text)
            if painter is not None:
                painter.setFont(font)
                painter.setPen(QColor(colour))
                painter.drawText(QRect(left, at, room, height), _WRAP, text)
            at += height + 2
        return at - area.top() + _PAD - 2


def _font(view: QWidget, scale: float, bold: bool = False) -> QFont:
    font = QFont(view.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    return font


def _height(metrics: QFontMetrics, width: int, text: str) -> int:
    return metrics.boundingRect(QRect(0, 0, max(40, width), 100_000), _WRAP, text).height()


def _rect(option: QStyleOptionViewItem) -> QRect:
    return option.rect


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state
