"""The file store: notebooks and outputs by key, in a folder or at any fsspec URL."""

import os
from contextlib import suppress
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from lyceum_hub.errors import NotFound, SettingError


class Files:
    """Files by key, such as `notebooks/<hash>.ipynb`; one that can be read is whole and on disk."""

    def __init__(self, url: str) -> None:
        try:
            self._fs, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise SettingError(f"LYCEUM_FILES_URL cannot be used: {error}") from error

    def put(self, key: str, content: bytes) -> None:
        """Store content under a key, in one step."""
        path = f"{self._root}/{key}"
        if isinstance(self._fs, LocalFileSystem):
            write_whole(Path(path), content)
        else:
            self._fs.pipe_file(path, content)

    def get(self, key: str) -> bytes:
        """Return what is stored under a key; raise NotFound when nothing is."""
        try:
            return bytes(self._fs.cat_file(f"{self._root}/{key}"))
        except FileNotFoundError as error:
            raise NotFound(f"The file store has no {key}.") from error

    def keys(self, prefix: str) -> list[str]:
        """Return the keys of the files below a key, sorted; none where nothing is."""
        self._fs.invalidate_cache()
        found = self._fs.find(f"{self._root}/{prefix}")
        start = len(self._fs._strip_protocol(self._root)) + 1
        return [self._fs._strip_protocol(path)[start:] for path in sorted(found)]

    def names(self, prefix: str) -> list[str]:
        """Return the names just below a key, sorted."""
        self._fs.invalidate_cache()
        try:
            found = self._fs.ls(f"{self._root}/{prefix}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found)

    def delete(self, prefix: str) -> None:
        """Remove the file of a key, or all files below it; what is not there is no matter."""
        with suppress(FileNotFoundError):
            self._fs.rm(f"{self._root}/{prefix}", recursive=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears complete and on disk, or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{id(content)}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
