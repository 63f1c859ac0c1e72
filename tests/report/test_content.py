"""What the report says, as plain values: no PDF is made here."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

import pytest

from interpreter.model.alterations import AlterationKind
from interpreter.model.cases import Interpretation
from interpreter.model.evidence import ApprovalKind, EvidenceClass, Layer, Response, Verification
from interpreter.model.findings import AmpTier, Exactness, Finding, TumourRelation, Verdict
from interpreter.model.results import Specimen, SpecimenKind, State
from interpreter.model.variants import Origin
from interpreter.report import approval_words, wording
from interpreter.report.blocks import Report, Section, block_texts, document_texts
from interpreter.report.content import clinician_report
from interpreter.report.options import is_close, options
from interpreter.settings import Settings
from tests.report import cases

SETTINGS = Settings(institution="Example Institute of Pathology")


def report_of(interpretation: Interpretation) -> Report:
    return clinician_report(interpretation, SETTINGS)


def words(section: Section) -> str:
    return " ".join(text for block in section.blocks for text in block_texts(block))


def section(interpretation: Interpretation, title: str) -> str:
    return words(next(part for part in report_of(interpretation).sections if part.title == title))


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (wording.STATES, State),
        (wording.STATE_MARKS, State),
        (wording.STATE_MEANINGS, State),
        (wording.VERDICTS, Verdict),
        (wording.LEVELS, EvidenceClass),
        (wording.RESPONSES, Response),
        (wording.RELATIONS, TumourRelation),
        (wording.EXACTNESS, Exactness),
        (wording.ORIGINS, Origin),
        (wording.SPECIMENS, SpecimenKind),
        (wording.LAYERS, Layer),
        (wording.APPROVAL_KINDS, ApprovalKind),
        (wording.KINDS, AlterationKind),
    ],
)
def test_every_value_of_a_vocabulary_has_its_words(table: dict[Enum, str], vocabulary: type[Enum]) -> None:
    assert set(table) == set(vocabulary)
    assert all(table.values())


ASKED_OF_A_REPORT = [
    ("patient", ("Ana Beispiel-Müller", "1965-03-09", "R-4471")),
    ("sample and report date on each page", ("sample of 2026-11-02", "report of 2026-11-21")),
    ("clear end", ("End of report",)),
    ("laboratory", ("Example Institute of Pathology",)),
    ("requester", ("Requested by",)),
    ("specimen kind and site", ("tumour tissue", "liver metastasis", "B-3")),
    ("tumour content", ("Tumour content", "60 %")),
    ("method and assembly", ("VCF 4.2", "examplecaller 1.0", "GRCh38", "41 of 41 REF bases agree")),
    ("transcripts", ("NM_004333.6", "MANE Select", "example transcripts 1.0")),
    ("software and catalogue with hash", ("Interpreter", "0.1.0", "2026.2", "ab12" * 16)),
    ("regions tested and not tested", ("codon 61", "not assessed", "The assay does not declare amplification")),
    ("limit of detection", ("detection limit VAF 5 %",)),
    ("depth and quality", ("lowest depth 412", "Contamination", "Lowest depth behind a proven marker: 412")),
    (
        "variant",
        ("NM_004333.6:c.1799T>A", "NP_004324.2:p.(Val600Glu)", "VAF 30 %", "120 of 400 reads", "origin unknown"),
    ),
    ("VUS apart", ("Of uncertain meaning (VUS)", "TP53 R175H")),
    ("negatives by tumour type", ("NRAS codon Q61", "not detected")),
    ("tier, level, source, date", ("I-A · approved", "Label text for BRAF p.V600E", "as of 2026-05-01")),
    ("ESCAT with publication", ("ESCAT I-A, an invented publication",)),
    ("resistance beside the drug", ("Possible, unconfirmed", "KRAS G12D: FILTER failed")),
    ("off-label", ("Off-label here. Approved for another tumour type: FDA",)),
    ("trials", ("Trials are not searched",)),
    ("germline suspicion and consent", ("may be inherited: not proven somatic", "Ask before counselling.")),
    ("who interpreted, who released, when", ("Interpreted by", "Released by", "On")),
    ("critical result told", ("Critical result told to, when",)),
    ("amended", ("nothing was amended",)),
    ("research only", ("Research-only",)),
    ("a negative can be false", ("A negative can be false",)),
    ("intended use", ("Decision support", "not a CE-IVD", "not a companion diagnostic")),
    ("draft", ("DRAFT",)),
    ("to check", ("Line: second or later (stated here: second).", "The label asks for an approved test")),
    ("ledger", ("read = reported + set aside + failed", "112: outside the catalogue's genes", "line 88: POS")),
    ("settings", ("min_depth = 100",)),
    ("near misses", ("needs p.G12C; found p.G12D",)),
    ("drug metabolism", ("DPYD", "do not assume a normal dose", "c.1905+1G>A")),
    ("typed-in results", ("proficient", "pyrosequencing", "codons tested: 12-13, 61")),
]


@pytest.mark.parametrize(("item", "expected"), ASKED_OF_A_REPORT, ids=[item for item, _ in ASKED_OF_A_REPORT])
def test_report_carries_what_laboratory_and_oncology_guidance_ask(item: str, expected: tuple[str, ...]) -> None:
    text = " ".join(document_texts(report_of(cases.colon_braf())))
    missing = [words for words in expected if words not in text]
    assert not missing, f"{item}: {missing}"


def test_page_one_holds_patient_conclusion_therapies_warnings_and_what_was_not_tested() -> None:
    first = words(report_of(cases.colon_braf()).sections[0])
    for expected in (
        "Ana Beispiel-Müller",
        "Approved in this tumour type and met: encorafenib + cetuximab (BRAF V600E)",
        "I-A",
        "Approved in this tumour type: EMA (regular, 2020-06); FDA (regular, 2020-04)",
        "TMB is not assessable",
        "MSI high was not tested",
        "ERBB2 amplification was not tested",
        "MAP2K1 mutation",
    ):
        assert expected in first


def test_s12_resistance_stands_beside_each_drug_it_affects() -> None:
    beside = {option.regimen: option.against for option in options(cases.lung_egfr())}
    assert [finding.evidence.id for finding in beside[("osimertinib",)]] == ["EV-LUNG-EGFR-C797S-OSI"]
    assert [finding.evidence.id for finding in beside[("erlotinib",)]] == ["EV-LUNG-EGFR-T790M-ERLO"]
    first = words(report_of(cases.lung_egfr()).sections[0])
    assert "met: osimertinib (EGFR L858R; but resistance detected)" in first
    assert "Resistance or doubt beside: osimertinib; erlotinib" in first
    assert "Resistance: EGFR p.T790M in cis with EGFR p.C797S (II-C, small studies)" in first


def test_s12_resistance_is_never_an_option_of_its_own() -> None:
    assert [option.regimen for option in options(cases.lung_egfr())] == [("osimertinib",), ("erlotinib",)]


def test_s8_an_unconfirmed_resistance_marker_stands_beside_the_drug_and_drives_nothing() -> None:
    (option, _) = options(cases.colon_braf())
    assert option.possible == ("KRAS G12D: FILTER failed: weak_evidence; 4 of 310 reads",)
    assert not [finding for finding in option.against if finding.state is State.INCONCLUSIVE]


def test_an_excluded_disease_is_shown_as_not_supporting_and_never_as_approved() -> None:
    text = section(cases.colon_braf(), "Summary")
    assert "Not approved here: the label excludes this tumour type." in text
    assert "does not support" in text
    assert ("dabrafenib", "trametinib") not in [option.regimen for option in options(cases.colon_braf())]


def test_an_overruled_claim_is_visible_but_no_option() -> None:
    case = cases.lung_egfr()
    overruled = replace(case.findings[1], overruled_by="EV-MORE-SPECIFIC")
    case = replace(case, findings=(case.findings[0], overruled))
    assert [option.regimen for option in options(case)] == [("osimertinib",)]
    assert "overruled by EV-MORE-SPECIFIC" in section(case, "Therapies in full")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approved_here": True}, "Approved in this tumour type: FDA (regular, 2020-04)"),
        ({"approved_here": False}, "Not approved by EMA for this marker. Approved elsewhere: FDA (regular, 2020-04)"),
        ({"tumour_relation": TumourRelation.OTHER}, "Off-label here. Approved for another tumour type: FDA"),
        ({"tumour_relation": TumourRelation.DESCENDANT}, "unless the histology is the label's. Approved: FDA (regular"),
        ({"tumour_relation": TumourRelation.EXCLUDED}, "the label excludes this tumour type"),
        ({"approvals": ()}, "No approval for this marker: off-label, unless a label has the disease without it."),
        (
            {"approvals": (cases.approval(kind=ApprovalKind.WITHDRAWN),)},
            "No longer current: FDA (withdrawn, first approved 2020-04)",
        ),
    ],
)
def test_approval_is_said_plainly(changes: dict[str, object], said: str) -> None:
    finding = cases.finding(cases.evidence("EV-1", "BRAF p.V600E", ("encorafenib",)), (), approvals=(cases.approval(),))
    changed = replace(finding, **changes)  # type: ignore[arg-type]
    assert said in " ".join(approval_words.approvals(changed, "EMA"))
    if not changed.approved_here:
        assert "Approved in this tumour type:" not in " ".join(approval_words.approvals(changed, "EMA"))


@pytest.mark.parametrize(
    ("region", "therapies", "said"),
    [
        ("EMA", ("letrozole",), "Authorised in EU states nationally, not by the EMA; whether for this marker: see"),
        ("EMA", ("palbociclib", "letrozole"), "Not approved by EMA for this marker."),
        ("EMA", ("fulvestrant",), "Not approved by EMA for this marker."),
        ("MHRA", ("letrozole",), "Not approved by MHRA for this marker."),
    ],
)
def test_what_states_authorise_themselves_does_not_read_as_refused(
    region: str, therapies: tuple[str, ...], said: str
) -> None:
    found = cases.finding(cases.evidence("EV-1", "ER positive", therapies), (), approvals=(cases.approval(),))
    (text,) = approval_words.approvals(found, region)
    assert text.startswith(said)
    assert "Approved elsewhere: FDA (regular, 2020-04)" in text


def test_a_reimbursement_is_told_apart_from_approvals() -> None:
    pays = cases.approval("HSE", kind=ApprovalKind.REIMBURSED, first="")
    found = cases.finding(cases.evidence("EV-1", "ER positive", ("a",)), (), approvals=(cases.approval(), pays))
    unread = "– not verified against the label."
    assert approval_words.approvals(found, "EMA") == (
        f"Not approved by EMA for this marker. Approved elsewhere: FDA (regular, 2020-04); reimbursed: HSE {unread}",
    )
    alone = replace(found, approvals=(pays,))
    assert approval_words.approvals(alone, "EMA") == (f"Not approved by EMA for this marker. Reimbursed: HSE {unread}",)


def test_a_claim_that_does_not_support_says_nothing_of_approval() -> None:
    alone = next(f for f in cases.colon_braf().findings if f.evidence.id == "EV-CRC-BRAF-CETUX")
    assert approval_words.approvals(alone, "EMA") == ()


def test_a_claim_about_a_part_of_a_regimen_names_that_part() -> None:
    assert "The same marker speaks against cetuximab on its own." in section(cases.colon_braf(), "Summary")
    assert "Does not support: cetuximab BRAF p.V600E" in section(cases.colon_braf(), "Therapies in full")


def test_fit_follows_the_order_of_the_evidence_whatever_order_it_came_in() -> None:
    case = cases.colon_braf()
    turned = replace(case, fit=tuple(reversed(case.fit)))
    text = section(turned, "The person and the therapies")
    assert text.index("encorafenib + cetuximab") < text.index("olaparib")


def test_who_has_read_a_label_is_told_and_products_of_one_agency_once() -> None:
    """R12: text that software has read is not a person's check."""
    read = {"source_url": "https://example.org/label", "read_on": "2026-11-21"}
    own = replace(cases.approval("FDA", first="2024-09"), **read)
    rows = (own, replace(own, product="Other form", first_date="2025-12"), cases.approval("EMA", first=""))
    item = replace(cases.evidence("EV-1", "BRAF p.V600E", ("encorafenib",)), approvals=rows)
    found = replace(cases.finding(item, ()), approvals=rows)
    assert approval_words.approvals(found, "FDA")[0].endswith(
        "FDA (regular, 2024-09, text of the indication read by software, not verified by a person); "
        "EMA (regular, not verified against the label)."
    )
    assert approval_words.verification(found) == "not verified against the label"
    all_read = replace(found, approvals=rows[:2])
    assert approval_words.verification(all_read) == "read by software only"
    assert (
        "FDA (regular, 2024-09) – text of the indication read by software"
        in approval_words.approvals(all_read, "FDA")[0]
    )
    older = replace(all_read, approvals=(replace(own, first_date=""), rows[1]))
    assert "FDA (regular) – " in approval_words.approvals(older, "FDA")[0]
    assert approval_words.verification(replace(all_read, verified=True)) == ""
    person = Verification(checked_by="Dr A", checked_on="2026-01-02")
    by_person = replace(found, approvals=(replace(rows[2], verification=person),))
    assert approval_words.verification(by_person) == ""
    both = replace(found, approvals=(replace(rows[2], verification=person), own))
    assert approval_words.verification(both) == "read by software only"


def test_what_is_over_has_the_day_on_which_the_last_of_it_ended() -> None:
    over = cases.approval(kind=ApprovalKind.WITHDRAWN, first="2014")
    later, earlier = replace(over, withdrawn_date="2025-06"), replace(over, withdrawn_date="2018-03")
    finding = cases.finding(cases.evidence("EV-1", "BRAF p.V600E", ("encorafenib",)), ())
    assert (
        "FDA (withdrawn, 2025-06)" in approval_words.approvals(replace(finding, approvals=(earlier, later)), "EMA")[-1]
    )
    unknown = replace(finding, approvals=(later, over))
    assert "FDA (withdrawn, first approved 2014)" in approval_words.approvals(unknown, "")[-1]


def test_of_one_tier_what_resistance_stands_against_comes_after_the_others() -> None:
    first = cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ())
    second = cases.finding(cases.evidence("EV-2", "KIT exon 11 mutation", ("b",)), ())
    against = cases.evidence("EV-3", "KIT p.T670I", ("a",), response=Response.RESISTANCE)

    def order(*more: Finding) -> list[tuple[str, ...]]:
        return [option.regimen for option in options(replace(cases.base(), findings=(first, second, *more)))]

    assert order() == [("a",), ("b",)]
    for tier in (AmpTier.I_A, AmpTier.II_C, AmpTier.II_D):
        assert order(cases.finding(against, (), tier=tier)) == [("b",), ("a",)]
    # large evidence against one weighs more than small evidence against the other
    other = cases.evidence("EV-4", "KIT p.T670I", ("b",), response=Response.RESISTANCE)
    assert order(cases.finding(against, ()), cases.finding(other, (), tier=AmpTier.II_C)) == [("b",), ("a",)]
    less = cases.evidence("EV-5", "KIT p.T670I", ("a",), response=Response.REDUCED_BENEFIT)
    assert order(cases.finding(less, (), tier=AmpTier.II_C)) == [("a",), ("b",)]


def test_a_regimen_given_before_comes_later_and_is_named_so() -> None:
    first = replace(cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ()), given_before=("a",))
    second = cases.finding(cases.evidence("EV-2", "KIT exon 11 mutation", ("b",)), ())
    case = replace(cases.base(), findings=(first, second))
    assert [option.regimen for option in options(case)] == [("b",), ("a",)]
    assert "; given before)" in section(case, "Summary")


def test_the_conclusion_names_the_marker_of_the_label_that_fits() -> None:
    guideline = cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ())
    label = replace(cases.finding(cases.evidence("EV-2", "CD117 positive", ("a",)), ()), approved_here=True)
    first = replace(guideline, not_as_stated=True)
    said = section(replace(cases.base(), findings=(first, label)), "Summary")
    assert "Approved in this tumour type and met: a (CD117 positive)." in said


def test_an_approval_whose_label_asks_for_no_test_says_so() -> None:
    row = replace(cases.approval(), test="none_stated")
    found = replace(cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ()), approvals=(row,))
    assert "its label asks for no test" in approval_words.approvals(replace(found, approved_here=True), "FDA")[0]
    assert "no test" not in approval_words.approvals(replace(found, approvals=(cases.approval(),)), "FDA")[0]


def test_page_1_says_how_many_warnings_are_left() -> None:
    found = cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ())
    case = replace(cases.base(), findings=(replace(found, warnings=("one", "two", "three", "four")),))
    said = section(case, "Summary")
    assert "! three" in said
    assert "! 1 more under Therapies in full" in said


def test_less_benefit_is_apart_from_resistance_in_the_conclusion() -> None:
    rows = [
        cases.finding(cases.evidence(f"EV-{name}", "KIT exon 11 mutation", (name,), response=response), ())
        for name, response in (("closed", Response.RESISTANCE), ("weaker", Response.REDUCED_BENEFIT))
    ]
    said = section(replace(cases.base(), findings=tuple(rows)), "Summary")
    assert "Detected markers speak against: closed." in said
    assert "Less benefit reported for: weaker." in said


def test_a_long_marker_names_on_page_1_only_the_genes_of_what_it_excludes() -> None:
    text = "PD-L1 TPS >= 50 & !(EGFR exon 19 inframe deletion | EGFR p.L858R) & !(?::ALK fusion)"
    assert wording.short_marker(text) == "PD-L1 TPS >= 50 without the excluded changes of EGFR, ALK"
    assert wording.short_marker("BRAF p.V600E & !(KRAS p.G12C)") == "BRAF p.V600E & !(KRAS p.G12C)"
    bound = "(EGFR exon 19 inframe deletion | EGFR p.L858R) & EGFR p.C797S & !(EGFR p.T790M)"
    assert wording.short_marker(bound).startswith(
        "(EGFR exon 19 inframe deletion | EGFR p.L858R) & EGFR p.C797S without"
    )
    arm = "!(TP53 loss of function | TP53 oncogenic | TP53 deletion | arm 17p loss | karyotype del(17p))"
    assert wording.short_marker(arm) == arm
    whole = " | ".join(f"EGFR p.{change}" for change in ("L858R", "L861Q", "S768I", "G719A", "G719C", "G719S"))
    assert wording.short_marker(whole) == whole


def test_the_gene_of_what_was_found_is_not_itself_named_as_open() -> None:
    case = cases.colon_braf()
    regimen = options(case)[0].regimen
    rows = [
        cases.marker(f"{gene} p.{change}", State.NOT_ASSESSED, would_close=(" + ".join(regimen),))
        for gene in ("BRAF", "KRAS")
        for change in ("G12C", "L505H")
    ]
    said = section(replace(case, markers=tuple(rows)), "Summary")
    assert "Open (not assessed): other BRAF changes; KRAS" in said


def test_what_does_not_fit_the_stated_line_is_apart_in_the_conclusion() -> None:
    fits = cases.finding(cases.evidence("EV-1", "KIT exon 11 mutation", ("a",)), ())
    later = cases.finding(cases.evidence("EV-2", "KIT exon 11 mutation", ("b",)), ())
    both = (replace(fits, approved_here=True), replace(later, approved_here=True, not_as_stated=True))
    told = section(replace(cases.base(), findings=both), "Summary")
    assert "Approved in this tumour type and met: a (" in told
    assert "but for another line, setting or age than stated: b (" in told
    alone = section(replace(cases.base(), findings=both[1:]), "Summary")
    assert "Approved in this tumour type and met: " not in alone
    assert "No therapy approved" not in alone


def test_regimens_of_other_tumour_types_are_counted_beside_those_of_this_one() -> None:
    here = cases.finding(cases.evidence("EV-0", "BRAF p.V600E", ("near drug",), level=EvidenceClass.GUIDELINE), ())
    far = [
        cases.finding(cases.evidence(f"EV-{n}", "BRAF p.V600E", (f"drug {n}",)), (), relation=TumourRelation.OTHER)
        for n in range(1, 4)
    ]
    many = section(replace(cases.base(), findings=(here, *far)), "Summary")
    assert "Evidence of other tumour types speaks for 3 regimens: see Therapies in full." in many
    few = section(replace(cases.base(), findings=(here, *far[:2])), "Summary")
    assert "Evidence of other tumour types speaks for: drug 1" in few
    alone = section(replace(cases.base(), findings=tuple(far)), "Summary")
    assert "Evidence of other tumour types speaks for: drug 1" in alone


def test_what_already_speaks_for_a_therapy_is_not_said_to_drive_none() -> None:
    made = cases.evidence("EV-1", "BRCA1 loss of function", ("olaparib",))
    open_part = cases.evidence("EV-2", "BRCA1 loss of function", ("other",))
    met = cases.finding(made, ("BRCA1:1",))
    left = cases.finding(open_part, ("BRCA1:1",), state=State.INCONCLUSIVE)
    both = section(replace(cases.base(), findings=(met, left)), "Summary")
    assert "drive no therapy" not in both
    assert "drive no therapy" in section(replace(cases.base(), findings=(left,)), "Summary")


def test_unverified_rows_say_so() -> None:
    item = cases.evidence("EV-1", "BRAF p.V600E", ("encorafenib",))
    unread = replace(cases.base(), findings=(cases.finding(item, ()),))
    read = replace(cases.base(), findings=(cases.finding(cases.evidence("EV-1", "X", ("y",), verified=True), ()),))
    assert "not verified against the label" in section(unread, "Summary")
    assert "not verified against the label" in section(unread, "Therapies in full")
    assert "not verified against the label" not in section(read, "Summary")


def test_s1_a_report_without_findings_says_that_an_empty_list_is_no_negative() -> None:
    first = section(cases.nothing_found(), "Summary")
    assert "No marker that speaks for or against a therapy was found." in first
    assert "An empty list is not a negative result." in first
    assert "4; of these, 0 could be assessed" in first
    assert "Not assessed: no proof that these were looked at" in first
    assert "An empty list is not a negative result." in section(cases.nothing_found(), "Therapies in full")


def test_s1_findings_that_support_nothing_still_say_that_an_empty_list_is_no_negative() -> None:
    case = cases.colon_braf()
    only_prognosis = replace(case, findings=case.findings[-1:], for_review=())
    assert "An empty list is not a negative result." in section(only_prognosis, "Summary")


def test_s1_each_marker_is_printed_with_its_state_and_proof() -> None:
    text = section(cases.colon_braf(), "Markers asked about")
    assert "■ detected" in text
    assert "□ not detected" in text
    assert "– not assessed" in text
    assert "? inconclusive" in text
    assert "Proof: coverage.bed and assay Example 1.2, sample_qc passed" in text


def test_s2_a_wild_type_claim_is_called_proven_only_when_it_is_met() -> None:
    name = "KRAS codons 12,13 wild type"
    met = cases.marker(name, State.DETECTED, region="KRAS codons 12, 13", proof="blocks of case.g.vcf", depth=210)
    open_row = cases.marker(name, State.NOT_ASSESSED, region="KRAS codons 12, 13", reason="codon 13 has no proof")
    assert "proven wild type (KRAS codons 12, 13)" in section(
        replace(cases.base(), markers=(met,)), "Markers asked about"
    )
    assert "proven wild type" not in section(replace(cases.base(), markers=(open_row,)), "Markers asked about")


@pytest.mark.parametrize(("date", "old"), [("2027-06-01", False), ("2027-06-02", True), ("2028-01-01", True)])
def test_s14_an_old_catalogue_has_a_banner_on_page_one(date: str, old: bool) -> None:
    case = replace(cases.base(), case=replace(cases.base().case, date=date))
    assert ("The catalogue is older than its age limit" in section(case, "Summary")) is old


def test_s14_the_hospital_may_set_a_shorter_limit() -> None:
    document = clinician_report(cases.base(), replace(SETTINGS, catalogue_max_age_months=3))
    assert "example catalogue 2026.2 is of 2026-06-01, 5 months before this report (limit 3)" in words(
        document.sections[0]
    )


def test_a_first_look_is_marked_preliminary() -> None:
    unread = replace(cases.INPUT, ledger=replace(cases.INPUT.ledger, not_read=77))
    text = section(replace(cases.base(), preliminary=True, inputs=(unread,)), "Summary")
    assert "Preliminary" in text
    assert "77 records were not read" in text


def test_s15_a_ledger_that_does_not_add_up_is_loud() -> None:
    wrong = replace(cases.INPUT, ledger=replace(cases.INPUT.ledger, read=121))
    text = section(replace(cases.base(), inputs=(wrong,)), "Ledger")
    assert "DOES NOT ADD UP" in text
    assert "do not use this report" in text


def test_own_words_come_first_and_are_quoted_as_said() -> None:
    text = section(cases.colon_braf(), "The person and the therapies")
    assert text.index("“To walk my daughter to school") < text.index("How each therapy would sit")
    assert "“My sister Ειρήνη.”" in text
    assert text.index("✕ conflicts") < text.index("✓ fits")


def test_preferences_never_change_what_is_said_about_the_evidence_nor_its_order() -> None:
    case = cases.colon_braf()
    without = report_of(replace(case, person=None, fit=()))
    with_person = report_of(case)
    for title in ("Therapies in full", "Markers asked about", "Appendix: because"):
        one = next(part for part in without.sections if part.title == title)
        other = next(part for part in with_person.sections if part.title == title)
        assert one == other


def test_unknown_fit_is_said_and_not_guessed() -> None:
    text = section(cases.colon_braf(), "The person and the therapies")
    assert "? unknown" in text
    assert "“unknown” means that no fact is known, not that it fits." in text


def test_plasma_and_unknown_content_print_their_caveats() -> None:
    specimen = Specimen(kind=SpecimenKind.PLASMA)
    text = section(replace(cases.base(), case=replace(cases.base().case, specimen=specimen)), "Sample and methods")
    assert "Plasma: a negative does not exclude the marker; test tissue." in text
    assert "Tumour content is unknown" in text


def test_because_has_every_step_of_every_finding_about_this_tumour() -> None:
    case = cases.colon_braf()
    text = section(case, "Appendix: because")
    for finding in case.findings:
        for step in finding.because:
            if is_close(finding) or step.kind not in ("tumour", "level"):
                assert step.text in text


def test_because_tells_shared_grounds_once() -> None:
    case = cases.colon_braf()
    text = section(case, "Appendix: because")
    grounds = {tuple(step.text for step in finding.because[:3]) for finding in case.findings}
    assert len(grounds) < len(case.findings)
    assert text.count(case.findings[0].because[0].text) == len(grounds)


def test_no_tier_is_shown_for_what_is_not_detected() -> None:
    text = section(cases.colon_braf(), "Therapies in full")
    assert "Not settled: drives no therapy" in text
    inconclusive = [f for f in cases.colon_braf().findings if f.state is State.INCONCLUSIVE]
    assert {finding.amp_tier for finding in inconclusive} == {AmpTier.NONE}


@pytest.mark.parametrize(
    ("fraction", "shown"), [(0.3, "30 %"), (0.125, "12.5 %"), (1.0, "100 %"), (0.0, "0 %"), (0.0004, "0.04 %")]
)
def test_percentages(fraction: float, shown: str) -> None:
    assert wording.percent(fraction) == shown
