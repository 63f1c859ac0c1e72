"""Small builders of cases for the tests of the person's part."""

from __future__ import annotations

from interpreter.model.alterations import (
    Alteration,
    AlterationKind,
    CodingSpan,
    Consequence,
    Effect,
    ProteinChange,
)
from interpreter.model.cases import Case, Interpretation, SoftwareInfo
from interpreter.model.evidence import (
    Approval,
    ApprovalKind,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Response,
    Status,
    TumourType,
    Verification,
)
from interpreter.model.findings import AmpTier, Exactness, Finding, FitRow, MarkerRow, Step, TumourRelation, Verdict
from interpreter.model.person import Person
from interpreter.model.results import PharmacogeneResult, State
from interpreter.model.variants import CallStatus, Origin, Support

DATE = "2026-11-21"
HEREDITARY = frozenset({"BRCA1", "BRCA2", "TP53", "MLH1"})


def alteration(gene: str, change: str, *, suspect: bool = False, origin: Origin = Origin.UNKNOWN) -> Alteration:
    effect = Effect(
        gene=gene,
        transcript="NM_1.1",
        consequence=Consequence.MISSENSE,
        also=(),
        hgvs_c="NM_1.1:c.1A>T",
        hgvs_p="",
        protein=ProteinChange(first=1, last=1, ref="V", alt="E", text=change),
        span=CodingSpan(start=1, start_offset=0, end=1, end_offset=0, net_bases=0),
        exons=(1,),
    )
    return Alteration(
        id=f"{gene}-{change}",
        kind=AlterationKind.SMALL_VARIANT,
        gene=gene,
        assembly=None,
        variant=None,
        effect=effect,
        status=CallStatus.CALLED,
        reason="",
        support=Support(),
        filters=frozenset(),
        origin=origin,
        origin_reason="",
        phase=None,
        homozygous=False,
        sources=(),
        flags=frozenset({"germline_suspect"}) if suspect else frozenset(),
        label=f"{gene} {change}",
    )


def finding(
    biomarker: str,
    alterations: tuple[Alteration, ...],
    therapies: tuple[str, ...],
    *,
    response: Response = Response.SENSITIVITY,
    tier: AmpTier = AmpTier.I_A,
    approved_here: bool = True,
    overruled_by: str = "",
) -> Finding:
    identity = f"EV-{biomarker}-{'-'.join(therapies)}-{response.value}".upper()
    approval = Approval(
        id="AP",
        evidence_id=identity,
        agency="FDA",
        kind=ApprovalKind.REGULAR,
        status=Status.CURRENT,
        product="product",
    )
    evidence = EvidenceItem(
        id=identity,
        layer=Layer.EMBEDDED,
        biomarker=biomarker,
        tumour_types=("OVT",),
        disease_excluded=(),
        therapies=therapies,
        response=response,
        direction=Direction.SUPPORTS,
        level=EvidenceClass.APPROVED,
        source_level="",
        statement=f"statement about {biomarker}",
        setting="",
        line="",
        prior_therapy="",
        population="",
        test="",
        region="",
        escat="",
        escat_citation="",
        citations=(),
        approvals=(approval,),
        status=Status.CURRENT,
        verification=Verification(),
        source_date="",
    )
    return Finding(
        evidence=evidence,
        alterations=tuple(one.id for one in alterations),
        state=State.DETECTED,
        exactness=Exactness.CLASS,
        tumour_relation=TumourRelation.SAME,
        response=response,
        direction=Direction.SUPPORTS,
        level=EvidenceClass.APPROVED,
        amp_tier=tier,
        escat="",
        approvals=(approval,) if approved_here else (),
        approved_here=approved_here,
        to_check=(),
        verified=False,
        citations=(),
        because=(Step(kind="record", text=f"line 7 of {biomarker}", source="x"),),
        warnings=(f"{biomarker} may be inherited",),
        overruled_by=overruled_by,
    )


def marker(
    biomarker: str,
    gene: str,
    state: State,
    alterations: tuple[Alteration, ...] = (),
    matters_for: tuple[str, ...] = ("olaparib",),
) -> MarkerRow:
    return MarkerRow(
        biomarker=biomarker,
        gene=gene,
        state=state,
        reason="a reason that names BRCA2",
        region="gene",
        min_depth=None,
        proof="",
        alterations=tuple(one.id for one in alterations),
        matters_for=matters_for,
    )


def fit_row(
    therapy: str, verdict: Verdict = Verdict.FITS, preference: str = "Needles: no", safety: bool = False
) -> FitRow:
    return FitRow(therapy=therapy, preference=preference, verdict=verdict, why="why", source="label", safety=safety)


def dpyd() -> PharmacogeneResult:
    return PharmacogeneResult(
        gene="DPYD",
        phenotype="Poor Metabolizer",
        diplotype="",
        activity_score=0.0,
        state=State.DETECTED,
        drugs=(("fluorouracil", "avoid"),),
        not_covered=(),
    )


def case(
    person: Person | None,
    alterations: tuple[Alteration, ...] = (),
    findings: tuple[Finding, ...] = (),
    markers: tuple[MarkerRow, ...] = (),
    fit: tuple[FitRow, ...] = (),
    pgx: tuple[PharmacogeneResult, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Interpretation:
    return Interpretation(
        software=SoftwareInfo(name="interpreter", version="0"),
        catalogue=(),
        reference="",
        case=Case(
            id="C-1",
            order_id="O-1",
            tumour_type=TumourType(code="OVT", name="Ovary", parent="TISSUE", haematological=False),
            region="FDA",
            date=DATE,
        ),
        inputs=(),
        alterations=alterations,
        findings=findings,
        markers=markers,
        for_review=(),
        near_misses=(),
        would_change=("BRCA2 was not tested",),
        person=person,
        fit=fit,
        pgx=pgx,
        warnings=warnings,
    )
