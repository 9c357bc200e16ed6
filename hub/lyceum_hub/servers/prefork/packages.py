"""The installed packages: whether they are still those that the parent imported."""

import sys
from pathlib import Path


class Packages:
    """The folders of installed packages as they were."""

    def __init__(self) -> None:
        self._seen = stamps()

    def have_changed(self) -> bool:
        """Tell whether a package was installed, removed or renewed since."""
        return stamps() != self._seen


def stamps() -> dict[Path, int]:
    """Return when something was last put into each folder that packages are imported from."""
    folders = (Path(entry) for entry in sys.path if entry.endswith("-packages"))
    return {folder: folder.stat().st_mtime_ns for folder in folders if folder.is_dir()}
