"""The keys that move along: what they have signed is to count elsewhere, too.

All others (cookies, and the tokens between the programs) are made anew, so that everybody logs in again.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

from lyceum_hub.errors import Conflict, Invalid
from lyceum_hub.settings import Settings, write_once

MOVED = ("learning", "webhooks")  # certificates and progress; whoever checks the signatures of messages
FORM = re.compile(r"[\x21-\x7e]{16,1000}", re.ASCII)


def keys_of(settings: Settings) -> dict[str, str]:
    """Return the keys that a workspace has."""
    folder = settings.state / "secrets"
    return {name: (folder / name).read_text() for name in MOVED if (folder / name).exists()}


def keep(settings: Settings, name: str, key: str) -> None:
    """Have a key in place of the one that is there; raise Conflict where others than this program keep them."""
    if name not in MOVED or not FORM.fullmatch(key):
        raise Invalid(f"What the archive has as the key {name[:40]!r} is none.")
    path = settings.state / "secrets" / name
    if path.exists() and path.read_text() == key:
        return
    try:
        replace(path, key)
    except OSError as error:
        said = f"The key {name} of the archive is not the one that is here, and {path} cannot be written."
        raise Conflict(said, remedy=f"Put secrets/{name} of the archive into the Secret first.") from error


def replace(path: Path, key: str) -> None:
    """Write a private file in place of another."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.moved.{os.getpid()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    write_once(fresh, key)
    fresh.replace(path)
