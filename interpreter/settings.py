"""Settings of a hospital: one frozen value, read once at the start and handed on; each is printed in the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Defaults follow RULES; a site may change them in settings.toml."""

    region: str = ""
    """Agency whose current label makes "approved"; empty: FDA or EMA."""
    min_depth: int = 100
    """Reads at every base of a codon that prove absence without an assay description (RULES R1)."""
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
