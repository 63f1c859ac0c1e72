"""Settings: defaults, and faults that name every wrong line."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.catalogue.vocabulary import AGENCIES
from interpreter.errors import SettingsError
from interpreter.settings import REGIONS, Settings, load_settings


def test_values_of_the_file_overrule_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('min_depth = 250\namplification_copies = 8\nregion = "EMA"\n', encoding="utf-8")
    settings = load_settings(file)
    assert (settings.min_depth, settings.amplification_copies, settings.region) == (250, 8.0, "EMA")
    assert settings.min_alt_reads == Settings().min_alt_reads


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('min_depth = 0\npage_size = "A5"\nmin_dept = 3\nmin_alt_reads = true\n', encoding="utf-8")
    with pytest.raises(SettingsError) as fault:
        load_settings(file)
    assert len(fault.value.details) == 4
    assert "min_dept:" in "\n".join(fault.value.details)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "none.toml")


def test_a_region_is_an_agency_of_the_catalogue(tmp_path: Path) -> None:
    assert set(REGIONS) == AGENCIES
    file = tmp_path / "settings.toml"
    file.write_text('region = "EMEA"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as fault:
        load_settings(file)
    assert "EMA" in fault.value.details[0]
