"""The volumes of a pod: its person's home, what everybody may read, and the folders of the person's groups."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

EVERYBODY = "everybody"  # the folder of the shared volume that all may read
GROUPS = "groups"


def home(claim: str, at: Path) -> tuple[list[Any], list[Any]]:
    """Return the volume of a home, and where it is mounted."""
    volume = {"name": "home", "persistentVolumeClaim": {"claimName": claim}}
    return [volume], [{"name": "home", "mountPath": str(at)}]


def shared(claim: str, at: Path, in_home: Path, groups: Iterable[str]) -> tuple[list[Any], list[Any]]:
    """Return the volume of shared folders, if there is one, and where its parts are mounted.

    Nobody's pod has more of it than what all may read, and the folders of their own groups.
    """
    if not claim:
        return [], []
    volume = {"name": "shared", "persistentVolumeClaim": {"claimName": claim}}
    of_all = {"name": "shared", "mountPath": str(at), "subPath": EVERYBODY, "readOnly": True}
    return [volume], [of_all, *(of_group(name, in_home) for name in sorted(groups))]


def of_group(group: str, home: Path) -> dict[str, str]:
    """Return where the folder of a group is mounted: where its members find it on one machine, too."""
    return {"name": "shared", "mountPath": str(home / "Shared" / group), "subPath": f"{GROUPS}/{group}"}
