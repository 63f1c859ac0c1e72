"""Which findings and markers stand without what may be inherited: read from the expression itself (S10, S20)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.care.disclosure import for_person, policy_for
from interpreter.care.inherited import may_be_inherited
from interpreter.model.cases import Interpretation
from interpreter.model.person_view import PersonView
from interpreter.model.results import SequenceResult, State
from interpreter.model.variants import Origin
from tests.care.builders import DATE, alteration, case, finding, marker

HEREDITARY = frozenset({"BRCA1", "BRCA2", "RET", "TP53"})
BRAF = alteration("BRAF", "V600E")
SUSPECT = alteration("BRCA2", "Y42*", suspect=True)
GERMLINE = alteration("MUTYH", "G396D", origin=Origin.GERMLINE)
HRD_OR_BRCA = "HRD positive | BRCA1 loss of function | BRCA2 loss of function"


def _view(interpretation: Interpretation) -> PersonView:
    return for_person(interpretation, policy_for(None, DATE), HEREDITARY)


def test_s20_a_tumour_result_that_suffices_alone_is_told_with_or_without_the_inherited_one() -> None:
    hrd = marker("HRD positive", "HRD", State.DETECTED)
    one = case(
        None,
        (SUSPECT,),
        (finding(HRD_OR_BRCA, (SUSPECT,), ("niraparib",)),),
        (hrd, marker("BRCA2 loss of function", "BRCA2", State.DETECTED, (SUSPECT,))),
    )
    two = case(
        None,
        (),
        (finding(HRD_OR_BRCA, (), ("niraparib",)),),
        (hrd, marker("BRCA2 loss of function", "BRCA2", State.NOT_DETECTED)),
    )
    assert _view(one) == _view(two)
    assert [one.therapies for one in _view(one).findings] == [("niraparib",)]
    assert [row.biomarker for row in _view(one).markers] == ["HRD positive"]
    not_assessed = replace(one, markers=(replace(hrd, state=State.NOT_ASSESSED), one.markers[1]))
    assert _view(not_assessed).findings == ()


def test_s20_a_typed_in_germline_result_is_withheld_like_a_call() -> None:
    row = marker("BRCA2 loss of function", "BRCA2", State.DETECTED)
    typed = SequenceResult(gene="BRCA2", change="loss of function", state=State.DETECTED, method="PCR")
    shown = finding("BRCA2 loss of function", (), ("olaparib",))
    for origin in (Origin.GERMLINE, Origin.UNKNOWN):
        with_it = replace(case(None, (), (shown,), (row,)), sequence_results=(replace(typed, origin=origin),))
        assert _view(with_it) == _view(case(None, (), (), (replace(row, state=State.NOT_DETECTED),)))
    somatic = replace(case(None, (), (shown,), (row,)), sequence_results=(replace(typed, origin=Origin.SOMATIC),))
    assert len(_view(somatic).findings) == 1
    assert len(_view(somatic).markers) == 1


@pytest.mark.parametrize(
    "biomarker",
    [
        "BRAF p.V600E & !(BRCA2 loss of function)",
        "BRAF p.V600E & TP53 codons 175,248 wild type",
        "germline MUTYH loss of function",
        "BRAF p.V600E & germline BRCA2 loss of function",
        "BRAF p.V600E in cis with TP53 p.R175H",
    ],
)
def test_s20_a_finding_whose_presence_depends_on_a_hereditary_gene_is_silent(biomarker: str) -> None:
    rows = (
        marker("BRAF p.V600E", "BRAF", State.DETECTED, (BRAF,)),
        marker("TP53 codons 175,248 wild type", "TP53", State.DETECTED),
        marker("germline MUTYH loss of function", "MUTYH", State.DETECTED),
        marker("germline BRCA2 loss of function", "BRCA2", State.DETECTED),
    )
    view = _view(case(None, (BRAF,), (finding(biomarker, (BRAF,), ("x",)),), rows))
    assert view.findings == ()
    assert [row.biomarker for row in view.markers] == ["BRAF p.V600E"]


@pytest.mark.parametrize("biomarker", ["?::RET fusion", "RET amplification", "RET copy gain", "RET overexpression"])
@pytest.mark.parametrize("state", list(State))
def test_s1_markers_of_a_tumours_own_making_stand_with_their_state_whatever_the_gene(
    biomarker: str, state: State
) -> None:
    view = _view(case(None, markers=(marker(biomarker, "RET", state), marker("RET p.M918T", "RET", state))))
    assert [(row.biomarker, row.state) for row in view.markers] == [(biomarker, state)]


def test_a_somatic_change_of_a_hereditary_gene_is_told() -> None:
    somatic = alteration("TP53", "R175H", origin=Origin.SOMATIC)
    row = marker("TP53 p.R175H", "TP53", State.DETECTED, (somatic,))
    view = _view(case(None, (somatic,), (finding("TP53 p.R175H", (somatic,), ("x",)),), (row,)))
    assert view.findings[0].found == ("TP53 R175H",)
    assert view.markers[0].state is State.DETECTED


def test_s20_an_alteration_joined_from_an_inherited_one_is_withheld_too() -> None:
    joined = replace(alteration("BRCA2", "Y42_Q43delins"), joined_from=(SUSPECT.id,))
    row = marker("BRCA2 loss of function", "BRCA2", State.DETECTED, (joined,))
    view = _view(case(None, (SUSPECT, joined), (finding("BRCA2 loss of function", (joined,), ("olaparib",)),), (row,)))
    assert (view.findings, view.markers) == ((), ())


def test_a_germline_call_outside_the_hereditary_genes_is_withheld() -> None:
    row = marker("MUTYH p.G396D", "MUTYH", State.DETECTED, (GERMLINE,))
    view = _view(case(None, (GERMLINE,), (finding("MUTYH p.G396D", (GERMLINE,), ("x",)),), (row,)))
    assert (view.findings, view.markers) == ((), ())


def test_what_may_be_inherited() -> None:
    assert may_be_inherited(SUSPECT)
    assert may_be_inherited(GERMLINE)
    assert not may_be_inherited(BRAF)
