"""Profiles in the service: what somebody's groups may take is offered for runs and schedules, the rest refused."""

import pytest

from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")
FILE = """
small: {title: Small, description: Two CPUs., cpus: 2, memory: 4 GB, price: 0.1}
large: {title: Large, gpus: 1, groups: [forecasting]}
"""


@pytest.fixture(autouse=True)
def described(tmp_path, hub):
    """Two profiles, the larger one for a group that ben is in."""
    (tmp_path / "profiles.yaml").write_text(FILE)
    hub.groups["forecasting"] = ["ben"]


def names(api, who):
    return [item["name"] for item in api("GET", "/api/profiles", who).json()["items"]]


def test_people_are_offered_what_their_groups_may_take(api):
    assert names(api, "ada") == ["small"]
    assert names(api, "ben") == ["small", "large"]
    (small,) = api("GET", "/api/profiles", "ada").json()["items"]
    size = {"cpus": 2, "memory": 4 * 10**9, "gpus": 0, "mig": "", "price": 0.1}
    assert small == {"name": "small", "title": "Small", "description": "Two CPUs.", **size}


def test_a_run_has_the_first_profile_offered_where_it_names_none(api):
    assert api("POST", "/api/runs", json={"notebook": NOTEBOOK}).json()["profile"] == "small"
    large = {"notebook": NOTEBOOK, "profile": "large"}
    assert api("POST", "/api/runs", "ben", json=large).json()["profile"] == "large"


@pytest.mark.parametrize(
    ("profile", "status", "detail"),
    [
        ("large", 403, "The profile 'large' is for members of forecasting only."),
        ("standard", 422, "There is no profile 'standard'."),
    ],
)
def test_what_is_not_offered_is_refused_with_a_remedy(api, profile, status, detail):
    asked = {"notebook": NOTEBOOK, "profile": profile}
    for path, more in (("/api/runs", {}), ("/api/schedules", {"name": "load", "cron": "0 6 * * *"})):
        answer = api("POST", path, json={**asked, **more})
        assert (answer.status_code, answer.json()["detail"]) == (status, detail)
        assert answer.json()["remedy"] == "Use small."
    (found,) = api("POST", "/api/preflight", json=asked).json()["findings"]
    assert (found["level"], found["about"], found["message"]) == ("error", "limits", detail)


def test_a_schedule_is_moved_only_to_what_is_offered(api):
    more = {"notebook": NOTEBOOK, "name": "load", "cron": "0 6 * * *"}
    made = {who: api("POST", "/api/schedules", who, json=more).json()["id"] for who in ("ada", "ben")}
    assert api("PATCH", f"/api/schedules/{made['ada']}", "ada", json={"profile": "large"}).status_code == 403
    moved = api("PATCH", f"/api/schedules/{made['ben']}", "ben", json={"profile": "large"})
    assert moved.json()["profile"] == "large"
