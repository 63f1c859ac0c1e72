"""What the case page does: the request it makes, and whose result may be shown."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from interpreter.errors import InterpreterError, OutputError, SampleChoiceError
from interpreter.interpret import Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.progress import Progress
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.typed_in import typed_in
from tests.report import cases
from tests.ui.conftest import FakeInterpret, another

HER2 = {"marker": [{"marker": "HER2", "ihc": "3+", "method": "IHC"}]}


def _state(presenter: CasePresenter, knowledge: Knowledge, *files: Path) -> None:
    presenter.set_files(files)
    presenter.set_tumour_type(knowledge.tumours.get("COAD"))


def test_the_request_holds_what_was_stated(presenter: CasePresenter, knowledge: Knowledge, vcf: Path) -> None:
    assert not presenter.ready
    _state(presenter, knowledge, vcf)
    presenter.set_samples("A17", "B23")
    presenter.set_assembly(Assembly.GRCH38)
    presenter.set_companions(assay=Path("a.toml"), coverage=(Path("c.bed"),), order_id=" O-1 ")
    presenter.set_typed_in(typed_in(HER2))
    presenter.set_person(Person(name="Ada"))
    request = presenter.request
    assert presenter.ready
    assert (request.files, request.tumour_type, request.tumour_sample, request.normal_sample) == (
        (vcf,),
        "COAD",
        "A17",
        "B23",
    )
    assert (request.assembly, request.order_id, request.coverage) == (Assembly.GRCH38, "O-1", (Path("c.bed"),))
    assert request.typed_results is not None
    assert request.typed_results.marker_results[0].category == "positive"


def test_it_interprets_only_when_files_and_tumour_type_are_stated(
    presenter: CasePresenter, fake: FakeInterpret, vcf: Path
) -> None:
    presenter.interpret()
    presenter.set_files((vcf,))
    presenter.interpret()
    assert not presenter.busy
    assert fake.asked == []


def test_an_interpretation_comes_home(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path
) -> None:
    fake.before = lambda progress: progress("Reading", 0.5)
    _state(presenter, knowledge, vcf)
    with qtbot.waitSignals([presenter.progressed, presenter.interpreted]):
        presenter.interpret()
    assert presenter.interpretation is fake.result
    assert not presenter.outdated
    assert not presenter.busy


def test_a_result_of_the_case_before_is_never_shown_for_the_next(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def wait(_progress: Progress) -> None:
        started.set()
        go_on.wait(10)

    fake.before = wait
    _state(presenter, knowledge, vcf)
    presenter.interpret()
    assert started.wait(10)
    shown: list[object] = []
    presenter.interpreted.connect(shown.append)
    presenter.set_files((tmp_path / "next.vcf",))
    go_on.set()
    qtbot.waitUntil(lambda: not presenter._tasks.busy)
    assert shown == []
    assert presenter.interpretation is None


def test_of_two_interpretations_only_the_last_counts(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path
) -> None:
    first_may_end = threading.Event()
    results = [another(cases.colon_braf(), "FIRST"), another(cases.colon_braf(), "SECOND")]

    def slow_first(_progress: Progress) -> None:
        fake.result = results[len(fake.asked) - 1]
        if len(fake.asked) == 1:
            first_may_end.wait(10)

    fake.before = slow_first
    _state(presenter, knowledge, vcf)
    shown: list[Interpretation] = []
    stopped: list[bool] = []
    presenter.interpreted.connect(shown.append)
    presenter.stopped.connect(lambda: stopped.append(True))
    presenter.interpret()
    qtbot.waitUntil(lambda: len(fake.asked) == 1)
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    first_may_end.set()
    qtbot.waitUntil(lambda: not presenter._tasks.busy)
    assert [one.case.id for one in shown] == ["SECOND"]
    assert stopped == []


def test_stopping_is_seen_at_once_and_its_late_result_dropped(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path
) -> None:
    go_on = threading.Event()
    fake.before = lambda _progress: go_on.wait(10)
    _state(presenter, knowledge, vcf)
    presenter.interpret()
    with qtbot.waitSignal(presenter.stopped):
        presenter.cancel()
    assert not presenter.busy
    with qtbot.assertNotEmitted(presenter.interpreted):
        go_on.set()
        qtbot.waitUntil(lambda: not presenter._tasks.busy)
    assert presenter.interpretation is None


def test_a_change_after_the_interpretation_makes_it_outdated(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path
) -> None:
    _state(presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    presenter.set_samples("A17", "")
    assert presenter.outdated


def test_a_change_during_the_interpretation_makes_it_outdated(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path
) -> None:
    go_on = threading.Event()
    fake.before = lambda _progress: go_on.wait(10)
    _state(presenter, knowledge, vcf)
    presenter.interpret()
    presenter.set_samples("A17", "")
    with qtbot.waitSignal(presenter.interpreted):
        go_on.set()
    assert presenter.outdated


def test_a_new_case_keeps_nothing_of_the_last(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    _state(presenter, knowledge, vcf)
    presenter.set_person(Person(name="Ada"))
    presenter.set_typed_in(typed_in(HER2))
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    presenter.set_files((tmp_path / "next.vcf",))
    request = presenter.request
    assert (request.person, request.typed_results, request.tumour_type, request.tumour_sample) == (None, None, "", "")
    assert presenter.interpretation is None
    assert presenter.typed_in.values == {}
    assert not presenter.holds_unsaved


def test_the_head_of_the_files_is_looked_at(qtbot: QtBot, presenter: CasePresenter, vcf: Path) -> None:
    with qtbot.waitSignal(presenter.looked) as heard:
        presenter.set_files((vcf,))
    (facts,) = heard.args[0]
    assert facts.samples == ("A17", "B23")
    assert facts.must_choose


def test_a_fault_comes_home_as_it_is(
    qtbot: QtBot, presenter: CasePresenter, fake: FakeInterpret, knowledge: Knowledge, vcf: Path
) -> None:
    fake.result = SampleChoiceError(problem="p", meaning="m", remedy="r", details=("A17", "B23"))
    _state(presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.failed) as heard:
        presenter.interpret()
    assert heard.args == [fake.result]
    assert not presenter.busy


def test_saving_writes_what_is_shown(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    _state(presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    path = tmp_path / "out.txt"
    with qtbot.waitSignal(presenter.saved):
        presenter.save(lambda shown: shown.case.id.encode(), path)
    assert path.read_text() == "C-0001"


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    _state(presenter, knowledge, vcf)
    with qtbot.waitSignal(presenter.interpreted):
        presenter.interpret()
    with qtbot.waitSignal(presenter.save_failed) as heard:
        presenter.save(lambda _shown: b"x", tmp_path / "missing" / "out.txt")
    assert isinstance(heard.args[0], OutputError)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two.vcf"]


def test_person_files_are_read_and_written(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, vcf: Path, tmp_path: Path
) -> None:
    _state(presenter, knowledge, vcf)
    presenter.set_person(Person(name="Ada Example", birth_date="1958"))
    path = tmp_path / "person.toml"
    with qtbot.waitSignal(presenter.saved):
        presenter.save_person(path)
    presenter.set_person(None)
    with qtbot.waitSignal(presenter.request_changed):
        presenter.open_person(path)
    assert presenter.request.person == Person(name="Ada Example", birth_date="1958")


@pytest.mark.parametrize("text", ["not toml [", 'format = "results/9"\n'])
def test_a_results_file_that_cannot_be_used_is_refused(
    qtbot: QtBot, presenter: CasePresenter, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "results.toml"
    path.write_text(text)
    with qtbot.waitSignal(presenter.failed) as heard:
        presenter.open_results(path)
    assert isinstance(heard.args[0], InterpreterError)
    assert presenter.request.typed_results is None


def test_a_file_read_late_does_not_reach_the_next_case(
    qtbot: QtBot, presenter: CasePresenter, vcf: Path, tmp_path: Path
) -> None:
    path = tmp_path / "person.toml"
    path.write_text('schema = "person/1"\n[identity]\nname = "Ada"\n')
    presenter.open_person(path)
    presenter.set_files((vcf,))
    qtbot.waitUntil(lambda: not presenter._tasks.busy)
    assert presenter.request.person is None
