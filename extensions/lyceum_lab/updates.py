"""Updates: a copy is offered what its template or module became, with all that was changed in the copy."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.utils import ensure_async
from jupyter_server.utils import to_os_path, url_path_join
from tornado.web import HTTPError, authenticated

from lyceum_lab import copies, language, merging
from lyceum_lab.copies import Origin
from lyceum_lab.differences import difference
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.replacing import BEFORE, Changed, replace
from lyceum_lab.service import Service
from lyceum_lab.templates import clean

_one_at_a_time = asyncio.Lock()
ANEW = "The notebook was changed meanwhile; nothing was written. Save it, and look at the update again."


@dataclass(frozen=True)
class Copy:
    """A notebook of the home folder, the digest of its file, and what it is a copy of."""

    path: str
    notebook: dict[str, Any]
    digest: str
    origin: Origin


class UpdateHandler(LyceumHandler):
    """What the handlers below share: the copy that is meant, and versions of what was copied."""

    async def copy(self, path: object) -> Copy | None:
        """Return the copy at a path; None after saying why there is none."""
        try:
            if not isinstance(path, str):
                raise HTTPError(422, "Name the notebook by its path, as text.")
            found = await ensure_async(self.contents_manager.get(path, type="notebook", require_hash=True))
        except HTTPError as error:
            await self.refuse(error.status_code, error.log_message or "There is no such notebook.", field="path")
            return None
        notebook = found["content"]
        if origin := copies.origin_of(notebook):
            return Copy(path, notebook, found["hash"], origin)
        await self.refuse(404, "This notebook does not say what it was copied from.", field="path")
        return None

    async def original(self, origin: Origin, version: int | None = None) -> dict[str, Any] | None:
        """Return what was copied, at a version or as it is now; None after passing on why it cannot be had."""
        answer = await self.ask("GET", path_of(origin), f"version={version}" if version else "")
        if answer.status == 200:
            return dict(json.loads(answer.body))
        await self.pass_on(answer)
        return None


class OfferHandler(UpdateHandler):
    """Tells whether there is something newer than what was copied."""

    @authenticated
    async def get(self) -> None:
        """Answer with the two versions, or with nothing where the copy is of what is there now."""
        if copy := await self.copy(self.get_query_argument("path", "")):
            answer = await self.ask("GET", path_of(copy.origin))
            newest = json.loads(answer.body) if answer.status == 200 else None
            await self.finish(json.dumps({"offer": offer(copy, newest) if newest else None}))


class PreviewHandler(UpdateHandler):
    """Shows what an update would make of a copy."""

    @authenticated
    async def get(self) -> None:
        """Answer with what changes by itself, and with the conflicts that somebody has to settle."""
        copy = await self.copy(self.get_query_argument("path", ""))
        newest = copy and await self.original(copy.origin)
        base = newest and await self.original(copy.origin, copy.origin.version) if copy else None
        if copy and newest and base:
            async with _one_at_a_time:
                told = await asyncio.to_thread(preview, copy, base["notebook"], newest["notebook"])
            await self.finish(json.dumps({**(offer(copy, newest) or NOTHING_NEWER), **told}))


class ApplyHandler(UpdateHandler):
    """Updates a copy as its owner settled the conflicts, and keeps the old one beside it."""

    @authenticated
    async def post(self) -> None:
        """Answer with the path of the copy, and with where the old one is kept."""
        wanted = self.get_json_body()
        wanted = wanted if isinstance(wanted, dict) else {}
        copy = await self.copy(wanted.get("path"))
        if copy is None:
            return
        if copy.digest != wanted.get("seen"):
            await self.refuse(409, ANEW)
            return
        version = wanted.get("to")
        if type(version) is not int or version < 1:
            await self.refuse(422, "Name the version to update to, as a number.", field="to")
            return
        base = await self.original(copy.origin, copy.origin.version)
        newest = base and await self.original(copy.origin, version)
        if base and newest:
            await self.apply(copy, base["notebook"], newest, wanted.get("choices"))

    async def apply(self, copy: Copy, base: dict[str, Any], newest: dict[str, Any], choices: object) -> None:
        """Write the merged notebook, or say why not."""
        given = choices if isinstance(choices, list) and all(each in merging.CHOICES for each in choices) else []
        async with _one_at_a_time:
            found, conflicts = await asyncio.to_thread(merged, copy, base, newest, given)
            if len(given) != len(conflicts):
                said = f"Say for each of the {len(conflicts)} conflicts: {', '.join(merging.CHOICES)}."
                await self.refuse(422, said, field="choices")
                return
            try:
                kept = await asyncio.to_thread(self.replaced, copy, found)
            except Changed:
                await self.refuse(409, ANEW)
            except OSError as error:
                said = f"The notebook could not be written, and is as it was: {error.strerror or error}."
                await self.refuse(409, said)
            else:
                await self.finish(json.dumps({"path": copy.path, "kept": beside(copy.path, kept.name)}))

    def replaced(self, copy: Copy, notebook: Mapping[str, Any]) -> Path:
        """Put the notebook in the place of the copy that was looked at. It blocks."""
        path = Path(to_os_path(copy.path, self.contents_manager.root_dir))
        content = nbformat.writes(nbformat.from_dict(dict(notebook)), version=nbformat.NO_CONVERT)
        return replace(path, copy.digest, f"{content}\n".encode(), language.said(BEFORE, self.language))


NOTHING_NEWER: dict[str, Any] = {"to": None}


def path_of(origin: Origin) -> str:
    """Return where the service tells of what was copied."""
    if origin.module:
        return f"api/courses/{origin.entry}/modules/{origin.module}"
    return f"api/templates/{origin.entry}"


def offer(copy: Copy, newest: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return which versions an update leads from and to; None where its notebook is the one that was copied."""
    if copies.hash_of(clean(newest["notebook"])) == copy.origin.hash:
        return None
    entry, version = copy.origin.entry, copy.origin.version
    return {"entry": entry, "title": newest["title"], "from": version, "to": newest["version"]}


def preview(copy: Copy, base: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return what an update would make of a copy. It takes seconds for notebooks of thousands of cells."""
    found, conflicts = merging.merged(clean(base), copy.notebook, clean(theirs))
    return {
        "seen": copy.digest,
        "conflicts": [
            {side: shown(getattr(place, side)) for side in ("base", "mine", "theirs")} for place in conflicts
        ],
        "difference": difference(copy.notebook, found, with_outputs=False),
    }


def shown(cells: Any) -> list[dict[str, str]]:
    """Return what people see of the cells of a conflict."""
    return [{"cell_type": cell["cell_type"], "source": copies.source_of(cell)} for cell in cells]


def merged(
    copy: Copy, base: dict[str, Any], newest: Mapping[str, Any], choices: list[str]
) -> tuple[dict[str, Any], list[merging.Place]]:
    """Return the copy as it is to be, which says that it is of the newest version, and the conflicts in it."""
    theirs = clean(newest["notebook"])
    found, conflicts = merging.merged(clean(base), copy.notebook, theirs, choices)
    about = {**copies.about(found["metadata"]), "copied": asdict(copy.origin.at(newest["version"], theirs))}
    return {**found, "metadata": {**found["metadata"], "lyceum": about}}, conflicts


def beside(path: str, name: str) -> str:
    """Return the path of a file in the same folder."""
    folder = path.strip("/").rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def routes(base_url: str) -> list[tuple[str, type[UpdateHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, "lyceum/updates/offer"), OfferHandler, options),
        (url_path_join(base_url, "lyceum/updates/preview"), PreviewHandler, options),
        (url_path_join(base_url, "lyceum/updates"), ApplyHandler, options),
    ]
