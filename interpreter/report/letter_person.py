"""The parts of the letter that answer the person: what they asked to know, their own words, what comes next."""

from __future__ import annotations

from interpreter.model.evidence import Response
from interpreter.model.person import Person, Topic
from interpreter.model.person_view import PersonView
from interpreter.model.results import PharmacogeneResult, State
from interpreter.report import letter_facts as facts
from interpreter.report.blocks import Block, Bullets, Paragraph, Section, Style, line, soft
from interpreter.report.translations import Words


def asked(view: PersonView, words: Words, *, simple: bool, most: int) -> list[Section]:
    """Answer each topic the person wants to know; whether there is something to tell or not, it is said."""
    said: list[str] = []
    if Topic.PROGNOSIS in view.told:
        said.append(_either(words, "prognosis", _genes_of(view, words, Response.PROGNOSIS)))
    if Topic.INHERITED_RISK in view.told:
        genes = tuple(dict.fromkeys(gene for finding in view.findings for gene in finding.inherited))
        said.append(_either(words, "inherited", words.listed(genes)))
        if genes and Topic.RELATIVES_RISK in view.told:
            said.append(words.text("letter.asked.relatives"))
    if Topic.UNCERTAIN_VARIANTS in view.told:
        said.append(_uncertain(view, words, simple=simple, most=most))
    if Topic.DRUG_METABOLISM in view.told:
        drugs = [_drug(result, words) for result in view.pgx]
        said.extend(drugs or [words.text("letter.asked.drugs_nothing")])
    if not said:
        return []
    return [Section(words.text("letter.asked.title"), tuple(Paragraph(line(text)) for text in said))]


def own_words(view: PersonView, words: Words) -> Section:
    """Give back what they said, quoted, never paraphrased."""
    own = (view.person or Person()).own_words
    said = (("matters_most", own.matters_most), ("avoid", own.avoid), ("beside_me", own.beside_me))
    blocks: list[Block] = []
    for key, text in said:
        if text:
            quoted = words.text("shared.quote", text=text)
            blocks.append(Paragraph(line(soft(words.text(f"letter.own_words.{key}")), " ", quoted), Style.QUOTE))
    last = "thanks" if blocks else "nothing"
    blocks.append(Paragraph(line(words.text(f"letter.own_words.{last}"))))
    return Section(words.text("letter.own_words.title"), tuple(blocks))


def next_steps(view: PersonView, words: Words) -> Section:
    """Say what comes next; the sentence on counselling stands in every letter (RULES R13)."""
    say, person = words.text, view.person or Person()
    steps = [say("letter.next.talk"), say("letter.next.keep")]
    if facts.untested(view) or facts.unclear(view):
        steps.append(say("letter.next.more_tests"))
    for trial in person.trials[:2]:
        name = ", ".join(part for part in (trial.name, trial.identifier, trial.place) if part)
        steps.append(say("letter.next.trial", name=name))
    if person.interpreter_needed and person.interpreter_language:
        steps.append(say("letter.next.interpreter", language=person.interpreter_language))
    elif person.interpreter_needed:
        steps.append(say("letter.next.interpreter_any"))
    steps.append(say("letter.next.bring"))
    counselling = Paragraph(line(say("letter.next.counselling")))
    return Section(say("letter.next.title"), (Bullets(tuple(line(step) for step in steps)), counselling))


def _either(words: Words, topic: str, genes: str) -> str:
    """Say what a topic has to tell, or that this letter has nothing to tell of it."""
    key = f"letter.asked.{topic}"
    return words.text(key, gene=genes) if genes else words.text(f"{key}_nothing")


def _genes_of(view: PersonView, words: Words, response: Response) -> str:
    names = (name for item in view.findings if item.response is response for name in facts.names_of(item))
    return words.listed(tuple(dict.fromkeys(names)))


def _uncertain(view: PersonView, words: Words, *, simple: bool, most: int) -> str:
    names = view.uncertain
    if simple:
        names = tuple(dict.fromkeys(name.partition(" ")[0] for name in names))
    if not names:
        return words.text("letter.asked.uncertain_nothing")
    said = words.text("letter.asked.uncertain", list=words.listed(names[:most]))
    more = words.text("letter.asked.uncertain_more") if len(names) > most else ""
    return f"{said} {more}".strip()


def _drug(result: PharmacogeneResult, words: Words) -> str:
    """Say what one pharmacogene tells; not tested in full is never "no sign"."""
    if result.phenotype.startswith("Normal") and result.state is not State.NOT_ASSESSED and not result.not_covered:
        return words.text("letter.asked.drugs_usual", gene=result.gene)
    medicines = tuple(inn for inn, _ in result.drugs)
    changed = result.phenotype and not result.phenotype.startswith(("Normal", "Indeterminate"))
    if result.state is not State.DETECTED or not changed or not medicines:
        return words.text("letter.asked.drugs_open", gene=result.gene)
    return words.text("letter.asked.drugs_changed", gene=result.gene, list=words.listed(medicines))
