"""A store on a network share is refused, by the kind of the mount that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.errors import StoreError
from interpreter.store import place

_MOUNTINFO = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 27 0:45 / /mnt/ward\040share rw,relatime shared:2 master:1 - cifs //server/ward rw
41 40 8:2 / /mnt/ward\040share/local rw - xfs /dev/sdb1 rw
42 27 0:46 / /mnt/hidden rw - ext4 /dev/sdc1 rw
43 27 0:47 / /mnt/hidden rw - nfs4 server:/x rw
44 27 0:48 / /home/a/cloud rw - fuse.rclone remote: rw
45 27 0:49 / /media/stick rw - fuseblk /dev/sdd1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/a", ""),
        ("/mnt/ward share", "cifs"),
        ("/mnt/ward share/deep/folder", "cifs"),
        ("/mnt/ward share/local/x", ""),
        ("/mnt/ward sharenot", ""),
        ("/mnt/hidden/x", "nfs4"),
        ("/home/a/cloud/cases", "fuse.rclone"),
        ("/media/stick", ""),
    ],
)
def test_the_deepest_and_latest_mount_decides(folder: str, kind: str) -> None:
    assert place.kind_in(place.linux_mounts(_MOUNTINFO), Path(folder)) == kind


def test_s24_a_share_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "network_kind", lambda _: "smb3")
    with pytest.raises(StoreError, match=r"on a network drive \(smb3\)") as caught:
        place.refuse_network_place(tmp_path)
    assert "keep backups, not the store, on the share" in caught.value.remedy


def test_this_machines_own_disk_is_taken(tmp_path: Path) -> None:
    assert place.network_kind(tmp_path) == ""
    place.refuse_network_place(tmp_path)
