"""What the front end asks of its own server: the service's API, and copies of templates."""

import json
from typing import Any
from urllib.parse import quote

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from lyceum_catalog.phrasebooks import asked_for
from lyceum_lab import copies, templates
from lyceum_lab.language import spoken
from lyceum_lab.service import Answer, Service, Unreachable, is_forwardable, problem

PROBLEM = "application/problem+json"
FORWARDED_HEADERS = ("Content-Disposition", "Retry-After")


class LyceumHandler(APIHandler):
    """A handler that knows the service and answers with problems people can read."""

    _track_activity = False  # a panel that refreshes itself does not keep an idle server alive

    def initialize(self, service: Service) -> None:
        """Take the service from the route."""
        self.service = service

    @property
    def language(self) -> str:
        """The language that the front end asks for."""
        return asked_for(self.request.headers.get("Accept-Language", ""))

    async def ask(self, method: str, path: str, query: str = "", body: bytes = b"") -> Answer:
        """Ask the service; an answer is always given, if only that nobody answers."""
        try:
            return await self.service.request(method, path, query, body, self.language)
        except Unreachable as error:
            told = json.dumps(spoken(problem(503, str(error)), self.language)).encode()
            return Answer(503, {"Content-Type": PROBLEM}, told)

    async def pass_on(self, answer: Answer) -> None:
        """Send the service's answer to the browser as it came."""
        self.set_status(answer.status)
        for name in FORWARDED_HEADERS:
            if name in answer.headers:
                self.set_header(name, answer.headers[name])
        self.set_header("X-Content-Type-Options", "nosniff")
        content_type = answer.headers.get("Content-Type", "application/json")
        await self.finish(answer.body or None, set_content_type=content_type)

    async def refuse(self, status: int, detail: str, **more: Any) -> None:
        """Answer with a problem."""
        self.set_status(status)
        told = spoken(problem(status, detail, **more), self.language)
        await self.finish(json.dumps(told), set_content_type=PROBLEM)


class ServiceHandler(LyceumHandler):
    """Forwards to the service's API with the server's own token."""

    async def forward(self, path: str) -> None:
        """Forward the request as it came, if it is meant for the API."""
        if not is_forwardable(path):
            await self.refuse(404, f"The Lyceum service has no {path[:200]!r} to forward to.")
            return
        method = self.request.method or "GET"
        answer = await self.ask(method, quote(path), self.request.query, self.request.body)
        await self.pass_on(answer)

    @authenticated
    async def get(self, path: str) -> None:
        """Read something."""
        await self.forward(path)

    @authenticated
    async def post(self, path: str) -> None:
        """Make or start something."""
        await self.forward(path)

    @authenticated
    async def put(self, path: str) -> None:
        """Replace something."""
        await self.forward(path)

    @authenticated
    async def patch(self, path: str) -> None:
        """Change something."""
        await self.forward(path)

    @authenticated
    async def delete(self, path: str) -> None:
        """Remove something."""
        await self.forward(path)


class UseTemplateHandler(LyceumHandler):
    """Copies a template into the home folder."""

    @authenticated
    async def post(self, name: str) -> None:
        """Copy the template; the answer is the copy's path."""
        folder = folder_of(self.get_json_body())
        if folder is None:
            await self.refuse(422, "The folder must be a path in the home folder, as text.", field="folder")
            return
        if not await ensure_async(self.contents_manager.dir_exists(folder)):
            await self.refuse(404, f"There is no folder {folder!r} in your home folder.", field="folder")
            return
        answer = await self.ask("GET", f"api/templates/{name}", "used=true")
        if answer.status != 200:
            await self.pass_on(answer)
            return
        template = json.loads(answer.body)
        await self.copy(copies.marked(templates.clean(template["notebook"]), name, template["version"]), name, folder)

    async def copy(self, notebook: dict[str, Any], name: str, folder: str) -> None:
        """Copy the notebook, or say why the folder did not take it."""
        try:
            path = await templates.copy(self.contents_manager, notebook, name, folder)
        except HTTPError as error:
            detail = error.log_message or "The folder does not take new files."
            await self.refuse(error.status_code, detail, field="folder")
        else:
            self.set_status(201)
            await self.finish(json.dumps({"path": path}))


def folder_of(body: Any) -> str | None:
    """Return the folder a request names, without slashes around it; None if it names none as text."""
    folder = body.get("folder", "") if isinstance(body, dict) else ""
    return folder.strip("/") if isinstance(folder, str) else None


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, r"lyceum/service/(.*)"), ServiceHandler, options),
        (url_path_join(base_url, r"lyceum/templates/([a-z][a-z0-9_]*)/use"), UseTemplateHandler, options),
    ]
