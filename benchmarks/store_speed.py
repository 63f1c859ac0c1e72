"""Times the list of cases and the search of a store with many cases.

    python benchmarks/store_speed.py [CASES=10000]

"first list" is the first call after opening (every identity is opened under its case's own key); "list" is the call
after another process wrote, which reads all again; "search" is a query on the open list. Best of five, in ms.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from interpreter.store import keys
from interpreter.store.keys import KeyCost
from interpreter.store.opening import FILE_NAME, create_store, open_store
from interpreter.store.values import Basis, CaseContent, Identity

_WORDS = "a passphrase for the benchmark"


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        store, _ = create_store(path, _WORDS, user="bench", cost=KeyCost(iterations=1, lanes=1, memory_kib=64))
        began = time.perf_counter()
        for number in range(count):
            store.save_case(
                CaseContent(
                    id=f"C-{number:06}",
                    identity=Identity(name=f"Person {number}", birth_date="1960-01-01", record_number=f"H-{number}"),
                    tumour_type="LUAD",
                    date="2026-11-21",
                    result='{"schema": "interpretation/1"}',
                    basis=Basis.LEGAL_DUTY,
                )
            )
        saving = (time.perf_counter() - began) * 1000 / count
        store.close()
        with open_store(path, _WORDS) as store:
            began = time.perf_counter()
            assert len(store.list_cases()) == count
            first = (time.perf_counter() - began) * 1000

            def list_again() -> None:
                store._writes += 1  # as if somebody had written: the list is read anew
                store.list_cases()

            again = _best(list_again)
            search = _best(lambda: store.list_cases("person 99 luad"))
            loading = _best(lambda: store.load_case("C-000000"))
            began = time.perf_counter()
            chain = store.verify_chain()
            checking = (time.perf_counter() - began) * 1000
            assert chain.whole
        began = time.perf_counter()
        keys.make_slot("x", "y", _WORDS, b"k" * 32, KeyCost())
        wrapping = (time.perf_counter() - began) * 1000
    print(
        f"{count} cases: save {saving:.1f} ms each; first list {first:.0f} ms; list {again:.0f} ms; "
        f"search {search:.1f} ms; load {loading:.1f} ms; chain of {chain.rows} rows checked in {checking:.0f} ms; "
        f"passphrase {wrapping:.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
