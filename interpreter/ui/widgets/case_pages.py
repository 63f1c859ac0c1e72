"""What a case means, on pages: each is filled when it is first looked at, and emptied with the case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from interpreter.model.cases import Interpretation
from interpreter.settings import Settings
from interpreter.ui.widgets.findings_page import FindingsPage
from interpreter.ui.widgets.markers_page import MarkersPage, MethodsPage
from interpreter.ui.widgets.person_page import PersonPage
from interpreter.ui.widgets.report_preview import ReportPreview
from interpreter.ui.widgets.variants_page import VariantsPage
from interpreter.ui.widgets.welcome import Welcome

_TITLES = ("Findings", "Markers", "All variants", "Person and therapies", "Methods and ledger", "Report")


class CasePages(QStackedWidget):
    """A welcome, then the pages of an interpretation. `report_wanted` is emitted when the report is looked at."""

    open_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interpretation: Interpretation | None = None
        self.welcome = Welcome()
        self.findings = FindingsPage()
        self.markers = MarkersPage()
        self.variants = VariantsPage()
        self.person = PersonPage()
        self.methods = MethodsPage()
        self.preview = ReportPreview()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Pages of the case")
        self._fill: dict[QWidget, Callable[[Interpretation | None], None]] = {
            self.findings: lambda shown: self.findings.show_interpretation(shown, settings),
            self.markers: self.markers.show_interpretation,
            self.variants: self.variants.show_interpretation,
            self.person: self.person.show_interpretation,
            self.methods: lambda shown: self.methods.show_interpretation(shown, settings),
            self.preview: self._ask_for_report,
        }
        self._unfilled: set[QWidget] = set()
        for page, title in zip(self._fill, _TITLES, strict=True):
            self.tabs.addTab(page, title)
        self.addWidget(self.welcome)
        self.addWidget(self.tabs)
        self.welcome.open_wanted.connect(self.open_wanted)
        self.tabs.currentChanged.connect(lambda _index: self._fill_page(self.tabs.currentWidget()))

    def show_interpretation(self, interpretation: Interpretation | None) -> None:
        """Show a case: the page in sight at once, the others when they are looked at; none empties them all."""
        self._interpretation = interpretation
        self._unfilled = set(self._fill)
        if interpretation is None:
            for page in self._fill:
                self._fill_page(page)
        self.setCurrentWidget(self.welcome if interpretation is None else self.tabs)
        self._fill_page(self.tabs.currentWidget())

    def show_tab(self, at: int) -> None:
        if self.currentWidget() is self.tabs:
            self.tabs.setCurrentIndex(at)

    def panes(self) -> tuple[QWidget, ...]:
        """Give the parts of the page in sight that the keyboard goes round."""
        if self.currentWidget() is not self.tabs:
            return ()
        page = self.tabs.currentWidget()
        inner: dict[QWidget, tuple[QWidget, ...]] = {
            self.findings: (self.findings.list, self.findings.detail),
            self.markers: (self.markers.filter, self.markers.table, self.markers.detail),
            self.variants: (self.variants.filter, self.variants.table, self.variants.detail),
        }
        return self.tabs.tabBar(), *inner.get(page, (page,))

    def shut_down(self) -> None:
        self.variants.shut_down()
        self.preview.shut_down()

    def _fill_page(self, page: QWidget) -> None:
        if page in self._unfilled:
            self._unfilled.discard(page)
            self._fill[page](self._interpretation)

    def _ask_for_report(self, interpretation: Interpretation | None) -> None:
        if interpretation is None:
            self.preview.show_pdf(b"")
        else:
            self.preview.say("Preparing the report …")
            self.report_wanted.emit()
