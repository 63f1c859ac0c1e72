"""No network, held twice (S21): a kernel filter on Linux, and an audit hook in Python everywhere.

The filter refuses every socket but AF_UNIX for this process and its children, C libraries included; X11, Wayland,
D-Bus and CUPS on the machine speak AF_UNIX and go on working.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_AUDIT_ARCH = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine -> (audit architecture, number of the system call `socket`); linux/audit.h and the syscall tables."""
_AF_UNIX = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def forbid_network() -> None:
    """Refuse every internet socket from now on; cannot be undone in this process."""
    sys.addaudithook(_refuse_internet)
    if sys.platform == "linux" and platform.machine() in _AUDIT_ARCH:
        _install_filter(*_AUDIT_ARCH[platform.machine()])


def _refuse_internet(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.__new__" and len(arguments) > 1 and arguments[1] != _AF_UNIX:
        raise PermissionError(errno.EACCES, "this program opens no network connection")


def _install_filter(architecture: int, socket_call: int) -> None:
    def instruction(code: int, k: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, k)

    load, jump_if_equal, give = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.EACCES
    instructions = b"".join(
        (
            instruction(load, 4),
            instruction(jump_if_equal, architecture, 0, 4),  # another architecture: allow
            instruction(load, 0),
            instruction(jump_if_equal, socket_call, 0, 2),  # not socket(): allow
            instruction(load, 16),
            instruction(jump_if_equal, _AF_UNIX, 0, 1),  # any other family: refuse
            instruction(give, allow),
            instruction(give, refuse),
        )
    )
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    program = _Program(len(instructions) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program)
    ):
        # an older kernel or a container that forbids filters: the audit hook above still holds Python
        return
