"""From an interpretation to what the person is handed: disclosure first, then wording, then pages (S20).

Stands above the workshops, because the disclosure filter (care) must have run before the letter (report) begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from interpreter.care.disclosure import for_person, policy_for, topic_rules
from interpreter.care.vocabulary import preference_keys
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.files import safe_name
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import Catalogue
from interpreter.model.person import ReadingLevel
from interpreter.model.person_view import PersonView
from interpreter.report.letter import LetterRequest
from interpreter.report.questionnaire import Question, questionnaire
from interpreter.report.translations import SOURCE, Words, load_words, offered_languages
from interpreter.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOptions:
    """What staff may choose for one letter; what is left out is what the person said."""

    language: str = ""
    level: ReadingLevel | None = None
    checked_by: str = ""
    """Who has read the letter before it goes out; empty: every page says that it is a draft."""


def person_view(interpretation: Interpretation, catalogue: Catalogue) -> PersonView:
    """Give what may be told to the person, without an id that was made from a withheld fact.

    A case id that was made from the hash of a file would differ with every change in that file, withheld ones too.
    """
    policy = policy_for(interpretation.person, interpretation.case.date)
    hereditary = frozenset(gene.symbol for gene in catalogue.genes.values() if gene.hereditary)
    view = for_person(interpretation, policy, hereditary)
    return replace(view, case=replace(view.case, id=_own_id(interpretation)))


def render_letter(
    interpretation: Interpretation,
    catalogue: Catalogue,
    settings: Settings,
    options: LetterOptions | None = None,
    *,
    site: Path | None = None,
) -> bytes:
    """Give the person's letter as PDF, in their language and reading level.

    `site` is the folder of this hospital's own wordings (`words_folder()` when not given).

    Raises:
        WordsError: their language is not offered here; nothing was made.
    """
    from interpreter.report.outputs import render_letter as render

    chosen = options or LetterOptions()
    person = interpretation.person
    language = chosen.language or (person.language if person is not None else SOURCE)
    words = load_words(language, site or words_folder(), english_sources(catalogue))
    request = letter_request(interpretation, catalogue, settings, words, chosen)
    return render(person_view(interpretation, catalogue), request, settings.page_size)


def letter_request(
    interpretation: Interpretation,
    catalogue: Catalogue,
    settings: Settings,
    words: Words,
    options: LetterOptions,
) -> LetterRequest:
    """Give how a letter is made: nothing in it comes from a finding."""
    person = interpretation.person
    level = options.level or (person.reading_level if person is not None else ReadingLevel.STANDARD)
    return LetterRequest(
        words=words,
        level=level,
        catalogue=catalogue,
        lineage=tuple(node.code for node in load_tumour_tree().ancestors(interpretation.case.tumour_type.code)),
        institution=settings.institution,
        checked_by=options.checked_by,
    )


def letter_file_name(interpretation: Interpretation) -> str:
    """Give the name of the letter's file, and of its print job: from the stated case id alone.

    Without a stated id it says nothing: an id made from a file's hash would speak of what is withheld.
    """
    stated = _own_id(interpretation)
    return f"letter-{safe_name(stated)}.pdf" if stated else "letter.pdf"


def render_questionnaire(
    page_size: str, language: str = SOURCE, *, large: bool = False, site: Path | None = None
) -> bytes:
    """Give the paper questionnaire as PDF: two pages, in large type more.

    Raises:
        WordsError: the language is not offered here.
    """
    from interpreter.report.pdf import render_pdf

    words = load_words(language, site or words_folder(), question_sources())
    return render_pdf(questionnaire(questions(), topics(), words, large=large), page_size)


def questions() -> tuple[Question, ...]:
    """Give the questions of the preferences table, in its order."""
    return tuple(
        Question(
            key=key.key, group=key.group, text=key.question, several=key.several, answers=tuple(key.values.items())
        )
        for key in preference_keys().values()
    )


def topics() -> tuple[Question, ...]:
    """Give the questions of the right not to know."""
    return tuple(
        Question(key=topic.value, group="know", text=rule.question, several=False, answers=())
        for topic, rule in topic_rules().items()
    )


def words_folder() -> Path:
    """Give where this hospital's own wordings lie."""
    from platformdirs import user_data_path

    return user_data_path("interpreter") / "words"


def languages(catalogue: Catalogue, site: Path | None = None) -> Mapping[str, str]:
    """Give the languages a person may be offered here: code -> own name."""
    return offered_languages(site or words_folder(), english_sources(catalogue))


def question_sources() -> tuple[str, ...]:
    """Give the English of the questions: what a translation of the questionnaire must hold."""
    texts = [question.text for question in (*questions(), *topics())]
    for key in preference_keys().values():
        texts += [key.heading, *key.values.values()]
    return tuple(dict.fromkeys(texts))


def english_sources(catalogue: Catalogue) -> tuple[str, ...]:
    """Give every English data text a letter or a questionnaire may hold: plain lines and questions."""
    medicines = [therapy.plain for therapy in catalogue.therapies.values() if therapy.plain]
    return tuple(dict.fromkeys([*question_sources(), *catalogue.plain_lines.values(), *medicines]))


def _own_id(interpretation: Interpretation) -> str:
    made = {f"CASE-{item.sha256[:12]}" for item in interpretation.inputs}
    return "" if interpretation.case.id in made else interpretation.case.id
