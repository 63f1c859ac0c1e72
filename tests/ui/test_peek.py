"""What the head of a file tells before it is interpreted; it never raises, and reads no record."""

from __future__ import annotations

import gzip
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from interpreter.report.outputs import render_pdf_report
from interpreter.settings import Settings
from interpreter.ui.peek import peek
from interpreter.ui.widgets.report_preview import ReportPreview, page_image, page_sizes
from tests.report import cases

HEAD = "##fileformat=VCFv4.2\n{extra}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{names}\n"


def _write(path: Path, names: str, extra: str = "") -> Path:
    path.write_text(HEAD.format(names=names, extra=extra))
    return path


def test_a_header_line_names_tumour_and_normal(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.vcf", "N1\tT1", "##tumor_sample=T1\n##normal_sample=N1\n")
    facts = peek(path, Settings())
    assert (facts.kind, facts.tumour, facts.normal, facts.must_choose) == ("VCF 4.2", "T1", "N1", False)


def test_s9_two_samples_without_a_word_must_be_chosen(tmp_path: Path) -> None:
    facts = peek(_write(tmp_path / "a.vcf", "A17\tB23"), Settings())
    assert facts.must_choose
    assert facts.samples == ("A17", "B23")
    assert facts.tumour == ""


def test_a_compressed_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf.gz"
    path.write_bytes(gzip.compress(HEAD.format(names="ONLY", extra="").encode()))
    assert peek(path, Settings()).tumour == "ONLY"


def test_what_cannot_be_read_is_said_and_stops_nothing(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.vcf", tmp_path):
        facts = peek(path, Settings())
        assert facts.fault
        assert facts.samples == ()


def test_a_table_has_no_samples_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "fusions.tsv"
    path.write_text("gene5\tgene3\n")
    facts = peek(path, Settings())
    assert (facts.kind, facts.samples, facts.fault) == ("table", (), "")


def test_the_preview_paints_the_pages_in_sight_only(qtbot: QtBot) -> None:
    content = render_pdf_report(cases.many_findings(), Settings())
    preview = ReportPreview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    preview.show()
    preview.show_pdf(content)
    qtbot.waitUntil(lambda: 0 in preview._painted)
    qtbot.waitUntil(lambda: not preview._tasks.busy)
    assert preview.page_count == len(page_sizes(content)) > 4
    assert preview.page_count - 1 not in preview._painted
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: preview.page_count - 1 in preview._painted)
    preview.show_pdf(b"")
    QApplication.processEvents()
    assert preview.page_count == 0
    preview.shut_down()


def test_a_page_is_painted_as_wide_as_asked() -> None:
    image = page_image(render_pdf_report(cases.colon_braf(), Settings()), 0, 640)
    assert abs(image.width() - 640) <= 1
    colours = {image.pixelColor(x, y).name() for x in range(0, 640, 7) for y in range(0, image.height(), 7)}
    assert "#ffffff" in colours
    assert len(colours) > 3
