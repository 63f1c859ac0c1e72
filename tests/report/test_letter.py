"""The person's letter: what it says, what it never says, and that withheld facts leave no trace in it (S20)."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from interpreter.letters import LetterOptions, letter_file_name, letter_request, person_view, render_letter
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Response
from interpreter.model.person import OwnWords, Person, ReadingLevel, Topic, Wish
from interpreter.model.results import State
from interpreter.report.blocks import Document, block_texts, document_texts
from interpreter.report.letter import letter
from interpreter.report.translations import Words, source_words
from interpreter.settings import Settings
from tests.care.builders import alteration, case, dpyd, finding, marker
from tests.report.cases import INPUT
from tests.report.letter_cases import (
    ADA,
    BRAF,
    colon,
    early,
    everything,
    full_file,
    mixed,
    nothing_found,
    only_against,
    pseudo_words,
    sixteen,
    the_catalogue,
    third_tier,
    told_everything,
    wishes,
)

SETTINGS = Settings(institution="Example Hospital")
LEVELS = list(ReadingLevel)


def document(interpretation: Interpretation, level: ReadingLevel, words: Words | None = None) -> Document:
    catalogue = the_catalogue()
    request = letter_request(interpretation, catalogue, SETTINGS, words or source_words(), LetterOptions(level=level))
    return letter(person_view(interpretation, catalogue), request)


def pdf(interpretation: Interpretation, level: ReadingLevel = ReadingLevel.SIMPLE) -> bytes:
    return render_letter(interpretation, the_catalogue(), SETTINGS, LetterOptions(level=level))


def said(made: Document) -> str:
    return "\n".join(document_texts(made))


def section(made: Document, title: str) -> str:
    (found,) = [item for item in made.sections if item.title == title]
    return "\n".join(text for block in found.blocks for text in block_texts(block))


def read(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


# what it says --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "first"),
    [
        (colon(), "may help you and your doctor to choose a treatment"),
        (mixed(), "needs a careful talk"),
        (only_against(), "some medicines are less likely to help you"),
        (early(), "doctors are still learning about"),
        (nothing_found(), "there may still be good treatments for you"),
    ],
)
def test_first_sentence_says_what_it_means(made: Interpretation, first: str) -> None:
    opening = document(made, ReadingLevel.SIMPLE).sections[0]
    assert opening.title == "Dear Ada Example,"
    assert first in next(iter(block_texts(opening.blocks[0])))


def test_parts_follow_each_other() -> None:
    titles = [item.title for item in document(colon(), ReadingLevel.STANDARD).sections]
    assert titles == [
        "Dear Ada Example,",
        "What was tested",
        "What was found",
        "What it may mean for your treatment",
        "What was not tested",
        "What you told us",
        "What comes next",
        "Questions you may want to ask",
    ]


def test_colon_case_says_found_meant_untested_and_asked() -> None:
    made = document(colon(), ReadingLevel.SIMPLE)
    assert "cancer of the colon" in section(made, "What was tested")
    assert "12 October 2026" in section(made, "What was tested")
    assert section(made, "What was found").startswith("A change in the gene BRAF. BRAF is a gene that passes on")
    treatment = section(made, "What it may mean for your treatment")
    assert "Encorafenib plus cetuximab. It is approved for this in the United States." in treatment
    assert "Less likely to help, because of what was found: cetuximab on its own." in treatment
    untested = section(made, "What was not tested")
    assert "not in full: KRAS" in untested
    assert "no clear result: HER2" in untested
    assert "not a good result, and not a bad one" in untested
    questions = section(made, "Questions you may want to ask")
    assert (
        "“How the medicine is given: tablets or capsules at home”. Encorafenib plus cetuximab may not go" in questions
    )
    assert (
        "“Side effects to avoid: numb or tingling hands and feet”. What would encorafenib plus cetuximab" in questions
    )
    assert "my other medicines" in questions


def test_own_words_come_back_as_they_were_said() -> None:
    back = section(document(colon(), ReadingLevel.SIMPLE), "What you told us")
    assert "“Numb fingers. I repair watches.”" in back
    quiet = replace(ADA, own_words=OwnWords())
    assert "Please tell us" in section(document(colon(quiet), ReadingLevel.SIMPLE), "What you told us")


def test_resistance_beside_support_is_said_and_not_offered() -> None:
    treatment = section(document(mixed(), ReadingLevel.SIMPLE), "What it may mean for your treatment")
    assert "point both ways, one for it and one against, for: dasatinib." in treatment
    assert "Doctors may think of these medicines" not in treatment


def test_nothing_found_is_not_a_negative() -> None:
    made = document(nothing_found(), ReadingLevel.SIMPLE)
    assert "That does not mean that nothing can be done" in said(made)
    assert "KRAS, MSI, HER2 and NRAS" in section(made, "What was not tested") or "KRAS" in said(made)
    assert not re.search(r"\bno changes? (?:was|were) found|nothing was found", said(made))


def test_the_file_calls_for_access_trial_interpreter_and_representative() -> None:
    text = said(document(full_file(), ReadingLevel.STANDARD))
    for words in (
        "someone must ask for the cost",
        "HOPE-1, Ward 4",
        "(Türkçe)",
        "Grace Example",
        "This is a first look",
    ):
        assert words in text


def test_names_stand_only_where_they_are_wanted() -> None:
    """No tier anywhere, no HGVS in a simple letter, short names in the others."""
    for name, made in sixteen().items():
        simple = said(document(made, ReadingLevel.SIMPLE))
        assert not re.search(r"\b[cgp]\.|\b[A-Z]\d{2,4}(?:[A-Z*]|fs|del)|NM_|\btier\b|\bI-A\b|ESCAT", simple), name
        for level in LEVELS:
            assert not re.search(r"NM_|\btier\b|\bI{1,3}-[A-D]\b|ESCAT", said(document(made, level))), name
    assert "BRAF V600E" in said(document(colon(), ReadingLevel.STANDARD))


@pytest.mark.parametrize("level", LEVELS)
def test_no_medicine_is_promised(level: ReadingLevel) -> None:
    promise = re.compile(r"\b(?:will (?:help|work|cure)|cures?|guarantee|best (?:drug|medicine|treatment))\b", re.I)
    for name, made in sixteen().items():
        text = said(document(made, level)).replace("no one can promise that it will work", "")
        assert not promise.search(text), name


def test_the_counselling_sentence_stands_in_every_letter() -> None:
    sentence = source_words().texts["letter.next.counselling"]
    people = (None, ADA, everything(), wishes(inherited_risk=Wish.REFUSES))
    for made in (*sixteen().values(), *(colon(person) for person in people)):
        for level in LEVELS:
            assert said(document(made, level)).count(sentence) == 1


def test_topics_are_spoken_of_only_when_asked_for() -> None:
    told = section(document(told_everything(), ReadingLevel.SIMPLE), "What you asked to know")
    assert "has to do with this. It is best told in person" in told
    assert "A change in BRCA2 may be one you were born with" in told
    assert "matter for your family" in told
    assert "ERBB3" in told
    assert "fluorouracil" in told
    for wish in (Wish.REFUSES, Wish.NOT_ASKED):
        silent = wishes(**{topic.value: wish for topic in Topic})
        made = document(replace(told_everything(), person=silent), ReadingLevel.DETAILED)
        assert "What you asked to know" not in [item.title for item in made.sections]
        for word in ("BRCA2", "ERBB3", "DPYD", "born with", "illness may go on"):
            assert word not in said(made)


def test_a_gene_test_that_was_not_done_is_never_no_sign() -> None:
    open_result = replace(dpyd(), state=State.NOT_ASSESSED, phenotype="", not_covered=("c.1905+1",))
    partial = replace(dpyd(), phenotype="Normal Metabolizer", not_covered=("c.1905+1",))
    for result in (open_result, partial):
        text = said(document(replace(told_everything(), pgx=(result,)), ReadingLevel.SIMPLE))
        assert "DPYD was not tested, or not in full" in text
        assert "shows no sign" not in text


def test_draft_until_wording_is_released_and_someone_has_read_it() -> None:
    words = source_words()
    assert document(colon(), ReadingLevel.SIMPLE).mark == words.texts["letter.draft_words"]


def test_two_changes_of_one_gene_are_one_line_in_a_simple_letter() -> None:
    made = mixed()
    assert section(document(made, ReadingLevel.SIMPLE), "What was found").count("A change in the gene ABL1.") == 1
    standard = section(document(made, ReadingLevel.STANDARD), "What was found")
    assert standard.count("A change in the gene ABL1.") == 2
    assert standard.count("when it joins with BCR") == 1


# pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("large", [False, True])
def test_one_or_two_pages_with_identity_on_each(level: ReadingLevel, large: bool) -> None:
    for name in ("colon", "everything", "full_file"):
        made = sixteen()[name]
        person = replace(made.person or Person(), large_type=large)
        pages = PdfReader(io.BytesIO(pdf(replace(made, person=person), level))).pages
        assert 1 <= len(pages) <= 2, name
        for number, page in enumerate(pages, start=1):
            text = page.extract_text()
            assert "Ada Example" in text
            assert f"Page {number} of {len(pages)}" in text


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_s17_every_word_is_on_the_pages(page_size: str) -> None:
    from interpreter.report.pdf import render_pdf

    for words in (source_words(), pseudo_words()):
        made = document(told_everything(), ReadingLevel.DETAILED, words)
        on_paper = set(read(render_pdf(made, page_size)).split())
        wanted = {word for text in document_texts(made) for word in text.split()}
        assert wanted - on_paper == set()


def test_pseudo_language_leaves_no_english_behind() -> None:
    """Every word of ours carries accents then; what does not is a name, a medicine, or was hard-coded."""
    words = pseudo_words()
    for name, made in sixteen().items():
        interpretation = replace(made, person=replace(made.person or Person(), own_words=OwnWords()))
        plain = _unaccented(said(document(interpretation, ReadingLevel.STANDARD, words)))
        assert plain - _data_words(interpretation) == set(), name


def _unaccented(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{2,}", text) if re.search(r"[aeiouAEIOU]", word)}


def _data_words(interpretation: Interpretation) -> set[str]:
    """Names that are the same in every language: people, places, genes, medicines, the program's name."""
    person = interpretation.person or Person()
    texts = [repr(interpretation.alterations), repr(person), SETTINGS.institution, "interpreter order"]
    for item in interpretation.findings:
        texts += [item.evidence.biomarker, *item.evidence.therapies]
    texts += [row.biomarker for row in interpretation.markers]
    texts += [drug for result in interpretation.pgx for drug, _ in result.drugs]
    known = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)}
    return known | {word[:1].upper() + word[1:] for word in known}


# what is withheld ----------------------------------------------------------------------------------------------------

REFUSED = {topic.value: Wish.REFUSES for topic in Topic}


def _pairs() -> dict[str, tuple[Interpretation, Interpretation]]:
    """Pairs of cases that differ in nothing but a withheld fact."""
    plain = colon(wishes(**REFUSED))
    suspect, vague = alteration("BRCA2", "Y42*", suspect=True), alteration("ERBB3", "A12T")
    born = replace(
        plain,
        alterations=(suspect, *plain.alterations),
        findings=(finding("BRCA2 loss of function", (suspect,), ("olaparib",)), *plain.findings),
        markers=(*plain.markers, marker("BRCA2 loss of function", "BRCA2", State.DETECTED, (suspect,))),
        warnings=("BRCA2 Y42* may be inherited",),
    )
    course = finding("BRAF p.V600E", (BRAF,), (), response=Response.PROGNOSIS)
    unknown = third_tier(finding("ERBB3 mutation", (vague,), ("neratinib",)))
    slow = finding("DPYD haplotype *2A", (), ("fluorouracil",), response=Response.TOXICITY)
    denied = finding("PD-L1 TPS >= 50 & !(BRCA2 loss of function)", (), ("pembrolizumab",))
    return {
        "germline": (plain, born),
        "prognosis": (plain, replace(plain, findings=(course, *plain.findings))),
        "vus": (plain, replace(plain, alterations=(vague, *plain.alterations))),
        "tier three": (plain, replace(plain, findings=(*plain.findings, unknown))),
        "dpyd": (plain, replace(plain, pgx=(dpyd(),), findings=(slow, *plain.findings))),
        "denied": (replace(plain, findings=(*plain.findings, denied)), plain),
    }


@pytest.mark.parametrize("what", list(_pairs()))
@pytest.mark.parametrize("level", LEVELS)
def test_s20_withheld_facts_leave_the_letter_byte_for_byte_the_same(
    what: str, level: ReadingLevel, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = _pairs()[what]
    assert one != two
    with caplog.at_level(logging.DEBUG):
        first, second = pdf(one, level), pdf(two, level)
    assert first == second
    assert letter_file_name(one) == letter_file_name(two)
    reader = PdfReader(io.BytesIO(second))
    assert "BRCA2" not in repr(reader.metadata) + read(second) + caplog.text
    assert reader.metadata is not None
    assert reader.metadata.title == "About your tumour test"


def test_s20_an_id_made_from_a_file_with_withheld_facts_does_not_speak() -> None:
    """Without a stated id the case is named by its file's hash, which changes with every record in it."""

    def from_file(sha256: str) -> Interpretation:
        made = colon(wishes(**REFUSED))
        file = replace(INPUT, sha256=sha256)
        return replace(made, inputs=(file,), case=replace(made.case, id=f"CASE-{sha256[:12]}"))

    one, two = from_file("ab" * 32), from_file("cd" * 32)
    assert pdf(one) == pdf(two)
    assert letter_file_name(one) == letter_file_name(two) == "letter.pdf"
    stated = replace(one, case=replace(one.case, id="C-7/../x"))
    assert letter_file_name(stated) == "letter-C-7-.-x.pdf"


def test_s20_the_pairs_differ_when_everything_may_be_told() -> None:
    """The proof proves something: the same pairs give different letters to someone who wants to know."""
    for what in ("germline", "prognosis", "vus", "dpyd"):
        one, two = (replace(item, person=everything()) for item in _pairs()[what])
        assert pdf(one) != pdf(two), what


def test_s22_text_of_a_person_never_acts() -> None:
    nasty = "<b>bold</b> {name} {0.__class__} <img src='/etc/passwd'/>"
    person = replace(ADA, name=nasty, own_words=OwnWords(matters_most=nasty))
    text = " ".join(read(pdf(colon(person))).split())
    assert text.count("{0.__class__}") >= 2
    assert "<b>bold</b>" in text


def test_s20_a_case_without_a_person_is_silent_on_every_topic() -> None:
    suspect = alteration("BRCA2", "Y42*", suspect=True)
    made = case(None, (suspect,), (finding("BRCA2 loss of function", (suspect,), ("olaparib",)),))
    text = said(document(made, ReadingLevel.DETAILED))
    assert "BRCA2" not in text
    assert "Dear reader," in text
