"""Kills a process at random moments while it saves cases, and looks for what was lost or half written (S24).

    python benchmarks/kill_save.py [SAVES=200] [FOLDER]

A child opens the store, saves cases one after the other and prints each case's id once `save_case` has come back.
The parent kills it (SIGKILL) at a random moment, opens the store, and checks: every printed case is there whole,
no case is half there, pages and audit chain are sound. Repeated until so many saves were acknowledged.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interpreter.store.keys import KeyCost
from interpreter.store.opening import FILE_NAME, create_store, open_store
from interpreter.store.values import Basis, CaseContent, Identity, Kind, StoredInput

_WORDS = "a passphrase for the benchmark"
_RESULT = '{"schema": "interpretation/1", "filler": "' + "x" * 20_000 + '"}'


def _child(path: Path, run: int) -> None:
    with open_store(path, _WORDS) as store:
        for number in range(10_000):
            case_id = f"C-{run}-{number}"
            store.save_case(
                CaseContent(
                    id=case_id,
                    identity=Identity(name=f"Person {number}", record_number=case_id),
                    tumour_type="LUAD",
                    date="2026-11-21",
                    result=_RESULT,
                    basis=Basis.LEGAL_DUTY,
                    inputs=(StoredInput(file_name="a.vcf", sha256="0" * 64),),
                    person=f'schema = "person/1"\n# {number}\n',
                )
            )
            print(case_id, flush=True)


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    folder = Path(tempfile.mkdtemp(prefix="kill_save.", dir=sys.argv[2] if len(sys.argv) > 2 else None))
    chance = random.Random(20261121)
    path = folder / FILE_NAME
    store, _ = create_store(path, _WORDS, user="bench", cost=KeyCost(iterations=1, lanes=1, memory_kib=64))
    store.close()
    acknowledged: set[str] = set()
    kills = lost = half = faults = 0
    began = time.perf_counter()
    try:
        while len(acknowledged) < wanted or kills < 20:
            command = [sys.executable, __file__, "--child", str(path), str(kills)]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert child.stdout is not None
            said = [child.stdout.readline().strip()]  # it has opened the store and saves
            time.sleep(chance.uniform(0.0, 0.05))
            child.kill()
            said += child.stdout.read().split()
            child.wait()
            kills += 1
            acknowledged.update(case_id for case_id in said if case_id)
            with open_store(path, _WORDS) as store:
                stored = {case.id for case in store.list_cases()}
                lost += len(acknowledged - stored)
                for case_id in stored:
                    kinds = (Kind.IDENTITY, Kind.INPUTS, Kind.PERSON, Kind.RESULT)
                    half += any(not store.history(case_id, kind) for kind in kinds) if case_id in said else 0
                faults += len(store.verify_chain().faults) + len(store.page_faults())
    finally:
        shutil.rmtree(folder)
    print(
        f"{kills} kills, {len(acknowledged)} acknowledged saves in {time.perf_counter() - began:.0f} s: "
        f"{lost} lost, {half} half written, {faults} faults of chain or pages"
    )
    return 1 if lost or half or faults else 0


if __name__ == "__main__":
    sys.exit(main())
