"""Every route of the OpenAPI document, asked by everybody there is: the answer is the one that the table says.

A route without a line fails: add one (and in tests/support/requests.py what it sends). Names in braces are ids of what
tests/support/world.py makes. What is accepted leaves a line in the audit trail, and what is refused leaves none.
"""

import json
import re
from typing import NamedTuple

import pytest

from lyceum_hub.settings import SERVICE_PREFIX
from support.requests import BODIES
from support.world import ACTORS

TABLE = """
#                                                            anonymous beginner analyst steward owner administrator run

# The workspace.
GET    /health                                                      200      200     200     200   200           200 200
GET    /api/me                                                      401      200     200     200   200           200 200
GET    /api/me/webhook-key                                          401      200     200     200   200           200 403
GET    /api/profiles                                                401      200     200     200   200           200 403
GET    /api/me/usage                                                401      200     200     200   200           200 403
GET    /api/usage                                                   401      200     200     200   200           200 403
GET    /api/usage.csv?by=profile                                    401      200     200     200   200           200 403
GET    /metrics                                                     401      403     403     403   403           200 403
GET    /api/gpus                                                    401      200     200     200   200           200 403
GET    /api/audit                                                   401      403     403     403   403           200 403

# The catalog: open_one is public, closed_one is seen by everybody and read by analysts, hidden_one is seen by analysts.
GET    /api/entries                                                 401      200     200     200   200           200 200
GET    /api/entries/complete                                        401      200     200     200   200           200 200
GET    /api/entries/schema                                          401      200     200     200   200           200 200
GET    /api/entries/records                                         401      200     200     200   200           200 200
GET    /api/entries/open_one                                        401      200     200     200   200           200 200
GET    /api/entries/closed_one                                      401      200     200     200   200           200 200
GET    /api/entries/hidden_one                                      401      404     200     200   200           200 200
GET    /api/entries/granted_one                                     401      200     200     200   200           200 200
GET    /api/entries/closed_one/versions                             401      200     200     200   200           200 200
GET    /api/entries/hidden_one/versions                             401      404     200     200   200           200 200
GET    /api/entries/closed_one/versions/1                           401      200     200     200   200           200 200
GET    /api/entries/hidden_one/versions/1                           401      404     200     200   200           200 200
GET    /api/entries/closed_one/versions/1/difference?since=1        401      200     200     200   200           200 200
GET    /api/entries/hidden_one/versions/1/difference?since=1        401      404     200     200   200           200 200
GET    /api/entries/closed_one/versions/1/profile                   401      403     200     200   200           200 200
GET    /api/entries/hidden_one/versions/1/profile                   401      404     200     200   200           200 200
GET    /api/entries/closed_one/drift?from=1&to=1                    401      403     200     200   200           200 200
GET    /api/entries/hidden_one/drift?from=1&to=1                    401      404     200     200   200           200 200
GET    /api/entries/closed_one/use                                  401      200     200     200   200           200 200
GET    /api/entries/hidden_one/use                                  401      404     200     200   200           200 200
GET    /api/entries/closed_one/lineage                              401      200     200     200   200           200 200
GET    /api/entries/hidden_one/lineage                              401      404     200     200   200           200 200
GET    /api/entries/closed_one/dependents                           401      403     403     200   200           200 403
GET    /api/entries/hidden_one/dependents                           401      404     403     200   200           200 403
GET    /api/entries/closed_one/croissant.json                       401      200     200     200   200           200 200
GET    /api/entries/hidden_one/croissant.json                       401      404     200     200   200           200 200
GET    /api/entries/closed_one/dcat.jsonld                          401      200     200     200   200           200 200
GET    /api/entries/hidden_one/dcat.jsonld                          401      404     200     200   200           200 200
GET    /api/entries/closed_one/dcat.ttl                             401      200     200     200   200           200 200
GET    /api/entries/hidden_one/dcat.ttl                             401      404     200     200   200           200 200
GET    /api/dcat/catalog.jsonld                                     401      200     200     200   200           200 200
GET    /api/dcat/catalog.ttl                                        401      200     200     200   200           200 200
GET    /api/templates                                               401      200     200     200   200           200 200
GET    /api/templates/profile_dataset                               401      200     200     200   200           200 200
POST   /api/templates/near                                          401      200     200     200   200           200 200
POST   /api/templates/readiness                                     401      200     200     200   200           200 403

# Courses: the workshop is the owner's. A certificate is for whoever has its code.
GET    /api/courses                                                 401      200     200     200   200           200 403
GET    /api/courses/lesson                                          401      200     200     200   200           200 403
POST   /api/courses/lesson/enrol                                    401      200     200     200   200           200 403
POST   /api/courses/lesson/modules/first/open                       401      200     200     200   200           200 403
GET    /api/courses/lesson/modules/first                            401      200     200     200   200           200 403
POST   /api/courses/lesson/checks/count                             401      200     200     200   200           200 403
GET    /api/courses/lesson/completion                               401      403     403     200   200           200 403
GET    /certificates/{certificate}.pdf                              200      200     200     200   200           200 200
GET    /certificates/{certificate}                                  200      200     200     200   200           200 200
GET    /api/workshops                                               401      200     200     200   200           200 403
POST   /api/workshops                                               401      403     403     201   201           201 403
GET    /api/workshops/{workshop}                                    401      404     404     404   200           404 403
POST   /api/workshops/{workshop}/join                               401      200     200     200   200           200 403
POST   /api/workshops/{workshop}/end                                401      404     404     404   200           404 403
GET    /api/entries/lesson                                          401      200     200     200   200           200 200
GET    /api/entries/lesson/versions/1                               401      200     200     200   200           200 200

# The same as catalogs for Intake.
GET    /intake/searches/{mine}.yaml                                 401      404     404     404   200           404 200
GET    /intake/searches/{ours}.yaml                                 401      200     200     200   200           200 200
GET    /intake/searches/{ours}/1.yaml                               401      200     200     200   200           200 200
GET    /intake/searches/{ours}.json                                 401      200     200     200   200           200 200
GET    /intake/catalog.yaml                                         401      200     200     200   200           200 200
GET    /intake/parts/1.yaml                                         401      200     200     200   200           200 200
GET    /intake/domains/travel.yaml                                  401      200     200     200   200           200 200
GET    /intake/domains/travel/1.yaml                                401      200     200     200   200           200 200
GET    /intake/v1/catalog.yaml                                      401      200     200     200   200           200 200
GET    /intake/names.json                                           401      200     200     200   200           200 200
GET    /intake/e/open_one.yaml                                      401      200     200     200   200           200 200
GET    /intake/e/closed_one.yaml                                    401      403     200     200   200           200 200
GET    /intake/e/hidden_one.yaml                                    401      404     200     200   200           200 200
GET    /intake/e/closed_one.json                                    401      403     200     200   200           200 200
GET    /intake/e/hidden_one.json                                    401      404     200     200   200           200 200
GET    /intake/e/closed_one/1.yaml                                  401      403     200     200   200           200 200
GET    /intake/e/hidden_one/1.yaml                                  401      404     200     200   200           200 200
GET    /intake/e/closed_one/1.json                                  401      403     200     200   200           200 200
GET    /intake/e/hidden_one/1.json                                  401      404     200     200   200           200 200

# Saved searches: the owner's, one of which is shared.
GET    /api/searches                                                401      200     200     200   200           200 200
POST   /api/searches                                                401      201     201     201   201           201 403
PUT    /api/searches/{mine}                                         401      404     404     404   200           404 403
PUT    /api/searches/{ours}                                         401      403     403     403   200           403 403
DELETE /api/searches/{mine}                                         401      404     404     404   204           404 403
DELETE /api/searches/{ours}                                         401      403     403     403   204           403 403

# Entries, by those who manage them; publishing without a review is for administrators.
POST   /api/entries                                                 401      403     403     403   403           200 403
GET    /api/entries/drafts/{parts}                                  401      403     403     403   403           200 403
PUT    /api/entries/drafts/{parts}/parts/0                          401      403     403     403   403           200 403
POST   /api/entries/drafts/{parts}/publish                          401      403     403     403   403           200 403
POST   /api/checks                                                  401      403     403     403   403           202 403
POST   /api/entries/open_one/confirm                                401      403     403     200   200           200 403
POST   /api/entries/open_one/deprecate                              401      403     403     200   200           200 403
POST   /api/entries/open_one/retire                                 401      403     403     200   200           200 403
POST   /api/entries/old_one/restore                                 401      403     403     200   200           200 403
POST   /api/entries/hidden_one/restore                              401      404     403     409   409           409 403
POST   /api/entries/open_one/reassign                               401      403     403     200   200           200 403
POST   /api/entries/granted_one/profile                             401      403     403     201   201           201 403

# Requests to read: the beginner's, and the analyst's that was granted.
POST   /api/entries/closed_one/requests                             401      409     409     409   409           409 403
POST   /api/entries/granted_one/requests                            401      201     409     409   409           409 403
POST   /api/entries/hidden_one/requests                             401      404     409     409   409           409 403
GET    /api/requests                                                401      200     200     200   200           200 200
POST   /api/requests/{request}/grant                                401      403     404     200   200           200 403
POST   /api/requests/{request}/refuse                               401      403     404     200   200           200 403
POST   /api/requests/{granted}/revoke                               401      404     403     200   200           200 403

# Stars and comments: everybody starred granted_one, the comment is the analyst's.
PUT    /api/entries/open_one/star                                   401      200     200     200   200           200 403
PUT    /api/entries/hidden_one/star                                 401      404     200     200   200           200 403
DELETE /api/entries/granted_one/star                                401      200     200     200   200           200 403
GET    /api/entries/closed_one/comments                             401      200     200     200   200           200 200
GET    /api/entries/hidden_one/comments                             401      404     200     200   200           200 200
POST   /api/entries/closed_one/comments                             401      201     201     201   201           201 403
POST   /api/entries/hidden_one/comments                             401      404     201     201   201           201 403
PUT    /api/entries/closed_one/comments/{comment}                   401      403     200     403   403           403 403
DELETE /api/entries/closed_one/comments/{comment}                   401      403     204     204   204           204 403

# Proposals: both are the owner's, one is in review.
POST   /api/entries/validate                                        401      200     200     200   200           200 403
GET    /api/stewardship                                             401      200     200     200   200           200 403
GET    /api/inbox                                                   401      200     200     200   200           200 403
POST   /api/inbox/read                                              401      200     200     200   200           200 403
POST   /api/proposals                                               401      201     201     201   201           201 403
POST   /api/proposals/import                                        401      201     201     201   201           201 403
GET    /api/proposals                                               401      200     200     200   200           200 403
GET    /api/proposals/{proposal}                                    401      404     404     200   200           200 403
GET    /api/proposals/{draft}                                       401      404     404     200   200           200 403
PUT    /api/proposals/{draft}                                       401      404     404     200   200           200 403
POST   /api/proposals/{draft}/submit                                401      404     404     403   200           403 403
POST   /api/proposals/{proposal}/approve                            401      404     404     200   403           200 403
POST   /api/proposals/{proposal}/send-back                          401      404     404     200   403           200 403
POST   /api/proposals/{proposal}/withdraw                           401      404     404     200   200           200 403
GET    /api/proposals/{proposal}/difference                         401      404     404     200   200           200 403
GET    /api/proposals/{templated}/readiness                         401      404     404     200   200           200 403
GET    /api/proposals/{proposal}/comments                           401      404     404     200   200           200 403
POST   /api/proposals/{proposal}/comments                           401      404     404     201   201           201 403

# Runs: one of the owner's is shared with the analysts.
POST   /api/notebooks/inspect                                       401      200     200     200   200           200 403
POST   /api/preflight                                               401      200     200     200   200           200 403
POST   /api/runs                                                    401      201     201     201   201           201 403
GET    /api/runs                                                    401      200     200     200   200           200 403
GET    /api/runs/{live}                                             401      404     404     404   200           200 403
GET    /api/runs/{shared}                                           401      404     200     404   200           200 403
POST   /api/runs/{live}/cancel                                      401      404     404     404   200           200 403
POST   /api/runs/{shared}/cancel                                    401      404     200     404   200           200 403
POST   /api/runs/{done}/again                                       401      404     404     404   201           201 403
POST   /api/runs/{done}/resume                                      401      404     404     404   409           409 403
GET    /api/runs/{done}/messages                                    401      404     404     404   200           200 403
GET    /api/runs/{done}/output                                      401      404     404     404   200           200 403
GET    /api/runs/{done}/notebook                                    401      404     404     404   200           200 403
GET    /api/runs/{done}/changes                                     401      404     404     404   200           200 403
GET    /api/groups/{group}                                          401      404     404     404   200           200 403
POST   /api/groups/{group}/cancel                                   401      404     404     404   200           200 403
GET    /api/lineage                                                 401      200     200     200   200           200 403
GET    /api/lineage/export                                          401      200     200     200   200           200 403
GET    /api/lineage/loads                                           401      200     200     200   200           200 403

# Reports of a run, by its own server alone.
POST   /api/runs/{live}/begin                                       401      403     403     403   403           403 409
POST   /api/runs/{live}/report                                      401      403     403     403   403           403 200
PUT    /api/runs/{live}/parts/0?fence=1                             401      403     403     403   403           403 204
PUT    /api/runs/{live}/output?fence=1                              401      403     403     403   403           403 204
POST   /api/runs/{live}/end                                         401      403     403     403   403           403 200
POST   /api/runs/{done}/end                                         401      403     403     403   403           403 403
PUT    /api/entries/open_one/versions/1/profile?run={live}          401      403     403     403   403           403 204

# Schedules: one of the owner's is shared with the analysts.
POST   /api/schedules                                               401      201     201     201   201           201 403
GET    /api/schedules                                               401      200     200     200   200           200 403
POST   /api/schedules/preview                                       401      200     200     200   200           200 403
GET    /api/schedules/{schedule}                                    401      404     404     404   200           200 403
GET    /api/schedules/{team}                                        401      404     200     404   200           200 403
GET    /api/schedules/{schedule}/figures                            401      404     404     404   200           200 403
PATCH  /api/schedules/{schedule}                                    401      404     404     404   200           200 403
PATCH  /api/schedules/{team}                                        401      404     200     404   200           200 403
POST   /api/schedules/{schedule}/run                                401      404     404     404   201           201 403
POST   /api/schedules/{team}/run                                    401      404     201     404   201           201 403
DELETE /api/schedules/{schedule}                                    401      404     404     404   204           204 403
DELETE /api/schedules/{team}                                        401      404     403     404   204           204 403
"""

# What is accepted and leaves no line, and why.
SILENT = {
    "POST /api/entries/validate": "keeps nothing",
    "POST /api/notebooks/inspect": "keeps nothing",
    "POST /api/templates/near": "keeps nothing",
    "POST /api/templates/readiness": "keeps nothing",
    "POST /api/preflight": "keeps nothing",
    "POST /api/schedules/preview": "keeps nothing",
    "PUT /api/entries/drafts/{draft}/parts/{number}": "changes nothing until the draft is published, which is said",
    "POST /api/inbox/read": "is one's own note that one has read something",
    "POST /api/runs/{run_id}/begin": "is in the run's own history",
    "POST /api/runs/{run_id}/report": "is in the run's own log",
    "PUT /api/runs/{run_id}/parts/{number}": "is a part of the run's output",
    "PUT /api/runs/{run_id}/output": "is the run's output",
    "POST /api/runs/{run_id}/end": "is in the run's own history",
}
OPEN = ("/health", "/certificates/1", "/certificates/1.pdf")  # answered without a token
ANSWERS = ("424242", "the_solution", "hint of all")  # to the questions of a course
# What nobody of a kind may find in any answer.
UNSEEN = {
    "anonymous": ("open_one", "closed_one", "hidden_one"),
    "beginner": ("hidden_one", "closed_one.csv", "granted_one.csv", *ANSWERS),
    "analyst": ANSWERS,
    "run": ("the_solution", "hint of all"),
}


class Line(NamedTuple):
    """A line of the table: a request, and the answers that the actors get."""

    method: str
    path: str
    statuses: tuple[int, ...]

    def __str__(self):
        return f"{self.method} {self.path}"


def read(table):
    """Return the lines of the table."""
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return [Line(method, path, tuple(map(int, statuses))) for method, path, *statuses in rows]


LINES = read(TABLE)


def routes(app):
    """Return the routes of the OpenAPI document."""
    paths = app.openapi()["paths"]
    return [f"{method.upper()} {path.removeprefix(SERVICE_PREFIX)}" for path in paths for method in paths[path]]


def route_of(line, app):
    """Return the route that a line asks, as the service finds it: the first that fits."""
    asked = f"{line.method} {line.path.partition('?')[0]}"
    return next((route for route in routes(app) if re.fullmatch(pattern_of(route), asked)), None)


def pattern_of(route):
    """Return the regular expression of a route's requests."""
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"({\w+})", route))


@pytest.fixture
def ask(world):
    """Return a function that sends a line's request as an actor; whatever it changed is undone afterwards."""
    yield lambda line, actor: send(world, line, actor)
    world.restore()


def send(world, line, actor):
    """Send a line's request, filled with the ids of the world."""
    filled = re.compile(r"{(\w+)}")

    def fill(text):
        return filled.sub(lambda found: world.ids.get(found[1], found[0]), text)

    body = BODIES.get(str(line))
    headers = {"Content-Type": "application/json"}
    content = {} if body is None else {"content": fill(json.dumps(body)), "headers": headers}
    return world.service(line.method, fill(line.path), ACTORS[actor], **content)


def test_every_route_is_in_the_table(world):
    app = world.service.app
    assert set(routes(app)) == {route_of(line, app) for line in LINES}
    assert len(set(map(str, LINES))) == len(LINES)
    assert set(BODIES) <= set(map(str, LINES))
    assert set(SILENT) <= set(routes(app))


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_is_answered_as_the_table_says(world, ask, line):
    answers = {}
    for actor in ACTORS:
        before = world.service.app.state.trail.head().id
        answer = ask(line, actor)
        answers[actor] = answer.status_code
        added = world.service.app.state.trail.head().id - before
        check_trail(world, line, answer, added)
        check_words(line, answer, actor)
        if added or (answer.is_success and line.method != "GET"):
            world.restore()
    assert answers == dict(zip(ACTORS, line.statuses, strict=True))


def check_trail(world, line, answer, added):
    """See that an accepted change is in the trail, and nothing else."""
    route = route_of(line, world.service.app)
    changes = line.method != "GET" and answer.is_success and route not in SILENT
    assert bool(added) == changes, f"{answer.status_code}: {added} lines in the trail; see SILENT"


def check_words(line, answer, actor):
    """See that an answer tells nothing that is not this actor's to know, and that a refusal is a problem document."""
    if answer.is_success:
        assert not [name for name in UNSEEN.get(actor, ()) if name in answer.text and name not in line.path]
    else:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("token", "status"), [("unknown", 401), ("nobody", 403)])
def test_no_route_answers_an_unknown_token_or_one_without_scopes(world, token, status):
    for route in routes(world.service.app):
        method, path = re.sub(r"{\w+}", "1", route).split()
        if path not in OPEN:
            answer = world.service(method, path, token, json={})
            assert (answer.status_code, route) == (status, route)


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
