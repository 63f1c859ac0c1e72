"""What the tests of the window share: a small catalogue, a presenter with a fake use case, files that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.interpret import InterpretRequest, Knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue
from interpreter.progress import Progress, silent
from interpreter.settings import Settings
from interpreter.ui.case_presenter import CasePresenter
from interpreter.ui.main_window import MainWindow
from interpreter.ui.window_choices import WindowChoices
from interpreter.variants.reference import load_reference
from tests.report import cases

TODAY = "2026-11-20"


class FakeInterpret:
    """Gives what it is told to, and remembers what it was asked."""

    def __init__(self, result: Interpretation | BaseException) -> None:
        self.result = result
        self.asked: list[InterpretRequest] = []
        self.before: Callable[[Progress], object] = lambda _progress: None

    def __call__(self, request: InterpretRequest, _knowledge: Knowledge, progress: Progress = silent) -> Interpretation:
        self.asked.append(request)
        self.before(progress)
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    catalogue = Catalogue(releases=(cases.CATALOGUE,), evidence=(), therapies={}, genes={})
    return Knowledge(
        catalogue=catalogue, tumours=load_tumour_tree(), table=load_reference(), settings=Settings(region="EMA")
    )


@pytest.fixture
def fake() -> FakeInterpret:
    return FakeInterpret(cases.colon_braf())


@pytest.fixture
def presenter(qapp: QApplication, knowledge: Knowledge, fake: FakeInterpret) -> Iterator[CasePresenter]:
    assert qapp is not None
    made = CasePresenter(knowledge, fake, TODAY)
    yield made
    made.shut_down()


@pytest.fixture
def told() -> list[BaseException]:
    return []


@pytest.fixture
def window(
    qtbot: QtBot, presenter: CasePresenter, knowledge: Knowledge, told: list[BaseException], tmp_path: Path
) -> Iterator[MainWindow]:
    choices = WindowChoices(tmp_path / "data" / "cases.db")
    made = MainWindow(presenter, knowledge, TODAY, tell=told.append, may_discard=lambda: True, choices=choices)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    """A file with two samples of which nothing says which is the tumour."""
    path = tmp_path / "two.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA17\tB23\n"
        "chr7\t140753336\t.\tA\tT\t.\tPASS\t.\tGT\t0/1\t0/0\n",
        encoding="utf-8",
    )
    return path


def another(interpretation: Interpretation, case_id: str) -> Interpretation:
    """Give the same interpretation under another case id."""
    return replace(interpretation, case=replace(interpretation.case, id=case_id))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen platform warns of what no window manager does for it; that says nothing of the window."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
