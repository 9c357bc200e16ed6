"""Review in the running workspace: real people of a real hub propose, review and find; what was swapped is refused."""

import textwrap
import time

import httpx
import pytest

from support.flights import FLIGHTS

pytestmark = pytest.mark.stack

PATIENCE = 300  # seconds
PROPOSE, PUBLISH = "custom:lyceum:entries:propose", "custom:lyceum:entries:publish"


def hub(workspace, token, method, path, **more):
    headers = {"Authorization": f"token {token}"}
    answer = httpx.request(method, f"{workspace.url}/hub/api{path}", headers=headers, timeout=PATIENCE, **more)
    assert answer.is_success, answer.text
    return answer


@pytest.fixture(scope="module")
def steward(the_workspace):
    """A member of the hub's group `stewards`: their name and a token."""
    name, token = the_workspace.person()
    _, admin = the_workspace.person(admin=True)
    hub(the_workspace, admin, "POST", "/groups/stewards/users", json={"users": [name]})
    return name, token


def call(workspace, token, method, path, status=200, **body):
    answer = workspace.api(token, method, path, json=body) if body else workspace.api(token, method, path)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_an_analyst_proposes_a_steward_publishes_and_the_analyst_finds_it(the_workspace, steward):
    name, analyst = the_workspace.person()
    record = {**FLIGHTS, "name": f"tides_{name}", "title": f"Tides of {name}", "owner": name, "steward": name}
    made = call(the_workspace, analyst, "POST", "/api/proposals", 201, record=record, submit=True)
    path = f"/api/proposals/{made['id']}"
    assert call(the_workspace, steward[1], "GET", "/api/inbox")["reviews"] >= 1
    seen = call(the_workspace, steward[1], "GET", path)
    call(the_workspace, analyst, "POST", f"{path}/approve", 403, content_hash=seen["content_hash"])

    hostile = {**record, "resources": [{"name": "csv", "reader": "csv", "url": "https://evil.example/x.csv"}]}
    swapped = call(the_workspace, analyst, "PUT", path, record=hostile, revision=seen["revision"])
    resubmitted = call(the_workspace, analyst, "POST", f"{path}/submit", revision=swapped["revision"])
    call(the_workspace, steward[1], "POST", f"{path}/approve", 409, content_hash=seen["content_hash"])
    assert the_workspace.api(analyst, "GET", f"/api/entries/{record['name']}").status_code == 404

    back = call(the_workspace, steward[1], "POST", f"{path}/send-back", reason="What is that address?")
    assert back["revision"] > resubmitted["revision"]
    mended = call(the_workspace, analyst, "PUT", path, record=record, revision=back["revision"])
    again = call(the_workspace, analyst, "POST", f"{path}/submit", revision=mended["revision"])
    done = call(the_workspace, steward[1], "POST", f"{path}/approve", content_hash=again["content_hash"])
    assert (done["state"], done["version"], done["decided_by"]) == ("published", 1, steward[0])
    items = call(the_workspace, analyst, "GET", f"/api/entries?q={name}")["items"]
    assert [item["name"] for item in items] == [record["name"]]
    told = [item["text"] for item in call(the_workspace, analyst, "GET", "/api/inbox")["items"]]
    assert any("What is that address?" in text for text in told)
    assert any("published it as version 1" in text for text in told)


def test_the_prompt_proposes_for_who_may_not_publish_and_approves_for_who_may(the_workspace, steward, tmp_path):
    name, analyst = the_workspace.person()
    file = tmp_path / f"mine_{name}.yaml"
    text = """
        name: mine_{name}
        title: A title
        summary: A sentence.
        owner: {name}
        steward: {name}
        licence: CC0-1.0
        classification: public
        resources: [{{name: csv, reader: csv, url: x.csv}}]
    """
    file.write_text(textwrap.dedent(text).format(name=name))
    said = the_workspace.lyceum("catalog", "apply", tmp_path, LYCEUM_TOKEN=analyst).stdout
    assert f"mine_{name}: in review" in said
    assert "1 of 1 entries wait" in said
    assert the_workspace.lyceum("catalog", "apply", tmp_path, LYCEUM_TOKEN=analyst).stdout == said
    proposal = said.partition("(")[2].partition(")")[0]
    refused = the_workspace.lyceum("catalog", "approve", proposal, "--yes", check=False, LYCEUM_TOKEN=analyst)
    assert refused.returncode == 1
    shown = the_workspace.lyceum("catalog", "approve", proposal, "--yes", LYCEUM_TOKEN=steward[1]).stdout
    assert "+ A sentence." in shown
    assert "published as version 1" in shown
    assert "unchanged" in the_workspace.lyceum("catalog", "apply", tmp_path, LYCEUM_TOKEN=analyst).stdout


def test_the_lab_of_a_steward_publishes_and_that_of_others_proposes(the_workspace, steward):
    other = the_workspace.person()
    scopes = {name: set(scopes_in_lab(the_workspace, name, token)) for name, token in (steward, other)}
    assert scopes[steward[0]] >= {PROPOSE, PUBLISH}
    assert PROPOSE in scopes[other[0]]
    assert PUBLISH not in scopes[other[0]]


def scopes_in_lab(workspace, name, token):
    """Start somebody's JupyterLab and return what its own token may do, as it is told by the service."""
    hub(workspace, token, "POST", f"/users/{name}/server")
    at, host = workspace.lab(name)
    headers = {"Authorization": f"token {token}"} | host
    me = f"{at}/lyceum/service/api/me"
    until = time.monotonic() + PATIENCE
    while not (answer := httpx.get(me, headers=headers, timeout=PATIENCE)).is_success:
        assert time.monotonic() < until, answer.text
        time.sleep(0.2)
    hub(workspace, token, "DELETE", f"/users/{name}/server")
    return answer.json()["scopes"]
