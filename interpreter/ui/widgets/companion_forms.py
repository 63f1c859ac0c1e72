"""What comes beside the files of a case: typed-in results and the person, by form or from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from interpreter.model.person import Person
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.widgets.results_form import ResultsForm


class CompanionForms:
    """Asks over `window`, and hands what was stated to the presenter; `today` is ISO."""

    def __init__(self, presenter: CasePresenter, today: str, window: QWidget) -> None:
        self._presenter = presenter
        self._today = today
        self._window = window

    def results(self) -> None:
        """Let typed-in results be entered or changed."""
        form = ResultsForm(self._presenter.typed_in.values, self._window)
        if form.exec() == ResultsForm.DialogCode.Accepted:
            self._presenter.set_typed_in(form.typed_in)

    def open_results(self) -> None:
        """Take typed-in results from a file."""
        name = self._opened("Open typed-in results", "Results (*.toml);;All files (*)")
        if name:
            self._presenter.open_results(Path(name))

    def person(self) -> None:
        """Let the person be entered or changed."""
        form = PersonForm(self._presenter.request.person or Person(), self._today, self._window)
        if form.exec() == PersonForm.DialogCode.Accepted:
            self._presenter.set_person(form.person())

    def open_person(self) -> None:
        """Take the person from a file."""
        name = self._opened("Open a person file", "Person (*.toml);;All files (*)")
        if name:
            self._presenter.open_person(Path(name))

    def save_person(self) -> None:
        """Write the person as a file."""
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the person file", "person.toml", "Person (*.toml)")
        if name:
            self._presenter.save_person(Path(name))

    def _opened(self, title: str, kinds: str) -> str:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        return name
