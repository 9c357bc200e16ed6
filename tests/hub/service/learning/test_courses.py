"""Courses over HTTP: enrolled once, hints in order, progress that only the service can sign."""

import pytest
from sqlalchemy import update

from lyceum_hub.database.tables import certificates, check_tries
from lyceum_hub.service.learning.completion import told
from support.courses import HINTS, RIGHT, SOLUTION, course, number, text


@pytest.fixture
def learning(api):
    """The service with one course."""
    assert api("POST", "/api/entries", "admin", json=course("lesson")).is_success
    return api


def answer(api, check, body=None, token="ben"):
    return api("POST", f"/api/courses/lesson/checks/{check}", token, json=body or RIGHT[check]).json()


def standing(api, token="ben"):
    found = api("GET", "/api/courses/lesson", token).json()
    return found["done"], found["next"], [check["state"] for module in found["modules"] for check in module["checks"]]


def trail(api, action):
    return [line["actor"] for line in api("GET", f"/api/audit?action={action}", "admin").json()["items"]]


def test_hints_come_in_order_then_the_answer_and_the_same_answer_again_counts_once(learning):
    told = [answer(learning, "count", number(value)) for value in (1, 1, 2, 3)]
    assert [verdict["hint"] for verdict in told] == [HINTS[0], HINTS[0], HINTS[1], None]
    assert [verdict["answer"] for verdict in told] == [None, None, None, SOLUTION]
    assert standing(learning) == (0, "first", ["tried", "open", "open"])


def test_progress_comes_from_what_passed_and_one_is_enrolled_by_the_first_check(learning):
    assert learning("GET", "/api/courses/lesson", "ben").json()["enrolled"] is False
    assert answer(learning, "count")["right"] is True
    assert learning("GET", "/api/courses/lesson", "ben").json()["enrolled"] is True
    assert standing(learning) == (0, "first", ["passed", "open", "open"])
    assert "module" in answer(learning, "species")["said"]
    assert standing(learning) == (1, "second", ["passed", "passed", "open"])
    assert trail(learning, "course.enrol") == ["ben"]
    assert trail(learning, "course.pass") == ["ben", "ben"]
    assert standing(learning, "ada") == (0, "first", ["open", "open", "open"])


def test_what_was_passed_stays_passed(learning):
    answer(learning, "count")
    verdict = answer(learning, "count", number(1))
    assert (verdict["right"], verdict["hint"], verdict["answer"]) == (False, None, None)
    assert standing(learning)[2][0] == "passed"


def test_a_pass_written_into_the_database_counts_for_nothing(learning, app):
    answer(learning, "count", number(1))
    answer(learning, "species")
    with app.state.database.writing() as connection:
        signed = connection.execute(check_tries.select().where(check_tries.c.check == "species")).one()
        stolen = {"passed_at": signed.passed_at, "signature": signed.signature}
        connection.execute(update(check_tries).where(check_tries.c.check == "count").values(stolen))
    assert standing(learning)[2] == ["tried", "passed", "open"]
    assert answer(learning, "count")["right"] is True
    assert standing(learning)[2] == ["passed", "passed", "open"]


def test_a_certificate_is_verified_by_its_code_without_a_login(learning, app):
    for check in RIGHT:
        answer(learning, check)
    page = learning("GET", "/api/courses/lesson", "ben").json()["certificate"]
    path = page[page.index("/certificates/") :]
    answer_of = learning("GET", path, None)
    assert "Genuine" in answer_of.text
    assert "ben" in answer_of.text
    assert "default-src 'none'" in answer_of.headers["content-security-policy"]
    french = {"Accept-Language": "fr"}
    assert learning("GET", "/certificates/none", None).status_code == 404
    assert "Il n’y a pas de certificat" in learning("GET", "/certificates/none", None, french).text
    with app.state.database.writing() as connection:
        record = connection.execute(certificates.select()).one().record
        connection.execute(update(certificates).values(record={**record, "holder": "eve"}))
    forged = learning("GET", path, None).text
    assert "Not genuine" in forged
    assert "eve" not in forged
    assert "Non authentique" in learning("GET", path, None, french).text


def test_a_module_opens_as_a_notebook_that_knows_its_course(learning):
    answer = learning("POST", "/api/courses/lesson/modules/second/open", "ben").json()
    about = answer["notebook"]["metadata"]["lyceum"]
    assert about == {"course": "lesson", "module": "second", "version": 1, "language": "en"}
    assert trail(learning, "course.enrol") == ["ben"]
    assert learning("POST", "/api/courses/lesson/modules/third/open", "ben").status_code == 404


def test_a_module_is_read_as_it_was_and_nobody_enrols_by_that(learning):
    learning("POST", "/api/entries", "admin", json=course("lesson", summary="Something else to learn."))
    path = "/api/courses/lesson/modules/second"
    for query, version in (("", 2), ("?version=1", 1)):
        found = learning("GET", f"{path}{query}", "ben").json()
        assert (found["title"], found["version"]) == ("Second", version)
        assert found["notebook"]["metadata"]["lyceum"]["version"] == version
    assert learning("GET", f"{path}?version=3", "ben").status_code == 404
    assert trail(learning, "course.enrol") == []


def test_what_is_no_course_and_what_one_may_not_see_is_not_there(learning):
    hidden = course("secret_lesson", access={"see": ["group:few"]})
    learning("POST", "/api/entries", "admin", json=hidden)
    assert learning("GET", "/api/courses/secret_lesson", "ben").status_code == 404
    assert learning("POST", "/api/courses/lesson/checks/none", "ben", json=RIGHT["done"]).status_code == 404
    assert [item["name"] for item in learning("GET", "/api/courses", "ben").json()["items"]] == ["lesson"]


def test_of_few_people_nothing_is_told_and_of_more_in_steps(learning):
    found = learning("GET", "/api/courses/lesson/completion", "steward").json()
    assert (found["people"], found["modules"][0]["done"]) == (None, None)
    assert learning("GET", "/api/courses/lesson/completion", "ben").status_code == 403
    assert [told(count) for count in (0, 9, 10, 14, 15, 101)] == [None, None, 10, 10, 15, 100]


def test_nobody_who_learns_finds_what_answers_the_course_and_who_manages_it_does(learning):
    changed = course("lesson", title="Another title")
    assert learning("POST", "/api/entries", "admin", json=changed).is_success
    for path in ("", "/versions/1", "/versions", "/versions/2/difference?since=1"):
        said = learning("GET", f"/api/entries/lesson{path}", "ben").text
        assert "Another title" in learning("GET", "/api/entries/lesson", "ben").text
        assert not any(word in said for word in ("424242", "the_solution", "hint of all"))
    records = learning("GET", "/api/entries/records", "steward").text
    assert "424242" in records


def test_a_french_course_speaks_french(learning):
    learning("POST", "/api/entries", "admin", json=course("lesson_fr", language="fr", translates="lesson"))
    verdict = learning("POST", "/api/courses/lesson_fr/checks/count", "ben", json=text("a")).json()
    assert verdict["said"] == "Pas encore\u00a0: la réponse est un nombre."


def test_who_leaves_takes_along_what_they_learnt_but_certificates_stay(learning, app):
    for check in RIGHT:
        answer(learning, check)
    page = learning("GET", "/api/courses/lesson", "ben").json()["certificate"]
    app.state.owners.part_from("ben")
    assert standing(learning) == (0, "first", ["open", "open", "open"])
    assert learning("GET", "/api/courses/lesson", "ben").json()["certificate"] is None
    assert "Genuine" in learning("GET", page[page.index("/certificates/") :], None).text
