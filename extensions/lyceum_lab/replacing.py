"""Replacing a file by a newer one, with the old one kept beside it: nothing is lost, whoever writes at that moment."""

import hashlib
import os
import secrets
from itertools import count
from pathlib import Path

BEFORE = "before update"


class Changed(Exception):
    """The file is not the one that was looked at."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as Jupyter's contents tell it."""
    return hashlib.sha256(content).hexdigest()


def replace(path: Path, seen: str, content: bytes, mark: str = BEFORE) -> Path:
    """Put new bytes in the place of those with a digest, and return where the old ones are kept, under a marked name.

    Raises Changed when others are there by now; then nothing was written. It blocks.
    """
    path = path.resolve()
    before = path.read_bytes()
    if digest(before) != seen:
        raise Changed
    mode = path.stat().st_mode & 0o777
    fresh = written(path.with_name(f".~{path.stem}-{secrets.token_hex(4)}{path.suffix}"), content, mode)
    kept = keep(path, before, mode, mark)
    try:
        if path.read_bytes() != before:
            kept.unlink()
            raise Changed
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    sync(path.parent)
    return kept


def keep(path: Path, content: bytes, mode: int, mark: str) -> Path:
    """Write what a file held beside it, under a marked name that is free, and return where."""
    for number in count(1):
        which = mark if number == 1 else f"{mark} {number}"
        try:
            return written(path.with_name(f"{path.stem} ({which}){path.suffix}"), content, mode)
        except FileExistsError:
            continue
    raise AssertionError("There is always another number.")


def written(path: Path, content: bytes, mode: int) -> Path:
    """Write a new file to the disk and return it; raise FileExistsError where there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise
    return path


def sync(folder: Path) -> None:
    """Have the names in a folder reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
