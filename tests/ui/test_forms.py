"""The forms give what was entered, keep what they do not show, and refuse what their readers refuse."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from interpreter.care.person_file import parse_person
from interpreter.errors import ResultsFileError
from interpreter.interpret import Knowledge
from interpreter.model.person import Person, Topic, Wish
from interpreter.model.results import State
from interpreter.ui.typed_in import TypedIn, read_typed_in, typed_in
from interpreter.ui.widgets.fields import Number, Several
from interpreter.ui.widgets.person_form import PersonForm
from interpreter.ui.widgets.result_cards import MarkerCard, categories, marker_names, scores
from interpreter.ui.widgets.results_form import ResultsForm
from interpreter.ui.widgets.tumour_picker import TumourPicker, node_text
from interpreter.variants.results_file import parse_results
from tests.ui.conftest import TODAY

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _example(name: str) -> str:
    found = re.search(r"```toml\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def results() -> dict[str, Any]:
    return tomllib.loads(_example("results.md"))


@pytest.fixture
def person() -> Person:
    return parse_person(_example("person.md"))


# results --------------------------------------------------------------------------------------------------------------


def test_a_results_file_goes_through_the_form_unchanged(qtbot: QtBot, results: dict[str, Any]) -> None:
    form = ResultsForm(results, None)
    qtbot.addWidget(form)
    again = parse_results({"format": "results/1", **form.values()}, "x")
    assert again == parse_results(results, "x")


def test_the_form_gives_the_same_as_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "results.toml"
    path.write_text(_example("results.md"), encoding="utf-8")
    read = read_typed_in(path)
    form = ResultsForm(read.values, None)
    qtbot.addWidget(form)
    form._on_accept()
    assert form.result() == ResultsForm.DialogCode.Accepted
    entered, file = form.typed_in.results, read.results
    assert entered is not None
    assert file is not None
    assert [replace(one, source="") for one in entered.marker_results] == [
        replace(one, source="") for one in file.marker_results
    ]
    assert [replace(one, source="") for one in entered.sequence_results] == [
        replace(one, source="") for one in file.sequence_results
    ]
    assert (entered.specimen, entered.sample_qc, entered.stage, entered.line, entered.prior_therapies) == (
        file.specimen,
        file.sample_qc,
        file.stage,
        file.line,
        file.prior_therapies,
    )
    assert form.typed_in.said == read.said == "6 markers, 4 sequence results, 1 pharmacogene"


def test_an_empty_form_states_nothing(qtbot: QtBot) -> None:
    form = ResultsForm({}, None)
    qtbot.addWidget(form)
    form._on_accept()
    assert form.typed_in == TypedIn()
    assert form.typed_in.said == ""


def test_an_entry_is_added_and_taken_away(qtbot: QtBot) -> None:
    form = ResultsForm({}, None)
    qtbot.addWidget(form)
    entries = form.entries["marker"]
    entries.add_button.click()
    card = entries.cards[0]
    card.fill({"marker": "HER2", "ihc": "2+", "ish": "amplified", "method": "IHC"})
    form._on_accept()
    assert form.typed_in.results is not None
    (her2,) = form.typed_in.results.marker_results
    assert (her2.category, her2.state) == ("positive", State.DETECTED)
    card.remove_button.click()
    assert form.values() == {}


def test_a_faulty_entry_is_named_on_its_card_and_the_form_stays(qtbot: QtBot, results: dict[str, Any]) -> None:
    results["sequence"][1].pop("codons")
    form = ResultsForm(results, None)
    qtbot.addWidget(form)
    form.show()
    form._on_accept()
    assert form.result() != ResultsForm.DialogCode.Accepted
    faulty = form.entries["sequence"].cards[1]
    assert "a negative proves only what was tested" in faulty.problem.text()
    assert form.entries["sequence"].cards[0].problem.text() == ""
    assert "One entry cannot be used" in form.problem.text()
    assert form.tabs.currentIndex() == 2


def test_what_is_not_a_number_is_refused_and_not_dropped(qtbot: QtBot) -> None:
    form = ResultsForm({"marker": [{"marker": "TMB", "method": "NGS"}]}, None)
    qtbot.addWidget(form)
    form.entries["marker"].cards[0].fill({"marker": "TMB", "value": "many"})
    form._on_accept()
    assert form.result() != ResultsForm.DialogCode.Accepted
    assert "must be a number" in form.entries["marker"].cards[0].problem.text()


@pytest.mark.parametrize("marker", ["HER2", "ER", "PR", "PD-L1", "MMR", "MSI", "TMB", "HRD", "MGMT", "karyotype"])
def test_every_marker_of_the_clinic_can_be_entered(qtbot: QtBot, marker: str) -> None:
    card = MarkerCard()
    qtbot.addWidget(card)
    assert marker in marker_names()
    card.fill({"marker": marker})
    card.show()
    shown = {key for key in card.fields if card.shows(key)}
    assert ("ihc" in shown) == (marker == "HER2")
    assert ("callable_mb" in shown) == (marker == "TMB")
    assert ("clone" in shown) == (marker == "PD-L1")
    assert shown & {"category", "value", "named"}, "there must be a way to say the result"


def test_a_form_never_offers_not_detected_where_the_result_itself_is_asked(qtbot: QtBot) -> None:
    card = MarkerCard()
    qtbot.addWidget(card)
    card.fill({"marker": "MSI"})
    state = card._state.widget
    assert "not_detected" not in [state.itemData(at) for at in range(state.count())]


def test_words_offered_are_words_accepted() -> None:
    for marker in marker_names():
        for category in categories(marker):
            entry: dict[str, Any] = {"marker": marker, "category": category, "method": "IHC"}
            if marker == "PD-L1":
                entry["clone"] = "22C3"
            if marker == "HRD":
                entry["assay"] = "an assay"
            typed_in({"marker": [entry]})
        assert len(set(scores(marker))) == len(scores(marker))


def test_values_outside_the_vocabulary_are_refused() -> None:
    with pytest.raises(ResultsFileError) as fault:
        typed_in({"marker": [{"marker": "HER2", "category": "perhaps", "method": "IHC"}]})
    assert "allowed" in fault.value.details[0]


@pytest.mark.parametrize(
    ("text", "value"), [("40", 0.4), ("12,5 %", 0.125), ("", None), ("much", "much"), ("0", 0.0), ("140", 1.4)]
)
def test_percent_is_given_as_a_fraction(qtbot: QtBot, text: str, value: object) -> None:
    field = Number(percent=True)
    qtbot.addWidget(field.widget)
    field.widget.setText(text)
    assert field.value() == value


def test_lists_keep_ranges_and_numbers(qtbot: QtBot) -> None:
    field = Several()
    qtbot.addWidget(field.widget)
    field.fill([12, 13, "59-61"])
    assert field.value() == [12, 13, "59-61"]
    field.fill(None)
    assert field.value() is None


# person ---------------------------------------------------------------------------------------------------------------


def test_a_person_goes_through_the_form_unchanged(qtbot: QtBot, person: Person) -> None:
    form = PersonForm(person, TODAY)
    qtbot.addWidget(form)
    assert form.person() == person
    form._on_save()
    assert form.result() == PersonForm.DialogCode.Accepted


def test_a_new_answer_carries_date_and_author_and_the_others_keep_theirs(qtbot: QtBot, person: Person) -> None:
    form = PersonForm(person, TODAY)
    qtbot.addWidget(form)
    question = form.questions["trials"]
    question.choice.setCurrentIndex(question.choice.findData("yes"))
    form._on_save()
    assert "Recorded by" in form.problem.text()
    assert form.result() != PersonForm.DialogCode.Accepted
    form.recorded_by.setText("Dr C. Sample")
    form._on_save()
    assert form.result() == PersonForm.DialogCode.Accepted
    made = form.person()
    (fresh,) = [one for one in made.preferences if one not in person.preferences]
    assert (fresh.key, fresh.value, fresh.date, fresh.recorded_by) == ("trials", "yes", TODAY, "Dr C. Sample")
    assert [one for one in made.preferences if one is not fresh] == list(person.preferences)


def test_each_of_several_answers_has_its_own_importance(qtbot: QtBot) -> None:
    form = PersonForm(Person(), TODAY)
    qtbot.addWidget(form)
    form.recorded_by.setText("N")
    question = form.questions["avoid_side_effect"]
    for value, importance in (("neuropathy", 5), ("hair", 2)):
        question.ticks[value].setChecked(True)
        question.importance[value].setValue(importance)
    assert {(one.value, one.importance) for one in form.person().preferences} == {("neuropathy", 5), ("hair", 2)}


def test_what_is_not_asked_is_not_written(qtbot: QtBot) -> None:
    form = PersonForm(Person(), TODAY)
    qtbot.addWidget(form)
    assert form.person() == Person()


def test_the_right_not_to_know_is_kept_by_topic(qtbot: QtBot) -> None:
    form = PersonForm(Person(), TODAY)
    qtbot.addWidget(form)
    wish = form.wishes[Topic.INHERITED_RISK]
    wish.setCurrentIndex(wish.findData(Wish.REFUSES))
    made = form.person()
    assert made.wish(Topic.INHERITED_RISK) is Wish.REFUSES
    assert made.wish(Topic.PROGNOSIS) is Wish.NOT_ASKED


@pytest.mark.parametrize(("born", "said"), [("2031-01-01", "future"), ("31.12.1960", "birth_date")])
def test_a_wrong_birth_date_is_refused(qtbot: QtBot, born: str, said: str) -> None:
    form = PersonForm(Person(birth_date=born), TODAY)
    qtbot.addWidget(form)
    form._on_save()
    assert said in form.problem.text()
    assert form.result() != PersonForm.DialogCode.Accepted


def test_part_of_a_birth_date_is_enough(qtbot: QtBot) -> None:
    form = PersonForm(Person(birth_date="1958"), TODAY)
    qtbot.addWidget(form)
    form._on_save()
    assert form.result() == PersonForm.DialogCode.Accepted


def test_own_words_stay_as_they_are_said(qtbot: QtBot) -> None:
    words = 'My <b>dog</b> & "the sea"\nevery day'
    form = PersonForm(Person(), TODAY)
    qtbot.addWidget(form)
    form.matters_most.setPlainText(words)
    form._on_save()
    assert form.person().own_words.matters_most == words


def test_the_wheel_never_changes_an_answer_that_is_merely_under_the_pointer(qtbot: QtBot, person: Person) -> None:
    form = PersonForm(person, TODAY)
    qtbot.addWidget(form)
    form.show()
    results = ResultsForm({"marker": [{"marker": "MSI", "category": "stable", "method": "PCR"}]}, None)
    qtbot.addWidget(results)
    results.show()
    before = results.values()
    for field in (*form.findChildren(QComboBox), *form.findChildren(QSpinBox), *results.findChildren(QComboBox)):
        field.clearFocus()
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, turn)
    assert form.person() == person
    assert results.values() == before


# tumour type ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def picker(qtbot: QtBot, knowledge: Knowledge) -> TumourPicker:
    made = TumourPicker(knowledge.tumours)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("text", ["LUAD", "luad", "Lung Adenocarcinoma"])
def test_a_code_or_a_name_chooses_a_tumour_type(qtbot: QtBot, picker: TumourPicker, text: str) -> None:
    qtbot.keyClicks(picker, text)
    picker.editingFinished.emit()
    assert picker.node is not None
    assert picker.node.code == "LUAD"
    assert picker.text() == node_text(picker.node)


def test_s13_what_is_no_tumour_type_chooses_none(qtbot: QtBot, picker: TumourPicker) -> None:
    qtbot.keyClicks(picker, "XYZZY")
    picker.editingFinished.emit()
    assert picker.node is None


def test_editing_a_chosen_type_takes_the_choice_back(qtbot: QtBot, picker: TumourPicker, knowledge: Knowledge) -> None:
    picker.choose(knowledge.tumours.get("LUAD"))
    chosen: list[object] = []
    picker.chosen.connect(chosen.append)
    qtbot.keyClicks(picker, "x")
    assert picker.node is None
    assert chosen == [None]


def test_words_of_a_name_find_it(qtbot: QtBot, picker: TumourPicker) -> None:
    qtbot.keyClicks(picker, "lung adeno")
    offered = picker.completer().model()
    names = [str(offered.data(offered.index(row, 0))) for row in range(offered.rowCount())]
    assert "Lung Adenocarcinoma (LUAD)" in names
    picker.completer().activated.emit("Lung Adenocarcinoma (LUAD)")
    assert picker.node is not None
    assert picker.node.code == "LUAD"
    assert picker.text() == "Lung Adenocarcinoma (LUAD)", "what is shown is what is chosen"
