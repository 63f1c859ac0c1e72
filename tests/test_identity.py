"""S18: a sample that is not the order's holds the case."""

from __future__ import annotations

import pytest

from interpreter.errors import SampleChoiceError
from interpreter.identity import check_order


@pytest.mark.parametrize("sample", ["O-17", "o_17", "O-17_T1", "TISSUE.O-17"])
def test_s18_the_orders_sample_passes(sample: str) -> None:
    assert check_order("O-17", [("a.vcf", sample)]) == ()


@pytest.mark.parametrize("sample", ["O-1", "O-170", "O-18", "AO-17"])
def test_s18_another_sample_holds_the_case(sample: str) -> None:
    with pytest.raises(SampleChoiceError):
        check_order("O-17", [("a.vcf", sample)])


@pytest.mark.parametrize("sample", ["TUMOR", ""])
def test_s18_a_sample_without_a_telling_name_is_said_to_be_unchecked(sample: str) -> None:
    (warning,) = check_order("O-17", [("a.vcf", sample)])
    assert "could not be checked" in warning


def test_without_an_order_nothing_is_compared() -> None:
    assert check_order("", [("a.vcf", "X")]) == ()
