"""Puts the pages together and wires signals; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from interpreter import __version__
from interpreter.errors import AssemblyError, Cancelled, InterpreterError, SampleChoiceError, TumourTypeError
from interpreter.files import safe_name
from interpreter.interpret import Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue, TumourType
from interpreter.report.outputs import render_json, render_pdf_report, render_tsv
from interpreter.ui.case_presenter import CasePresenter, Render
from interpreter.ui.cases_presenter import OpenCase
from interpreter.ui.commands import keys_text, make_actions
from interpreter.ui.messages import ask_to_discard, fault_texts, plain_box, show_fault
from interpreter.ui.notices import about_text, what_to_mind
from interpreter.ui.peek import Companion, FileFacts, companion_kind
from interpreter.ui.widgets.case_bar import CaseBar
from interpreter.ui.widgets.case_pages import CasePages
from interpreter.ui.widgets.cases_control import CasesControl
from interpreter.ui.widgets.companion_forms import CompanionForms
from interpreter.ui.widgets.letter_control import PaperControl
from interpreter.ui.widgets.notice import Notice
from interpreter.ui.widgets.plain import plain_label
from interpreter.ui.window_choices import WindowChoices, own_choices

if TYPE_CHECKING:  # it is imported when it is first opened
    from interpreter.ui.widgets.catalogue_window import CatalogueWindow


class MainWindow(QMainWindow):
    """One case at a time: what is stated at the left, what it means at the right."""

    def __init__(
        self,
        presenter: CasePresenter,
        knowledge: Knowledge,
        today: str,
        *,
        tell: Callable[[BaseException], None] | None = None,
        may_discard: Callable[[], bool] | None = None,
        choices: WindowChoices | None = None,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._knowledge = knowledge
        self._today = today
        self._tell = tell or (lambda fault: show_fault(fault, self))
        self._may_discard = may_discard or (lambda: ask_to_discard(self))
        self.setWindowTitle("Interpreter")
        self.setAcceptDrops(True)
        self.bar = CaseBar(knowledge.tumours)
        self.notice = Notice()
        self.pages = CasePages(knowledge.settings)
        self.catalogue: CatalogueWindow | None = None
        self._packs = plain_label(_packs_text(knowledge.catalogue), wrap=False)
        self.cases = CasesControl(
            presenter,
            lambda: self._knowledge.catalogue.therapies,
            today,
            choices or own_choices(),
            self._may_leave,
            self,
        )
        self.paper = PaperControl(
            presenter, self.cases, lambda: self._knowledge, lambda: self._renderers()["pdf"], self
        )
        self.forms = CompanionForms(presenter, today, self)
        self._lay_out()
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # a file dropped there is for the window, not a text to insert
        self.actions_by_name = make_actions(self, self._work())
        self._connect()
        self._on_request_changed()

    def _lay_out(self) -> None:
        unit = self.fontMetrics().averageCharWidth()
        self.bar.setMinimumWidth(34 * unit)
        self.pages.tabs.addTab(self.cases.record, "Record")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 6, 10, 6)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setHandleWidth(8)
        whole.addWidget(self.bar)
        whole.addWidget(right)
        whole.setStretchFactor(1, 1)
        whole.setCollapsible(1, False)
        whole.setSizes([46 * unit, 130 * unit])
        self.setCentralWidget(whole)
        self.resize(170 * unit, 46 * self.fontMetrics().lineSpacing())
        region = self._knowledge.settings.region or "FDA or EMA"
        self.statusBar().addPermanentWidget(self._packs)
        self.statusBar().addPermanentWidget(plain_label(f"Approvals: {region}", wrap=False))
        self.statusBar().addPermanentWidget(plain_label("Offline", wrap=False))

    def _work(self) -> dict[str, Callable[[], object]]:
        presenter = self._presenter
        pages = self.pages
        tabs = {f"tab_{at + 1}": (lambda at=at: pages.show_tab(at)) for at in range(pages.tabs.count())}
        return {
            "open": self._on_open,
            "save_pdf": lambda: self._save("pdf"),
            "save_json": lambda: self._save("json"),
            "save_tsv": lambda: self._save("tsv"),
            "open_person": self.forms.open_person,
            "save_person": self.forms.save_person,
            "quit": self.close,
            "interpret": presenter.interpret,
            "stop": presenter.cancel,
            "results": self.forms.results,
            "open_results": self.forms.open_results,
            "person": self.forms.person,
            "next_pane": lambda: self._next_pane(1),
            "last_pane": lambda: self._next_pane(-1),
            "catalogue": lambda: self.open_catalogue(0),
            "catalogue_update": lambda: self.open_catalogue(1),
            "catalogue_local": lambda: self.open_catalogue(2),
            "catalogue_work_list": lambda: self.open_catalogue(3),
            "keys": self._on_keys,
            "about": self._on_about,
            **self.cases.work(),
            **self.paper.work(),
            **tabs,
        }

    def _connect(self) -> None:
        presenter, bar = self._presenter, self.bar
        bar.files_wanted.connect(self._on_open)
        self.notice.closed.connect(self._show_warnings)
        self.pages.open_wanted.connect(self._on_open)
        bar.tumour_type_chosen.connect(self._on_type)
        bar.samples_chosen.connect(presenter.set_samples)
        bar.assembly_chosen.connect(presenter.set_assembly)
        bar.companions_changed.connect(self._on_companions)
        bar.results_wanted.connect(self.forms.results)
        bar.person_wanted.connect(self.forms.person)
        bar.interpret_wanted.connect(presenter.interpret)
        bar.stop_wanted.connect(presenter.cancel)
        presenter.request_changed.connect(self._on_request_changed)
        presenter.looked.connect(self._on_looked)
        presenter.started.connect(self._on_started)
        presenter.progressed.connect(self._on_progress)
        presenter.interpreted.connect(self._on_interpreted)
        presenter.failed.connect(self._on_failed)
        presenter.stopped.connect(self._on_stopped)
        presenter.rendered.connect(self._on_rendered)
        presenter.saved.connect(self._on_saved)
        presenter.save_failed.connect(self._on_save_failed)
        self.pages.report_wanted.connect(self._on_report_wanted)
        self.cases.case_shown.connect(self._on_stored)
        self.cases.case_kept.connect(lambda: self._show(presenter.interpretation))
        self.cases.changed.connect(self._enable)
        for control in (self.cases, self.paper):
            control.said.connect(lambda text: self.statusBar().showMessage(text, 15_000))
            control.faulted.connect(self._on_failed)

    # opening and leaving ------------------------------------------------------------------------------------------

    def open_files(self, paths: Sequence[Path]) -> bool:
        """Begin a new case with these files; nothing of the last case is kept. False when the user thought better."""
        if not self._may_leave():
            return False
        self.bar.clear_case()
        self._presenter.set_files(tuple(paths))
        self.notice.hide()
        self.setWindowTitle(f"{paths[0].name} – Interpreter" if paths else "Interpreter")
        self._show(None)
        self.bar.picker.setFocus()
        return True

    def take_files(self, paths: Sequence[Path]) -> None:
        """Sort dropped files: variants begin a new case; what comes beside a case is taken for the one that is open."""
        kinds = {path: companion_kind(path) for path in paths}
        variants = [path for path, kind in kinds.items() if kind is None]
        if variants and not self.open_files(variants):
            return
        for path, kind in kinds.items():
            match kind:
                case Companion.RESULTS:
                    self._presenter.open_results(path)
                case Companion.PERSON:
                    self._presenter.open_person(path)
                case Companion.ASSAY:
                    self.bar.assay.set_path(path)
                case Companion.COVERAGE:
                    self.bar.coverage.set_path(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls):
            event.acceptProposedAction()
            self.take_files([Path(url.toLocalFile()) for url in urls])

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self.paper.shut_down()
        self.cases.shut_down()
        self._presenter.shut_down()
        self.pages.shut_down()
        if self.catalogue is not None:
            self.catalogue.shut_down()
            self.catalogue.close()
        event.accept()

    def _may_leave(self) -> bool:
        return not self._presenter.holds_unsaved or self._may_discard()

    @Slot(object)
    def _on_stored(self, case: OpenCase) -> None:
        """Show a stored case in the place of what is open."""
        self.bar.clear_case()
        self._presenter.show_stored(case.interpretation)
        self.bar.picker.choose(case.interpretation.case.tumour_type)
        self.bar.order.setText(case.interpretation.case.order_id)
        self.setWindowTitle(f"{case.id} – Interpreter")
        self._show(case.interpretation)
        self.statusBar().showMessage(f"Stored case {case.id}, version {case.version}", 15_000)

    def _on_open(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Open the files of one case")
        if names:
            self.take_files([Path(name) for name in names])

    # what the user states -----------------------------------------------------------------------------------------

    @Slot(object)
    def _on_type(self, node: TumourType | None) -> None:
        self._presenter.set_tumour_type(node)

    def _on_companions(self) -> None:
        coverage = self.bar.coverage.path
        self._presenter.set_companions(
            assay=self.bar.assay.path,
            coverage=(coverage,) if coverage is not None else (),
            order_id=self.bar.order.text(),
        )

    # what the program tells ---------------------------------------------------------------------------------------

    @Slot()
    def _on_request_changed(self) -> None:
        presenter = self._presenter
        self.bar.show_request(presenter.request, presenter.ready)
        self.bar.show_results(presenter.typed_in.said)
        stored = self.cases.base if not presenter.request.files else None
        self.bar.show_stored(f"Stored case {stored.id}" if stored is not None else "")
        self._show_warnings()
        self._enable()

    @Slot(object)
    def _on_looked(self, facts: tuple[FileFacts, ...]) -> None:
        self.bar.show_facts(facts)

    @Slot(str)
    def _on_started(self, doing: str) -> None:
        self.notice.hide()
        self.bar.show_work(doing)
        self._enable()

    @Slot(str, float)
    def _on_progress(self, doing: str, share: float) -> None:
        self.bar.show_work(doing, share)

    @Slot(object)
    def _on_interpreted(self, interpretation: Interpretation) -> None:
        self._end_work("Interpreted.")
        self._show(interpretation)
        self.pages.findings.list.setFocus()

    @Slot(object)
    def _on_failed(self, fault: BaseException) -> None:
        """Show a fault where it can be mended; a fault of the program itself stands in the way."""
        if isinstance(fault, Cancelled):
            return
        self._end_work("That did not work: see the notice above the pages.")
        if not isinstance(fault, InterpreterError):
            self._tell(fault)
            return
        self.notice.show_fault(fault_texts(fault))
        if isinstance(fault, SampleChoiceError) and self._presenter.request.order_id and not fault.details:
            self.bar.ask_for_order()  # the sample is not the order's
        elif isinstance(fault, SampleChoiceError):
            self.bar.ask_for_sample(fault.details)
        elif isinstance(fault, AssemblyError):
            self.bar.ask_for_assembly()
        elif isinstance(fault, TumourTypeError):
            self.bar.ask_for_tumour_type()

    @Slot()
    def _on_stopped(self) -> None:
        self._end_work("Stopped. Nothing was changed.")

    @Slot(bytes)
    def _on_rendered(self, content: bytes) -> None:
        self.pages.preview.show_pdf(bytes(content))

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        self.statusBar().showMessage(f"Saved: {path}", 15_000)

    @Slot(object)
    def _on_save_failed(self, fault: BaseException) -> None:
        self._tell(fault)

    @Slot()
    def _on_report_wanted(self) -> None:
        self._presenter.render(self._renderers()["pdf"])

    def _end_work(self, said: str) -> None:
        self.bar.show_work(None)
        self.bar.status.setText(said)
        self._enable()

    def _show(self, interpretation: Interpretation | None) -> None:
        self.pages.show_interpretation(interpretation)
        self._show_warnings()
        self._enable()

    def _show_warnings(self) -> None:
        said = what_to_mind(self._presenter, self._knowledge, self._today)
        if said is not None:
            self.notice.show_warnings(*said)

    def _enable(self) -> None:
        presenter, actions = self._presenter, self.actions_by_name
        savable = presenter.interpretation is not None and not presenter.outdated
        for name in ("save_pdf", "save_json", "save_tsv"):
            actions[name].setEnabled(savable)
        actions["interpret"].setEnabled(presenter.ready)
        actions["stop"].setEnabled(presenter.busy)
        actions["save_person"].setEnabled(presenter.request.person is not None)
        self.cases.enable(actions)
        self.paper.enable(actions)

    # saving, help, moving about -----------------------------------------------------------------------------------

    def _renderers(self) -> dict[str, Render]:
        settings, stored = self._knowledge.settings, self.cases.shown
        content = stored.report.content if stored is not None else b""
        return {
            "pdf": lambda shown: content or render_pdf_report(shown, settings),
            "json": render_json,
            "tsv": render_tsv,
        }

    def _save(self, ending: str) -> None:
        interpretation = self._presenter.interpretation
        if interpretation is None:
            return
        proposed = f"{safe_name(interpretation.case.id)}.{ending}"
        name, _ = QFileDialog.getSaveFileName(self, "Save", proposed, f"{ending.upper()} (*.{ending})")
        if name:
            self.save_to(ending, Path(name))

    def save_to(self, ending: str, path: Path) -> None:
        """Render and save what is shown, as pdf, json or tsv; of a stored case that stands in the trail first."""
        render = self._renderers()[ending]
        self.cases.note_out("export", ending.upper(), lambda: self._presenter.save(render, path))

    def open_catalogue(self, page: int) -> None:
        """Show the catalogue's own window, made when it is first asked for, so that the start does not wait for it."""
        if self.catalogue is None:
            from interpreter.ui.catalogue_presenter import CataloguePresenter
            from interpreter.ui.widgets.catalogue_window import CatalogueWindow

            work = CataloguePresenter(self._knowledge, self._today)
            store = self.cases.store
            work.set_stored(store.stored_cases)
            store.opened.connect(lambda _user: work.set_stored(store.stored_cases))
            store.left.connect(lambda: work.set_stored(None))
            self.catalogue = CatalogueWindow(work, self, tell=self._tell)
            self.catalogue.catalogue_changed.connect(self._on_catalogue_changed)
            work.load()
        self.catalogue.show()
        self.catalogue.raise_()
        self.catalogue.activateWindow()
        self.catalogue.show_page(page)

    @Slot(object)
    def _on_catalogue_changed(self, catalogue: Catalogue) -> None:
        """Use what was installed or approved from now on."""
        self._knowledge = replace(self._knowledge, catalogue=catalogue)
        self._packs.setText(_packs_text(catalogue))
        self._presenter.set_knowledge(self._knowledge)

    def _on_keys(self) -> None:
        plain_box(self, "Keys", keys_text().replace("\t", "    ")).exec()

    def _on_about(self) -> None:
        plain_box(self, f"Interpreter {__version__}", about_text(self._knowledge)).exec()

    def _next_pane(self, step: int) -> None:
        """Go round: what is stated, the tabs, and the parts of the page in sight."""
        panes = [pane for pane in (self.bar.picker, *self.pages.panes()) if pane.isVisibleTo(self)]
        current = next((at for at, pane in enumerate(panes) if pane.hasFocus()), -1 if step > 0 else 0)
        panes[(current + step) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def _packs_text(catalogue: Catalogue) -> str:
    return "Catalogue: " + ", ".join(f"{info.name} {info.version}" for info in catalogue.releases)
