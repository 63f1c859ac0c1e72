"""Invented interpretations for the tests of the report. No person, file, hash or figure in here is real."""

from __future__ import annotations

from dataclasses import replace

from interpreter.model.alterations import (
    Alteration,
    AlterationKind,
    CodingSpan,
    Consequence,
    Effect,
    ProteinChange,
)
from interpreter.model.cases import AssemblyProof, Case, InputSummary, Interpretation, SoftwareInfo
from interpreter.model.evidence import (
    Approval,
    ApprovalKind,
    CatalogueInfo,
    Citation,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Response,
    Status,
    TumourType,
    Verification,
)
from interpreter.model.findings import (
    AmpTier,
    ConflictCard,
    Exactness,
    Finding,
    FitRow,
    MarkerRow,
    NearMiss,
    ReviewItem,
    Step,
    TumourRelation,
    Verdict,
)
from interpreter.model.genes import Assembly
from interpreter.model.person import OwnWords, Person, Preference
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, Specimen, SpecimenKind, State
from interpreter.model.variants import CallStatus, Ledger, Origin, Phase, Source, Support, Variant

COAD = TumourType(code="COAD", name="Colon Adenocarcinoma", parent="COADREAD", haematological=False)
LUAD = TumourType(code="LUAD", name="Lung Adenocarcinoma", parent="NSCLC", haematological=False)

CATALOGUE = CatalogueInfo(
    name="example catalogue",
    layer=Layer.EMBEDDED,
    version="2026.2",
    date="2026-06-01",
    sha256="ab12" * 16,
    cut_off={"FDA": "2026-05-01", "EMA": "2026-04-15"},
    max_age_months=12,
    licence="CC0",
)


def small_variant(
    identity: str,
    gene: str,
    change: str,
    place: tuple[str, int, str, str],
    *,
    hgvs: tuple[str, str] = ("", ""),
    consequence: Consequence = Consequence.MISSENSE,
    reads: tuple[int, int] | None = (120, 400),
    status: CallStatus = CallStatus.CALLED,
    reason: str = "",
    filters: frozenset[str] | None = frozenset(),
    origin: Origin = Origin.UNKNOWN,
    flags: frozenset[str] = frozenset(),
    warnings: tuple[str, ...] = (),
    exon: int = 15,
    phase: Phase | None = None,
) -> Alteration:
    chrom, pos, ref, alt = place
    residue = int("".join(c for c in change if c.isdigit()) or 1)
    protein = None
    if change:
        protein = ProteinChange(first=residue, last=residue, ref=change[0], alt=change[-1], text=change)
    effect = Effect(
        gene=gene,
        transcript=hgvs[0].partition(":")[0] or "NM_000000.1",
        consequence=consequence,
        also=(),
        hgvs_c=hgvs[0],
        hgvs_p=hgvs[1],
        protein=protein,
        span=CodingSpan(start=residue * 3, start_offset=0, end=residue * 3, end_offset=0, net_bases=0),
        exons=(exon,),
    )
    support = Support()
    if reads is not None:
        support = Support(depth=reads[1], alt_reads=reads[0], vaf=reads[0] / reads[1], rule="AD/DP")
    return Alteration(
        id=identity,
        kind=AlterationKind.SMALL_VARIANT,
        gene=gene,
        assembly=Assembly.GRCH38,
        variant=Variant(assembly=Assembly.GRCH38, chrom=chrom, pos=pos, ref=ref, alt=alt),
        effect=effect,
        status=status,
        reason=reason,
        support=support,
        filters=filters,
        origin=origin,
        origin_reason="tumour-only file" if origin is Origin.UNKNOWN else "matched normal without the allele",
        phase=phase,
        homozygous=False,
        sources=(Source(input_index=0, file_name="case.vcf", line=57, text=f"chr{chrom}-{pos}-{ref}-{alt}"),),
        flags=flags,
        warnings=warnings,
        label=f"{gene} {change}".strip(),
    )


def evidence(
    identity: str,
    biomarker: str,
    therapies: tuple[str, ...],
    *,
    level: EvidenceClass = EvidenceClass.APPROVED,
    response: Response = Response.SENSITIVITY,
    direction: Direction = Direction.SUPPORTS,
    tumour_types: tuple[str, ...] = ("COADREAD",),
    statement: str = "",
    verified: bool = False,
    escat: str = "",
) -> EvidenceItem:
    return EvidenceItem(
        id=identity,
        layer=Layer.EMBEDDED,
        biomarker=biomarker,
        tumour_types=tumour_types,
        disease_excluded=(),
        therapies=therapies,
        response=response,
        direction=direction,
        level=level,
        source_level="label",
        statement=statement or f"An invented sentence about {biomarker}.",
        setting="metastatic",
        line="second or later",
        prior_therapy="one prior systemic therapy",
        population="adults",
        test="companion",
        region="",
        escat=escat,
        escat_citation="an invented publication" if escat else "",
        citations=(Citation(id=f"SRC-{identity}", kind="label", text=f"Label text for {biomarker}, section 1"),),
        approvals=(),
        status=Status.CURRENT,
        verification=Verification(checked_by="A. Reader", checked_on="2026-05-02") if verified else Verification(),
        source_date="2026-05-01",
    )


def approval(agency: str = "FDA", *, kind: ApprovalKind = ApprovalKind.REGULAR, first: str = "2020-04") -> Approval:
    withdrawn = kind is ApprovalKind.WITHDRAWN
    return Approval(
        id=f"AP-{agency}-1",
        evidence_id="",
        agency=agency,
        kind=kind,
        status=Status.WITHDRAWN if withdrawn else Status.CURRENT,
        product="Exemplar",
        first_date=first,
        setting="metastatic, after prior therapy",
        line="second or later",
    )


def finding(
    item: EvidenceItem,
    alterations: tuple[str, ...],
    *,
    tier: AmpTier = AmpTier.I_A,
    state: State = State.DETECTED,
    relation: TumourRelation = TumourRelation.SAME,
    exactness: Exactness | None = Exactness.EXACT,
    approvals: tuple[Approval, ...] = (),
    approved_here: bool = False,
    direction: Direction | None = None,
    to_check: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
    overruled_by: str = "",
) -> Finding:
    return Finding(
        evidence=item,
        alterations=alterations,
        state=state,
        exactness=exactness,
        tumour_relation=relation,
        response=item.response,
        direction=direction or item.direction,
        level=item.level,
        amp_tier=tier,
        escat=item.escat,
        approvals=approvals,
        approved_here=approved_here,
        to_check=to_check,
        verified=item.verification.verified,
        citations=item.citations,
        because=(
            Step(kind="record", text="line 57 of case.vcf: chr7-140753336-A-T, 120 of 400 reads", source="case.vcf"),
            Step(kind="allele", text="7-140753336-A-T (GRCh38), trimmed and left-aligned", source="own normalisation"),
            Step(kind="consequence", text=f"as named in {item.biomarker}", source="transcript table 1"),
            Step(kind="expression", text=f"'{item.biomarker}' is met: {state.value}", source=item.id),
            Step(
                kind="tumour", text=f"evidence for {'|'.join(item.tumour_types)}: {relation.value}", source="OncoTree"
            ),
            Step(kind="level", text=f"class {item.level.value}", source="SRC"),
            Step(kind="tier", text=f"{item.level.value} and {relation.value} give {tier.value}", source="AMP 2017"),
        ),
        warnings=warnings,
        overruled_by=overruled_by,
    )


def marker(
    biomarker: str,
    state: State,
    *,
    region: str = "gene",
    reason: str = "",
    proof: str = "",
    depth: int | None = None,
    limit: float | None = None,
    matters_for: tuple[str, ...] = (),
    would_close: tuple[str, ...] = (),
    alterations: tuple[str, ...] = (),
) -> MarkerRow:
    return MarkerRow(
        biomarker=biomarker,
        gene=biomarker.partition(" ")[0],
        state=state,
        reason=reason,
        region=region,
        min_depth=depth,
        proof=proof,
        alterations=alterations,
        detection_limit=limit,
        matters_for=matters_for,
        would_close=would_close,
    )


INPUT = InputSummary(
    file_name="case.vcf",
    sha256="0f" * 32,
    size=48211,
    format="VCF 4.2",
    caller="examplecaller 1.0",
    assembly=AssemblyProof(
        assembly=Assembly.GRCH38,
        confirmed=True,
        evidence=("41 of 41 REF bases agree with GRCh38, 1 of 44 with GRCh37", "contig lengths are those of GRCh38"),
    ),
    samples=("TUMOUR",),
    tumour="TUMOUR",
    normal="",
    sample_reason="the only sample",
    ledger=Ledger(
        read=120,
        reported=5,
        set_aside={"outside the catalogue's genes": 112, "ALT is *": 1},
        failed={"POS is not a number": 2},
        failures=("line 88: POS is not a number: 'abc'", "line 91: POS is not a number: '1e9'"),
    ),
)


def base(tumour: TumourType = COAD) -> Interpretation:
    """Give a case in which nothing was found and nothing was proven."""
    return Interpretation(
        software=SoftwareInfo(name="Interpreter", version="0.1.0"),
        catalogue=(CATALOGUE,),
        reference="example transcripts 1.0 sha256 " + "cd34" * 16,
        case=Case(
            id="C-0001",
            order_id="O-778",
            tumour_type=tumour,
            region="EMA",
            date="2026-11-21",
            specimen=Specimen(
                kind=SpecimenKind.TISSUE,
                site="liver metastasis",
                collected="2026-11-02",
                block_id="B-3",
                tumour_content=0.6,
            ),
            stage="IV",
            line="second",
            prior_therapies=("FOLFOX", "bevacizumab"),
            age=61,
        ),
        inputs=(INPUT,),
        alterations=(),
        findings=(),
        markers=(),
        for_review=(),
        near_misses=(),
        would_change=(),
        methods=(
            "Consequences are the program's own, on the MANE Select transcript; annotations in the file are compared.",
            "Absence is proven by at least 100 reads at every base of a codon.",
        ),
        settings=(("min_depth", "100"), ("region", "EMA"), ("amplification_copies", "6")),
    )


def nothing_found() -> Interpretation:
    rows = tuple(
        marker(name, State.NOT_ASSESSED, reason="a VCF of calls proves nothing that it does not call", region=region)
        for name, region in (
            ("BRAF p.V600E", "codon 600"),
            ("MSI high", "signature"),
            ("?::NTRK1 fusion", "gene"),
            ("HER2 positive", "protein"),
        )
    )
    return replace(
        base(),
        markers=rows,
        would_change=("MSI high was not tested: pembrolizumab (I-A) depends on it.",),
        person=None,
    )


def colon_braf() -> Interpretation:
    """BRAF V600E in colon cancer, with a person, review items, near misses, results and a drug safety note."""
    braf = small_variant(
        "alt-1",
        "BRAF",
        "V600E",
        ("7", 140753336, "A", "T"),
        hgvs=("NM_004333.6:c.1799T>A", "NP_004324.2:p.(Val600Glu)"),
    )
    tp53 = small_variant(
        "alt-2",
        "TP53",
        "R175H",
        ("17", 7675088, "C", "T"),
        hgvs=("NM_000546.6:c.524G>A", "NP_000537.3:p.(Arg175His)"),
        exon=5,
        flags=frozenset({"possible_clonal_haematopoiesis"}),
    )
    brca = small_variant(
        "alt-3",
        "BRCA2",
        "S1982Rfs*22",
        ("13", 32340300, "GT", "G"),
        hgvs=("NM_000059.4:c.5946del", "NP_000050.3:p.(Ser1982ArgfsTer22)"),
        consequence=Consequence.FRAMESHIFT,
        exon=11,
        reads=(190, 402),
        flags=frozenset({"germline_suspect"}),
    )
    kras = small_variant(
        "alt-4",
        "KRAS",
        "G12D",
        ("12", 25245350, "C", "T"),
        hgvs=("NM_004985.5:c.35G>A", "NP_004976.2:p.(Gly12Asp)"),
        exon=2,
        reads=(4, 310),
        status=CallStatus.UNCONFIRMED,
        reason="FILTER failed: weak_evidence",
        filters=frozenset({"weak_evidence"}),
    )
    silent = small_variant(
        "alt-5",
        "EGFR",
        "",
        ("7", 55181370, "G", "A"),
        consequence=Consequence.SYNONYMOUS,
        exon=20,
        reads=None,
        filters=None,
    )
    encorafenib = evidence(
        "EV-CRC-BRAF-V600E-ENCO-CETUX", "BRAF p.V600E", ("encorafenib", "cetuximab"), verified=True, escat="I-A"
    )
    excluded = evidence(
        "EV-SOLID-BRAF-V600E-DABTRAM", "BRAF p.V600E", ("dabrafenib", "trametinib"), tumour_types=("ANY_SOLID",)
    )
    alone = evidence(
        "EV-CRC-BRAF-CETUX",
        "BRAF p.V600E",
        ("cetuximab",),
        level=EvidenceClass.GUIDELINE,
        direction=Direction.DOES_NOT_SUPPORT,
    )
    kras_resistance = evidence(
        "EV-CRC-KRAS-CETUX",
        "KRAS codon G12",
        ("cetuximab",),
        level=EvidenceClass.GUIDELINE,
        response=Response.RESISTANCE,
    )
    olaparib = evidence(
        "EV-OV-BRCA2-OLAPARIB",
        "BRCA2 loss of function",
        ("olaparib",),
        tumour_types=("HGSOC",),
        level=EvidenceClass.APPROVED,
    )
    prognosis = evidence(
        "EV-CRC-BRAF-PROGNOSIS", "BRAF p.V600E", (), response=Response.PROGNOSIS, level=EvidenceClass.RANDOMISED
    )
    findings = (
        finding(
            encorafenib,
            ("alt-1",),
            approvals=(approval("EMA", first="2020-06"), approval("FDA")),
            approved_here=True,
            to_check=(
                "Line: second or later (stated here: second).",
                "Prior therapy: one prior systemic therapy.",
                "The label asks for an approved test; this result is from examplecaller 1.0.",
            ),
        ),
        finding(
            olaparib,
            ("alt-3",),
            tier=AmpTier.II_C,
            relation=TumourRelation.OTHER,
            exactness=Exactness.CLASS,
            approvals=(approval("FDA", first="2014"),),
            warnings=("The variant may be inherited.",),
        ),
        finding(
            excluded,
            ("alt-1",),
            tier=AmpTier.NONE,
            relation=TumourRelation.EXCLUDED,
            direction=Direction.DOES_NOT_SUPPORT,
            approvals=(approval("FDA", first="2022-06"),),
            warnings=("The any-solid label excludes colorectal cancer.",),
        ),
        finding(alone, ("alt-1",), tier=AmpTier.I_A),
        finding(kras_resistance, ("alt-4",), tier=AmpTier.NONE, state=State.INCONCLUSIVE, exactness=Exactness.CODON),
        finding(prognosis, ("alt-1",), tier=AmpTier.I_B),
    )
    regimen = "encorafenib + cetuximab"
    markers = (
        marker(
            "BRAF p.V600E",
            State.DETECTED,
            region="codon 600",
            reason="called, 120 of 400 reads",
            alterations=("alt-1",),
            matters_for=(regimen,),
        ),
        marker(
            "KRAS codons 12,13,59,61,117,146 wild type & NRAS codons 12,13,59,61,117,146 wild type",
            State.INCONCLUSIVE,
            region="KRAS and NRAS codons 12, 13, 59, 61, 117, 146",
            reason="an unconfirmed KRAS p.G12D blocks the claim",
            matters_for=("cetuximab", "panitumumab"),
        ),
        marker(
            "NRAS codon Q61",
            State.NOT_DETECTED,
            region="codon 61",
            proof="coverage.bed and assay Example 1.2, sample_qc passed",
            depth=412,
            limit=0.05,
            matters_for=("cetuximab",),
        ),
        marker(
            "ERBB2 amplification",
            State.NOT_ASSESSED,
            reason="the assay does not declare amplification",
            matters_for=("trastuzumab + tucatinib",),
        ),
        marker(
            "MSI high", State.NOT_ASSESSED, region="signature", reason="not typed in", matters_for=("pembrolizumab",)
        ),
        marker(
            "MAP2K1 mutation",
            State.NOT_ASSESSED,
            reason="this sample's coverage is unknown",
            matters_for=(regimen,),
            would_close=(regimen,),
        ),
    )
    person = Person(
        name="Ana Beispiel-Müller",
        birth_date="1965-03-09",
        record_number="R-4471",
        own_words=OwnWords(
            matters_most="To walk my daughter to school, and not to spend my days in waiting rooms.",
            avoid="Numb fingers. I repair watches.",
            beside_me="My sister Ειρήνη.",
        ),
        preferences=(Preference(key="route", value="oral", importance=4, date="2026-11-10", recorded_by="nurse K"),),
    )
    fit = (
        FitRow(
            therapy=regimen,
            preference="few visits (importance 5)",
            verdict=Verdict.CONFLICTS,
            why="Cetuximab is an infusion every one or two weeks; you said that you want few visits.",
            source="label of cetuximab, section 2",
        ),
        FitRow(
            therapy=regimen,
            preference="least accepts: skin",
            verdict=Verdict.DISCUSS,
            why="Skin reactions are very common with cetuximab.",
            source="label of cetuximab, section 4.8",
        ),
        FitRow(
            therapy=regimen,
            preference="QT medicines",
            verdict=Verdict.DISCUSS,
            why="Encorafenib prolongs QT; ondansetron is among the current medicines.",
            source="label of encorafenib, section 4.5",
            safety=True,
        ),
        FitRow(therapy="olaparib", preference="oral", verdict=Verdict.FITS, why="Tablets twice a day.", source="label"),
        FitRow(therapy="olaparib", preference="driving", verdict=Verdict.UNKNOWN, why="No fact is known.", source=""),
    )
    return replace(
        base(),
        alterations=(braf, tp53, brca, kras, silent),
        findings=findings,
        markers=markers,
        for_review=(
            ReviewItem(
                alteration="alt-4",
                label="KRAS G12D",
                biomarker="KRAS codon G12",
                reason="FILTER failed: weak_evidence; 4 of 310 reads",
                therapies=("cetuximab", "panitumumab"),
                response=Response.RESISTANCE,
            ),
        ),
        near_misses=(
            NearMiss(
                biomarker="KRAS p.G12C",
                found="KRAS p.G12D (unconfirmed)",
                why="needs p.G12C; found p.G12D",
                therapies=("adagrasib + cetuximab",),
            ),
        ),
        would_change=(
            "MSI high was not tested: pembrolizumab (I-A) depends on it.",
            "ERBB2 amplification was not tested: trastuzumab + tucatinib (I-A) depends on it.",
        ),
        marker_results=(
            MarkerResult(
                marker="MMR",
                state=State.DETECTED,
                category="proficient",
                method="IHC, four proteins",
                specimen="primary",
                date="2025-01-09",
                source="results.toml, entry 1",
            ),
        ),
        sequence_results=(
            SequenceResult(
                gene="NRAS",
                change="mutation",
                state=State.NOT_DETECTED,
                method="pyrosequencing",
                codons=((12, 13), (61, 61)),
                limit=0.05,
                source="results.toml, entry 2",
            ),
        ),
        pgx=(
            PharmacogeneResult(
                gene="DPYD",
                phenotype="",
                diplotype="",
                activity_score=None,
                state=State.NOT_ASSESSED,
                drugs=(("fluorouracil", "not assessed: do not assume a normal dose"),),
                not_covered=("c.1905+1G>A", "c.2846A>T"),
                reason="no germline sample",
            ),
        ),
        person=person,
        fit=fit,
        conflicts=(
            ConflictCard(
                kind="germline",
                what="BRCA2 S1982Rfs*22 may be inherited.",
                why="It was not asked whether this person wants to know about inherited risk.",
                options=("Ask before counselling.", "Offer a germline test."),
            ),
        ),
        warnings=("TMB is not assessable: 5 coding calls, callable size unknown.",),
    )


def lung_egfr() -> Interpretation:
    """EGFR L858R with T790M and C797S in lung cancer: resistance must stand beside the drugs."""
    driver = small_variant("alt-1", "EGFR", "L858R", ("7", 55191822, "T", "G"), exon=21)
    gate = small_variant(
        "alt-2", "EGFR", "T790M", ("7", 55181378, "C", "T"), exon=20, phase=Phase(block="1", haplotype=0)
    )
    cys = small_variant(
        "alt-3", "EGFR", "C797S", ("7", 55181398, "T", "A"), exon=20, phase=Phase(block="1", haplotype=0)
    )
    luad = ("NSCLC",)
    osimertinib = evidence("EV-LUNG-EGFR-L858R-OSI", "EGFR p.L858R", ("osimertinib",), tumour_types=luad)
    erlotinib = evidence("EV-LUNG-EGFR-L858R-ERLO", "EGFR p.L858R", ("erlotinib",), tumour_types=luad)
    t790m = evidence(
        "EV-LUNG-EGFR-T790M-ERLO",
        "EGFR p.T790M",
        ("erlotinib",),
        tumour_types=luad,
        response=Response.RESISTANCE,
        level=EvidenceClass.GUIDELINE,
    )
    c797s = evidence(
        "EV-LUNG-EGFR-C797S-OSI",
        "EGFR p.T790M in cis with EGFR p.C797S",
        ("osimertinib",),
        tumour_types=luad,
        response=Response.RESISTANCE,
        level=EvidenceClass.SMALL_STUDY,
    )
    here = (approval("EMA", first="2018-06"), approval("FDA", first="2018-04"))
    findings = (
        finding(osimertinib, ("alt-1",), approvals=here, approved_here=True),
        finding(erlotinib, ("alt-1",), approvals=(approval("FDA", first="2013"),)),
        finding(t790m, ("alt-2",)),
        finding(c797s, ("alt-2", "alt-3"), tier=AmpTier.II_C),
    )
    return replace(
        base(LUAD),
        alterations=(driver, gate, cys),
        findings=findings,
        markers=(marker("EGFR p.L858R", State.DETECTED, region="codon 858", alterations=("alt-1",)),),
    )


def many_findings(count: int = 60) -> Interpretation:
    """Give `count` findings, so that tables run over several pages."""
    rows = []
    for number in range(count):
        item = evidence(
            f"EV-MANY-{number:03d}",
            f"GENE{number} p.A{number + 1}V",
            (f"drug{number}ib",),
            level=list(EvidenceClass)[number % 7],
            statement="A sentence that is long enough to take two or three lines in its column, as real ones do. " * 2,
        )
        rows.append(finding(item, (), tier=list(AmpTier)[number % 5], to_check=("Line: second or later.",)))
    markers = tuple(
        marker(f"GENE{number} p.A{number + 1}V", list(State)[number % 4], reason=f"reason {number}", depth=None)
        for number in range(90)
    )
    return replace(base(), findings=tuple(rows), markers=markers)


HOSTILE = (
    '<img src="http://example.invalid/x.png"/>',
    "<b>bold</b> & <font size=40>big</font>",
    "<a href='file:///etc/passwd'>link</a>",
    "&lt;script&gt; &amp; &#65;",
    "A" * 900,
    "p.(" + "Val600_" * 80 + ")",
    "שלום עולם",
    "مريض تجريبي",
    "nul\x00bell\x07esc\x1b[31m",
    "turn\u202eesrever\u202c zero\u200bwidth",
    "lone\udcff surrogate",
    '=HYPERLINK("http://example.invalid")',
    "😀 漢字 한글",
    "line one\nline two\r\nline three\ttab",
    "<para><seq id='x'/></para>]]>",
    "%(page)d {0} $HOME `id` \\n",
)


def hostile() -> Interpretation:
    """Put every hostile text into every kind of field that a file can fill."""
    case = colon_braf()
    rotated = [HOSTILE[number % len(HOSTILE)] for number in range(64)]
    alterations = tuple(
        replace(
            case.alterations[number % len(case.alterations)],
            id=f"alt-{number}-{text[:5]}",
            label=text,
            reason=text,
            origin_reason=text,
            filters=frozenset({text}),
            warnings=(text,),
        )
        for number, text in enumerate(HOSTILE)
    )
    markers = tuple(
        marker(text, list(State)[number % 4], reason=rotated[number + 1], proof=rotated[number + 2], region=text)
        for number, text in enumerate(HOSTILE)
    )
    person = Person(
        name=HOSTILE[1],
        record_number=HOSTILE[0],
        birth_date="1965-03-09",
        own_words=OwnWords(matters_most=HOSTILE[0], avoid=HOSTILE[6], beside_me=HOSTILE[7]),
    )
    return replace(
        case,
        case=replace(case.case, id=HOSTILE[2], order_id=HOSTILE[11], stage=HOSTILE[3], line=HOSTILE[5]),
        alterations=alterations,
        markers=markers,
        person=person,
        warnings=HOSTILE,
        for_review=tuple(
            ReviewItem(alteration="", label=text, biomarker=text, reason=text, therapies=(text,)) for text in HOSTILE
        ),
        near_misses=tuple(NearMiss(biomarker=text, found=text, why=text, therapies=(text,)) for text in HOSTILE),
        would_change=HOSTILE,
        inputs=(
            replace(
                INPUT,
                file_name=HOSTILE[0],
                caller=HOSTILE[4],
                samples=HOSTILE[1:4],
                tumour=HOSTILE[9],
                ledger=Ledger(read=2, reported=1, failed={HOSTILE[10]: 1}, failures=(HOSTILE[8],)),
            ),
        ),
        methods=HOSTILE,
        settings=tuple((text, text) for text in HOSTILE),
    )


ALL = {
    "colon_braf": colon_braf,
    "lung_egfr": lung_egfr,
    "nothing_found": nothing_found,
    "many_findings": many_findings,
    "hostile": hostile,
}
