"""Archives: ZIP files in which nothing is compressed, so that they are as large as they look, with a manifest.

They come from elsewhere: what is read from one is trusted only as far as its manifest, and its names lead nowhere.
"""

import os
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from lyceum_hub.errors import Conflict, Invalid
from lyceum_hub.moving.manifest import Manifest, Member, fingerprint, manifest_of

MANIFEST = "manifest.json"
NAME = re.compile(r"(?=.{1,500}$)[A-Za-z0-9_][A-Za-z0-9._=@+-]*(/[A-Za-z0-9_][A-Za-z0-9._=@+-]*)*", re.ASCII)
LARGEST = {MANIFEST: 2**28}
LARGEST_PART = 2**30  # of what is read at once
LONGEST_LINE = 2**26
CHUNK = 2**20
LINK, KIND = 0o120000, 0o170000  # in a member's mode
AGAIN = "Copy it again from where it was made, or export anew."
BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error)


class Packing:
    """An archive that is being written: it appears whole under its name, or not at all."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise Conflict(f"{path} is there already.", remedy="Choose another name, or move it away.")
        self.path = path
        self.members: dict[str, Member] = {}
        self._part = path.with_name(f".{path.name}.part")
        self._file = open(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")  # noqa: SIM115
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._zip.close()
        if kind is None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._part.rename(self.path)
        self._file.close()
        self._part.unlink(missing_ok=True)

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add a file."""
        if not NAME.fullmatch(name):
            raise Invalid(f"{name!r} is no name for a file of an archive.")
        size, hashed = 0, sha256()
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                hashed.update(part)
                size += len(part)
        self.members[name] = Member(size=size, sha256=hashed.hexdigest())

    def finish(self, manifest: Manifest) -> str:
        """Add the manifest and return its fingerprint."""
        content = manifest.written()
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), content)
        return fingerprint(content)


class Archive:
    """An archive that can be read; raise Invalid where it is none, Conflict where another version made it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._telling():
            try:
                self._file = path.open("rb")
            except OSError as error:
                raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
            self._zip = zipfile.ZipFile(self._file)
            self._check_members()
            content = self._content(MANIFEST, LARGEST[MANIFEST])
            self.manifest, self.fingerprint = manifest_of(content), fingerprint(content)
            self._check_names()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def check(self) -> None:
        """Read all of it; raise Invalid where something is not what the manifest says."""
        for name, member in self.manifest.members.items():
            size, hashed = 0, sha256()
            with self._telling(), self._zip.open(name) as file:
                while chunk := file.read(CHUNK):
                    size += len(chunk)
                    hashed.update(chunk)
            if (size, hashed.hexdigest()) != (member.size, member.sha256):
                raise self._broken(f"{name} is not what was written")

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of the archive."""
        return [name for name in self.manifest.members if name.startswith(f"{folder}/")]

    def content(self, name: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        with self._telling():
            return self._content(name, LARGEST_PART) if name in self.manifest.members else None

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a file."""
        with self._telling(), self._zip.open(name) as file:
            while line := self._line(name, file):
                yield line

    def _line(self, name: str, file: IO[bytes]) -> bytes:
        """Return the next line; nothing at the end."""
        line = file.readline(LONGEST_LINE)
        if line and not line.endswith(b"\n"):
            raise self._broken(f"a line of {name} does not end")
        return line

    def _content(self, name: str, most: int) -> bytes:
        with self._zip.open(name) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise self._broken(f"{name} is too large")
        return content

    def _check_members(self) -> None:
        """See that its files are files, each there once, and together no larger than itself."""
        found = self._zip.infolist()
        if sum(one.file_size for one in found) > os.fstat(self._file.fileno()).st_size:
            raise self._broken("its files would be larger than itself")
        for one in found:
            if one.compress_type != zipfile.ZIP_STORED or one.external_attr >> 16 & KIND == LINK or one.flag_bits & 1:
                raise self._broken(f"{one.filename!r} is compressed, locked or a link")
            if not NAME.fullmatch(one.filename):
                raise self._broken(f"{one.filename!r} is no name for a file of it")
        if len({one.filename for one in found}) != len(found):
            raise self._broken("a file is in it twice")
        if MANIFEST not in self._zip.namelist():
            raise self._broken("it has no manifest")

    def _check_names(self) -> None:
        """See that it holds what its manifest names."""
        if {MANIFEST, *self.manifest.members} != set(self._zip.namelist()):
            raise self._broken("it holds other files than its manifest names")
        if {f"tables/{table}.jsonl" for table in self.manifest.tables} != set(self.names("tables")):
            raise self._broken("it holds other tables than its manifest counts")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say of what cannot be read that the archive is broken."""
        try:
            yield
        except BROKEN as error:
            raise self._broken("it was cut short, changed, or is something else") from error

    def _broken(self, why: str) -> Invalid:
        return Invalid(f"{self.path} is no whole archive of a workspace: {why}. Nothing was written.", remedy=AGAIN)
