"""Puts the pages together and wires signals; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QScrollArea, QSplitter, QTabWidget

from interpreter.files import safe_name, save_bytes
from interpreter.interpret import Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import TumourType
from interpreter.model.person import Person
from interpreter.report.content_summary import stale_catalogues
from interpreter.report.outputs import render_json, render_pdf_report, render_tsv
from interpreter.ui.case_presenter import CasePresenter, Render
from interpreter.ui.messages import show_fault
from interpreter.ui.widgets.case_bar import CaseBar
from interpreter.ui.widgets.findings_page import FindingsPage
from interpreter.ui.widgets.markers_page import MarkersPage, MethodsPage, PersonPage
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.widgets.report_preview import ReportPreview
from interpreter.ui.widgets.variants_page import VariantsPage


class MainWindow(QMainWindow):
    """One case at a time: what is stated at the left, what it means at the right."""

    def __init__(
        self,
        presenter: CasePresenter,
        knowledge: Knowledge,
        today: str,
        tell: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._knowledge = knowledge
        self._today = today
        self._tell = tell or (lambda fault: show_fault(fault, self))
        self.setWindowTitle("Interpreter")
        self.setAcceptDrops(True)
        self.resize(1320, 860)
        self.bar = CaseBar(knowledge.tumours)
        self.findings = FindingsPage()
        self.markers = MarkersPage()
        self.variants = VariantsPage()
        self.person_page = PersonPage()
        self.methods = MethodsPage()
        self.preview = ReportPreview()
        self.tabs = QTabWidget()
        for page, title in (
            (self.findings, "&Findings"),
            (self.markers, "&Markers"),
            (self.variants, "&All variants"),
            (self.person_page, "Person &and therapies"),
            (self.methods, "Methods and &ledger"),
            (self.preview, "&Report"),
        ):
            self.tabs.addTab(page, title)
        self.banner = QLabel()
        self.banner.setTextFormat(Qt.TextFormat.PlainText)
        self.banner.setWordWrap(True)
        self.banner.setFrameShape(QLabel.Shape.Box)
        self.banner.setMargin(6)
        self.banner.hide()
        self._lay_out()
        self._make_actions()
        self._connect()
        self._on_request_changed()

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.bar)
        scroll.setMinimumWidth(290)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.banner)
        right.addWidget(self.tabs)
        right.setStretchFactor(1, 1)
        right.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(scroll)
        whole.addWidget(right)
        whole.setStretchFactor(1, 1)
        whole.setSizes([310, 1010])
        self.setCentralWidget(whole)

    def _make_actions(self) -> None:
        file_menu = self.menuBar().addMenu("&File")
        case_menu = self.menuBar().addMenu("&Case")
        self.open_action = self._action(file_menu, "&Open files …", QKeySequence.StandardKey.Open, self._on_open)
        self.open_action.setToolTip("Open the variant files of one case")
        self.save_pdf_action = self._action(
            file_menu, "&Save report (PDF) …", QKeySequence.StandardKey.Save, lambda: self._save("pdf")
        )
        self.save_json_action = self._action(
            file_menu, "Save as &JSON …", QKeySequence("Ctrl+J"), lambda: self._save("json")
        )
        self.save_tsv_action = self._action(
            file_menu, "Save findings as &table …", QKeySequence("Ctrl+T"), lambda: self._save("tsv")
        )
        file_menu.addSeparator()
        self._action(file_menu, "&Quit", QKeySequence("Ctrl+Q"), self.close)
        self.interpret_action = self._action(
            case_menu, "&Interpret", QKeySequence("Ctrl+Return"), self._presenter.interpret
        )
        self.person_action = self._action(case_menu, "&Person and wishes …", QKeySequence("Ctrl+P"), self._on_person)
        self.stop_action = self._action(case_menu, "&Stop", QKeySequence("Escape"), self._presenter.cancel)
        self.pane_action = self._action(case_menu, "Next &pane", QKeySequence("F6"), self._next_pane)

    def _action(self, menu: object, text: str, key: object, work: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)  # type: ignore[call-overload]
        action.setToolTip(text.replace("&", "").replace(" …", ""))
        action.setStatusTip(action.toolTip())
        action.triggered.connect(lambda _checked=False: work())
        menu.addAction(action)  # type: ignore[attr-defined]
        return action

    def _connect(self) -> None:
        presenter, bar = self._presenter, self.bar
        bar.files_wanted.connect(self._on_open)
        bar.tumour_type_chosen.connect(self._on_type)
        bar.samples_chosen.connect(presenter.set_samples)
        bar.assembly_chosen.connect(presenter.set_assembly)
        bar.companions_changed.connect(self._on_companions)
        bar.person_wanted.connect(self._on_person)
        bar.interpret_wanted.connect(presenter.interpret)
        bar.stop_wanted.connect(presenter.cancel)
        presenter.request_changed.connect(self._on_request_changed)
        presenter.started.connect(self._on_started)
        presenter.progressed.connect(self._on_progress)
        presenter.interpreted.connect(self._on_interpreted)
        presenter.failed.connect(self._on_failed)
        presenter.stopped.connect(self._on_stopped)
        presenter.saved.connect(self._on_saved)
        self.tabs.currentChanged.connect(self._on_tab)

    # opening ------------------------------------------------------------------------------------------------------

    def open_files(self, paths: Sequence[Path]) -> None:
        """Begin a new case with these files; nothing of the last case is kept."""
        self.bar.clear_companions()
        self._presenter.set_files(tuple(paths))
        self._show(None)
        self.bar.picker.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._presenter.shut_down()
        event.accept()

    def _on_open(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Open the files of one case")
        if names:
            self.open_files([Path(name) for name in names])

    # what the user states -----------------------------------------------------------------------------------------

    @Slot(object)
    def _on_type(self, node: TumourType | None) -> None:
        self._presenter.set_tumour_type(node)

    def _on_companions(self) -> None:
        coverage = self.bar.coverage.path
        self._presenter.set_companions(
            results=self.bar.results.path,
            assay=self.bar.assay.path,
            coverage=(coverage,) if coverage is not None else (),
            order_id=self.bar.order.text(),
        )

    def _on_person(self) -> None:
        form = PersonForm(self._presenter.request.person or Person(), self._today, self)
        if form.exec() == PersonForm.DialogCode.Accepted:
            self._presenter.set_person(form.person())

    # what the program tells ---------------------------------------------------------------------------------------

    @Slot()
    def _on_request_changed(self) -> None:
        request = self._presenter.request
        person = request.person.name if request.person is not None else ""
        self.bar.show_request(request, person, self._presenter.ready)
        self.interpret_action.setEnabled(self._presenter.ready)
        self._show_banner()
        self._enable_saving()

    @Slot(str)
    def _on_started(self, doing: str) -> None:
        self.bar.show_work(doing)

    @Slot(str, float)
    def _on_progress(self, doing: str, share: float) -> None:
        if self._presenter.busy:
            self.bar.show_work(doing, share)

    @Slot(object)
    def _on_interpreted(self, interpretation: Interpretation) -> None:
        self.bar.show_work(None)
        self.bar.status.setText("Interpreted.")
        self.bar.offer_samples(tuple(dict.fromkeys(n for item in interpretation.inputs for n in item.samples)))
        self._show(interpretation)
        self.findings.list.setFocus()

    @Slot(object)
    def _on_failed(self, fault: BaseException) -> None:
        self.bar.show_work(None)
        self.bar.status.setText(str(getattr(fault, "problem", "It did not work.")))
        self._tell(fault)

    @Slot()
    def _on_stopped(self) -> None:
        self.bar.show_work(None)
        self.bar.status.setText("Stopped.")

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        self.statusBar().showMessage(f"Saved: {path}", 15_000)

    @Slot(int)
    def _on_tab(self, _index: int) -> None:
        interpretation = self._presenter.interpretation
        if self.tabs.currentWidget() is self.preview and interpretation is not None and not self.preview.page_count:
            self.preview.show_pdf(render_pdf_report(interpretation, self._knowledge.settings))

    def _show(self, interpretation: Interpretation | None) -> None:
        settings = self._knowledge.settings
        self.findings.show_interpretation(interpretation, settings)
        self.markers.show_interpretation(interpretation)
        self.variants.show_interpretation(interpretation)
        self.person_page.show_interpretation(interpretation)
        self.methods.show_interpretation(interpretation, settings)
        self.preview.show_pdf(b"")
        self._on_tab(self.tabs.currentIndex())
        self._show_banner()
        self._enable_saving()

    def _show_banner(self) -> None:
        """Say what must not be overlooked: an outdated view, an old catalogue (S14), the case's warnings."""
        interpretation = self._presenter.interpretation
        lines: list[str] = []
        if interpretation is not None:
            if self._presenter.outdated:
                lines.append("⚠ What is stated has changed: interpret again. What is shown is the state before.")
            lines += [f"⚠ {text}" for text in stale_catalogues(interpretation, self._knowledge.settings)]
            lines += [f"⚠ {text}" for text in interpretation.warnings]
        shown = lines[:4] + ([f"… {len(lines) - 4} more under Findings, Summary"] if len(lines) > 4 else [])
        self.banner.setText("\n".join(shown))
        self.banner.setVisible(bool(lines))

    def _enable_saving(self) -> None:
        savable = self._presenter.interpretation is not None and not self._presenter.outdated
        for action in (self.save_pdf_action, self.save_json_action, self.save_tsv_action):
            action.setEnabled(savable)

    # saving -------------------------------------------------------------------------------------------------------

    def _save(self, ending: str) -> None:
        interpretation = self._presenter.interpretation
        if interpretation is None:
            return
        proposed = f"{safe_name(interpretation.case.id)}.{ending}"
        name, _ = QFileDialog.getSaveFileName(self, "Save", proposed, f"{ending.upper()} (*.{ending})")
        if name:
            self.save_to(ending, Path(name))

    def save_to(self, ending: str, path: Path) -> None:
        """Render and save what is shown, as pdf, json or tsv."""
        renderers: dict[str, Render] = {
            "pdf": lambda shown: render_pdf_report(shown, self._knowledge.settings),
            "json": render_json,
            "tsv": render_tsv,
        }
        self._presenter.save(renderers[ending], save_bytes, path)

    def _next_pane(self) -> None:
        panes = (self.bar.picker, self.findings.list, self.findings.detail, self.tabs.tabBar())
        visible = [pane for pane in panes if pane.isVisible()]
        current = next((at for at, pane in enumerate(visible) if pane.hasFocus()), -1)
        visible[(current + 1) % len(visible)].setFocus()
