"""What runs left behind, for the browser: an output as a report, and what differs between two notebooks."""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.differences import difference
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.reports import POLICY, report
from lyceum_lab.service import Answer, Service

RUN = r"[A-Za-z0-9_-]{1,64}"
_one_at_a_time = asyncio.Lock()  # a large notebook takes hundreds of megabytes while it is turned into HTML


class ResultHandler(LyceumHandler):
    """A handler that makes something of what runs left behind."""

    async def asked(self, *paths: str) -> list[Any] | None:
        """Return what the service says at each path; None after passing on its refusal."""
        answers: list[Answer] = await asyncio.gather(*(self.ask("GET", path) for path in paths))
        for answer in answers:
            if answer.status != 200:
                await self.pass_on(answer)
                return None
        return [json.loads(answer.body) for answer in answers]


class ReportHandler(ResultHandler):
    """Shows the output of a run as HTML that cannot act."""

    @authenticated
    async def get(self, run_id: str) -> None:
        """Send the page, to be kept where the query says `download`."""
        found = await self.asked(f"api/runs/{run_id}", f"api/runs/{run_id}/output")
        if found is None:
            return
        run, output = found
        async with _one_at_a_time:
            page = await asyncio.to_thread(report, output, described(run))
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        if self.get_query_argument("download", ""):
            self.set_header("Content-Disposition", attachment(f"{run['name']}.html"))
        await self.finish(page, set_content_type="text/html; charset=UTF-8")


class DifferenceHandler(ResultHandler):
    """Compares the notebooks of two runs."""

    @authenticated
    async def get(self, run_id: str) -> None:
        """Send the older notebook and the diff from it."""
        since, what = self.get_query_argument("since", ""), self.get_query_argument("what", "source")
        if not re.fullmatch(RUN, since, re.ASCII) or what not in ("source", "output"):
            await self.refuse(422, "Name the run to compare with as `since`, and `what`: source or output.")
            return
        part = "notebook" if what == "source" else "output"
        found = await self.asked(f"api/runs/{since}/{part}", f"api/runs/{run_id}/{part}")
        if found:
            async with _one_at_a_time:
                told = await asyncio.to_thread(difference, found[0], found[1], with_outputs=what == "output")
            await self.finish(json.dumps(told))


def described(run: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says of its run."""
    return {**run, "parameters": run.get("parameters") or {}, "figures": run.get("figures") or {}}


def attachment(name: str) -> str:
    """Return the header that saves an answer under a name that people gave."""
    return f"attachment; filename=\"report.html\"; filename*=UTF-8''{quote(name, safe='')}"


def routes(base_url: str) -> list[tuple[str, type[ResultHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, rf"lyceum/runs/({RUN})/report"), ReportHandler, options),
        (url_path_join(base_url, rf"lyceum/runs/({RUN})/diff"), DifferenceHandler, options),
    ]
