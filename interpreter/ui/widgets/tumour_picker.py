"""Choosing a tumour type by name, code or synonym; nothing but an OncoTree node can be chosen (S13)."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from interpreter.errors import TumourTypeError
from interpreter.model.evidence import TumourType
from interpreter.model.tumours import TumourTree

_SHOWN = 24


def node_text(node: TumourType) -> str:
    """Print a tumour type with its OncoTree code."""
    return f"{node.name} ({node.code})"


class TumourPicker(QLineEdit):
    """Emits `chosen` with a TumourType, or None while what is typed is not one."""

    chosen = Signal(object)

    def __init__(self, tree: TumourTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._node: TumourType | None = None
        self._by_text: dict[str, TumourType] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(14)
        self.setCompleter(completer)
        choices = QListView()
        choices.setObjectName("choices")
        choices.setAccessibleName("Tumour types that fit")
        choices.setMinimumWidth(66 * self.fontMetrics().averageCharWidth())
        completer.setPopup(choices)
        self.setPlaceholderText("Tumour type: name, code or synonym")
        self.setAccessibleName("Tumour type")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_edited)
        completer.activated.connect(self._on_activated)
        self.editingFinished.connect(self._on_finished)

    @property
    def node(self) -> TumourType | None:
        return self._node

    def choose(self, node: TumourType | None) -> None:
        """Show a node without a search."""
        self.setText(node_text(node) if node is not None else "")
        self.setCursorPosition(0)  # the beginning of a long name tells more than its end
        self._set(node)

    def _on_edited(self, text: str) -> None:
        found = self._tree.search(text, _SHOWN)
        self._by_text = {node_text(node): node for node in found}
        self._names.setStringList(list(self._by_text))
        self._set(self._by_text.get(text))

    def _on_activated(self, text: str) -> None:
        self.choose(self._by_text.get(text))

    def _on_finished(self) -> None:
        text = self.text().strip()
        if self._node is not None and text == node_text(self._node):
            return
        try:
            self.choose(self._by_text.get(text) or self._tree.resolve(text))
        except TumourTypeError:
            self._set(None)

    def _set(self, node: TumourType | None) -> None:
        if node != self._node:
            self._node = node
            self.chosen.emit(node)
