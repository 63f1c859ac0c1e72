"""Files are saved whole or not at all, under names that cannot act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.errors import OutputError
from interpreter.files import safe_name, save_bytes, save_pieces, save_text


def test_saved_file_replaces_the_old_one_and_leaves_no_other(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    save_text(target, "old")
    save_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_s24_a_disk_that_fills_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.json"
    save_text(target, "old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("interpreter.files.os.fsync", full)
    with pytest.raises(OutputError) as fault:
        save_text(target, "new")
    assert "No space left" in fault.value.problem
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_s24_pieces_that_fail_in_the_making_leave_the_old_file_and_no_part(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    save_pieces(target, iter([b"o", b"ld"]))

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("a fault of the program")

    with pytest.raises(ValueError, match="a fault"):
        save_pieces(target, pieces())
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_missing_folder_is_a_fault_in_words(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as fault:
        save_text(tmp_path / "nowhere" / "report.json", "x")
    assert fault.value.meaning
    assert fault.value.remedy


@given(st.text(max_size=200))
def test_s22_file_names_are_plain_whatever_the_text(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name) <= 90
    assert not set(name) & set('/\\:*?"<>|\0\n\t ')
    assert not name.startswith((".", "-"))
    assert Path(name).name == name


@pytest.mark.parametrize("reserved", ["CON", "nul", "COM1.txt", "lpt9"])
def test_s22_names_that_windows_reserves_are_not_used(reserved: str) -> None:
    assert safe_name(reserved).startswith("case-")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device here")
def test_a_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    save_bytes(Path("/dev/null"), b"gone")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError):
        save_bytes(tmp_path, b"a folder is no file")
