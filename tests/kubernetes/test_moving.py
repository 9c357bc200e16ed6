"""A workspace of one machine moves to the cluster, and what it keeps is the same there, and when it comes back."""

import json
import subprocess
import zipfile
from base64 import b64encode
from dataclasses import dataclass

import httpx
import pytest

from lyceum_hub.accounts import Accounts
from lyceum_hub.database import open_database
from lyceum_hub.moving.archive import Archive
from support import workspace
from support.notebooks import notebook
from support.on_cluster import Workspace, running
from support.people import People
from support.records import template

PASSWORD = "correct horse battery"
ENTERED = 302
YEARLY = {"cron": "0 0 1 1 *", "timezone": "Europe/Paris"}
FOLLOWS_ITS_HUB = {"owners"}  # an account of the new hub's is another one
TELLS_OF_IT = {"audit"}


@dataclass
class Machine(People):
    """A workspace that `lyceum up` started here."""

    running: workspace.Workspace

    @property
    def url(self):
        return self.running.url

    @property
    def token(self):
        return (self.running.folder / "state" / "secrets" / "cli_token").read_text().strip()


def live_in(place):
    """Have somebody with a group, a password, a template of two versions, a schedule and runs; return the name."""
    name, token = place.person()
    assert place.hub("POST", "/groups/risk").is_success
    assert place.hub("POST", "/groups/risk/users", json={"users": [name]}).is_success
    people = Accounts(open_database(f"sqlite:///{place.running.folder / 'state' / 'lyceum.sqlite'}"), one_person=False)
    people.accept(people.invite(name, admin=False, by="tests"), name, PASSWORD)
    for times in (2, 3):
        record = template("multiplied", notebook("top = 1", f"print(top * {times})"), owner=name)
        assert place.api(place.token, "POST", "/api/entries", json=[record]).is_success
    body = {"template": "multiplied", "parameters": {"top": 14}}
    assert place.api(token, "POST", "/api/schedules", json={**body, **YEARLY}).is_success
    ended = [place.ended(token, place.asked(token, **body)) for _ in range(2)]
    assert [run["state"] for run in ended] == ["succeeded"] * 2, ended
    return name


def kept(place):
    """Return what a workspace says that it keeps."""

    def answer(path):
        found = place.api(place.token, "GET", path)
        assert found.status_code == 200, found.text
        return found.json()

    runs = answer("/api/runs?limit=100")["items"]
    return {
        "people": {one["name"]: (one["admin"], one["groups"]) for one in place.hub("GET", "/users").json()},
        "entries": answer("/api/entries")["items"],
        "versions": [answer(f"/api/entries/multiplied/versions/{number}") for number in (1, 2)],
        "schedules": answer("/api/schedules")["items"],
        "runs": runs,
        "outputs": [answer(f"/api/runs/{run['id']}/output") for run in runs],
    }


def lyceum(folder, *arguments):
    """Run a `lyceum` command for a workspace of this machine that is stopped, and return what it says."""
    command = [workspace.LYCEUM, *map(str, arguments), "--json"]
    done = subprocess.run(command, env=workspace.environment(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def move_in(place, file):
    """Bring an archive into a workspace on the cluster, as hub/chart/README.md says, whose service stays stopped."""
    with zipfile.ZipFile(file) as archive:
        keys = {name: b64encode(archive.read(f"secrets/{name}")).decode() for name in ("learning", "webhooks")}
    place.cluster.ask("patch_namespaced_secret", "lyceum", place.namespace, {"data": keys})
    place.scale("lyceum-service", 0)
    place.restart("lyceum-culler")
    content = file.read_bytes()
    place.do("culler", "sh", "-c", f"head -c {len(content)} >/tmp/moved.zip", given=content)
    return place.do("culler", "lyceum", "import", "/tmp/moved.zip").decode()


def move_out(place, file):
    """Fetch an archive of a workspace on the cluster, whose service is stopped."""
    place.do("culler", "lyceum", "export", "/tmp/back.zip")
    file.write_bytes(place.do("culler", "cat", "/tmp/back.zip"))


def manifest(file):
    """Return what an archive says of itself, once it was read as a whole."""
    with Archive(file) as archive:
        archive.check()
        return archive.manifest


@dataclass
class Moved:
    """A move: who lived there, what was kept before, both archives, and the workspace on the cluster."""

    name: str
    before: dict
    there: object
    back: object
    place: People


@pytest.fixture(scope="module")
def moved(has_cluster, session_folder, tmp_path_factory):
    files = tmp_path_factory.mktemp("moved")
    there, back = files / "there.zip", files / "back.zip"
    folder = workspace.without_samples(session_folder)
    workspace.begin(folder)
    machine = Machine(workspace.Workspace(folder))
    name = live_in(machine)
    before = kept(machine)
    workspace.stop(session_folder)
    lyceum(folder, "export", there)
    with running(Workspace, session_folder) as place:
        assert "compared by counts and hashes" in move_in(place, there)
        move_out(place, back)
        place.scale("lyceum-service", 2)
        place.answers()
        yield Moved(name, before, there, back, place)


def test_people_entries_versions_schedules_runs_and_outputs_are_the_same(moved):
    assert kept(moved.place) == moved.before


def test_every_row_and_file_is_there_by_counts_and_hashes(moved):
    there, back = manifest(moved.there), manifest(moved.back)
    same = there.tables.keys() - FOLLOWS_ITS_HUB - TELLS_OF_IT
    assert {name: back.tables[name] for name in same} == {name: there.tables[name] for name in same}
    assert back.rows("owners") == there.rows("owners")
    files = [{name: file for name, file in one.members.items() if name.startswith("files/")} for one in (there, back)]
    assert files[0] == files[1]
    assert len(files[0]) > 2


def test_who_lived_there_logs_in_with_the_same_password(moved):
    with httpx.Client(base_url=moved.place.url, timeout=60) as browser:
        xsrf = browser.get("/hub/login").cookies["_xsrf"]
        form = {"username": moved.name, "password": PASSWORD, "_xsrf": xsrf}
        answer = browser.post("/hub/login", data=form, headers={"Referer": f"{moved.place.url}/hub/login"})
    assert answer.status_code == ENTERED


def test_it_comes_back_to_a_machine(moved, tmp_path):
    there = manifest(moved.there)
    rows = lyceum(tmp_path, "import", moved.back)["rows"]
    assert {name: rows[name] for name in rows.keys() - TELLS_OF_IT} == {
        name: there.rows(name) for name in there.tables.keys() - TELLS_OF_IT
    }
