"""Opening a module of a course: one's own copy where there is one, else a clean copy, never over a file."""

import asyncio
import json
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from lyceum_lab import copies, templates
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service

FOLDER = "courses"  # in the home folder
_one_at_a_time = asyncio.Lock()


class OpenModuleHandler(LyceumHandler):
    """Puts a module's notebook into the home folder."""

    @authenticated
    async def post(self, course: str, module: str) -> None:
        """Enrol, and answer with the path of one's copy."""
        answer = await self.ask("POST", f"api/courses/{course}/modules/{module}/open")
        if answer.status != 200:
            await self.pass_on(answer)
            return
        try:
            told = json.loads(answer.body)
            copied = copies.marked(templates.clean(told["notebook"]), course, told["version"], module)
            path = await copy_of(self.contents_manager, copied, course, module)
        except HTTPError as error:
            detail = error.log_message or f"The folder {FOLDER} of your home does not take new files."
            await self.refuse(error.status_code, detail)
        else:
            await self.finish(json.dumps({"path": path}))


async def copy_of(contents: Any, notebook: dict[str, Any], course: str, module: str) -> str:
    """Return the path of somebody's copy of a module, made if there is none."""
    folder = f"{FOLDER}/{course}"
    async with _one_at_a_time:
        for part in (FOLDER, folder):
            if not await ensure_async(contents.dir_exists(part)):
                await ensure_async(contents.save({"type": "directory"}, part))
        path = f"{folder}/{module}.ipynb"
        if await is_copy(contents, path, course, module):
            return path
        return await templates.copy(contents, notebook, module, folder)


async def is_copy(contents: Any, path: str, course: str, module: str) -> bool:
    """Tell whether a file is a copy of a module, and not something of another kind or name."""
    if not await ensure_async(contents.file_exists(path)):
        return False
    try:
        about = (await ensure_async(contents.get(path, type="notebook")))["content"]["metadata"].get("lyceum", {})
    except HTTPError:  # no notebook
        return False
    return isinstance(about, dict) and (about.get("course"), about.get("module")) == (course, module)


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    name = r"([a-z][a-z0-9_]*)"
    route = url_path_join(base_url, rf"lyceum/courses/{name}/modules/{name}/open")
    return [(route, OpenModuleHandler, {"service": Service.from_environment()})]
