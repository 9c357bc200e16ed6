"""Records of entries as YAML text, for the editor: written and read by the rules of `lyceum catalog apply`."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import yaml
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.folders import parse_yaml, problem_in_yaml, said_by
from lyceum_catalog.layout import text_of
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service

NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


class WriteHandler(LyceumHandler):
    """Writes a record as text."""

    @authenticated
    async def post(self) -> None:
        """Send the text of the record that came."""
        record = self.get_json_body()
        if not isinstance(record, dict):
            await self.refuse(422, "That is no record of an entry.")
            return
        await self.finish(json.dumps({"text": await asyncio.to_thread(written, record)}))


class ReadHandler(LyceumHandler):
    """Reads text as a record."""

    @authenticated
    async def post(self) -> None:
        """Send the record that the text describes, and the lines where its fields stand."""
        body = self.get_json_body()
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str):
            await self.refuse(422, "There is no text to read.")
            return
        try:
            record, lines = await asyncio.to_thread(read, text)
        except InvalidContent as error:
            found = [problem.as_dict() for problem in error.problems]
            await self.refuse(422, "The text is not read: " + str(error.problems[0]), errors=found)
        else:
            await self.finish(json.dumps({"record": record, "lines": lines}))


def written(record: dict[str, Any]) -> str:
    """Return the YAML of a record, finished or not, without its notebook and what says nothing."""
    kind = {"kind": record["kind"]} if record.get("kind", "dataset") != "dataset" else {}
    return text_of({**kind, **spoken(record)})


def spoken(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a record says."""
    kept = {name: value for name, value in record.items() if name not in ("kind", "notebook") and value not in NOTHING}
    try:
        said = said_by(parse_entry(record))
    except InvalidContent:
        return {name: bare(value) for name, value in kept.items()}
    return {name: value for name, value in said.items() if name not in ("kind", "notebook")}


def bare(value: Any) -> Any:
    """Return a value without the parts that are empty."""
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items() if part not in NOTHING}
    return [bare(part) for part in value] if isinstance(value, list) else value


def read(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the record that a text describes and the line of each field; raise InvalidContent with lines."""
    node = parse_yaml(text.encode())
    try:
        record = yaml.SafeLoader("").construct_document(node)
        plain = json.loads(json.dumps(record, default=str, allow_nan=False))
    except yaml.YAMLError as error:
        raise InvalidContent([problem_in_yaml(error)]) from error
    except ValueError as error:
        raise InvalidContent([Problem("", "holds a number that is none.", "Write it in digits.")]) from error
    if not isinstance(plain, dict):
        raise InvalidContent([Problem("", "describes no entry.", "Write fields such as `name:` and `title:`.", line=1)])
    return plain, dict(places(node))


def places(node: yaml.Node, path: str = "") -> Iterator[tuple[str, int]]:
    """Yield each field of a document, as in `resources[0].reader`, with its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else key.value
            yield inner, key.start_mark.line + 1
            yield from places(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield f"{path}[{number}]", value.start_mark.line + 1
            yield from places(value, f"{path}[{number}]")


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, r"lyceum/records/write"), WriteHandler, options),
        (url_path_join(base_url, r"lyceum/records/read"), ReadHandler, options),
    ]
