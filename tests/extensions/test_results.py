"""Reports and differences over HTTP: for those who are logged in, and never as a page that can act."""

import httpx
import pytest


def directives(answer):
    policy = answer.headers["content-security-policy"]
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("query", ["", "?download=1"])
def test_a_report_cannot_act(lab, query: str):
    answer = lab.client.get(f"/lyceum/runs/r1/report{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=UTF-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get_list("content-security-policy") == [answer.headers["content-security-policy"]]
    policy = directives(answer)
    assert policy["sandbox"] == ""
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert not set(policy) & {"script-src", "connect-src", "frame-src", "object-src"}
    assert "First steps" in answer.text


def test_a_report_is_kept_under_the_name_of_its_run(lab):
    answer = lab.client.get("/lyceum/runs/r1/report?download=1")
    kept = answer.headers["content-disposition"]
    assert kept.startswith("attachment; ")
    assert kept.endswith("filename*=UTF-8''Nightly%20%E2%80%9C%C3%BC%E2%80%9D%0D%0AX-Evil%3A%201.html")
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("path", ["none/report", "none/diff?since=r0", "r1/diff?since=none"])
def test_a_run_that_one_may_not_see_is_none(lab, path: str):
    answer = lab.client.get(f"/lyceum/runs/{path}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no run."


@pytest.mark.parametrize("what", ["source", "output"])
def test_a_difference_is_told_with_the_older_notebook(lab, service, what: str):
    answer = lab.client.get(f"/lyceum/runs/r1/diff?since=r0&what={what}").json()
    assert answer["diff"] == []
    assert [cell["source"] for cell in answer["base"]["cells"]] == ["# First steps", "1 + 1"]
    part = "notebook" if what == "source" else "output"
    assert {asked["path"].rpartition("runs/")[2] for asked in service.asked[-2:]} == {f"r0/{part}", f"r1/{part}"}


@pytest.mark.parametrize("query", ["", "since=../r0", "since=r0%2F..%2Fr1", "since=r0&what=all"])
def test_a_difference_needs_another_run(lab, service, query: str):
    before = len(service.asked)
    assert lab.client.get(f"/lyceum/runs/r1/diff?{query}").status_code == 422
    assert len(service.asked) == before


@pytest.mark.parametrize("path", ["report", "diff?since=r0"])
def test_strangers_get_nothing(lab, path: str):
    answer = httpx.get(lab.client.base_url.join(f"/lyceum/runs/r1/{path}"), timeout=60)
    assert answer.status_code in (302, 403)
    assert "First steps" not in answer.text


def test_says_when_the_service_does_not_answer(lonely_lab):
    answer = lonely_lab.client.get("/lyceum/runs/r1/report")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The Lyceum service does not answer just now."
