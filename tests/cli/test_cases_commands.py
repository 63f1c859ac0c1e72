"""The store from the command line: what is kept, who may do what, and faults in words. Messages carry case ids only."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from interpreter import cases
from interpreter.cli import main as cli
from interpreter.store import keys
from interpreter.store.database import Database
from interpreter.store.migrations import MIGRATIONS
from interpreter.store.opening import FILE_NAME, open_store
from interpreter.store.session import key_file_of
from interpreter.store.values import Role
from tests.batch.test_run import BRAF, HEADER
from tests.stores import CHEAP, USERS, WORDS, add_users, colon, new_store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a store of one case and four users, to be copied."""
    folder = tmp_path_factory.mktemp("store")
    with new_store(folder) as store:
        add_users(store)
        cases.save(store, colon())
    return folder / "data"


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data")
    return tmp_path / "data" / FILE_NAME


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def run(place: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the store and give exit code, standard output and standard error."""

    def call(*arguments: str, user: str = "Dr. All") -> tuple[int, str, str]:
        opening = ["--store", str(place), "--user", user, "--passphrase-file", str(secret)]
        code = cli.run([*arguments, *opening])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    path = tmp_path / "t.vcf"
    path.write_text(HEADER + BRAF)
    return path


def _actions(place: Path) -> list[str]:
    with open_store(place, WORDS, user="Dr. All") as store:
        return [row.action for row in store.audit()]


def _text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_interpret_saves_only_when_asked_and_its_outputs_leave_rows(
    run: Run, place: Path, vcf: Path, tmp_path: Path
) -> None:
    before = len(_actions(place))
    plain = ["interpret", str(vcf), "--tumour-type", "MEL", "--case-id", "C-2", "--date", "2026-11-21"]
    assert cli.run([*plain, "--json", str(tmp_path / "plain.json")]) == 0
    assert len(_actions(place)) == before
    out, pdf = tmp_path / "saved.json", tmp_path / "saved.pdf"
    code, said, told = run(*plain, "--save", "--json", str(out), "--pdf", str(pdf))
    assert (code, said) == (0, "")
    assert "saved: case C-2, version 1, draft" in told
    assert out.read_bytes() == (tmp_path / "plain.json").read_bytes()
    rows = _actions(place)[before:]
    assert rows[:2] == ["save identity", "save inputs"]
    assert rows.count("export") == 2
    with open_store(place, WORDS, user="Dr. All") as store:
        head = next(row for row in store.audit("C-2") if row.action == "export")
        assert store.audit()[head.seq - 2].action == "view"
    assert "the audit trail of the store ended at" in _text(pdf)
    code, _, _ = run("cases", "export", "C-2", "--json", str(tmp_path / "again.json"))
    assert code == 0
    assert (tmp_path / "again.json").read_bytes() == out.read_bytes()


def test_a_taken_case_id_is_told_before_a_file_is_read(run: Run, place: Path) -> None:
    before = len(_actions(place))
    code, _, told = run("interpret", "gone.vcf", "--tumour-type", "MEL", "--case-id", "C-1", "--save")
    assert code == 1
    assert "--replaces 1" in told
    assert len(_actions(place)) == before


def test_the_next_version_keeps_the_person(run: Run, place: Path, vcf: Path) -> None:
    arguments = ("interpret", str(vcf), "--tumour-type", "COAD", "--case-id", "C-1", "--save", "--replaces", "1")
    assert run(*arguments)[0] == 0
    with open_store(place, WORDS, user="Dr. All") as store:
        stored = store.load_case("C-1")
    assert stored.summary.version == 2
    assert cases.person_of(stored) == colon().person
    assert run(*arguments)[0] == 1  # somebody saved meanwhile: version 1 is not the present one


@pytest.mark.parametrize(
    "arguments",
    [
        ["--store", "x.db"],
        ["--reason", "x"],
        ["--replaces", "1", "--case-id", "C-1"],
        ["--save", "--replaces", "1"],
        ["--legal-duty"],
    ],
)
def test_options_that_go_with_save_are_wrong_usage_without_it(arguments: list[str], vcf: Path) -> None:
    assert cli.run(["interpret", str(vcf), "--tumour-type", "MEL", *arguments]) == 2


def test_s19_sign_amend_export(run: Run, tmp_path: Path) -> None:
    code, _, told = run("cases", "sign", "C-1", "--version", "1", user="Dr. Grey")
    assert code == 0
    assert "signed: case C-1, version 1" in told
    assert "not decided yet: ask:inherited_risk" in told
    first, person = tmp_path / "v1.pdf", tmp_path / "person.toml"
    assert run("cases", "export", "C-1", "--pdf", str(first))[0] == 0
    assert "Signed by Dr. Grey on" in _text(first)
    person.write_text('schema = "person/1"\n[own_words]\nmatters_most = "my garden"\n')
    code, _, told = run("cases", "amend", "C-1", "--person", str(person))
    assert code == 1
    assert "is signed" in told
    assert run("cases", "amend", "C-1", "--person", str(person), "--reason", "new wishes")[0] == 0
    second, again = tmp_path / "v2.pdf", tmp_path / "v1-again.pdf"
    assert run("cases", "export", "C-1", "--pdf", str(second))[0] == 0
    assert "amended, version 2, replaces version 1" in _text(second)
    assert run("cases", "export", "C-1", "--version", "1", "--pdf", str(again))[0] == 0
    assert again.read_bytes() == first.read_bytes()
    _, listed, _ = run("cases", "list", "--state", "amended")
    assert "C-1" in listed


MAY: dict[str, set[Role]] = {
    "list": set(Role),
    "show C-1": set(Role),
    "history C-1": set(Role),
    "export C-1 --json OUT": set(Role),
    "log": set(Role),
    "verify": set(Role),
    "diff": set(Role),
    "cohort": set(Role),
    "users list": set(Role),
    "note C-1 seen": {Role.CLINICIAN, Role.LABORATORY},
    "amend C-1 --person PERSON": {Role.CLINICIAN, Role.LABORATORY},
    "decide C-1 ask:inherited_risk asked": {Role.CLINICIAN},
    "sign C-1": {Role.CLINICIAN},
    "hold C-1 --reason law": {Role.ADMINISTRATOR},
    "erase C-1 --reason asked --yes": {Role.ADMINISTRATOR},
    "users remove Lab": {Role.ADMINISTRATOR},
    "backup BACKUP": {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("action", MAY)
def test_roles(action: str, user: str, run: Run, tmp_path: Path) -> None:
    person = tmp_path / "person.toml"
    person.write_text('schema = "person/1"\n')
    places = {
        "OUT": str(tmp_path / "out.json"),
        "PERSON": str(person),
        "BACKUP": str(tmp_path / "copy"),
        "Lab": "Lab 2",
    }
    code, _, told = run("cases", *(places.get(word, word) for word in action.split()), user=user)
    allowed = USERS[user] in MAY[action]
    assert code == (0 if allowed else 1), told
    if not allowed:
        assert "may not do this" in told


def test_every_command_of_the_store_has_a_row_in_the_table_of_roles() -> None:
    from interpreter.cli.cases_commands import cases as group

    tested = {action.split()[0] for action in MAY}
    assert set(group.commands) - tested == {"create", "restore"}  # these two have tests of their own


def test_s23_names_are_in_no_message_and_shown_only_on_request(run: Run) -> None:
    person = colon().person
    assert person is not None
    for arguments in (("list",), ("show", "C-1"), ("log",), ("history", "C-1"), ("note", "C-1", "x")):
        _, said, told = run("cases", *arguments)
        for private in (person.name, person.birth_date, person.record_number):
            assert private
            assert private not in said + told
    assert person.name in run("cases", "list", "--identity")[1]
    assert person.name in run("cases", "show", "C-1", "--identity")[1]
    assert "C-1" in run("cases", "list", "--search", person.name.split()[0])[1]
    assert "C-1" not in run("cases", "list", "--search", "nobody")[1]


def test_s22_text_of_people_does_not_act_on_the_terminal(run: Run) -> None:
    assert run("cases", "note", "C-1", "red \x1b[31m\nand a line")[0] == 0
    _, said, _ = run("cases", "show", "C-1")
    assert "\x1b" not in said
    assert "red  [31m and a line" in said


def test_a_note_is_read_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("told at the tumour board\n"))
    assert run("cases", "note", "C-1")[0] == 0
    assert "told at the tumour board" in run("cases", "show", "C-1")[1]
    monkeypatch.setattr("sys.stdin", io.StringIO("  \n"))
    assert run("cases", "note", "C-1")[0] == 2


def test_erased_is_erased_and_held_is_kept(run: Run) -> None:
    assert run("cases", "hold", "C-1", "--reason", "ten years")[0] == 0
    code, _, told = run("cases", "erase", "C-1", "--reason", "asked", "--yes")
    assert code == 1
    assert "must be kept" in told
    assert run("cases", "hold", "C-1", "--lift")[0] == 0
    assert run("cases", "hold", "C-1")[0] == 2
    assert run("cases", "erase", "C-1", "--reason", "asked", "--yes")[0] == 0
    code, _, told = run("cases", "show", "C-1")
    assert code == 1
    assert "was erased" in told
    code, said, _ = run("cases", "verify")
    assert code == 0
    assert "is whole" in said
    assert "erase" in run("cases", "log", "C-1")[1]


def test_verify_tells_a_trail_that_does_not_hold_its_anchor(run: Run) -> None:
    head = run("cases", "verify")[1].split()[-1]
    assert run("cases", "note", "C-1", "later")[0] == 0
    assert run("cases", "verify", "--anchor", head)[0] == 0
    code, _, told = run("cases", "verify", "--anchor", "2:" + "0" * 64)
    assert code == 1
    assert "row 2" in told


def test_backup_and_restore(run: Run, place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("cases", "backup", str(copy))[0] == 0
    assert run("cases", "backup", str(copy))[0] == 1
    assert run("cases", "note", "C-1", "after the backup")[0] == 0
    code, _, told = run("cases", "restore", str(copy))
    assert code == 1
    assert "already" in told
    code, _, told = run("cases", "restore", str(copy), "--replace", user="Lab 2")
    assert code == 1
    assert "administer" in told
    assert run("cases", "restore", str(copy), "--replace")[0] == 0
    assert "after the backup" not in run("cases", "show", "C-1")[1]
    assert _actions(place)[-2:] == ["restore", "view"]
    assert any(".before-" in path.name for path in place.parent.iterdir())


def test_earlier_samples_stand_side_by_side(run: Run, place: Path) -> None:
    later = colon("C-2")
    specimen = replace(later.case.specimen, collected="2027-03-01")
    later = replace(later, case=replace(later.case, specimen=specimen), markers=later.markers[1:])
    with open_store(place, WORDS, user="Dr. All") as store:
        cases.save(store, later)
    _, said, _ = run("cases", "show", "C-2")
    shown = said[said.index("Samples of this person") :]
    assert "1  C-1: COAD, tissue, collected 2026-11-02" in shown
    row = next(line for line in shown.splitlines() if line.startswith(colon().markers[0].biomarker))
    assert row.split("  ")[-1].strip() == "not assessed now"
    assert "lost" not in shown
    assert "Later samples of this person: C-2" in run("cases", "show", "C-1")[1]


def test_cohort_tells_no_small_numbers(run: Run, tmp_path: Path) -> None:
    code, said, _ = run("cases", "cohort")
    assert code == 0
    assert "fewer than 5" in said
    out = tmp_path / "cohort.csv"
    assert run("cases", "cohort", "--csv", str(out))[0] == 0
    assert list(csv.reader(out.read_text().splitlines()))[1] == ["all", "", "fewer than 5"]


def test_diff_says_what_cannot_be_told(run: Run) -> None:
    code, said, told = run("cases", "diff")
    assert code == 0
    assert "C-1: withdrawn: " in said  # the invented rows are in no catalogue
    assert "1 of 1 cases" in told
    assert "--before" in told


def test_export_asks_what_to_write(run: Run) -> None:
    assert run("cases", "export", "C-1")[0] == 2
    assert run("cases", "export", "C-1", "--json", "-", "--pdf", "-")[0] == 2
    code, said, _ = run("cases", "export", "C-1", "--json", "-")
    assert code == 0
    assert json.loads(said)["case"]["id"] == "C-1"


def test_create_shows_the_recovery_code_once_and_it_opens(
    tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap = functools.partial(keys.KeyCost, **{name: getattr(CHEAP, name) for name in CHEAP.__slots__})
    monkeypatch.setattr(keys, "KeyCost", cheap)
    place = tmp_path / "new" / "cases.db"
    opening = ["--store", str(place), "--passphrase-file", str(secret)]
    assert cli.run(["cases", "create", "--user", "Dr. Grey", "--role", "clinician", *opening]) == 2
    assert not place.exists()
    assert cli.run(["cases", "create", "--user", "Dr. Grey", *opening]) == 0
    code = capsys.readouterr().out.splitlines()[-1]
    assert cli.run(["cases", "create", "--user", "Dr. Grey", *opening]) == 1
    monkeypatch.setenv("INTERPRETER_PASSPHRASE", code)
    assert cli.run(["cases", "users", "list", "--store", str(place), "--user", keys.RECOVERY]) == 0
    assert "Dr. Grey" in capsys.readouterr().out
    monkeypatch.setenv("INTERPRETER_NEW_PASSPHRASE", "another long one")
    assert cli.run(["cases", "users", "add", "Lab 7", "--role", "laboratory", "--user", "Dr. Grey", *opening]) == 0
    monkeypatch.setenv("INTERPRETER_PASSPHRASE", "another long one")
    assert cli.run(["cases", "list", "--store", str(place), "--user", "Lab 7"]) == 0


def test_the_passphrase_leaves_the_environment_and_is_never_an_argument(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INTERPRETER_PASSPHRASE", WORDS)
    opening = ["--store", str(place), "--user", "Dr. All"]
    assert cli.run(["cases", "list", *opening]) == 0
    assert "INTERPRETER_PASSPHRASE" not in os.environ
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.run(["cases", "list", *opening]) == 1
    assert "INTERPRETER_PASSPHRASE" in capsys.readouterr().err
    assert cli.run(["cases", "list", *opening, "--passphrase", WORDS]) == 2


def test_a_prompt_asks_without_showing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: dict[str, object] = {}

    def prompt(_text: str, **options: object) -> str:
        asked.update(options)
        return WORDS

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.prompt", prompt)
    assert cli.run(["cases", "list", "--store", str(place), "--user", "Dr. All"]) == 0
    assert asked["hide_input"] is True
    assert WORDS not in "".join(capsys.readouterr())


def test_a_passphrase_file_others_may_read_is_remarked(run: Run, secret: Path) -> None:
    secret.chmod(0o644)
    code, _, told = run("cases", "list")
    assert code == 0
    assert "chmod 600" in told


@pytest.mark.parametrize("fault", ["wrong", "user", "newer", "share", "gone", "locked", "folder", "no secret"])
def test_faults_of_the_store_are_told_with_a_remedy(
    fault: str, run: Run, place: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["cases", "note", "C-1", "x"]
    user, expected, other = "Dr. All", "", None
    if fault == "wrong":
        secret.write_text("not the passphrase\n")
        expected = "does not open this store"
    elif fault == "user":
        user, expected = "", "several users"
    elif fault == "newer":
        key, _ = keys.unlock(keys.read_key_file(key_file_of(place)), WORDS, "Dr. All")
        database = Database(place, key)
        database.rows(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        database.close()
        expected = "newer program"
    elif fault == "share":
        monkeypatch.setattr("interpreter.store.place.network_kind", lambda _folder: "nfs4")
        expected = "nfs4"
    elif fault == "gone":
        place.unlink()
        expected = "cases create"
    elif fault == "locked":
        monkeypatch.setattr("interpreter.store.opening.Database", functools.partial(_impatient))
        key, _ = keys.unlock(keys.read_key_file(key_file_of(place)), WORDS, "Dr. All")
        other = Database(place, key)
        other.rows("BEGIN IMMEDIATE")
        expected = "another window or command"
    elif fault == "folder":
        place.with_name(place.name + ".keys").unlink()
        expected = "key file"
    else:
        secret.unlink()
        expected = "passphrase file"
    code, said, told = run(*arguments, user=user)
    if other is not None:
        other.close()
    assert (code, said) == (1, "")
    assert expected in told
    assert [line.partition(":")[0] for line in told.splitlines()] == ["Problem", "Meaning", "Remedy"]


def _impatient(path: Path, key: bytes, **_options: object) -> Database:
    return Database(path, key, busy_seconds=0.0)


def test_batch_saves_in_one_process_and_tells_what_could_not_be_kept(run: Run, place: Path, tmp_path: Path) -> None:
    (tmp_path / "good.vcf").write_text(HEADER + BRAF)
    (tmp_path / "bad.vcf").write_text("this is no variant file\n")
    refused = '[[consent]]\nscope = "storage"\ngiven = false\nversion = "1"\ndate = "2026-01-01"\nby = "Ada"\n'
    (tmp_path / "no.toml").write_text('schema = "person/1"\n' + refused)
    manifest = tmp_path / "m.csv"
    manifest.write_text(
        "sample,files,tumour_type,person\nB-1,good.vcf,MEL,\nC-1,good.vcf,MEL,\nbad,bad.vcf,MEL,\nB-2,good.vcf,MEL,no.toml\n"
    )
    arguments = (
        "batch",
        str(manifest),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "2",
        "--date",
        "2026-11-21",
        "--save",
    )
    code, _, told = run(*arguments)
    assert code == 3
    assert "1 of 4 cases are in the store" in told
    assert "C-1: Not saved: There is a case 'C-1' already" in told
    assert "B-2: Not saved: The person does not consent" in told
    rows = {row["sample"]: row for row in csv.DictReader((tmp_path / "out" / "results.csv").read_text().splitlines())}
    assert [rows[name]["state"] for name in ("B-1", "C-1", "bad", "B-2")] == [
        "interpreted",
        "interpreted, not saved",
        "failed",
        "interpreted, not saved",
    ]
    with open_store(place, WORDS, user="Dr. All") as store:
        kept = store.load_case("B-1")
        assert cases.json_of(kept.result) == (tmp_path / "out" / "B-1.json").read_bytes()
        assert store.load_case("C-1").summary.version == 1
    code, _, told = run(*arguments, "--resume")
    assert "B-1" not in told
    with open_store(place, WORDS, user="Dr. All") as store:
        assert store.load_case("B-1").summary.version == 1


def test_a_batch_that_was_killed_before_the_store_heard_of_it_saves_on_resume(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.vcf").write_text(HEADER + BRAF)
    manifest = tmp_path / "m.csv"
    manifest.write_text("sample,files,tumour_type\nB-1,good.vcf,MEL\n")
    arguments = ["batch", str(manifest), "--out", str(tmp_path / "out"), "--jobs", "1", "--date", "2026-11-21"]
    assert cli.run(arguments) == 0
    code, _, told = run(*arguments, "--save", "--resume")
    assert code == 0
    assert "1 of 1 cases are in the store" in told
    assert cli.run([*arguments, "--legal-duty"]) == 2
