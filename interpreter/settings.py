"""Settings of a hospital: one frozen value, read once at the start and handed on; each is printed in the report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from interpreter.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Defaults follow RULES; a site may change them in settings.toml."""

    region: str = ""
    """Agency whose current label makes "approved"; empty: FDA or EMA."""
    min_depth: int = 100
    """Reads at every base of a codon that prove absence without an assay description (RULES R1)."""
    assumed_detection_limit: float = 0.05
    """VAF a test without a stated limit is taken to reach: below twice of it, a tumour content proves no absence."""
    min_alt_reads: int = 2
    """ALT reads in a GT 0/0 call that send it to review (RULES R2)."""
    tmb_min_callable_mb: float = 0.8
    amplification_copies: float = 6.0
    """Total copies at or above which an assay without its own threshold calls amplification."""
    germline_vaf_snv: float = 0.30
    germline_vaf_indel: float = 0.20
    population_flag_af: float = 0.01
    catalogue_max_age_months: int = 12
    max_line_bytes: int = 4_000_000
    max_header_bytes: int = 64_000_000
    max_ratio: float = 200.0
    """Decompression ratio beyond the first 50 MB that marks a bomb (S25)."""
    page_size: str = "A4"
    institution: str = ""


def load_settings(path: Path | None = None) -> Settings:
    """Read settings.toml; without a path the hospital's own file is used where there is one, else the defaults.

    Raises:
        SettingsError: unknown names, wrong kinds or values out of range, all of them named.
    """
    file = path if path is not None else _own_file()
    if file is None:
        return Settings()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            problem=f"The settings file '{file}' cannot be read: {error.strerror or error}.",
            meaning=_NOTHING_DONE,
            remedy="Check the folder and the spelling of the name, and whether you may read the file.",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _faulty(file, (f"it is not TOML in UTF-8: {error}",)) from error
    faults = [fault for name, value in values.items() if (fault := _fault_of(name, value))]
    if faults:
        raise _faulty(file, tuple(faults))
    return replace(Settings(), **values)


_RANGES: dict[str, tuple[float, float]] = {
    "min_depth": (1, 1_000_000),
    "assumed_detection_limit": (0, 0.5),
    "min_alt_reads": (1, 1000),
    "tmb_min_callable_mb": (0.1, 100),
    "amplification_copies": (3, 1000),
    "germline_vaf_snv": (0, 1),
    "germline_vaf_indel": (0, 1),
    "population_flag_af": (0, 1),
    "catalogue_max_age_months": (1, 120),
    "max_line_bytes": (10_000, 100_000_000),
    "max_header_bytes": (10_000, 1_000_000_000),
    "max_ratio": (10, 100_000),
}
REGIONS = ("FDA", "EMA", "HC", "MHRA", "TGA", "PMDA", "NMPA", "Swissmedic", "HSE")
_WORDS = {"page_size": ("A4", "Letter"), "region": ("", *REGIONS)}
_NOTHING_DONE = "No case was interpreted: settings decide what counts as proof of absence."


def _fault_of(name: str, value: object) -> str:
    if name in _RANGES:
        low, high = _RANGES[name]
        whole = {known.name: known.type for known in fields(Settings)}[name] == "int"
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if number is None or (whole and not isinstance(number, int)) or not low <= number <= high:
            return f"{name} = {value!r}: a {'whole ' if whole else ''}number from {low} to {high} is needed"
        return ""
    if name in _WORDS:
        known = ", ".join(word or '""' for word in _WORDS[name])
        return "" if value in _WORDS[name] else f"{name} = {value!r}: one of {known} is needed"
    if name == "institution":
        return "" if isinstance(value, str) and len(value) <= 200 else f"{name} = {value!r}: a short text is needed"
    return f"{name}: there is no such setting; known are {', '.join(known.name for known in fields(Settings))}"


def _faulty(file: Path, details: tuple[str, ...]) -> SettingsError:
    return SettingsError(
        problem=f"The settings file '{file}' cannot be used.",
        meaning=_NOTHING_DONE,
        remedy="Correct what is named above (docs/settings.md), or do without the file to use the defaults.",
        details=details,
    )


def _own_file() -> Path | None:
    from platformdirs import user_config_path

    file = user_config_path("interpreter") / "settings.toml"
    return file if file.is_file() else None
