"""Secrets: values a notebook needs and nobody may read, kept by name in their owner's home and nowhere else."""

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)
TAKEN = re.compile(r"PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|LANG|(LC_|LD_|LYCEUM_|JUPYTER|JPY_|PYTHON).*")
UNFIT = re.compile("[\0\ud800-\udfff]")  # no environment variable takes them
SHORTEST, LONGEST = 4, 32 * 1024


class CannotFind(LookupError):
    """A secret that is not there, and what to do about it."""


class CannotKeep(ValueError):
    """A secret that is not kept, and why; `field` says what of it is wrong."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def secret(name: str) -> str:
    """Return the value of a secret; a run has those that were named when it was made. Raises CannotFind."""
    if "LYCEUM_RUN_FACTS" in os.environ:
        value, remedy = os.environ.get(name), "Choose it under More › Secrets when you start the run."
    else:
        value, remedy = values().get(name), "Add it under More › Secrets in the form behind “Run as job…”."
    if value is None:
        raise CannotFind(f"There is no secret {name!r} here. {remedy}")
    return value


def values() -> dict[str, str]:
    """Return all secrets of whoever runs this, by name; raise CannotFind when their file cannot be read."""
    try:
        kept = json.loads(place().read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in kept.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        remedy = "Move it away and add them anew."
        raise CannotFind(f"The file of your secrets, {place()}, cannot be read. {remedy}") from error


def names() -> list[str]:
    """Return the names of all secrets, in order."""
    return sorted(values())


def keep(name: str, value: str) -> None:
    """Keep a secret, in place of one of the same name; raise CannotKeep for a name or a value that cannot be used."""
    check(name, value)
    with changing() as kept:
        kept[name] = value


def forget(name: str) -> None:
    """Remove a secret; raise CannotFind when there is none of this name."""
    with changing() as kept:
        if kept.pop(name, None) is None:
            raise CannotFind(f"There is no secret {name[:64]!r} to remove.")


def check(name: str, value: str) -> None:
    """Raise CannotKeep for a name that no environment variable may have, and for a value that cannot be hidden."""
    if not NAME.fullmatch(name):
        raise CannotKeep("Use capital letters, digits and _ only, a letter first, such as DATABASE_PASSWORD.", "name")
    if TAKEN.fullmatch(name):
        raise CannotKeep(f"{name} already means something to the programs that run here. Choose another name.", "name")
    if len(value.strip()) < SHORTEST:
        raise CannotKeep(f"Give at least {SHORTEST} characters: shorter ones cannot be told from other text.", "value")
    if UNFIT.search(value) or len(value.encode()) > LONGEST:
        raise CannotKeep(f"Give text of at most {LONGEST // 1024} KiB.", "value")


def place() -> Path:
    """Return where the secrets of whoever runs this lie."""
    return Path.home() / ".config" / "lyceum" / "secrets.json"


@contextmanager
def changing() -> Iterator[dict[str, str]]:
    """Give the secrets to change, and write them in one step; one who changes them waits for another."""
    folder = place().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        kept = values()
        yield kept
        write(kept)
    finally:
        os.close(descriptor)


def write(kept: dict[str, str]) -> None:
    """Replace the file; only its owner can read it, at no moment is half of it there."""
    descriptor, temporary = tempfile.mkstemp(dir=place().parent, prefix=".secrets-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place())
    except BaseException:
        Path(temporary).unlink()
        raise
