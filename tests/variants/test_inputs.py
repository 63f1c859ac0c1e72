"""Each input goes to the reader that recognises its content; nothing else decides, the name's ending least of all."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from interpreter.errors import InputFileError
from interpreter.model.genes import Assembly
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import ReadOptions
from interpreter.variants.inputs import _READERS, read_input
from interpreter.variants.reference import load_reference
from tests.variants.vcf_files import textbook_lines, vcf

TEXT = vcf(textbook_lines(Assembly.GRCH37))


@pytest.mark.parametrize("name", ["case.vcf", "case.txt", "case", "case.maf", "=cmd|x.vcf", "<b>.vcf", "case.vcf.gz"])
def test_the_name_decides_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT)
    contents = read_input(path, ReadOptions(), load_reference(), Settings(), silent)
    assert (contents.format, contents.file_name, len(contents.calls)) == ("VCF 4.2", name, 7)
    assert contents.size == len(TEXT)


def test_standard_input_and_a_given_name() -> None:
    contents = read_input(TEXT, ReadOptions(input_index=3), load_reference(), Settings(), silent)
    assert contents.file_name == "standard input"
    assert contents.calls[0].source.input_index == 3
    named = read_input(TEXT, ReadOptions(), load_reference(), Settings(), silent, name="tray 4")
    assert named.file_name == named.calls[0].source.file_name == "tray 4"


@pytest.mark.parametrize("name", _READERS)
def test_every_reader_offers_what_the_door_asks_for(name: str) -> None:
    reader = importlib.import_module(f"interpreter.variants.{name}")
    assert callable(reader.read)
    for head in (b"", b"\n", b"\xff" * 100, b"hello\n", b"{}", b"<html>", b"a\tb\tc\n1\t2\t3\n", b"#", b"##\n"):
        assert reader.recognises(head) is False


@pytest.mark.parametrize("data", [b"hello", b"{}", b"%!PS", b"a,b\n1,2\n", b"\xff\xfb\x90\x44" * 90])
def test_what_nobody_recognises_is_refused(data: bytes) -> None:
    with pytest.raises(InputFileError, match="none of the formats"):
        read_input(data, ReadOptions(), load_reference(), Settings(), silent)
