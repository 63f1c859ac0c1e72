"""The catalogue's own window: search and sheets, packs and imports, local entries, what nobody has verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QProgressBar, QPushButton, QTabWidget, QVBoxLayout, QWidget

from interpreter.catalogue.drafts import Action, Draft
from interpreter.errors import Cancelled, InterpreterError
from interpreter.model.dates import age_in_months
from interpreter.model.evidence import Catalogue, EvidenceItem
from interpreter.report import wording
from interpreter.ui.catalogue_presenter import CataloguePresenter, CatalogueView, LayerLine
from interpreter.ui.catalogue_work import DraftWish, Review
from interpreter.ui.messages import FaultTexts, fault_texts, show_fault
from interpreter.ui.widgets.catalogue_draft_form import ApproveForm, DraftForm
from interpreter.ui.widgets.catalogue_keys import KeyForm
from interpreter.ui.widgets.catalogue_local import LocalPage
from interpreter.ui.widgets.catalogue_search import SearchPage
from interpreter.ui.widgets.catalogue_update import UpdatePage
from interpreter.ui.widgets.catalogue_work_list import WorkListPage
from interpreter.ui.widgets.notice import Notice
from interpreter.ui.widgets.plain import plain_label

_TITLES = ("Search", "Packs and imports", "Local entries", "Not verified")
_HERE = {
    "catalogue keys trust": "If you know the signer, get the public key by another way, choose 'Trust a key …' on the "
    "page of packs and imports, and open the pack again.",
    "catalogue keys new": "Check the file and its passphrase, or make a key with 'Make a key …'.",
}
"""What to do in this window, where a fault's own remedy names a command."""


class CatalogueWindow(QMainWindow):
    """Puts the pages together and wires signals; emits `catalogue_changed(Catalogue)`."""

    catalogue_changed = Signal(object)

    def __init__(
        self,
        presenter: CataloguePresenter,
        parent: QWidget | None = None,
        *,
        tell: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self._tell = tell or (lambda fault: show_fault(fault, self))
        self._form: DraftForm | None = None
        self._unfilled = False
        self.setWindowTitle("Catalogue – Interpreter")
        self.notice = Notice()
        self.header = plain_label("", selectable=True)
        self.header.setAccessibleName("Packs in use")
        self.search = SearchPage()
        self.update_page = UpdatePage()
        self.local = LocalPage()
        self.work_list = WorkListPage()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Pages of the catalogue")
        self.doing = plain_label("", "soft", wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(20 * self.fontMetrics().averageCharWidth())
        self.bar.setAccessibleName("Progress")
        self.statusBar().setSizeGripEnabled(False)
        self.stop = QPushButton("Stop")
        self._lay_out()
        self._connect()
        self._on_ended()

    def _lay_out(self) -> None:
        pages = (self.search, self.update_page, self.local, self.work_list)
        for at, (page, title) in enumerate(zip(pages, _TITLES, strict=True)):
            self.tabs.addTab(page, title)
            self._key(f"Ctrl+{at + 1}", partial(self.show_page, at))
        self._key("Ctrl+F", lambda: self.show_page(0))
        self._key("Ctrl+W", self.close)
        self._key("Esc", self.presenter.stop)
        for widget in (self.doing, self.bar, self.stop):
            self.statusBar().addPermanentWidget(widget)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(10, 8, 10, 6)
        column.addWidget(self.notice)
        column.addWidget(self.header)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(whole)
        unit = self.fontMetrics()
        self.resize(QSize(165 * unit.averageCharWidth(), 46 * unit.lineSpacing()))

    def _key(self, keys: str, work: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda *_checked: work())
        self.addAction(action)

    def _connect(self) -> None:
        presenter, update = self.presenter, self.update_page
        presenter.loaded.connect(self._on_loaded)
        presenter.drafts_loaded.connect(self._on_drafts)
        presenter.started.connect(self._on_started)
        presenter.progressed.connect(self._on_progressed)
        presenter.ended.connect(self._on_ended)
        presenter.reviewed.connect(self._on_reviewed)
        presenter.said.connect(self._on_said)
        presenter.failed.connect(self._on_failed)
        presenter.draft_made.connect(self._on_draft_made)
        presenter.key_made.connect(self._on_key_made)
        presenter.catalogue_changed.connect(self._on_changed)
        self.notice.closed.connect(self._show_stale)
        self.stop.clicked.connect(presenter.stop)
        self.tabs.currentChanged.connect(lambda _at: self._fill_work_list())
        self.search.edit_wanted.connect(self._on_edit)
        self.search.retire_wanted.connect(self._on_retire)
        update.pack_wanted.connect(presenter.open_pack)
        update.import_wanted.connect(presenter.open_import)
        update.trust_wanted.connect(presenter.trust)
        update.accepted.connect(self._on_accept)
        update.refused.connect(presenter.refuse)
        update.key.make_wanted.connect(self._on_make_key)
        self.local.new_wanted.connect(lambda: self._draft(Action.ADD, None))
        self.local.approve_wanted.connect(self._on_approve)
        self.local.discard_wanted.connect(self._on_discard)
        self.local.save_wanted.connect(presenter.save_drafts)
        self.work_list.save_wanted.connect(presenter.save_work_list)

    def show_page(self, at: int) -> None:
        """Show a page; the search page takes the keyboard for typing."""
        self.tabs.setCurrentIndex(at)
        if self.tabs.currentWidget() is self.search:
            self.search.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.text.selectAll()

    def shut_down(self) -> None:
        self.presenter.shut_down()

    # what the presenter tells -------------------------------------------------------------------------------------

    @Slot(object)
    def _on_loaded(self, view: CatalogueView) -> None:
        today = self.presenter.bench.today
        self.header.setText("\n".join(layer_text(one, today) for one in view.layers))
        self.search.show_catalogue(view.sheets)
        self.update_page.show_catalogue(view)
        self._unfilled = True
        self._fill_work_list()
        self._show_stale()

    def _fill_work_list(self) -> None:
        """Fill the long list when it is looked at: thousands of rows at once would be felt."""
        view = self.presenter.view
        if self._unfilled and view is not None and self.tabs.currentWidget() is self.work_list:
            self._unfilled = False
            self.work_list.show_catalogue(view)
            self._enable()

    @Slot(object)
    def _on_drafts(self, drafts: tuple[Draft, ...]) -> None:
        self.local.show_drafts(drafts)
        waiting = sum(not draft.approved for draft in drafts)
        self.tabs.setTabText(2, f"{_TITLES[2]} ({waiting} to approve)" if waiting else _TITLES[2])

    @Slot(str)
    def _on_started(self, doing: str) -> None:
        self._show_stale()
        self.doing.setText(doing)
        self.bar.setRange(0, 0)
        self._enable()

    @Slot(str, float)
    def _on_progressed(self, doing: str, share: float) -> None:
        self.doing.setText(doing)
        self.bar.setRange(0, 0 if share < 0 else 1000)
        self.bar.setValue(int(1000 * max(0.0, share)))

    @Slot()
    def _on_ended(self) -> None:
        self.doing.setText("")
        self._enable()

    @Slot(object)
    def _on_reviewed(self, review: Review | None) -> None:
        self.update_page.show_review(review)
        if review is not None:
            self.tabs.setCurrentWidget(self.update_page)
        self._enable()

    @Slot(str)
    def _on_said(self, text: str) -> None:
        self.statusBar().showMessage(text, 30_000)

    @Slot(object)
    def _on_failed(self, fault: BaseException) -> None:
        if isinstance(fault, Cancelled):
            return
        if not isinstance(fault, InterpreterError):
            self._tell(fault)
        elif self._form is not None:
            self._form.show_fault(_texts(fault))
        else:
            self.notice.show_fault(_texts(fault))

    @Slot()
    def _on_draft_made(self) -> None:
        if self._form is not None:
            self._form.accept()
        self.tabs.setCurrentWidget(self.local)

    @Slot(object)
    def _on_changed(self, catalogue: Catalogue) -> None:
        self.catalogue_changed.emit(catalogue)

    # what a person wants ------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_edit(self, item: EvidenceItem) -> None:
        self._draft(Action.EDIT, item)

    @Slot(object)
    def _on_retire(self, item: EvidenceItem) -> None:
        self._draft(Action.RETIRE, item)

    def _draft(self, action: Action, item: EvidenceItem | None) -> None:
        form = DraftForm(action, item, self)
        form.submitted.connect(self._on_submitted)
        form.finished.connect(self._on_form_closed)
        self._form = form
        form.open()

    @Slot(object)
    def _on_submitted(self, wish: DraftWish) -> None:
        self.presenter.draft(wish)

    @Slot(int)
    def _on_form_closed(self, _result: int) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None

    @Slot(object)
    def _on_approve(self, draft: Draft) -> None:
        form = ApproveForm(draft.id, draft.author, self)
        if form.exec() == ApproveForm.DialogCode.Accepted:
            self.presenter.approve(draft.id, form.name)

    @Slot(object)
    def _on_discard(self, draft: Draft) -> None:
        self.presenter.discard(draft.id)

    @Slot()
    def _on_accept(self) -> None:
        key = self.update_page.key
        self.presenter.accept(key.file.path, key.passphrase.text())
        key.passphrase.clear()

    @Slot()
    def _on_make_key(self) -> None:
        form = KeyForm(self)
        if form.exec() == KeyForm.DialogCode.Accepted and form.path is not None:
            self.presenter.make_key(form.path, form.name.text(), form.passphrase)

    @Slot(object)
    def _on_key_made(self, path: Path) -> None:
        self.update_page.key.file.set_path(path)

    # what must not be overlooked ----------------------------------------------------------------------------------

    def _show_stale(self) -> None:
        """Say that a release is past its age limit (S14)."""
        view = self.presenter.view
        self.notice.show_warnings("The catalogue is older than its age limit", view.stale if view is not None else ())

    def _enable(self) -> None:
        busy = self.presenter.busy
        self.bar.setVisible(busy)
        self.stop.setVisible(self.presenter.can_stop)
        self.update_page.enable(busy=busy)
        self.local.enable(busy=busy)
        self.work_list.enable(busy=busy)
        if self._form is not None:
            self._form.enable(busy=busy)


def _texts(fault: InterpreterError) -> FaultTexts:
    texts = fault_texts(fault)
    return replace(
        texts, remedy=next((here for command, here in _HERE.items() if command in texts.remedy), texts.remedy)
    )


def layer_text(one: LayerLine, today: str) -> str:
    """Give one release in a line: who speaks, which version, how old, how far it was looked at."""
    info = one.info
    months = age_in_months(info.date, today)
    age = "age not known" if months is None else "less than a month old" if months < 1 else f"{months} months old"
    rows = "" if one.rows is None else f"; {one.rows} evidence rows, {one.unverified} not verified"
    cut_off = ", ".join(f"{agency} {day}" for agency, day in sorted(info.cut_off.items()))
    seen = f"; looked at up to: {cut_off}" if cut_off else ""
    return f"{wording.LAYERS[info.layer]}: {info.name} {info.version} of {info.date}, {age}{rows}{seen}"
