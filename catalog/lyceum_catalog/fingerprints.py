"""Fingerprints: whether files in the shared folder still hold the bytes that they held when a version was published."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from glob import has_magic
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

PIECE = 1024 * 1024
MOST_FILES = 10_000


class CannotFingerprint(Exception):
    """Files that have no fingerprint: none are there, too many are, or they lie outside of their folder."""


@dataclass(frozen=True)
class Extent:
    """What is known of files without reading them: bytes in all, and the newest change in nanoseconds."""

    size: int
    modified: int


@dataclass(frozen=True)
class Fingerprint:
    """The SHA-256 of a file, or of the names and hashes of several, and their extent then."""

    sha256: str
    size: int
    modified: int

    @property
    def extent(self) -> Extent:
        """Return the extent of the files when they were read."""
        return Extent(self.size, self.modified)

    def fits(self, path: str) -> bool:
        """Tell whether the files at a path are the same still; they are read only where their extent leaves doubt."""
        files = files_at(path)
        now = extent_of(files)
        if now == self.extent:
            return True
        return now.size == self.size and hash_of(path, files) == self.sha256


def path_of(url: str, shared: Path) -> str | None:
    """Return the path of what a relative URL names below the shared folder; None for what lies elsewhere."""
    split = urlsplit(url)
    return None if split.scheme or split.netloc or url.startswith("/") else str(shared / url)


def fingerprint_of(path: str, root: Path, check: Callable[[], None] = lambda: None) -> Fingerprint:
    """Return the fingerprint of the files at a path below a folder; raise CannotFingerprint or OSError.

    `check` is called for every piece that is read; what it raises ends the reading.
    """
    files = files_at(path)
    below = root.resolve()
    if any(not file.resolve().is_relative_to(below) for file in files):
        raise CannotFingerprint(f"{path} leads out of the shared folder.")
    extent = extent_of(files)
    return Fingerprint(hash_of(path, files, check), extent.size, extent.modified)


def files_at(path: str) -> list[Path]:
    """Return the files that a path means, in order: itself, those of a folder, or those that a pattern matches."""
    files = sorted(islice((file for file in named(Path(path)) if file.is_file()), MOST_FILES + 1))
    if not files:
        raise CannotFingerprint(f"{path} is not there.")
    if len(files) > MOST_FILES:
        raise CannotFingerprint(f"{path} has more than {MOST_FILES} files.")
    return files


def named(path: Path) -> Iterator[Path]:
    """Yield what a path may mean."""
    if path.is_dir():
        return path.rglob("*")
    if path.exists() or not has_magic(path.name):
        return iter([path])
    return path.parent.glob(path.name)


def extent_of(files: list[Path]) -> Extent:
    """Return the extent of some files."""
    known = [file.stat() for file in files]
    return Extent(sum(stat.st_size for stat in known), max(stat.st_mtime_ns for stat in known))


def hash_of(path: str, files: list[Path], check: Callable[[], None] = lambda: None) -> str:
    """Return the SHA-256 of one file's bytes; of several, of their names and hashes as `sha256sum` lists them."""
    if files == [Path(path)]:
        return hash_of_file(files[0], check)
    outer = Path(path) if Path(path).is_dir() else Path(path).parent
    lines = (f"{hash_of_file(file, check)}  {file.relative_to(outer)}\n" for file in files)
    return hashlib.sha256("".join(lines).encode(errors="surrogateescape")).hexdigest()


def hash_of_file(file: Path, check: Callable[[], None]) -> str:
    """Return the SHA-256 of a file's bytes, of which few are in memory at a time."""
    found = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            check()
            found.update(piece)
    return found.hexdigest()
