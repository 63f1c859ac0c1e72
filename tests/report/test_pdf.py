"""The painted report: nothing clipped, identity on each page, the same bytes, archive rules, no text that acts."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import pdfa

from interpreter.report import layout
from interpreter.report.blocks import Picture, Report, document_texts, line
from interpreter.report.content import clinician_report
from interpreter.report.pdf import render_pdf
from interpreter.report.pdf_base import register_fonts
from interpreter.report.pdf_text import Scribe
from interpreter.settings import Settings
from tests.report import cases

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
NAMES = sorted(cases.ALL)


_NO_QUOTES = str.maketrans("", "", "“”.;:,")


@cache
def report(name: str) -> Report:
    return clinician_report(cases.ALL[name](), Settings())


@cache
def pdf(name: str, page_size: str = "A4") -> bytes:
    return render_pdf(report(name), page_size)


@cache
def pages(name: str, page_size: str = "A4") -> tuple[str, ...]:
    return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(name, page_size))).pages)


def folded(text: str) -> str:
    return "".join(text.split())


def elements(content: bytes, role: str) -> list[str]:
    """Give the alternative text, or the scope, of each structure element of one role."""
    document = pikepdf.open(io.BytesIO(content))
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if pikepdf.Name("/" + role) == node.S:
            found.append(str(node.get("/Alt", node.get("/A", {}).get("/Scope", ""))))
        kids = node.get("/K")
        if isinstance(kids, pikepdf.Array):
            for kid in kids:
                walk(kid)

    walk(document.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
@pytest.mark.parametrize("name", NAMES)
def test_s17_every_word_of_the_report_is_on_the_pages(name: str, page_size: str) -> None:
    scribe = Scribe(register_fonts())
    printed = folded(" ".join(pages(name, page_size)))
    missing = [
        word
        for text in document_texts(report(name))
        for word in scribe.plain(text).split()
        if folded(word) not in printed and word.translate(_NO_QUOTES)[::-1] not in printed  # as pypdf turns it back
    ]
    # A word that a page ends in the middle of is found in its two parts.
    assert [word for word in missing if len(word) < 300] == []
    for word in missing:
        assert all(folded(word[start : start + 20]) in printed for start in range(0, len(word), 20))


@pytest.mark.parametrize("name", NAMES)
def test_s17_nothing_is_painted_outside_the_page(name: str) -> None:
    width, height = layout.PAGE_SIZES["A4"]
    for page in pypdf.PdfReader(io.BytesIO(pdf(name))).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((width, height), abs=0.01)
        places: list[tuple[float, float]] = []
        page.extract_text(visitor_text=lambda text, cm, tm, _f, _s, p=places: p.append(_place(text, cm, tm)))
        inside = [place for place in places if place != (-1.0, -1.0)]
        assert inside
        assert all(layout.MARGIN_SIDE - 1 <= x <= width - layout.MARGIN_SIDE for x, _ in inside)
        assert all(layout.MARGIN_BOTTOM - 1 <= y <= height - layout.MARGIN_TOP + 1 for _, y in inside)


def _place(text: str, cm: list[float], tm: list[float]) -> tuple[float, float]:
    """Give where a text starts on the page, in points; (-1, -1) for text without ink."""
    if not text.strip():
        return (-1.0, -1.0)
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    return (x, y)


@pytest.mark.parametrize("name", NAMES)
def test_s18_identity_number_draft_and_intended_use_on_each_page(name: str) -> None:
    document, shown = report(name), pages(name)
    running = Scribe(register_fonts()).plain("".join(span.text for span in document.running))
    for number, page in enumerate(shown, start=1):
        text = folded(page)
        assert folded(running) in text
        assert f"Page{number}of{len(shown)}" in text
        assert folded(document.mark) in text
        assert "DRAFT" in text
        assert folded(document.footer) in text
    assert "Endofreport" in folded(shown[-1])


@pytest.mark.parametrize("name", NAMES)
def test_equal_reports_are_equal_bytes(name: str) -> None:
    assert render_pdf(clinician_report(cases.ALL[name](), Settings())) == pdf(name)


def test_equal_bytes_in_another_process_with_another_hash_seed_and_locale() -> None:
    code = (
        "import hashlib; from tests.report import cases; from interpreter.settings import Settings\n"
        "from interpreter.report.content import clinician_report; from interpreter.report.pdf import render_pdf\n"
        "print(hashlib.sha256(render_pdf(clinician_report(cases.colon_braf(), Settings()))).hexdigest())"
    )
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        root = Path(__file__).resolve().parents[2]
        made = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(made.stdout.strip())
    assert len(digests) == 1


def test_the_date_of_the_case_is_the_only_date_in_the_file() -> None:
    document = pikepdf.open(io.BytesIO(pdf("colon_braf")))
    assert str(document.docinfo["/CreationDate"]).startswith("D:20261121")
    assert str(document.docinfo["/ModDate"]).startswith("D:20261121")
    with document.open_metadata() as xmp:
        assert {str(xmp[f"xmp:{key}"])[:10] for key in ("CreateDate", "ModifyDate", "MetadataDate")} == {"2026-11-21"}


def test_metadata_holds_no_name_of_the_person() -> None:
    document = pikepdf.open(io.BytesIO(pdf("colon_braf")))
    held = " ".join(str(value) for value in document.docinfo.values())
    assert "Beispiel" not in held
    assert "Molecular tumour report" in held


@pytest.mark.parametrize("name", NAMES)
def test_pdf_passes_the_archive_rules(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(name))
    assert pdfa.validate_written(path, "2b").findings == []


@pytest.mark.parametrize("name", NAMES)
def test_s22_no_text_acts(name: str) -> None:
    document = pikepdf.open(io.BytesIO(pdf(name)))
    for page in document.pages:
        assert "/Annots" not in page.obj
        assert "/XObject" not in page.obj.get("/Resources", {})
        assert "/AA" not in page.obj
    assert "/OpenAction" not in document.Root
    assert "/AcroForm" not in document.Root


@pytest.mark.parametrize("name", NAMES)
def test_only_our_own_embedded_fonts(name: str) -> None:
    for page in pikepdf.open(io.BytesIO(pdf(name))).pages:
        for font in page.obj.Resources.Font.values():
            assert "DejaVuSansCondensed" in str(font.BaseFont)
            assert "/FontFile2" in font.FontDescriptor


def test_s22_hostile_text_is_printed_as_it_is_written() -> None:
    printed = folded(" ".join(pages("hostile")))
    for text in (
        '<img src="http://example.invalid/x.png"/>',
        "<b>bold</b> & <font size=40>",
        "&lt;script&gt; &amp; &#65;",
    ):
        assert folded(text) in printed


def test_s22_what_cannot_be_printed_is_a_visible_box_and_said() -> None:
    printed = " ".join(pages("hostile"))
    assert "nul□bell□esc□[31m" in printed
    assert "turn□esrever□ zero□width" in printed
    assert "U+202E" in folded(printed)
    assert "right-to-left" in printed
    assert "\u202e" not in printed


def test_no_note_on_printing_where_all_can_be_printed() -> None:
    printed = " ".join(pages("colon_braf"))
    assert "Printing:" not in printed
    assert "Ειρήνη" in printed


def test_an_absurdly_long_field_is_cut_and_the_cut_is_said() -> None:
    case = replace(cases.base(), warnings=("",), methods=("word " * 4000,))
    document = clinician_report(case, Settings())
    printed = folded(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages))
    assert folded("… [cut here: 18500 more characters]") in printed


def test_a_table_over_several_pages_repeats_its_header() -> None:
    header = "TherapyMarkermetEvidence,tumourtypesBesideit"
    with_header = [page for page in pages("many_findings") if header in folded(page)]
    assert len(with_header) > 2
    assert all(folded(page).count(header) == 1 for page in with_header)


def test_summary_of_six_findings_is_one_page() -> None:
    first = pages("colon_braf")[0]
    for expected in ("Ana Beispiel-Müller", "encorafenib + cetuximab", "I-A", "What was not tested", "MAP2K1 mutation"):
        assert expected in first


def test_headings_tables_and_pictures_are_tagged() -> None:
    content = pdf("colon_braf")
    assert len(elements(content, "H1")) == 1
    assert len(elements(content, "H2")) == len(report("colon_braf").sections)
    assert set(elements(content, "TH")) == {"/Column"}
    assert elements(content, "LI")
    document = pikepdf.open(io.BytesIO(content))
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "en-GB"


def test_s16_alt_texts_are_those_of_the_report() -> None:
    said = [block.alt for part in report("colon_braf").sections for block in part.blocks if isinstance(block, Picture)]
    assert elements(pdf("colon_braf"), "Figure") == said
    assert said


def test_outline_names_every_section() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf("colon_braf")))
    assert [item.title for item in reader.outline] == [part.title for part in report("colon_braf").sections]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["colon_braf", "lung_egfr", "nothing_found"])
def test_words_are_those_of_the_golden_file(name: str) -> None:
    words = "\n".join(" ".join(page.split()) for page in pages(name)) + "\n"
    path = GOLDEN / f"report_{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(words, encoding="utf-8")
    assert words == path.read_text("utf-8")


def test_nothing_heavy_is_imported_before_a_pdf_is_asked_for() -> None:
    code = (
        "import sys, interpreter.report.content, interpreter.report.tables\n"
        "print([name for name in ('reportlab', 'pikepdf', 'pandas', 'numpy') if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    made = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"


def test_markup_is_escaped_in_the_one_place() -> None:
    scribe = Scribe(register_fonts())
    assert scribe.markup(line("<b>&\"'")) == "&lt;b&gt;&amp;&quot;&#39;"


def test_page_sizes_other_than_the_two_are_refused() -> None:
    with pytest.raises(KeyError):
        render_pdf(report("nothing_found"), "A0")
