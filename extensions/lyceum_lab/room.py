"""The room in one's home: what fills it, and deleting that for good."""

import asyncio
import heapq
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service

FLOOR = "LYCEUM_HOME_FLOOR"  # set where this server started because the home is full
TRASH = ".local/share/Trash"
SHOWN = 40


@dataclass(frozen=True)
class Item:
    """A file or folder of the home, with what it takes on the disk in bytes."""

    path: str
    size: int
    is_folder: bool


class RoomHandler(LyceumHandler):
    """Tells what fills the home, and removes it."""

    @authenticated
    async def get(self) -> None:
        """Answer with what a folder of the home holds, largest first."""
        folder = self.get_query_argument("path", "")
        try:
            inner = inside(Path.home(), folder)
        except ValueError as error:
            await self.refuse(422, str(error), field="path")
            return
        await self.finish(json.dumps(await asyncio.to_thread(account, Path.home(), inner)))

    @authenticated
    async def delete(self) -> None:
        """Delete a file or folder for good."""
        try:
            inner = inside(Path.home(), self.get_query_argument("path", ""))
            if inner == Path.home():
                raise ValueError("Name a file or folder in your home.")
            await asyncio.to_thread(remove, inner)
        except ValueError as error:
            await self.refuse(422, str(error), field="path")
        except FileNotFoundError:
            await self.refuse(404, "It is not there any more.")
        except OSError as error:
            await self.refuse(409, f"It could not be deleted: {error.strerror or error}.")
        else:
            self.set_status(204)


def account(home: Path, folder: Path) -> dict[str, object]:
    """Return the disk, the trash, and the largest things in a folder and below it. It blocks."""
    disk, sizes = os.statvfs(home), Counter[Path]()

    def files() -> Iterator[tuple[int, str]]:
        for child in children(folder):
            for path, size, is_file in below(child):
                sizes[child] += size
                if is_file:
                    yield size, str(path.relative_to(home))

    largest = heapq.nlargest(SHOWN, files())
    items = [Item(str(child.relative_to(home)), size, is_folder(child)) for child, size in sizes.most_common(SHOWN)]
    return {
        "path": "" if folder == home else str(folder.relative_to(home)),
        "needed": int(os.environ.get(FLOOR) or 0),
        "free": disk.f_bavail * disk.f_frsize,
        "total": disk.f_blocks * disk.f_frsize,
        "trash": sum(size for _, size, _ in below(home / TRASH)),
        "items": [asdict(item) for item in items],
        "files": [asdict(Item(path, size, is_folder=False)) for size, path in largest if size],
    }


def inside(home: Path, path: str) -> Path:
    """Return where a path of the home is; raise ValueError where it leads out of it."""
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or "\0" in path:
        raise ValueError("Name a path within your home.")
    found = home.joinpath(*parts)
    if parts and not found.parent.resolve().is_relative_to(home.resolve()):
        raise ValueError("It lies outside of your home, behind a link.")
    return found


def remove(path: Path) -> None:
    """Delete a file, a link or a folder with all that is in it."""
    if is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink()


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder itself, not a link to one."""
    return path.is_dir() and not path.is_symlink()


def children(folder: Path) -> list[Path]:
    """Return what a folder holds; nothing where it is none, or closed."""
    try:
        return [Path(entry.path) for entry in os.scandir(folder)] if is_folder(folder) else []
    except OSError:
        return []


def below(path: Path) -> Iterator[tuple[Path, int, bool]]:
    """Yield a path and all below it, each with what it takes and whether it is a file; links are not followed."""
    left = [path]
    while left:
        found = left.pop()
        yield found, taken(found), not is_folder(found)
        left += children(found)


def taken(path: Path) -> int:
    """Return what a file takes itself."""
    try:
        return path.lstat().st_blocks * 512
    except OSError:
        return 0


def tell_page(settings: dict[str, Any]) -> None:
    """Have JupyterLab open the page about the room where it was started only to make some."""
    if os.environ.get(FLOOR):
        settings.setdefault("page_config_data", {})["lyceumRescue"] = "true"


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our route under a server's base URL."""
    return [(url_path_join(base_url, "lyceum/room"), RoomHandler, {"service": Service.from_environment()})]
