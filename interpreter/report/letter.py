"""The letter a person can read: what it means for them first, then what was tested, found, not tested, and what next.

Made from the `PersonView` alone. What is said depends on the view, the wording and the reading level, on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interpreter.model.evidence import Catalogue, EvidenceClass
from interpreter.model.findings import Verdict
from interpreter.model.person import Person, ReadingLevel
from interpreter.model.person_view import PersonFinding, PersonView
from interpreter.model.results import SpecimenKind
from interpreter.report import letter_facts as facts
from interpreter.report.blocks import (
    Banner,
    Block,
    Bullets,
    Document,
    Line,
    Look,
    PageWords,
    Paragraph,
    Section,
    Span,
    Style,
    WritingLines,
    line,
    strong,
)
from interpreter.report.letter_amounts import AMOUNTS, Amount
from interpreter.report.letter_facts import Choice, Found, Kind
from interpreter.report.letter_person import asked, next_steps, own_words
from interpreter.report.translations import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRequest:
    """What a letter is made with."""

    words: Words
    level: ReadingLevel
    catalogue: Catalogue
    lineage: tuple[str, ...] = ()
    """OncoTree codes of the parents, nearest first: an illness without a plain line of its own borrows theirs."""
    institution: str = ""
    checked_by: str = ""
    """Who has read the letter before it goes out; empty: it is a draft."""
    amount: Amount | None = None


def letter(view: PersonView, request: LetterRequest) -> Document:
    """Give the letter for one person."""
    return _Letter(view, request).document()


class _Letter:
    def __init__(self, view: PersonView, request: LetterRequest) -> None:
        self._view = view
        self._words = request.words
        self._request = request
        self._simple = request.level is ReadingLevel.SIMPLE
        self._detailed = request.level is ReadingLevel.DETAILED
        self._amount = request.amount or AMOUNTS[request.level][0]
        self._person = view.person or Person()
        self._choices = facts.choices(view)
        self._described: set[str] = set()

    def document(self) -> Document:
        say = self._words.text
        sections = [
            self._tested(),
            self._found(),
            self._treatment(),
            *asked(self._view, self._words, simple=self._simple, most=self._amount.names),
            self._untested(),
            own_words(self._view, self._words),
            next_steps(self._view, self._words),
            self._questions(),
        ]
        opening = Section(self._dear(), tuple(self._opening()))
        return Document(
            title=say("letter.title"),
            subtitle=self._request.institution,
            running=self._running(),
            mark=self._mark(),
            footer=say("letter.footer"),
            edition=self._edition(),
            date=self._view.case.date,
            language=self._words.tag,
            sections=(opening, *sections),
            ending=say("letter.ending"),
            look=Look.LARGE if self._person.large_type else Look.LETTER,
            page_words=PageWords(
                page=self._words.texts["shared.page"],
                unprintable=self._words.texts["shared.unprintable"],
                right_to_left=say("shared.right_to_left"),
            ),
        )

    # who it is for -----------------------------------------------------------------------------------------------

    def _dear(self) -> str:
        name = self._person.name
        return self._words.text("letter.dear", name=name) if name else self._words.text("letter.dear_no_name")

    def _running(self) -> Line:
        say, person, case = self._words.text, self._person, self._view.case
        parts = [person.name or say("letter.no_name")]
        if person.birth_date:
            parts.append(say("letter.born", date=self._words.date(person.birth_date)))
        if person.record_number:
            parts.append(say("letter.record", number=person.record_number))
        if case.order_id:
            parts.append(say("letter.order", number=case.order_id))
        if case.id:
            parts.append(say("letter.case", number=case.id))
        parts.append(say("letter.of_date", date=self._words.date(case.date)))
        joined = parts[0]
        for part in parts[1:]:
            joined = say("shared.joined", first=joined, second=part)
        return line(joined)

    def _mark(self) -> str:
        if not self._words.released:
            return self._words.text("letter.draft_words")
        return "" if self._request.checked_by else self._words.text("letter.draft")

    def _edition(self) -> str:
        software = self._view.software
        packs = [f"{info.name} {info.version}" for info in self._view.catalogue]
        return " · ".join([f"{software.name} {software.version}", *packs])

    # what it means -----------------------------------------------------------------------------------------------

    def _opening(self) -> list[Block]:
        say = self._words.text
        blocks: list[Block] = [Paragraph(line(strong(say(f"letter.lead.{self._lead()}"))), Style.LEAD)]
        blocks.append(Paragraph(line(say("letter.lead.calm"))))
        if self._view.preliminary:
            blocks.append(Banner(say("letter.first_look"), (line(say("letter.first_look_why")),)))
        if self._person.legal_representative:
            name = self._person.name or say("letter.no_name")
            both = say("letter.dear_for", name=name, representative=self._person.legal_representative)
            blocks.append(Paragraph(line(both)))
        return blocks

    def _lead(self) -> str:
        if any(not choice.mixed for choice in self._choices):
            return "option"
        if self._choices:
            return "mixed"
        if facts.opposed(self._view):
            return "against"
        return "early" if facts.early(self._view) else "nothing"

    # what was tested and found -----------------------------------------------------------------------------------

    def _tested(self) -> Section:
        say, specimen = self._words.text, self._view.case.specimen
        said: list[str] = []
        tumour = self._tumour()
        if tumour:
            said.append(say("letter.tested.illness", tumour=tumour))
        kind = specimen.kind if specimen.kind in SpecimenKind else SpecimenKind.UNKNOWN
        said.append(say(f"letter.tested.{kind.value}"))
        if specimen.collected:
            said.append(say("letter.tested.collected", date=self._words.date(specimen.collected)))
        said.append(say("letter.tested.why"))
        blocks: list[Block] = [Paragraph(line(" ".join(said)))]
        names = facts.looked_at(self._view)
        if names and not self._simple:
            blocks.append(
                Paragraph(line(say("letter.tested.looked_at", list=self._words.listed(names[: self._amount.names]))))
            )
        return Section(say("letter.tested.title"), tuple(blocks))

    def _tumour(self) -> str:
        """Name the illness in plain words; a kind without a line of its own is named by its nearest group that has."""
        for code in (self._view.case.tumour_type.code, *self._request.lineage):
            english = self._request.catalogue.plain_lines.get(f"tumour:{code}", "")
            if plain := self._words.plain(english) if english else "":
                return plain
        return ""

    def _found(self) -> Section:
        say = self._words.text
        things = facts.found(self._view)
        if self._simple:  # without their names, two changes of one gene read the same
            things = tuple(dict.fromkeys(replace(item, label="") for item in things))
        blocks: list[Block] = []
        if things:
            shown = things[: self._amount.found]
            blocks.append(Bullets(tuple(self._thing(item) for item in shown)))
            if len(things) > len(shown):
                blocks.append(Paragraph(line(say("letter.found.more"))))
        else:
            blocks.append(Paragraph(line(say("letter.found.nothing"))))
        return Section(say("letter.found.title"), tuple(blocks))

    def _thing(self, item: Found) -> Line:
        say = self._words.text
        key = f"letter.found.{item.kind.value}"
        if item.kind is Kind.SIGN:
            result = item.result if f"letter.result.{item.result}" in self._words.texts else "other"
            head = say(key, marker=item.names[0], result=say(f"letter.result.{result}"))
        elif item.names:
            head = say(key, gene=self._words.listed(item.names))
        else:
            head = say(key)
        spans: list[str | Span] = []
        if item.label and not self._simple and item.kind is not Kind.SIGN:
            spans += [strong(say("letter.found.named", name=item.label)), " "]
        spans.append(head if spans else strong(head))
        for plain in self._plain_of(item):
            spans.append(f" {plain}")
        return line(*spans)

    def _plain_of(self, item: Found) -> list[str]:
        if not self._amount.plain_lines:
            return []
        if item.kind is Kind.SIGN:
            keys = [f"class:{item.names[0]}"]
        else:
            keys = [f"gene:{name}" for name in item.names]
            if item.kind is Kind.FUSION:
                keys.insert(0, "class:fusion")
        new = [key for key in keys if key not in self._described]  # what a gene does is told once
        self._described.update(new)
        lines = (self._request.catalogue.plain_lines.get(key, "") for key in new)
        return [plain for english in lines if english and (plain := self._words.plain(english))]

    # what it may mean for treatment ------------------------------------------------------------------------------

    def _treatment(self) -> Section:
        say = self._words.text
        clear = [choice for choice in self._choices if not choice.mixed]
        mixed = [choice for choice in self._choices if choice.mixed]
        blocks: list[Block] = []
        if clear:
            shown = clear[: self._amount.choices]
            blocks.append(Paragraph(line(say("letter.treatment.intro"))))
            blocks.append(Bullets(tuple(self._choice(choice) for choice in shown)))
            rest = [self._regimen(choice.regimen) for choice in clear[len(shown) :]]
            if rest and self._simple:
                blocks.append(Paragraph(line(say("letter.treatment.also_more"))))
            elif rest:
                blocks.append(self._listing("also", rest, self._amount.names))
        if mixed:
            names = [self._regimen(choice.regimen) for choice in mixed]
            blocks.append(self._listing("mixed", names, 2 * self._amount.choices))
        if not self._choices:
            blocks.append(Paragraph(line(say("letter.treatment.nothing"))))
        blocks.extend(self._less_likely())
        blocks.extend(self._early())
        if self._detailed and clear and not all(claim.verified for choice in clear for claim in choice.claims):
            blocks.append(Paragraph(line(say("letter.treatment.unchecked"))))
        if self._choices:
            blocks.append(Paragraph(line(say("letter.treatment.no_promise"))))
        return Section(say("letter.treatment.title"), tuple(blocks))

    def _choice(self, choice: Choice) -> Line:
        name = self._regimen(choice.regimen)
        spans: list[str | Span] = [strong(f"{name[:1].upper()}{name[1:]}.")]
        if status := self._status(choice.claims):
            spans.append(f" {status}")
        if access := self._access(choice.regimen):
            spans.append(f" {access}")
        if self._amount.medicines:
            for inn in choice.regimen:
                if inn not in self._described and (plain := self._medicine(inn)):
                    self._described.add(inn)
                    spans.append(f" {plain}" if len(choice.regimen) == 1 else f" {inn[:1].upper()}{inn[1:]}: {plain}")
        return line(*spans)

    def _regimen(self, parts: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        return self._words.text("letter.treatment.regimen_with", first=parts[0], second=self._words.listed(parts[1:]))

    def _status(self, claims: Sequence[PersonFinding]) -> str:
        say, region = self._words.text, self._view.case.region
        agencies = tuple(dict.fromkeys(agency for claim in claims for agency in claim.approved_by))
        if region and any(claim.approved_here for claim in claims):
            return say("letter.treatment.approved_here")
        if agencies:
            places = self._words.listed(tuple(dict.fromkeys(self._place(agency) for agency in agencies)))
            return say("letter.treatment.not_here" if region else "letter.treatment.approved", places=places)
        if any(claim.level is EvidenceClass.GUIDELINE for claim in claims):
            return say("letter.treatment.guideline")
        return say("letter.treatment.studied")

    def _place(self, agency: str) -> str:
        key = f"letter.places.{agency}"
        return self._words.text(key if key in self._words.texts else "letter.places.other")

    def _access(self, regimen: tuple[str, ...]) -> str:
        noted = {access.therapy: access.status.value for access in self._person.access}
        status = noted.get(" + ".join(regimen)) or (noted.get(regimen[0]) if len(regimen) == 1 else None)
        return self._words.text(f"letter.access.{status}") if status else ""

    def _medicine(self, inn: str) -> str:
        """Say in plain words what a medicine is: its own line, else that of its class."""
        therapy = self._request.catalogue.therapies.get(inn)
        if therapy is None:
            return ""
        english = therapy.plain or self._request.catalogue.plain_lines.get(f"drug_class:{therapy.drug_class}", "")
        return self._words.plain(english) if english else ""

    def _less_likely(self) -> list[Block]:
        say = self._words.text
        named = []
        for regimen, alone in facts.less_likely(self._view):
            name = self._regimen(regimen)
            named.append(say("letter.treatment.alone", regimen=name) if alone else name)
        if not named:
            return []
        return [self._listing("against", named, self._amount.names)]

    def _early(self) -> list[Block]:
        say = self._words.text
        regimens = facts.early(self._view)
        if not regimens:
            return []
        said = say("letter.treatment.early")
        if self._detailed:
            names = [self._regimen(regimen) for regimen in regimens[: self._amount.names]]
            said = f"{said} {say('letter.treatment.early_names', list=self._words.listed(names))}"
        return [Paragraph(line(said))]

    # what was not tested -----------------------------------------------------------------------------------------

    def _untested(self) -> Section:
        say = self._words.text
        names, vague = facts.untested(self._view), facts.unclear(self._view)
        said: list[str] = []
        if names:
            said.append(say("letter.untested.these", list=self._words.listed(names[: self._amount.names])))
            if len(names) > self._amount.names:
                said.append(say("letter.untested.more"))
        if vague:
            said.append(say("letter.untested.unclear", list=self._words.listed(vague[: self._amount.names])))
        said.append(say("letter.untested.meaning") if names or vague else say("letter.untested.nothing"))
        said.append(say("letter.untested.whole"))
        return Section(say("letter.untested.title"), (Paragraph(line(" ".join(said))),))

    def _questions(self) -> Section:
        say = self._words.text
        questions: list[str] = []
        for verdict, preference, regimens in facts.worries(self._view):
            wish = self._words.said(preference)
            if wish and len(questions) < self._amount.questions:
                questions.append(self._worry(verdict, wish, regimens))
        if facts.safety_asked(self._view):
            questions.append(say("letter.questions.safety", regimen=self._regimen(self._choices[0].regimen)))
        questions.append(say("letter.questions.choices"))
        if self._choices:
            questions.append(say("letter.questions.good_and_bad"))
        if facts.untested(self._view):
            questions.append(say("letter.questions.not_tested"))
        blocks: list[Block] = [Bullets(tuple(line(question) for question in questions))]
        if self._amount.writing_lines:
            blocks += [Paragraph(line(say("letter.questions.own"))), WritingLines(self._amount.writing_lines)]
        blocks.append(Paragraph(line(self._signed())))
        return Section(say("letter.questions.title"), tuple(blocks))

    def _worry(self, verdict: Verdict, wish: str, regimens: Sequence[str]) -> str:
        name = self._regimen(tuple(regimens[0].split(" + ")))
        quoted = self._words.text("shared.quote", text=wish)
        named = f"{name[:1].upper()}{name[1:]}" if verdict is Verdict.CONFLICTS else name
        return self._words.text(f"letter.questions.{verdict.value}", wish=quoted, regimen=named)

    def _signed(self) -> str:
        say, place = self._words.text, self._request.institution
        team = say("letter.sign.team_at", institution=place) if place else say("letter.sign.team")
        checked = say("letter.sign.checked", name=self._request.checked_by) if self._request.checked_by else ""
        return f"{team} {checked}".strip()

    def _listing(self, key: str, names: Sequence[str], most: int) -> Paragraph:
        """Word a list of regimens; of a longer one the first, and that the doctor has the rest."""
        said = self._words.text(f"letter.treatment.{key}", list=self._words.listed(names[:most]))
        more = self._words.text("letter.treatment.also_more") if len(names) > most else ""
        return Paragraph(line(f"{said} {more}".rstrip()))
