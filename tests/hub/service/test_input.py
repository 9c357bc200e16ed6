"""What cannot be meant is a problem of the request, whatever it is, and never breaks the service."""

import json

import pytest

from support.notebooks import notebook


def test_a_body_above_the_limit_is_refused(api):
    answer = api("POST", "/api/runs", content=b"x" * 65 * 1024 * 1024)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b'{"x": NaN}', b"\xff", b'{"notebook": 1}'])
@pytest.mark.parametrize("path", ["/api/runs", "/api/schedules", "/api/entries", "/api/notebooks/inspect"])
def test_bad_bodies_never_break_the_service(api, path, body):
    answer = api("POST", path, "admin", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500 or (path == "/api/entries" and body == b"[]")


TEXTS = [r"\u0000", r"\ud800", r"\uffff", r"\u202e", r"\n"]


@pytest.mark.parametrize("text", TEXTS)
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
def test_characters_that_no_database_takes_are_a_problem_of_the_request(api, path, body, text):
    content = body.replace("NOTEBOOK", json.dumps(notebook("s = 'a'"))).replace("TEXT", text)
    answer = api("POST", path, "admin", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("text", ["%00", "a" * 5000, "%25%27%22", "%5C", "_"])
@pytest.mark.parametrize("path", ["/api/entries?q=", "/api/entries/", "/api/runs/", "/api/runs?owner=", "/intake/e/"])
def test_addresses_that_lead_nowhere_are_a_problem_of_the_request(api, path, text):
    assert api("GET", path + text, "admin").status_code < 500


@pytest.mark.parametrize("depth", [100, 500, 900, 100_000])
def test_deep_nesting_is_a_problem_of_the_request(api, depth):
    nested = "[" * depth + "]" * depth
    for body in ('{"notebook": NOTEBOOK, "parameters": {"s": NESTED}}', '{"notebook": {"cells": NESTED}}'):
        content = body.replace("NOTEBOOK", json.dumps(notebook("s = []"))).replace("NESTED", nested)
        answer = api("POST", "/api/runs", "admin", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text


def test_numbers_beyond_the_database_are_a_problem_of_the_request(api):
    assert api("GET", f"/api/runs?offset={2**63}").status_code == 422
