"""Every route wants a token with the right scope, but for the health check and the API's own description."""

import pytest

from lyceum_hub.settings import SERVICE_PREFIX

OPEN = {f"{SERVICE_PREFIX}/health"}


def routes(app):
    paths = app.openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods if path not in OPEN]


@pytest.mark.parametrize(("token", "status"), [("", 401), ("unknown", 401), ("eve", 403)])
def test_no_route_answers_who_may_not_ask(app, api, token, status):
    assert len(routes(app)) > 15
    for method, path in routes(app):
        filled = path.removeprefix(SERVICE_PREFIX).replace("{name}", "x").replace("{run_id}", "x")
        answer = api(method, filled.replace("{schedule_id}", "x"), token, json={})
        assert answer.status_code == status, (method, path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


def test_health_and_description_are_open(api):
    assert api("GET", "/health", None).json()["status"] == "ok"
    assert api("GET", "/api/openapi.json", None).json()["info"]["title"] == "Lyceum"


def test_a_bearer_token_does_as_well(api):
    assert api("GET", "/api/me", None, headers={"Authorization": "Bearer ada"}).json()["name"] == "ada"


def test_without_the_hub_nobody_is_known_and_it_says_so(api, hub):
    hub.up = False
    answer = api("GET", "/api/me")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_unknown_paths_and_methods_are_problems_too(api):
    assert api("GET", "/api/nothing").headers["content-type"] == "application/problem+json"
    assert api("DELETE", "/api/entries").status_code == 405


def test_a_body_above_the_limit_is_refused(api):
    answer = api("POST", "/api/runs", content=b"x" * 65 * 1024 * 1024)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b'{"x": NaN}', b"\xff", b'{"notebook": 1}'])
@pytest.mark.parametrize("path", ["/api/runs", "/api/schedules", "/api/entries", "/api/notebooks/inspect"])
def test_bad_bodies_never_break_the_service(api, path, body):
    answer = api("POST", path, "admin", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500 or (path == "/api/entries" and body == b"[]")
