"""From reportlab's bytes to a tagged PDF/A-2b that is the same, byte for byte, for the same report."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String, pdfa

from interpreter.report.pdf_tags import Tag, TagTree

_LEVEL = "2b"


def archive(raw: bytes, tags: TagTree, *, date: str, language: str) -> bytes:
    """Add the structure tree and make the file PDF/A-2b; `date` (ISO) is the only moment in it.

    Raises:
        pikepdf.PdfError: the file does not pass the check of its level; a fault of the program.
    """
    moment = f"{date}T00:00:00+00:00"
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for page in pdf.pages:
            if Name.Trans in page.obj:  # an empty page transition, which reportlab always writes and PDF/A forbids
                del page.obj[Name.Trans]
        _structure(pdf, tags, language)
        stamp = String("D:" + date.replace("-", "") + "000000+00'00'")
        pdf.docinfo[Name.CreationDate] = stamp
        pdf.docinfo[Name.ModDate] = stamp
        pdfa.prepare(pdf, _LEVEL)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["xmp:CreateDate"] = moment
            xmp["xmp:ModifyDate"] = moment
            xmp["xmp:MetadataDate"] = moment
        out = io.BytesIO()
        pdfa.save(pdf, out, _LEVEL, repair=False, deterministic_id=True)
        return out.getvalue()


def _structure(pdf: pikepdf.Pdf, tags: TagTree, language: str) -> None:
    by_page: dict[int, dict[int, pikepdf.Object]] = {}
    pages = [page.obj for page in pdf.pages]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = _element(pdf, tags.root, root, pages, by_page)
    numbers = Array()
    for number, page in enumerate(pages):
        page.StructParents = number
        page.Tabs = Name.S
        marked = [element for _, element in sorted(by_page.get(number + 1, {}).items())]
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array(marked)))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _element(
    pdf: pikepdf.Pdf,
    tag: Tag,
    parent: pikepdf.Object,
    pages: Sequence[pikepdf.Object],
    by_page: dict[int, dict[int, pikepdf.Object]],
) -> pikepdf.Object:
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + tag.role), P=parent))
    if tag.alt:
        made.Alt = String(tag.alt)
    attributes = Dictionary(O=Name.Table)
    if tag.header:
        attributes.Scope = Name.Column
    if tag.columns > 1:
        attributes.ColSpan = tag.columns
    if len(attributes) > 1:
        made.A = attributes
    if tag.page is None or tag.mark is None:
        made.K = Array([_element(pdf, kid, made, pages, by_page) for kid in tag.kids])
    else:
        made.Pg = pages[tag.page - 1]
        made.K = tag.mark
        by_page.setdefault(tag.page, {})[tag.mark] = made
    return made
