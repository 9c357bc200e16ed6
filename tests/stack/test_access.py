"""Access in the running workspace: real people, a real group of the hub, stock Intake, a run, and a grant that ends."""

import subprocess
import sys

import httpx
import pytest

from support.notebooks import notebook
from support.records import dataset

pytestmark = pytest.mark.stack

OPEN = """
import sys
import intake

url, token = sys.argv[1:]
catalog = intake.open_catalog(url, storage_options={"headers": {"Authorization": f"token {token}"}})
print(*catalog)
"""


def hub(workspace, method, path, **more):
    _, admin = workspace.person(admin=True)
    headers = {"Authorization": f"token {admin}"}
    answer = httpx.request(method, f"{workspace.url}/hub/api{path}", headers=headers, timeout=60, **more)
    assert answer.is_success, answer.text


@pytest.fixture(scope="module")
def group(the_workspace):
    """A new group of the hub's with one member: its name, and the member's name and token."""
    name, token = the_workspace.person()
    hub(the_workspace, "POST", f"/groups/risk_{name}")
    hub(the_workspace, "POST", f"/groups/risk_{name}/users", json={"users": [name]})
    return f"risk_{name}", name, token


@pytest.fixture(scope="module")
def owner(the_workspace):
    return the_workspace.person()


@pytest.fixture(scope="module")
def entries(the_workspace, group, owner):
    """An entry that only the group sees, and one that everybody sees and nobody reads."""
    _, admin = the_workspace.person(admin=True)
    mine = {"owner": owner[0], "steward": owner[0], "domain": f"Vaults of {owner[0]}"}
    hidden = dataset(f"hidden_{group[1]}", **mine, access={"see": [f"group:{group[0]}"]})
    closed = dataset(f"closed_{group[1]}", **mine, classification="confidential")
    answer = the_workspace.api(admin, "POST", "/api/entries", json=[hidden, closed])
    assert answer.status_code == 200, answer.text
    return hidden["name"], closed["name"]


def opened(workspace, token, path):
    """Return what stock Intake finds in a catalog, or that it finds none."""
    command = [sys.executable, "-c", OPEN, workspace.service + path, token]
    done = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=300)
    return done.stdout.split() if done.returncode == 0 else None


def test_what_is_a_groups_is_there_for_its_members_only(the_workspace, group, entries):
    hidden, _ = entries
    _, stranger = the_workspace.person()
    for token, total, status in ((group[2], 1, 200), (stranger, 0, 404)):
        assert the_workspace.api(token, "GET", f"/api/entries?q={hidden}").json()["total"] == total
        assert the_workspace.api(token, "GET", f"/api/entries/{hidden}").status_code == status
    assert hidden in opened(the_workspace, group[2], f"/intake/e/{hidden}.yaml")
    assert opened(the_workspace, stranger, f"/intake/e/{hidden}.yaml") is None
    assert hidden not in opened(the_workspace, stranger, "/intake/catalog.yaml")


def test_who_leaves_the_group_sees_it_no_more(the_workspace, group, entries):
    name, token = the_workspace.person()
    hub(the_workspace, "POST", f"/groups/{group[0]}/users", json={"users": [name]})
    assert the_workspace.api(token, "GET", f"/api/entries/{entries[0]}").status_code == 200
    hub(the_workspace, "DELETE", f"/groups/{group[0]}/users", json={"users": [name]})
    later = the_workspace.token(name)
    assert the_workspace.api(later, "GET", f"/api/entries/{entries[0]}").status_code == 404


def test_access_is_asked_for_granted_and_ended(the_workspace, owner, entries):
    name, analyst = the_workspace.person()
    path = f"/intake/e/{entries[1]}.yaml"
    assert opened(the_workspace, analyst, path) is None
    asked = {"purpose": "How pay differs.", "days": 7}
    request = the_workspace.api(analyst, "POST", f"/api/entries/{entries[1]}/requests", json=asked).json()
    told = the_workspace.api(owner[1], "GET", "/api/inbox").json()["items"]
    assert f"{name} asks to read {entries[1]}: How pay differs." in [item["text"] for item in told]
    decided = the_workspace.api(owner[1], "POST", f"/api/requests/{request['id']}/grant", json={"days": 7})
    assert decided.json()["state"] == "granted", decided.text
    assert entries[1] in opened(the_workspace, analyst, path)
    reason = {"reason": "The study is over."}
    the_workspace.api(owner[1], "POST", f"/api/requests/{request['id']}/revoke", json=reason)
    assert opened(the_workspace, analyst, path) is None


OPENING = """
from lyceum_catalog import open_entry

try:
    open_entry({name!r})
    told = "opened"
except Exception as error:
    told = str(error)
print("Told:", told)
"""


def test_a_run_opens_what_its_owner_may(the_workspace, group, entries):
    _, stranger = the_workspace.person()
    for token, told in ((group[2], "opened"), (stranger, "There is no published entry")):
        asked = {"notebook": notebook(OPENING.format(name=entries[0])), "name": "Opening"}
        run = the_workspace.api(token, "POST", "/api/runs", json=asked).json()
        assert the_workspace.ended(token, run)["state"] == "succeeded"
        output = the_workspace.api(token, "GET", f"/api/runs/{run['id']}/output").text
        assert f"Told: {told}" in output
