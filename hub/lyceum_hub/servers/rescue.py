"""Rescue: a small JupyterLab for somebody whose home is full, which shows what fills it and writes elsewhere."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from traitlets import Int, Unicode
from traitlets.config import Configurable

from lyceum_hub.servers.refusals import DidNotStart

NEEDED = 20 * 10**6  # bytes of its own
SPARE = (Path("/dev/shm"), Path(tempfile.gettempdir()), Path("/run"))  # noqa: S108 - a new folder of its own is made
OWN = {  # what a server would write to the home
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
    "XDG_CACHE_HOME": "cache",
    "MPLCONFIGDIR": "matplotlib",
    "NPM_CONFIG_CACHE": "npm",
    "TMPDIR": "tmp",
}


class Rescuing(Configurable):
    """Spawners whose JupyterLab starts on a full home all the same; `rescue_floor` is set before such a start."""

    rescue_floor = Int(0, help="How much room a home needs that lacks it, in bytes; 0 for an ordinary start.")
    rescue_folder = Unicode(help="Where such a server keeps its own files.")

    def make_rescue_folder(self, account: Any) -> None:
        """Make the folder of a server that needs one, for its account; raise DidNotStart where there is no room."""
        if not self.rescue_floor:
            return
        within = self.temporary or next((folder for folder in SPARE if has_room(folder)), None)
        if not within:
            everything = "Your home is full, and so is all else of this machine. Tell an administrator."
            raise DidNotStart(everything, kind="disk")
        within.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.rescue_folder = tempfile.mkdtemp(prefix="lyceum-rescue-", dir=within)
        for folder in (self.rescue_folder, *(os.path.join(self.rescue_folder, name) for name in OWN.values())):
            os.makedirs(folder, mode=0o700, exist_ok=True)
            os.chown(folder, account.pw_uid, account.pw_gid)

    def in_rescue(self, env: dict[str, str]) -> dict[str, str]:
        """Return an environment in which such a server writes nothing to the home."""
        if not self.rescue_folder:
            return env
        folder = self.seen_at(self.rescue_folder)
        own = {name: os.path.join(folder, inside) for name, inside in OWN.items()}
        return {**env, **own, "LYCEUM_HOME_FLOOR": str(self.rescue_floor), "PYTHONDONTWRITEBYTECODE": "1"}

    def get_state(self) -> dict[str, Any]:
        """Return what a restarted hub needs to know."""
        return {**super().get_state(), **({"rescue": self.rescue_folder} if self.rescue_folder else {})}

    def load_state(self, state: dict[str, Any]) -> None:
        """Know again what to remove."""
        super().load_state(state)
        self.rescue_folder = state.get("rescue", "")

    def leave(self) -> None:
        """Remove what such a server kept."""
        super().leave()
        if self.rescue_folder:
            shutil.rmtree(self.rescue_folder, ignore_errors=True)
            self.rescue_folder = ""


def has_room(folder: Path) -> bool:
    """Return whether a folder can hold what a rescue needs."""
    with suppress(OSError):
        found = os.statvfs(folder)
        return os.access(folder, os.W_OK) and found.f_bavail * found.f_frsize >= NEEDED
    return False
