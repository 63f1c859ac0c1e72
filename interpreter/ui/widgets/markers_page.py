"""Markers in four states, for review, near misses, method and ledger: the report's sections, in the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from interpreter.model.cases import Interpretation
from interpreter.report.content_markers import markers, review
from interpreter.report.content_methods import ledger, methods
from interpreter.report.content_person import person
from interpreter.settings import Settings
from interpreter.ui.widgets.document_view import DocumentView


class MarkersPage(DocumentView):
    """What is there, what is proven absent, what was never tested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Markers in four states", parent)

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        if interpretation is None:
            self.clear()
        else:
            self.show_sections((markers(interpretation), review(interpretation)))


class PersonPage(DocumentView):
    """The person's own words, and each therapy beside what they said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The person and the therapies", parent)

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        if interpretation is None:
            self.clear()
        else:
            self.show_sections((person(interpretation),))


class MethodsPage(DocumentView):
    """How it was done, with versions, and the account of every record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sample, methods and ledger", parent)

    def show_interpretation(self, interpretation: Interpretation | None, settings: Settings) -> None:
        if interpretation is None:
            self.clear()
        else:
            self.show_sections((methods(interpretation, settings), ledger(interpretation)))
