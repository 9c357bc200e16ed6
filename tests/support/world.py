"""A workspace with something of everything in it and people of every kind, to be copied for whoever asks something."""

import shutil
from pathlib import Path

import httpx
from fastapi.testclient import TestClient

from lyceum_hub.scopes import ROLES, scopes_of, server_scopes
from lyceum_hub.service.app import create_app
from lyceum_hub.service.hub import Hub
from lyceum_hub.settings import SERVICE_PREFIX, Settings
from support.courses import RIGHT, course
from support.notebooks import notebook
from support.records import dataset

# Who asks: a person without groups, one of the group `analysts`, a steward, the owner of all there is (an analyst too),
# an administrator, and the server of a run of the owner's.
ACTORS = {
    "anonymous": "",
    "beginner": "bea",
    "analyst": "ana",
    "steward": "sue",
    "owner": "ola",
    "administrator": "root",
    "run": "run",
}
PERSON = [*scopes_of("user"), *ROLES["user"].scopes]
GROUPS = {"stewards": ["sue"], "analysts": ["ana", "ola"]}
ANALYSTS = ["group:analysts"]
ENTRIES = [
    dataset("open_one", owner="ola", steward="ola", domain="travel"),
    dataset("closed_one", owner="ola", steward="ola", classification="confidential", access={"read": ANALYSTS}),
    dataset("hidden_one", owner="ola", steward="ola", access={"see": ANALYSTS}),
    dataset("granted_one", owner="ola", steward="ola", classification="confidential"),
    dataset("old_one", owner="ola", steward="ola"),
]
COURSES = [course(name, owner="ola", steward="ola") for name in ("lesson", "learnt_lesson")]
TEMPLATE = {
    **{key: value for key, value in dataset("profile_dataset").items() if key != "resources"},
    "kind": "template",
    "owner": "ola",
    "steward": "ola",
    "notebook": notebook("entry = ''\nversion = 1"),
}


def profile(name: str) -> dict:
    """Return the profile that a run hands in for the first version of an entry."""
    columns = [{"name": "a", "type": "integer", "missing": 0}]
    return {"entry": name, "version": 1, "resource": "csv", "rows": 1, "columns": columns}


class World:
    """A service on a state folder of its own, the ids of what is in it, and the hub that knows the people."""

    def __init__(self, folder: Path, hub, database: Path | str, portal) -> None:
        """Fill an empty database: a copy of a SQLite file, or the one of PostgreSQL at a URL, which is not restored."""
        self.state, self.kept, self.ids = folder / "state", folder / "kept", {}
        self.state.mkdir()
        given = {"LYCEUM_STATE": str(self.state), "LYCEUM_SHARED": str(folder)}
        if isinstance(database, Path):
            shutil.copy(database, self.state / "lyceum.sqlite")
        else:
            given["LYCEUM_DATABASE_URL"] = database
        for record in ENTRIES:
            (folder / f"{record['name']}.csv").write_text("a,b\n1,2\n")
        people(hub)
        reached = Hub("http://hub/hub/api", "service", httpx.MockTransport(hub.answer))
        self.service = Service(create_app(Settings.from_environment(given), reached), portal)
        Filling(self.service, hub, self.ids).fill()
        self.service.rest()
        shutil.copytree(self.state, self.kept)

    def restore(self) -> None:
        """Have everything as it was at first."""
        self.service.rest()
        shutil.rmtree(self.state)
        shutil.copytree(self.kept, self.state)


class Service:
    """A service as somebody with a token calls it."""

    def __init__(self, app, portal) -> None:
        self.app = app
        self._client = TestClient(app)
        self._client.portal = portal

    def __call__(self, method: str, path: str, token: str = "ola", **more) -> httpx.Response:
        """Return an answer."""
        headers = {**more.pop("headers", {}), **({"Authorization": f"token {token}"} if token else {})}
        return self._client.request(method, SERVICE_PREFIX + path, headers=headers, **more)

    def rest(self) -> None:
        """Let go of the database."""
        self.app.state.database.engine.dispose()


def people(hub) -> None:
    """Have the hub know everybody."""
    names = [name for name in ACTORS.values() if name not in ("", "run")]
    hub.created, hub.groups = dict.fromkeys(names, "2026-01-01T00:00:00Z"), GROUPS
    hub.holders = {name: {"name": name, "admin": name == "root", "scopes": PERSON} for name in names}
    hub.holders["nobody"] = {"name": "eve", "admin": False, "scopes": []}
    hub.holders["sue"]["scopes"] = [*PERSON, *scopes_of("steward")]
    hub.holders["root"]["scopes"] = [*PERSON, "admin:users"]


class Filling:
    """What fills a new workspace: entries, proposals, requests, runs, schedules."""

    def __init__(self, service: Service, hub, ids: dict[str, str]) -> None:
        self._service, self._hub, self._ids = service, hub, ids

    def fill(self) -> None:
        """Make something of everything."""
        self._made("POST", "/api/entries", "root", json=[*ENTRIES, *COURSES, TEMPLATE])
        self._propose()
        self._ask()
        self._run()
        self._schedule()
        self._learn()
        self._think()
        for title, shared in (("Mine", False), ("Ours", True)):
            asked = {"title": title, "query": {"q": "one"}, "shared": shared}
            self._ids[title.lower()] = self._made("POST", "/api/searches", json=asked)["name"]
        self._ids["parts"] = "0" * 64
        self._made("PUT", f"/api/entries/drafts/{self._ids['parts']}/parts/0", "root", json=[dataset("a_part")])

    def _propose(self) -> None:
        changed = {**ENTRIES[0], "title": "Changed"}
        asked = {"record": changed, "base_version": 1, "summary": "A better title.", "submit": True}
        proposal = self._made("POST", "/api/proposals", json=asked)
        self._ids.update(proposal=proposal["id"], hash=proposal["content_hash"])
        draft = {"record": dataset("new_one", owner="ola", steward="ola"), "summary": "New."}
        self._ids["draft"] = self._made("POST", "/api/proposals", json=draft)["id"]
        templated = {"record": {**TEMPLATE, "name": "new_template"}, "summary": "New."}
        self._ids["templated"] = self._made("POST", "/api/proposals", json=templated)["id"]
        self._made("POST", "/api/entries/old_one/deprecate", json={"reason": "Old.", "successor": "open_one"})

    def _ask(self) -> None:
        for name, entry, person in (("request", "closed_one", "bea"), ("granted", "granted_one", "ana")):
            asked = {"purpose": "To learn.", "days": 30}
            self._ids[name] = self._made("POST", f"/api/entries/{entry}/requests", person, json=asked)["id"]
        self._made("POST", f"/api/requests/{self._ids['granted']}/grant", json={"days": 30})

    def _run(self) -> None:
        asked = {"notebook": notebook("x = 1"), "name": "job"}
        done, server = self._begun("/api/runs", asked)
        self._made("PUT", f"/api/runs/{done}/output?fence=1", server, json=asked["notebook"])
        self._ended(done, server)
        for name in ("closed_one", "hidden_one"):
            run, server = self._begun(f"/api/entries/{name}/profile", {})
            self._made("PUT", f"/api/entries/{name}/versions/1/profile?run={run}", server, json=profile(name))
            self._ended(run, server)
        live, server = self._begun("/api/entries/open_one/profile", {})
        self._hub.holders["run"] = self._hub.holders[server]
        shared = self._made("POST", "/api/runs", json={**asked, "shared_with": "analysts"})["id"]
        group = self._made("POST", "/api/runs", json={**asked, "sweep": {"x": [1, 2]}})["group"]
        self._ids.update(done=done, live=live, shared=shared, group=group)

    def _begun(self, path: str, asked: dict) -> tuple[str, str]:
        """Return the id of a run that its own server has taken up, and that server's name, which is its token here."""
        run = self._made("POST", path, json=asked)["id"]
        server = self._service.app.state.runs.claim(2).server
        own = {f"access:servers!server=ola/{server}", *server_scopes(server)} - {"access:servers!server"}
        self._hub.holders[server] = {"name": "ola", "admin": False, "scopes": sorted(own)}
        self._made("POST", f"/api/runs/{run}/begin", server)
        return run, server

    def _ended(self, run: str, server: str) -> None:
        ended = {"fence": 1, "state": "failed", "reason": "It broke."}
        self._made("POST", f"/api/runs/{run}/end", server, json=ended)

    def _schedule(self) -> None:
        asked = {"notebook": notebook("x = 1"), "name": "nightly", "cron": "0 6 * * *", "timezone": "UTC"}
        self._ids["schedule"] = self._made("POST", "/api/schedules", json=asked)["id"]
        self._ids["team"] = self._made("POST", "/api/schedules", json={**asked, "shared_with": "analysts"})["id"]

    def _learn(self) -> None:
        planned = {"course": "lesson", "title": "Monday"}
        self._ids["workshop"] = self._made("POST", "/api/workshops", json=planned)["code"]
        for check, answered in RIGHT.items():
            self._made("POST", f"/api/courses/learnt_lesson/checks/{check}", json=answered)
        page = self._made("GET", "/api/courses/learnt_lesson")["certificate"]
        self._ids["certificate"] = page.rpartition("/")[2]

    def _think(self) -> None:
        for person in ("bea", "ana", "sue", "ola", "root"):
            self._made("PUT", "/api/entries/granted_one/star", person)
        said = {"text": "It has a gap in **May**."}
        self._ids["comment"] = str(self._made("POST", "/api/entries/closed_one/comments", "ana", json=said)["id"])

    def _made(self, method: str, path: str, token: str = "ola", **more) -> dict:
        answer = self._service(method, path, token, **more)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else {}
