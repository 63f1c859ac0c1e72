"""What the tests of the catalogue's window share: a home of their own, packs of invented rows, a key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interpreter.catalogue.keys import load_signing_key, new_key, trust_key
from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.pack import build_pack
from interpreter.catalogue.tables import read_folder
from interpreter.interpret import Knowledge
from interpreter.settings import Settings
from interpreter.variants.reference import load_reference
from tests.catalogue.small import EVIDENCE, SOURCE, table

TODAY = "2026-11-20"
ROW = {
    **EVIDENCE,
    "id": "EV-LAB-1",
    "tumour_types": "LCH",
    "therapies": "vemurafenib",
    "level": "small_study",
    "source_level": "own",
    "region": "",
    "source_ids": "SRC-LAB",
    "statement": "<b>Works</b> here.",
}
MAPPING = """
biomarker = "profile"
[release]
name = "Own list"
version = "1"
date = "2026-01-15"
licence = "own"
layer = "imported"
[columns]
id = "no"
biomarker = "marker"
tumour_types = "tumour"
therapies = "drug"
response = "effect"
source = "where"
[constants]
level = "small_study"
direction = "supports"
source_level = "own"
[values.response]
"responds" = "sensitivity"
"""
LIST = (
    "no\tmarker\ttumour\tdrug\teffect\twhere\n"
    "LAB-1\tBRAF V600E\tLCH\tvemurafenib\tresponds\town series\n"
    "LAB-2\tsomething else\tLCH\tvemurafenib\tresponds\town series\n"
)


@dataclass(frozen=True, slots=True)
class Kit:
    """A folder to write in; the data folder of the program is beside it."""

    folder: Path

    @property
    def key(self) -> Path:
        """The laboratory's key; made and trusted when it is first asked for."""
        path = self.folder / "lab.key"
        if not path.exists():
            new_key(path, "Laboratory")
            trust_key(path.with_name("lab.key.pub"))
        return path

    def pack(self, version: str = "1.0", *rows: dict[str, str], name: str = "Lab pack") -> Path:
        """Build a signed pack of the layer imported."""
        here = self.folder / f"tables-{version}"
        (here / "evidence").mkdir(parents=True, exist_ok=True)
        header = {"name": name, "version": version, "date": "2026-06-01", "licence": "own", "layer": "imported"}
        (here / "release.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in header.items()))
        (here / "evidence" / "lab.tsv").write_text(table("evidence", list(rows or (ROW,))))
        (here / "sources.tsv").write_text(table("sources", [{**SOURCE, "id": "SRC-LAB", "kind": "other"}]))
        path = self.folder / f"{version}.pack"
        path.write_bytes(build_pack(read_folder(here), load_signing_key(self.key)))
        return path

    def own_list(self) -> tuple[Path, Path]:
        """Give a laboratory's list, one row of which cannot be expressed, and its mapping."""
        rows, mapping = self.folder / "list.tsv", self.folder / "mapping.toml"
        rows.write_text(LIST)
        mapping.write_text(MAPPING)
        return rows, mapping


def real_knowledge() -> Knowledge:
    """Give the embedded catalogue, as the window has it."""
    return Knowledge(
        catalogue=load_catalogue(), tumours=load_tumour_tree(), table=load_reference(), settings=Settings(region="EMA")
    )
