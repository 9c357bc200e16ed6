"""What cannot be meant is a problem of the request, whatever it is, and never breaks the service."""

import json
import re

import pytest

from hub.service.conftest import FakeHub
from lyceum_hub.settings import SERVICE_PREFIX
from support.notebooks import notebook
from support.requests import BODIES
from support.world import World


def test_a_body_above_the_limit_is_refused(api):
    answer = api("POST", "/api/runs", content=b"x" * 65 * 1024 * 1024)
    assert answer.status_code == 413


BODIES_OF_NOBODY = [b"", b"{", b"[]", b"null", b'"x"', b'{"x": NaN}', b"\xff", b'{"notebook": 1}']


@pytest.mark.parametrize("path", ["/api/runs", "/api/schedules", "/api/entries", "/api/notebooks/inspect"])
def test_bad_bodies_never_break_the_service(api, path):
    for body in BODIES_OF_NOBODY:
        answer = api("POST", path, "admin", content=body, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500 or (path == "/api/entries" and body == b"[]"), body


TEXTS = [r"\u0000", r"\ud800", r"\uffff", r"\u202e", r"\n"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/runs", '{"template": "TEXT"}'),
        ("/api/runs", '{"notebook": NOTEBOOK, "name": "TEXT"}'),
        ("/api/runs", '{"notebook": NOTEBOOK, "parameters": {"s": "TEXT"}}'),
        ("/api/runs", '{"notebook": NOTEBOOK, "folder": "TEXT"}'),
        ("/api/schedules", '{"notebook": NOTEBOOK, "cron": "0 6 * * *", "name": "TEXT"}'),
        ("/api/schedules", '{"notebook": NOTEBOOK, "cron": "TEXT", "timezone": "TEXT"}'),
        ("/api/entries", '{"name": "x", "title": "TEXT"}'),
    ],
)
def test_characters_that_no_database_takes_are_a_problem_of_the_request(api, path, body):
    for text in TEXTS:
        content = body.replace("NOTEBOOK", json.dumps(notebook("s = 'a'"))).replace("TEXT", text)
        answer = api("POST", path, "admin", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (text, answer.text)


@pytest.mark.parametrize("path", ["/api/entries?q=", "/api/entries/", "/api/runs/", "/api/runs?owner=", "/intake/e/"])
def test_addresses_that_lead_nowhere_are_a_problem_of_the_request(api, path):
    for text in ("%00", "a" * 5000, "%25%27%22", "%5C", "_"):
        assert api("GET", path + text, "admin").status_code < 500, text


@pytest.mark.parametrize("depth", [100, 500, 900, 100_000])
def test_deep_nesting_is_a_problem_of_the_request(api, depth):
    nested = "[" * depth + "]" * depth
    for body in ('{"notebook": NOTEBOOK, "parameters": {"s": NESTED}}', '{"notebook": {"cells": NESTED}}'):
        content = body.replace("NOTEBOOK", json.dumps(notebook("s = []"))).replace("NESTED", nested)
        answer = api("POST", "/api/runs", "admin", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text


def test_numbers_beyond_the_database_are_a_problem_of_the_request(api):
    assert api("GET", f"/api/runs?offset={2**63}").status_code == 422


# What stands in for a text, a number or a whole body somewhere in a request.
HOSTILE_TEXTS = ["a\0", "\ud800", "\uffff\u202e../../{{7*7}}${HOME}%s' OR 1=1 --", "x" * 100_000]
HOSTILE_VALUES = [None, -1, 2**63, 10**400, 1e308, [[]], {"": True}]
HOSTILE_BODIES = {
    "deep": "[" * 100_000 + "]" * 100_000,
    "deep keys": '{"record":' * 2_000 + "1" + "}" * 2_000,
    "ten megabytes": '{"record": {"name": "' + "x" * 10 * 1024 * 1024 + '"}}',
    "many keys": "{" + ",".join(f'"key{number}": 1' for number in range(50_000)) + "}",
    "not text": b"\xff\xfe\x00",
    "infinite": '{"fence": Infinity, "days": NaN, "revision": -Infinity}',
    "twice": '{"reason": "a", "reason": 1, "reason": null}',
}
HOSTILE_PARTS = ["%00", "%ED%A0%80", "%FF", "x" * 5_000, "..%2f..", "9" * 400, "-1", "%0a{{}}"]
TYPES = ["", "text/plain", "multipart/form-data", "application/json; charset=utf-16", '"']


# What shows what was sent, and cannot if that was taken though no answer can hold it.
PAGES = (
    "/api/runs",
    "/api/runs/{live}",
    "/api/runs/{live}/notebook",
    "/api/schedules",
    "/api/entries",
    "/api/entries/records",
    "/api/templates",
    "/api/proposals",
    "/api/proposals/{draft}",
    "/api/requests",
    "/api/searches",
    "/api/inbox",
    "/api/lineage/export",
    "/api/audit",
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory, portal):
    """A service with something of everything, on each database."""
    if request.param == "sqlite":
        found = request.getfixturevalue("world")
        yield found
        found.restore()
    else:
        database = request.getfixturevalue("new_database")(like=request.getfixturevalue("fresh_postgresql"))
        yield World(tmp_path_factory.mktemp("world"), FakeHub(), database, portal)


def changed(value, other):
    """Yield a body once for each text, number and part of it, which is replaced by something else."""
    yield other
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: part} for part in changed(value[key], other))
        yield {**value, "": other}
    elif isinstance(value, list):
        for index in range(min(len(value), 2)):
            yield from ([*value[:index], part, *value[index + 1 :]] for part in changed(value[index], other))


def filled_in(world, text):
    return re.sub(r"{(\w+)}", lambda found: world.ids.get(found[1], found[0]), text)


# What errors are written in: a certificate is a page for people, and so is what is said where there is none.
ERRORS = {False: {"application/problem+json"}, True: {"application/problem+json", "text/html; charset=utf-8"}}


def send(world, line, content, kind="application/json"):
    """Send a body as whoever may do most there, and see that the answer is none of a broken service."""
    method, path = filled_in(world, line).split(maxsplit=1)
    token = "run" if "{live}" in line else "root"
    answer = world.service(method, path, token, content=content, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code < 500, (line, content[:200], answer.text)
    if answer.is_error:
        assert answer.headers["content-type"] in ERRORS[path.startswith("/certificates/")]


@pytest.mark.parametrize("line", BODIES)
def test_no_text_in_a_body_breaks_a_route(filled, line):
    send_changed(filled, line, HOSTILE_TEXTS)


@pytest.mark.parametrize("line", BODIES)
def test_no_value_in_a_body_breaks_a_route(world, line):
    send_changed(world, line, HOSTILE_VALUES)
    world.restore()


def send_changed(world, line, others):
    """Send a body with something else in each place, and see that what was taken can be shown."""
    for other in others:
        for body in changed(BODIES[line], other):
            send(world, line, filled_in(world, json.dumps(body)).encode())
    for path in PAGES:
        send(world, f"GET {path}", b"")


@pytest.mark.parametrize("line", BODIES)
def test_no_type_of_content_breaks_a_route(world, line):
    for kind in TYPES:
        send(world, line, json.dumps(BODIES[line]).encode(), kind)


@pytest.mark.parametrize("line", BODIES)
@pytest.mark.parametrize("body", HOSTILE_BODIES)
def test_no_body_breaks_a_route(world, line, body):
    content = HOSTILE_BODIES[body]
    send(world, line, content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("part", HOSTILE_PARTS)
def test_no_address_breaks_a_route(filled, part):
    for path, operations in filled.service.app.openapi()["paths"].items():
        for method, operation in operations.items():
            asked = [item["name"] for item in operation.get("parameters", []) if item["in"] == "query"]
            query = "&".join(f"{name}={part}" for name in asked)
            route = path.removeprefix(SERVICE_PREFIX)
            for address in (re.sub(r"{\w+}", lambda _: part, route), re.sub(r"{\w+}", "1", route) + f"?{query}"):
                send(filled, f"{method.upper()} {address}", b"{}")
