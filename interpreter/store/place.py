"""Where a store may lie: on a local disk. SQLite on a share loses what it said was saved, so a share is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from interpreter.errors import StoreError

_NETWORK = frozenset(
    {
        "9p", "acfs", "afp", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "cvmfs", "davfs", "davfs2", "gfs",
        "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb",
        "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav",
    }
)  # fmt: skip
_LOCAL_FUSE = frozenset({"fuseblk", "fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.ext2", "fuse.apfs", "fuse.lxcfs"})
_OCTAL = re.compile(r"\\([0-7]{3})")
_MAC_MOUNT = re.compile(r".* on (?P<point>.+) \((?P<kind>[^,)]+)")


def refuse_network_place(folder: Path) -> None:
    """Refuse a folder that lies on a network share or an unknown FUSE mount.

    Raises:
        StoreError: with the kind of the share.
    """
    kind = network_kind(folder)
    if kind:
        raise StoreError(
            problem=f"The store cannot lie in '{folder}': that is on a network drive ({kind}).",
            meaning="On a network drive two workstations can overwrite each other's cases, and what was said to be "
            "saved can be lost without a word.",
            remedy="Choose a folder on this machine's own disk; keep backups, not the store, on the share.",
        )


def network_kind(folder: Path) -> str:
    """Give the kind of share that an existing folder lies on, or "" for a local disk."""
    if sys.platform == "win32":
        return _windows_kind(folder)
    resolved = folder.resolve()
    if sys.platform == "darwin":
        listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True)
        return kind_in(_mac_mounts(listing.stdout), resolved)
    return kind_in(linux_mounts(Path("/proc/self/mountinfo").read_text(encoding="utf-8")), resolved)


def kind_in(mounts: list[tuple[str, str]], folder: Path) -> str:
    """Give the kind of share under the deepest mount point that holds the folder, or "" when it is local.

    >>> kind_in([("/", "ext4"), ("/mnt/ward", "cifs")], Path("/mnt/ward/cases"))
    'cifs'
    >>> kind_in([("/", "nfs4"), ("/home", "ext4")], Path("/home/a"))
    ''
    """
    best, best_kind = "", ""
    for point, kind in mounts:
        # A later mount on the same point hides the earlier one.
        if (folder == Path(point) or Path(point) in folder.parents) and len(point) >= len(best):
            best, best_kind = point, kind
    remote = best_kind in _NETWORK or (best_kind.startswith("fuse") and best_kind not in _LOCAL_FUSE)
    return best_kind if remote else ""


def linux_mounts(mountinfo: str) -> list[tuple[str, str]]:
    """Read /proc/self/mountinfo into (mount point, file system type), in its order."""
    mounts: list[tuple[str, str]] = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            point = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
            mounts.append((point, after.split(" ")[0]))
    return mounts


def _mac_mounts(listing: str) -> list[tuple[str, str]]:
    matches = (_MAC_MOUNT.fullmatch(line.rstrip(")") if line.endswith(")") else line) for line in listing.splitlines())
    return [(found["point"], found["kind"]) for found in matches if found is not None]


def _windows_kind(folder: Path) -> str:
    import ctypes

    anchor = os.path.splitdrive(folder.resolve())[0]
    if anchor.startswith("\\\\"):
        return "Windows share"
    windll = getattr(ctypes, "windll", None)
    remote = windll is not None and windll.kernel32.GetDriveTypeW(f"{anchor}\\") == 4
    return "Windows network drive" if remote else ""
