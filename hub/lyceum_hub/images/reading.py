"""Bills of materials read from where they are: a file, this environment, or an image."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from lyceum_hub.errors import Invalid, NotFound
from lyceum_hub.images.materials import BILL

RUNNERS = ("docker", "podman")
CAT = ["run", "--rm", "--no-healthcheck", "--network", "none", "--entrypoint", "cat"]
REMEDY = "Images of ours have it; one that is built on them records it anew with `lyceum images record`."


def bill_of(named: str) -> dict[str, Any]:
    """Return the bill of materials of a file or of an image; raise NotFound or Invalid."""
    content = Path(named).read_text() if Path(named).is_file() else read_in(named)
    try:
        bill: dict[str, Any] = json.loads(content)
        if bill["bomFormat"] == "CycloneDX" and isinstance(bill["components"], list):
            return bill
    except (ValueError, KeyError, TypeError):
        pass
    raise Invalid(f"What {named} holds is no bill of materials of CycloneDX in JSON.")


def read_in(image: str) -> str:
    """Return the bill that lies in an image, read by a container without network."""
    said = ["Neither docker nor podman is installed here."]
    for runner in filter(shutil.which, RUNNERS):
        done = subprocess.run([runner, *CAT, image, str(BILL)], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.strip().splitlines() or [f"{runner} ended with status {done.returncode}."]
    raise NotFound(
        f"{image} is no file, and its bill of materials could not be read as an image's: {said[-1]}", remedy=REMEDY
    )
