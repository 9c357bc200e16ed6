"""Forwarding: with the server's own token, to the API only, and calmly when nobody answers."""

import httpx
import pytest

from lyceum_lab.service import Service, is_forwardable


def test_forwards_with_the_servers_token(lab, service):
    answer = lab.client.get("/lyceum/service/api/entries?q=caf%C3%A9&limit=5")
    assert answer.json() == {"method": "GET", "path": "/services/lyceum/api/entries"}
    asked = service.asked[-1]
    assert asked["query"] == "q=caf%C3%A9&limit=5"
    assert asked["headers"]["authorization"] == "token the-server's-own"
    assert "cookie" not in asked["headers"]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_forwards_bodies(lab, service, method: str):
    answer = lab.client.request(method, "/lyceum/service/api/runs", json={"template": "a"})
    assert answer.status_code == 200
    assert service.asked[-1]["body"] == '{"template":"a"}'


def test_forwards_an_empty_answer(lab):
    assert lab.client.delete("/lyceum/service/api/schedules/1").status_code == 204


def test_passes_problems_on(lab):
    answer = lab.client.get("/lyceum/service/api/refused")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "No scope."


def test_answers_cannot_act_in_the_browser(lab):
    headers = lab.client.get("/lyceum/service/api/entries").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "secret" not in headers.get("set-cookie", "")


@pytest.mark.parametrize("path", ["health", "intake/catalog.yaml", "api", "api/", "api/%2e%2e/health"])
def test_forwards_to_nothing_but_the_api(lab, service, path: str):
    before = len(service.asked)
    answer = lab.client.get(f"/lyceum/service/{path}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404
    assert len(service.asked) == before


@pytest.mark.parametrize(
    "path",
    ["api/../health", "api/./x", "api//x", "/api/x", "api\\x", "api/x\n", "api/x?y", "api/é", "apis/x", "api/.x"],
)
def test_hostile_paths_are_not_forwardable(path: str):
    assert not is_forwardable(path)


def test_strangers_get_nothing(lab):
    url = lab.client.base_url.join("/lyceum/service/api/entries")
    assert httpx.get(url, timeout=60).status_code == 403
    assert httpx.get(url, headers={"Authorization": "token wrong"}, timeout=60).status_code == 403


def test_says_when_the_service_does_not_answer(lonely_lab):
    answer = lonely_lab.client.get("/lyceum/service/api/entries")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "The Lyceum service does not answer just now."


def test_the_token_is_not_shown():
    service = Service.from_environment({"LYCEUM_SERVICE_URL": "http://a/", "JUPYTERHUB_API_TOKEN": "secret"})
    assert service.url == "http://a"
    assert "secret" not in repr(service)
