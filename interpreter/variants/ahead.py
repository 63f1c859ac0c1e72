"""Lets one thread prepare the next pieces while another works on this one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")
_DEPTH = 4


class _Done:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(pieces: Iterator[T]) -> Generator[T, None, None]:
    """Give the same pieces, made by a thread that keeps at most four in hand; its error is raised here.

    The thread ends when the pieces do, or soon after this iterator is closed.
    """
    line: queue.Queue[T | _Done] = queue.Queue(_DEPTH)
    stopped = threading.Event()

    def put(piece: T | _Done) -> bool:
        while not stopped.is_set():
            try:
                line.put(piece, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for piece in pieces:
                if not put(piece):
                    return
            put(_Done(None))
        except BaseException as error:  # handed to the reader, who raises it
            put(_Done(error))

    thread = threading.Thread(target=work, name="reading ahead", daemon=True)
    thread.start()
    try:
        while True:
            piece = line.get()
            if isinstance(piece, _Done):
                if piece.error is not None:
                    raise piece.error
                return
            yield piece
    finally:
        stopped.set()
        thread.join()
