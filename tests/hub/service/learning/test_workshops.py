"""Workshops: joined by code, seen by their instructor alone, and over at the end."""

import pytest

from support.courses import RIGHT, course, number


@pytest.fixture
def workshop(api):
    """A workshop of the steward's."""
    assert api("POST", "/api/entries", "admin", json=course("lesson")).is_success
    planned = {"course": "lesson", "title": "Monday", "hours": 2}
    return api("POST", "/api/workshops", "steward", json=planned).json()


def dashboard(api, workshop, token="steward"):
    return api("GET", f"/api/workshops/{workshop['code']}", token)


def test_a_code_enrols_and_the_instructor_sees_who_is_stuck_where(api, workshop):
    typed = f"{workshop['code'][:4].lower()}-{workshop['code'][4:]}"
    for token in ("ada", "ben", "ben"):
        assert api("POST", f"/api/workshops/{typed}/join", token).json()["course"] == "lesson"
    api("POST", "/api/courses/lesson/checks/count", "ada", json=number(1))
    api("POST", "/api/courses/lesson/checks/count", "ben", json=RIGHT["count"])
    found = dashboard(api, workshop).json()
    assert {person["name"]: person["checks"] for person in found["people"]} == {
        "ada": [{"name": "count", "state": "tried", "tries": 1}],
        "ben": [{"name": "count", "state": "passed", "tries": 0}],
    }
    assert [check["stuck"] for check in found["checks"]] == [1, 0, 0]
    assert api("GET", "/api/courses/lesson", "ben").json()["enrolled"] is True


def test_only_its_instructor_sees_it_and_ends_it(api, workshop):
    api("POST", f"/api/workshops/{workshop['code']}/join", "ben")
    for token in ("ada", "ben", "admin"):
        assert dashboard(api, workshop, token).status_code == 404
        assert api("POST", f"/api/workshops/{workshop['code']}/end", token).status_code == 404
    assert [item["gives"] for item in api("GET", "/api/workshops", "ben").json()["items"]] == [False]
    assert [item["gives"] for item in api("GET", "/api/workshops", "steward").json()["items"]] == [True]
    assert api("GET", "/api/workshops", "ada").json()["items"] == []


def test_once_it_is_over_nobody_joins_and_nobody_is_shown(api, workshop):
    api("POST", f"/api/workshops/{workshop['code']}/join", "ben")
    assert api("POST", f"/api/workshops/{workshop['code']}/end", "steward").json()["over"] is True
    assert dashboard(api, workshop).json()["people"] == []
    late = api("POST", f"/api/workshops/{workshop['code']}/join", "ada")
    assert (late.status_code, "is over" in late.json()["detail"]) == (409, True)


def test_who_does_not_manage_a_course_gives_no_workshop_on_it(api, workshop):
    planned = {"course": "lesson", "title": "Mine", "hours": 2}
    assert api("POST", "/api/workshops", "ben", json=planned).status_code == 403
    managing = [api("GET", "/api/courses/lesson", token).json()["manages"] for token in ("ben", "ada", "steward")]
    assert managing == [False, True, True]
    assert api("POST", "/api/workshops/ABCD2345/join", "ben").status_code == 404
    lines = api("GET", "/api/audit?action=workshop.start", "admin").json()["items"]
    assert [line["actor"] for line in lines] == ["sue"]
    assert workshop["code"] not in str(lines)
