"""The store of cases in the window: its doors, list, record, sign-off, and when it locks itself.

Wires dialogs to the presenters; what stands in the store is decided there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from interpreter.interpret import InterpretRequest
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Therapy
from interpreter.store.values import AuditRow, CaseState, CaseSummary, ChainReport, Right
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.cases_presenter import CasesPresenter, OpenCase, Saving, user_names
from interpreter.ui.widgets.cases_backup import BackupDialog
from interpreter.ui.widgets.cases_list import CasesList
from interpreter.ui.widgets.cases_record import RecordPage
from interpreter.ui.widgets.cases_record_blocks import undecided_cards
from interpreter.ui.widgets.cases_save import SaveCaseDialog
from interpreter.ui.widgets.cases_trail import TrailDialog
from interpreter.ui.widgets.lock_control import OpenDialogs, StoreDoors
from interpreter.ui.widgets.lock_dialogs import CreateStoreDialog, OpenStoreDialog, UnlockDialog
from interpreter.ui.widgets.sign_dialog import SignDialog
from interpreter.ui.window_choices import LOCK_MINUTES, WindowChoices

_RECOVERY = "recovery sheet"


class CasesControl(QObject):
    """Signals: `case_shown(OpenCase)` when a stored case is to take the place of what is open; `case_kept` when the
    open one was saved, signed or noted; `changed` when what may be done has changed; `said(str)` for the status bar;
    `faulted(fault)`.
    """

    case_shown = Signal(object)
    case_kept = Signal()
    changed = Signal()
    said = Signal(str)
    faulted = Signal(object)

    def __init__(
        self,
        case: CasePresenter,
        therapies: Callable[[], Mapping[str, Therapy]],
        today: str,
        choices: WindowChoices,
        may_discard: Callable[[], bool],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._case = case
        self._today = today
        self._choices = choices
        self._may_discard = may_discard
        self._window = window
        self.store = CasesPresenter(therapies, self)
        self.record = RecordPage()
        self._dialogs = OpenDialogs()
        self.doors = StoreDoors(self.store, choices, self._dialogs, window)
        self._opened: OpenCase | None = None
        self._shown_record: object = None
        self._saving: tuple[Interpretation, InterpretRequest] | None = None
        """What was shown and stated when saving was asked for."""
        self._connect()
        self._show_record()

    def _connect(self) -> None:
        store, case, record = self.store, self._case, self.record
        store.opened.connect(self._show_record)
        store.listed.connect(self._on_listed)
        store.case_opened.connect(self._on_case_opened)
        store.case_kept.connect(self._on_case_kept)
        store.trail_read.connect(self._on_trail)
        store.checked.connect(self._on_checked)
        store.backed_up.connect(self._on_backed_up)
        store.failed.connect(self._on_failed)
        case.request_changed.connect(self._show_record)
        case.interpreted.connect(self._show_record)
        record.save_wanted.connect(self.save)
        record.sign_wanted.connect(self.sign)
        record.note_wanted.connect(self._on_note)
        record.decision_wanted.connect(self._on_decision)

    def work(self) -> dict[str, Callable[[], object]]:
        """Give what each command of the menu does."""
        return {"cases": self.list, "save_case": self.save, "sign": self.sign, "lock": self.doors.lock}

    def enable(self, actions: Mapping[str, QAction]) -> None:
        actions["save_case"].setEnabled(self.may_save)
        actions["sign"].setEnabled(self.may_sign)
        actions["lock"].setEnabled(self.store.is_open)

    # what is shown ------------------------------------------------------------------------------------------------

    @property
    def base(self) -> OpenCase | None:
        """The stored case that the open one is a version of; None when it is not stored."""
        opened, shown = self._opened, self._case.interpretation
        return opened if opened is not None and shown is not None and shown.case.id == opened.id else None

    @property
    def shown(self) -> OpenCase | None:
        """The stored case, when the window shows just what is stored."""
        base = self.base
        same = base is not None and self._case.interpretation is base.interpretation and not self._case.outdated
        return base if same else None

    @property
    def _person_changed(self) -> bool:
        """True when all that changed of a stored case is what the person says."""
        base = self.base
        if base is None or self._case.request.files:
            return False
        return self._case.interpretation is base.interpretation and self._case.outdated

    @property
    def may_save(self) -> bool:
        current = self._case.interpretation is not None and (not self._case.outdated or self._person_changed)
        allowed = not self.store.is_open or self.store.may(Right.ENTER)
        return current and allowed and self.shown is None

    @property
    def may_sign(self) -> bool:
        """True for a stored version that waits for it; the signer's own roles are looked at when they sign."""
        shown = self.shown
        waits = shown is not None and shown.stored.summary.state in (CaseState.DRAFT, CaseState.AMENDED)
        return waits and self.store.is_open

    def note_out(self, action: str, detail: str, then: Callable[[], object]) -> None:
        """Enter in the trail that something of the stored case leaves the store, then go on."""
        shown = self.shown
        if shown is None:
            then()
        else:
            self.store.note_out(action, shown.id, detail, then)

    def shut_down(self) -> None:
        self.doors.shut_down()
        self.store.shut_down()

    # the list and the store as a whole ----------------------------------------------------------------------------

    @property
    def dialogs(self) -> Mapping[type[QDialog], QDialog]:
        """The dialogs that are open, one of a kind."""
        return self._dialogs

    def list(self) -> None:
        self.doors.with_store(self._show_list)

    def _show_list(self) -> None:
        user = self.store.user
        if user is None:
            return
        dialog = CasesList(user, self._choices.lock_minutes, LOCK_MINUTES, self._window)
        dialog.open_wanted.connect(self._on_open_wanted)
        dialog.trail_wanted.connect(self._show_trail)
        dialog.backup_wanted.connect(self._show_backup)
        dialog.lock_wanted.connect(self._on_lock_wanted)
        dialog.lock_minutes_chosen.connect(self._on_lock_minutes)
        dialog.show_cases(tuple(self.store.cases.values()))
        self._dialogs.show(dialog)
        self.store.list_cases()  # another window may have saved meanwhile

    @Slot(object)
    def _on_listed(self, cases: tuple[CaseSummary, ...]) -> None:
        dialog = self._dialogs.get(CasesList)
        if isinstance(dialog, CasesList):
            dialog.show_cases(cases)

    def _on_lock_wanted(self) -> None:
        self._dialogs.close(CasesList)
        self.doors.lock()

    def _on_lock_minutes(self, minutes: int) -> None:
        self._choices.remember_lock_minutes(minutes)
        self.doors.wait_again()

    def _on_open_wanted(self, case_id: str) -> None:
        if not self._case.holds_unsaved or self._may_discard():
            self.store.open_case(case_id)

    def _show_trail(self) -> None:
        dialog = TrailDialog(self._dialogs.get(CasesList, self._window))
        dialog.check_wanted.connect(lambda anchor: self.store.check((anchor,) if anchor else ()))
        self._dialogs.show(dialog)
        self.store.read_trail()

    @Slot(object)
    def _on_trail(self, rows: tuple[AuditRow, ...]) -> None:
        dialog = self._dialogs.get(TrailDialog)
        if isinstance(dialog, TrailDialog):
            dialog.show_rows(rows)

    @Slot(object)
    def _on_checked(self, report: ChainReport) -> None:
        dialog = self._dialogs.get(TrailDialog)
        if isinstance(dialog, TrailDialog):
            dialog.show_check(report)

    def _show_backup(self) -> None:
        proposed = Path.home() / f"interpreter-backup-{self._today}"
        dialog = BackupDialog(proposed, self._dialogs.get(CasesList, self._window))
        dialog.wanted.connect(self.store.back_up)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_backed_up(self, folder: str) -> None:
        self._dialogs.close(BackupDialog)
        self.said.emit(f"Backed up and checked: {folder}")

    # one case -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_case_opened(self, case: OpenCase) -> None:
        self._dialogs.close(CasesList)
        self._opened = case
        self.case_shown.emit(case)
        self._show_record()

    @Slot(object)
    def _on_case_kept(self, case: OpenCase) -> None:
        """Show the case as it stands now; what was stated or opened since the work was asked for is not touched."""
        self._dialogs.close(SignDialog)
        before, shown = self._opened, self._case.interpretation
        if shown is None or shown.case.id != case.id:
            return
        if before is not None and (before.id, before.version) == (case.id, case.version):
            self._opened = replace(case, interpretation=before.interpretation)  # a note or a signature; the same value
        else:
            self._opened = case
            if self._saving is not None and self._saving[0] is shown and self._saving[1] == self._case.request:
                self._case.show_kept(case.interpretation)
            self._saving = None
            self.said.emit(f"Saved: case {case.id}, version {case.version}")
        self.case_kept.emit()
        self._show_record()

    def save(self) -> None:
        if self.may_save:
            self.doors.with_store(self._ask_how_to_save)

    def _ask_how_to_save(self) -> None:
        shown, base = self._case.interpretation, self.base
        if shown is None or not self.may_save:
            return
        person_only = self._person_changed
        dialog = SaveCaseDialog(
            self._with_person(shown) if person_only else shown,
            self.store.cases,
            read_version=base.version if base is not None else 0,
            fixed=person_only,
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._save(dialog, person_only))
        self._dialogs.show(dialog)

    def _with_person(self, shown: Interpretation) -> Interpretation:
        return replace(shown, person=self._case.request.person)

    def _save(self, dialog: SaveCaseDialog, person_only: bool) -> None:
        kept = dialog.kept
        if kept is None:
            return
        if self._case.interpretation is not None and kept.case_id != self._case.interpretation.case.id:
            self._case.state_case_id(kept.case_id)
        shown = self._case.interpretation
        if shown is None:
            return
        self._saving = shown, self._case.request
        self.store.save(
            Saving(
                interpretation=shown,
                replaces=kept.replaces,
                reason=kept.reason,
                legal_duty=kept.legal_duty,
                person=self._case.request.person if person_only else None,
                date=self._today,
            )
        )
        self.said.emit("Saving the case …")

    def sign(self) -> None:
        shown = self.shown
        if shown is None or not self.may_sign or self.store.path is None or self.store.user is None:
            return
        from interpreter.cases import SIGNED_MEANING

        users = [name for name in user_names(self.store.path) if name != _RECOVERY]
        dialog = SignDialog(
            shown.id,
            shown.version,
            SIGNED_MEANING,
            [card.what for card in undecided_cards(shown)],
            users,
            self.store.user.name,
            self._window,
        )
        dialog.wanted.connect(lambda user, passphrase: self.store.sign(shown.id, shown.version, user, passphrase))
        self._dialogs.show(dialog)

    def _on_note(self, text: str) -> None:
        if self.base is not None:
            self.store.add_note(self.base.id, text)
            self.record.kept_note()

    def _on_decision(self, card_id: str, decision: str, reason: str) -> None:
        if self.base is not None:
            self.store.decide(self.base.id, card_id, decision, reason)
            self.record.kept_decision()

    # faults and dialogs -------------------------------------------------------------------------------------------

    @Slot(str, object)
    def _on_failed(self, kind: str, fault: BaseException) -> None:
        """Tell a fault in the dialog that asked, so that it is mended there; else in the window."""
        asked: dict[str, type[QDialog]] = {
            "open": OpenStoreDialog,
            "create": CreateStoreDialog,
            "unlock": UnlockDialog,
            "sign": SignDialog,
            "check": TrailDialog,
            "read_trail": TrailDialog,
            "back_up": BackupDialog,
        }
        dialog = self._dialogs.get(asked.get(kind, QDialog))
        if isinstance(
            dialog, OpenStoreDialog | CreateStoreDialog | UnlockDialog | SignDialog | TrailDialog | BackupDialog
        ):
            dialog.show_fault(fault)
        else:
            self._dialogs.close(CasesList)
            self.faulted.emit(fault)

    def _show_record(self) -> None:
        """Show the record anew if it, or what may be done with it, has changed."""
        base, user = self.base, self.store.user
        state = (base, user, self.may_save, self.may_sign)
        if self._shown_record is None or state != self._shown_record:
            self._shown_record = state
            changed = base is not None and self.shown is None
            self.record.show_case(base, user, may_save=self.may_save, changed=changed)
            self.record.sign_button.setEnabled(self.may_sign)
        self.changed.emit()
