"""S21: no internet socket can be opened, neither by Python nor by a C library."""

from __future__ import annotations

import subprocess
import sys

_PROBE = """
import ctypes
import platform
import socket
import sys
from interpreter.offline import forbid_network
forbid_network()
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family)
    except PermissionError:
        print("refused")
first, second = socket.socketpair(socket.AF_UNIX)
print("unix works")
if sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64"):
    assert ctypes.CDLL(None).socket(2, 1, 0) == -1, "a C library opened an internet socket"
"""


def test_s21_internet_sockets_are_refused_and_local_ones_work() -> None:
    said = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:3] == ["refused", "refused", "unix works"]
