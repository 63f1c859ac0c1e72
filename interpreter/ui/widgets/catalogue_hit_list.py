"""The list of what a search found: three lines each, all of equal height, so that thousands cost nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from interpreter.catalogue.vocabulary import LINES, SETTINGS
from interpreter.matching.tiers import level_of
from interpreter.model.evidence import AGAINST_THERAPY, EvidenceItem, Response, Status
from interpreter.report import wording
from interpreter.ui.catalogue_hits import Hit, HitKind
from interpreter.ui.catalogue_sheets import PLACES, Sheets, says, short_level
from interpreter.ui.theme import tones_of
from interpreter.ui.widgets.finding_list import Face, Mood, Note

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FACE = Qt.ItemDataRole.UserRole + 1
_PAD = 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_AGAINST = AGAINST_THERAPY | {Response.TOXICITY}


class HitModel(QAbstractListModel):
    """What was found; a face is made when its entry comes into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()
        self._sheets: Sheets | None = None

    def show_hits(self, hits: tuple[Hit, ...], sheets: Sheets) -> None:
        self.beginResetModel()
        self._hits, self._sheets = hits, sheets
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def row_of(self, hit: Hit) -> int:
        """Give where a hit stands, -1 when it was not found."""
        return self._hits.index(hit) if hit in self._hits else -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._sheets is None:
            return None
        wanted = (_FACE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role not in wanted:
            return None
        face = face_of(self._hits[index.row()], self._sheets)
        return face if role == _FACE else face.text.replace("\n", "; ")


class HitList(QListView):
    """Plain entries; typing letters jumps to a name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = HitModel()
        self.setModel(self.found)
        self.setAccessibleName("What was found")
        self.setObjectName("hits")
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(260)


def face_of(hit: Hit, sheets: Sheets) -> Face:
    """Give what an entry shows."""
    match hit.kind:
        case HitKind.THERAPY:
            therapy = sheets.catalogue.therapies[hit.key]
            rows = len(sheets.index.with_therapy(hit.key))
            under = ", ".join(filter(None, (therapy.drug_class, *therapy.brands)))
            return Face(hit.key, badge="therapy", under=under or "class not known", notes=(Note(_rows(rows)),))
        case HitKind.GENE:
            gene = sheets.catalogue.genes[hit.key]
            rows = len(sheets.index.with_gene(hit.key))
            under = ", ".join(gene.aliases) or "no other names"
            return Face(hit.key, badge="gene", under=under, notes=(Note(_rows(rows)),))
        case HitKind.EVIDENCE:
            item = sheets.index.item(hit.key)
            return _evidence(item) if item is not None else Face(hit.key)


def _rows(count: int) -> str:
    return "no evidence row" if not count else f"{count} evidence row{'s' if count > 1 else ''}"


def _evidence(item: EvidenceItem) -> Face:
    mark, mood = ("✕ ", Mood.BAD) if item.response in _AGAINST else ("", Mood.PLAIN)
    if item.status is not Status.CURRENT:
        mark, mood = f"– {item.status.value}: ", Mood.DOUBT
    scope = (SETTINGS.get(item.setting, item.setting), LINES.get(item.line, item.line), short_level(item))
    where = ", ".join(PLACES.get(code, code) for code in item.tumour_types)
    note = f"{mark}{says(item)} in {'; '.join(filter(None, (where, *scope)))}"
    named = wording.regimen(item.therapies)
    return Face(
        named or item.biomarker,
        badge=wording.LEVELS[level_of(item)].split(" or ")[0],
        under=item.biomarker if named else item.statement,
        notes=(Note(note, mood),),
    )


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, sum(QFontMetrics(font).height() + 2 for font in self._fonts()) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face = index.data(_FACE)
        if not isinstance(face, Face):
            return
        tones = tones_of(self._view.palette())
        area = _rect(option)
        painter.save()
        if _state(option) & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tones.chosen))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tones.accent))
        note = face.notes[0] if face.notes else Note("")
        room = area.adjusted(_PAD + 4, _PAD, -_PAD, 0)
        badge = self._badge(painter, room, face.badge, QColor(tones.accent))
        texts = ((face.name, tones.text), (face.under, tones.text), (note.text, note.mood.colour(tones)))
        top = room.top()
        for at, ((text, colour), font) in enumerate(zip(texts, self._fonts(), strict=True)):
            metrics = QFontMetrics(font)
            width = room.width() - (badge if at == 0 else 0)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(room.left(), top, width, metrics.height()), _LEFT, shown)
            top += metrics.height() + 2
        painter.setPen(QColor(tones.line))
        painter.drawLine(area.left() + _PAD, area.bottom(), area.right() - _PAD, area.bottom())
        painter.restore()

    def _badge(self, painter: QPainter, room: QRect, text: str, colour: QColor) -> int:
        """Paint the badge at the right; give the width that it takes."""
        font = QFont(self._view.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(text) + 12
        box = QRect(room.right() - width, room.top(), width, metrics.height() + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour)
        painter.setFont(font)
        painter.drawRoundedRect(box, 4, 4)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return width + 8

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        name, under, note = QFont(self._view.font()), QFont(self._view.font()), QFont(self._view.font())
        name.setBold(True)
        under.setPointSizeF(under.pointSizeF() * 0.95)
        note.setPointSizeF(note.pointSizeF() * 0.92)
        return name, under, note


def _rect(option: QStyleOptionViewItem) -> QRect:
    return option.rect


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state
