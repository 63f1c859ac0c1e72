"""The store: nothing is lost, overwritten, readable without its key, or changed unseen (S19, S24)."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from interpreter.errors import StoreError
from interpreter.store import keys
from interpreter.store.backup import check_backup, make_backup, restore_backup
from interpreter.store.database import Database
from interpreter.store.migrations import MIGRATIONS
from interpreter.store.opening import FILE_NAME, create_store, open_store
from interpreter.store.session import erased_file_of, key_file_of
from interpreter.store.store import Store
from interpreter.store.values import (
    Basis,
    CaseContent,
    CaseState,
    Identity,
    Kind,
    Right,
    Role,
    StoredInput,
)

WORDS = "correct horse battery"
CHEAP = keys.KeyCost(iterations=1, lanes=1, memory_kib=64)


class Clock:
    """Counts seconds, so that every row has its own time."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> str:
        self.now += 1
        return f"2026-11-21T{self.now // 3600:02}:{self.now // 60 % 60:02}:{self.now % 60:02}Z"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE_NAME


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    made, _ = create_store(place, WORDS, user="Dr. Grey", cost=CHEAP, clock=Clock())
    yield made
    made.close()


def _case(case_id: str = "C-1", **changes: object) -> CaseContent:
    case = CaseContent(
        id=case_id,
        identity=Identity(name="Ada Lovelace", birth_date="1815-12-10", record_number="H-17", sample_id="S-1"),
        tumour_type="LUAD",
        date="2026-11-21",
        result='{"schema": "interpretation/1"}',
        basis=Basis.CONSENT,
        inputs=(StoredInput(file_name="case.vcf", sha256="ab" * 32),),
        person='schema = "person/1"\n',
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def test_what_is_saved_is_loaded_and_its_history_kept(store: Store) -> None:
    first = store.save_case(_case())
    assert (first.version, first.state) == (1, CaseState.DRAFT)
    second = store.save_case(_case(result="{}", person="new wishes"), expected_version=1)
    loaded = store.load_case("C-1")
    assert loaded.summary == second
    assert loaded.result == "{}"
    assert loaded.person == "new wishes"
    assert loaded.inputs == (StoredInput(file_name="case.vcf", sha256="ab" * 32),)
    assert [entry.text for entry in store.history("C-1", Kind.PERSON)] == ['schema = "person/1"\n', "new wishes"]
    assert [entry.text for entry in store.history("C-1", Kind.RESULT)] == ['{"schema": "interpretation/1"}', "{}"]
    assert len(store.history("C-1", Kind.IDENTITY)) == 1


def test_a_store_is_opened_again_with_everything_in_it(store: Store, place: Path) -> None:
    store.save_case(_case())
    store.add_note("C-1", "Discussed at the tumour board.")
    store.record_decision("C-1", "wish_against_finding:inherited_risk", "kept to the wish", "she said so again")
    store.sign_case("C-1", "read", expected_version=1, report=("report.pdf", b"%PDF-1.7 bytes"))
    store.close()
    with open_store(place, WORDS) as again:
        loaded = again.load_case("C-1")
        assert loaded.notes[0].text == "Discussed at the tumour board."
        assert loaded.decisions[0].name == "wish_against_finding:inherited_risk"
        assert loaded.decisions[0].who == "Dr. Grey"
        assert "kept to the wish" in loaded.decisions[0].text
        assert [report.name for report in loaded.reports] == ["report.pdf"]
        assert again.report("C-1", 1) == b"%PDF-1.7 bytes"
        assert again.verify_chain().whole
        with pytest.raises(StoreError, match="has no report 2"):
            again.report("C-1", 2)


def test_no_word_of_a_case_stands_in_any_file(store: Store, place: Path) -> None:
    store.save_case(_case(result='{"marker": "UNMISTAKABLE"}'))
    store.close()
    for file in place.parent.iterdir():
        content = file.read_bytes()
        assert b"Lovelace" not in content
        assert b"UNMISTAKABLE" not in content
        assert b"SQLite format" not in content
        assert file.stat().st_mode & 0o077 == 0


def test_s24_a_commit_is_on_the_disk_before_it_is_acknowledged(store: Store) -> None:
    """NORMAL lost acknowledged commits on a power cut; a WAL reset of older versions can corrupt the file."""
    assert dbapi2.sqlite_version_info >= (3, 51, 3)
    assert store._database.value("PRAGMA synchronous") == 2
    assert store._database.value("PRAGMA journal_mode") == "wal"
    assert store._database.value("PRAGMA secure_delete") == 1
    assert store._database.value("PRAGMA foreign_keys") == 1
    assert store._database.value("PRAGMA cipher_version")


def test_a_wrong_passphrase_opens_nothing_and_the_recovery_code_does(place: Path) -> None:
    made, code = create_store(place, WORDS, user="Dr. Grey", cost=CHEAP)
    made.save_case(_case())
    made.close()
    with pytest.raises(StoreError, match="does not open this store"):
        open_store(place, "correct horse battery!")
    with open_store(place, code, user=keys.RECOVERY) as rescued:
        assert rescued.list_cases()[0].id == "C-1"
        rescued.users.put("Dr. Grey", "another long passphrase", frozenset(Role), CHEAP)
    with open_store(place, "another long passphrase") as again:
        assert again.load_case("C-1").result
    other = place.parent / "x.db"
    with pytest.raises(StoreError, match="shorter than 10"):
        create_store(other, "short", user="x", cost=CHEAP)
    assert not other.exists()
    assert not key_file_of(other).exists()
    file = place.parent / "a file"
    file.write_text("", encoding="ascii")
    with pytest.raises(StoreError, match="cannot be written"):
        create_store(file / "cases.db", WORDS, user="x", cost=CHEAP)


def test_s24_two_sessions_never_lose_an_update(store: Store, place: Path) -> None:
    store.save_case(_case())
    with open_store(place, WORDS) as other:
        assert other.list_cases()[0].version == 1
        other.save_case(_case(result="theirs"), expected_version=1)
        with pytest.raises(StoreError, match="changed meanwhile: it is at version 2, not 1"):
            store.save_case(_case(result="ours"), expected_version=1)
        with pytest.raises(StoreError, match="There is a case 'C-1' already"):
            store.save_case(_case(result="ours"))
        assert store.load_case("C-1").result == "theirs"
        assert store.list_cases()[0].version == 2
        assert store.verify_chain().whole


def test_s24_a_store_that_is_being_written_says_so(store: Store, place: Path) -> None:
    busy = pytest.raises(StoreError, match="being written by another window")
    with open_store(place, WORDS, busy_seconds=0.01) as other, store._database.writing(), busy:
        other.save_case(_case())
    assert store.list_cases() == ()


def _hammer(place: str, who: int, count: int) -> None:
    with open_store(Path(place), WORDS, busy_seconds=60) as mine:
        for number in range(count):
            mine.save_case(_case(f"C-{who}-{number}"))


def test_s24_two_processes_save_side_by_side_and_the_chain_holds(store: Store, place: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_hammer, args=(str(place), who, 15)) for who in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(store.list_cases()) == 30
    assert store.verify_chain().whole


_SAVER = """
import sys
from pathlib import Path
from tests.store.test_store import WORDS, _case
from interpreter.store.opening import open_store

with open_store(Path(sys.argv[1]), WORDS) as store:
    for number in range(1_000_000):
        store.save_case(_case(f"C-{number}"))
        print(number, flush=True)
"""


def test_s24_what_was_said_to_be_saved_is_there_after_a_kill(store: Store, place: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _SAVER, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline() for _ in range(7)]
        child.kill()
        acknowledged += child.stdout.readlines()
    said = {f"C-{line.strip()}" for line in acknowledged if line.endswith("\n")}
    assert len(said) >= 7
    stored = {case.id for case in store.list_cases()}
    assert said <= stored
    assert len(stored - said) <= 1  # saved, and killed before it could say so
    assert all(store.load_case(case_id).result for case_id in stored)
    assert store.verify_chain().whole
    assert store.page_faults() == []


def test_s24_a_failed_save_leaves_nothing_of_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save_case(_case())
    head = store.audit_head()

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr(store._records, "add", broken)
    with pytest.raises(RuntimeError):
        store.save_case(_case(result="half"), expected_version=1)
    with pytest.raises(RuntimeError):
        store.save_case(_case("C-2"))
    monkeypatch.undo()
    assert store.audit_head() == head
    assert [case.id for case in store.list_cases()] == ["C-1"]
    assert store.load_case("C-1").summary.version == 1


def test_s19_a_signed_case_takes_no_change_but_a_visible_amendment(store: Store) -> None:
    store.save_case(_case())
    with pytest.raises(StoreError, match="changed meanwhile"):
        store.sign_case("C-1", "released", expected_version=2)
    assert store.sign_case("C-1", "released", expected_version=1).state is CaseState.SIGNED
    with pytest.raises(StoreError, match="is signed and is not changed"):
        store.save_case(_case(result="changed"), expected_version=1)
    assert store.load_case("C-1").result == '{"schema": "interpretation/1"}'
    amended = store.save_case(_case(result="changed"), expected_version=1, amendment_reason="wrong block")
    assert (amended.state, amended.version) == (CaseState.AMENDED, 2)
    loaded = store.load_case("C-1")
    assert [(note.name, note.text) for note in loaded.notes] == [("amendment", "wrong block")]
    assert '"version": 1' in loaded.signatures[0].text
    assert store.history("C-1", Kind.RESULT)[0].text == '{"schema": "interpretation/1"}'
    held = store.save_case(_case(held=True), expected_version=2)
    assert store.save_case(_case(), expected_version=held.version).state is CaseState.AMENDED


def test_s18_a_held_case_cannot_be_signed(store: Store) -> None:
    assert store.save_case(_case(held=True)).state is CaseState.HELD
    with pytest.raises(StoreError, match="is held and cannot be signed"):
        store.sign_case("C-1", "released", expected_version=1)


def test_cases_are_found_by_words_of_id_person_and_tumour(store: Store) -> None:
    store.save_case(_case())
    store.save_case(_case("C-2", identity=Identity(name="Müller, Björn", record_number="H-18"), tumour_type="MEL"))
    store.save_case(_case("C-3", identity=Identity(name="ADA LOVELACE", birth_date="1815-12-10")))
    assert [case.id for case in store.list_cases()] == ["C-3", "C-2", "C-1"]
    assert [case.id for case in store.list_cases("ada LUAD")] == ["C-3", "C-1"]
    assert [case.id for case in store.list_cases("MÜLLER h-18")] == ["C-2"]
    assert store.list_cases("ada mel") == ()
    assert [case.id for case in store.list_cases(state=CaseState.SIGNED)] == []
    assert [case.id for case in store.earlier_cases("C-1")] == ["C-3"]
    assert store.earlier_cases("C-2") == ()


def test_erasure_destroys_the_key_and_keeps_the_chain_whole(store: Store, place: Path) -> None:
    store.save_case(_case())
    store.save_case(_case("C-2"))
    store.set_hold("C-1", "study retention until 2030")
    with pytest.raises(StoreError, match="must be kept: study retention"):
        store.erase_case("C-1", "consent withdrawn")
    store.set_hold("C-1", "")
    store.erase_case("C-1", "consent withdrawn")
    erased = next(case for case in store.list_cases() if case.id == "C-1")
    assert (erased.state, erased.identity, erased.tumour_type) == (CaseState.ERASED, Identity(), "")
    assert [case.id for case in store.list_cases("ada")] == ["C-2"]
    for call in (store.load_case, lambda case_id: store.save_case(_case(case_id), expected_version=1)):
        with pytest.raises(StoreError, match="was erased"):
            call("C-1")
    assert store._database.value("SELECT count(*) FROM case_keys") == 1
    assert store._database.value("SELECT count(*) FROM records") == 8
    assert store.verify_chain().whole
    assert [row.action for row in store.audit("C-1")][-1] == "erase"
    assert len(erased_file_of(place).read_text(encoding="ascii").split()) == 1
    assert store.load_case("C-2").result


def test_every_act_has_a_row_in_the_trail_without_personal_data(store: Store) -> None:
    store.save_case(_case())
    store.load_case("C-1")
    store.log("print", "C-1", "report 1")
    with pytest.raises(ValueError, match="not an action"):
        store.log("gossip", "C-1")
    rows = store.audit()
    assert [row.action for row in rows] == [
        "create store",
        "save identity",
        "save inputs",
        "save person",
        "save result",
        "view",
        "print",
    ]
    assert rows[1].detail == "version 1, basis consent"
    assert {row.who for row in rows} == {"Dr. Grey"}
    assert "Ada" not in repr(rows)
    assert "case.vcf" not in repr(rows)


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        ("UPDATE audit SET who = 'someone' WHERE seq = 3", "row 3 was changed"),
        ("DELETE FROM audit WHERE seq = 6", "row 6 is missing"),
        ("UPDATE records SET sealed = x'00' WHERE kind = 'result'", "the record of row 5 was changed"),
        ("DELETE FROM records WHERE kind = 'result'", "the record of row 5 is missing"),
        ("UPDATE audit SET at = '2020' WHERE seq = 7", "row 7 was changed"),
    ],
)
def test_the_chain_shows_what_was_changed_or_taken_out(store: Store, tamper: str, fault: str) -> None:
    store.save_case(_case())
    store.add_note("C-1", "a note")
    store.load_case("C-1")
    with pytest.raises(dbapi2.Error, match="append-only"):
        store._database._connection.execute(tamper)
    for table in ("audit", "records"):
        for change in ("update", "delete"):
            store._database.run(f"DROP TRIGGER {table}_{change}_refused")
    store._database.run("PRAGMA foreign_keys = OFF")
    store._database.run(tamper)
    report = store.verify_chain()
    assert not report.whole
    assert fault in report.faults


def test_a_cut_tail_is_shown_by_the_anchor_seen_before(store: Store) -> None:
    store.save_case(_case())
    store.load_case("C-1")
    anchor = store.audit_head()
    for change in ("update", "delete"):
        store._database.run(f"DROP TRIGGER audit_{change}_refused")
    store._database.run("DELETE FROM audit WHERE seq = 6")
    assert store.verify_chain().whole
    assert "row 6, seen before" in store.verify_chain((anchor,)).faults[0]
    assert store.verify_chain(("nonsense",)).faults


def test_a_clock_that_goes_back_is_remarked(store: Store) -> None:
    store.log("lock")
    store._session.clock = lambda: "2001-01-01T00:00:00Z"
    store.log("unlock")
    report = store.verify_chain()
    assert report.whole
    assert "the clock went back before row 3" in report.remarks[0]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.CLINICIAN, {Right.VIEW, Right.ENTER, Right.DECIDE, Right.RELEASE}),
        (Role.LABORATORY, {Right.VIEW, Right.ENTER, Right.CURATE}),
        (Role.ADMINISTRATOR, {Right.VIEW, Right.CURATE, Right.ADMINISTER}),
    ],
)
def test_each_role_may_do_its_part_and_no_more(store: Store, place: Path, role: Role, allowed: set[Right]) -> None:
    store.save_case(_case())
    store.users.put("other", "a passphrase of theirs", frozenset({role}), CHEAP)
    with open_store(place, "a passphrase of theirs", user="other") as theirs:
        assert {right for right in Right if theirs.user.may(right)} == allowed
        acts = {
            Right.VIEW: lambda: theirs.list_cases(),
            Right.ENTER: lambda: theirs.add_note("C-1", "x"),
            Right.DECIDE: lambda: theirs.record_decision("C-1", "card", "x"),
            Right.RELEASE: lambda: theirs.sign_case("C-1", "x", expected_version=1),
            Right.ADMINISTER: lambda: theirs.set_hold("C-1", "x"),
        }
        for right, act in acts.items():
            if right in allowed:
                act()
            else:
                with pytest.raises(StoreError, match=f"needs the right to {right.value}"):
                    act()


def test_users_are_named_removed_and_one_administrator_stays(store: Store, place: Path) -> None:
    with pytest.raises(StoreError, match="no administrator"):
        store.users.remove("Dr. Grey")
    with pytest.raises(StoreError, match="no administrator"):
        store.users.put("Dr. Grey", "a passphrase of theirs", frozenset({Role.CLINICIAN}), CHEAP)
    store.users.put("lab", "a passphrase of theirs", frozenset({Role.LABORATORY}), CHEAP)
    with pytest.raises(StoreError, match="several users"):
        open_store(place, WORDS)
    with pytest.raises(StoreError, match="no user 'lob'"):
        open_store(place, WORDS, user="lob")
    opened = open_store(place, "a passphrase of theirs", user="lab")
    key_file = key_file_of(place).read_bytes()
    store.users.remove("lab")
    with pytest.raises(StoreError, match="needs the right to view"):
        opened.list_cases()
    opened.close()
    key_file_of(place).write_bytes(key_file)  # an old copy of the key file gives no right back
    with pytest.raises(StoreError, match="may no longer open"):
        open_store(place, "a passphrase of theirs", user="lab")
    store.users.change_passphrase("a new passphrase", CHEAP)
    open_store(place, "a new passphrase", user="Dr. Grey").close()


def test_a_newer_programs_store_is_refused_unchanged(store: Store, place: Path) -> None:
    store._database.run(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    store.close()
    before = place.read_bytes()
    with pytest.raises(StoreError, match="written by a newer program"):
        open_store(place, WORDS)
    assert place.read_bytes() == before


def test_a_database_of_another_program_or_key_is_refused(tmp_path: Path) -> None:
    other = Database(tmp_path / "other.db", b"k" * 32)
    other.run("PRAGMA application_id = 7")
    other.close()
    with pytest.raises(StoreError, match="database of another program"):
        Database(tmp_path / "other.db", b"k" * 32)
    with pytest.raises(StoreError, match="damaged, or its key file belongs to another"):
        Database(tmp_path / "other.db", b"x" * 32)
    with pytest.raises(StoreError, match="could not be written or opened"):
        Database(tmp_path / "absent" / "x.db", b"x" * 32)


def test_missing_parts_are_told_apart(store: Store, place: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(tmp_path / "nowhere.db", WORDS)
    with pytest.raises(StoreError, match="There is a store in"):
        create_store(place, WORDS, user="x", cost=CHEAP)
    key_file_of(place).write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match=r"key file .* cannot be read"):
        open_store(place, WORDS)
    with pytest.raises(StoreError, match="no case 'C-9'"):
        store.load_case("C-9")


def test_a_backup_is_checked_and_restores_everything(store: Store, place: Path, tmp_path: Path) -> None:
    store.save_case(_case())
    info = make_backup(store, tmp_path / "backup", WORDS)
    store.save_case(_case("C-2"))
    assert check_backup(tmp_path / "backup") == info
    with pytest.raises(StoreError, match="is there already"):
        make_backup(store, tmp_path / "backup", WORDS)
    with restore_backup(tmp_path / "backup", tmp_path / "new" / FILE_NAME, WORDS) as restored:
        assert [case.id for case in restored.list_cases()] == ["C-1"]
        assert restored.load_case("C-1").person == 'schema = "person/1"\n'
        assert restored.verify_chain((info.anchor,)).whole
    with pytest.raises(StoreError, match="There is a store at"):
        restore_backup(tmp_path / "backup", place, WORDS)
    store.close()
    with restore_backup(tmp_path / "backup", place, WORDS, replace=True, clock=Clock()) as restored:
        assert [case.id for case in restored.list_cases()] == ["C-1"]
    aside = next(file for file in place.parent.iterdir() if ".before-" in file.name and file.name.endswith("Z"))
    with open_store(aside, WORDS) as old:
        assert [case.id for case in old.list_cases()] == ["C-2", "C-1"]
    assert not [file for file in place.parent.iterdir() if file.name.endswith(".part")]


def test_a_damaged_backup_is_refused_and_the_store_untouched(store: Store, place: Path, tmp_path: Path) -> None:
    store.save_case(_case())
    make_backup(store, tmp_path / "backup", WORDS)
    database = tmp_path / "backup" / FILE_NAME
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged: cases\.db"):
        restore_backup(tmp_path / "backup", place, WORDS, replace=True)
    (tmp_path / "backup" / "manifest.json").unlink()
    with pytest.raises(StoreError, match="not a whole backup"):
        check_backup(tmp_path / "backup")
    assert store.load_case("C-1").result


def test_a_restored_backup_does_not_bring_back_an_erased_case(store: Store, place: Path, tmp_path: Path) -> None:
    store.save_case(_case())
    store.save_case(_case("C-2"))
    make_backup(store, tmp_path / "backup", WORDS)
    store.erase_case("C-1", "consent withdrawn")
    store.close()
    with restore_backup(tmp_path / "backup", place, WORDS, replace=True) as restored:
        with pytest.raises(StoreError, match="was erased"):
            restored.load_case("C-1")
        assert restored.load_case("C-2").result
        assert restored.audit("C-1")[-1].detail == "erased before this backup was restored"
        assert restored.verify_chain().whole
