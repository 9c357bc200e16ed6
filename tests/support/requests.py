"""What a request to each route sends, where it sends something: such that it is accepted of whoever may ask."""

from support.courses import RIGHT
from support.notebooks import notebook
from support.records import dataset
from support.world import profile

NOTEBOOK = notebook("x = 1")
MINE = dataset("my_own", owner="ola", steward="ola")
SEARCH = {"title": "All", "query": {"q": "one"}}
INTAKE = "sources:\n  some_more:\n    driver: csv\n    args:\n      urlpath: open_one.csv\n"
WORK = {"notebook": NOTEBOOK}

# The bodies for the lines of the table in tests/hub/service/test_access.py; what is not here sends nothing. Names in
# braces are the ids of tests/support/world.py.
BODIES = {
    "PUT /api/entries/drafts/{parts}/parts/0": [MINE],
    "POST /api/entries/drafts/{parts}/publish": {"parts": 1},
    "POST /api/entries": MINE,
    "POST /api/checks": {},
    "POST /api/entries/validate": {"record": MINE},
    "POST /api/entries/closed_one/requests": {"purpose": "To learn."},
    "POST /api/entries/granted_one/requests": {"purpose": "To learn."},
    "POST /api/entries/hidden_one/requests": {"purpose": "To learn."},
    "POST /api/entries/open_one/deprecate": {"reason": "There is a better one.", "successor": "granted_one"},
    "POST /api/entries/open_one/retire": {"reason": "It was wrong."},
    "POST /api/entries/open_one/reassign": {"steward": "ana"},
    "POST /api/requests/{request}/grant": {"days": 30},
    "POST /api/entries/closed_one/comments": {"text": "Good."},
    "POST /api/entries/hidden_one/comments": {"text": "Good."},
    "PUT /api/entries/closed_one/comments/{comment}": {"text": "It has none any more."},
    "POST /api/requests/{request}/refuse": {"reason": "No."},
    "POST /api/requests/{granted}/revoke": {"reason": "It is over."},
    "POST /api/proposals": {"record": MINE},
    "PUT /api/proposals/{draft}": {"record": dataset("new_one", owner="ola", steward="ola", title="N"), "revision": 1},
    "POST /api/proposals/{draft}/submit": {"revision": 1},
    "POST /api/proposals/{proposal}/approve": {"content_hash": "{hash}"},
    "POST /api/proposals/{proposal}/send-back": {"reason": "Not yet."},
    "POST /api/proposals/{proposal}/comments": {"text": "Good."},
    "POST /api/inbox/read": {},
    "POST /api/proposals/import": {"format": "intake", "text": INTAKE},
    "POST /api/searches": SEARCH,
    "PUT /api/searches/{mine}": SEARCH,
    "PUT /api/searches/{ours}": SEARCH,
    "POST /api/notebooks/inspect": WORK,
    "POST /api/templates/near": WORK,
    "POST /api/templates/readiness": WORK,
    "POST /api/preflight": WORK,
    "POST /api/runs": WORK,
    "POST /api/runs/{done}/end": {"fence": 1, "state": "succeeded"},
    "PUT /api/entries/open_one/versions/1/profile?run={live}": profile("open_one"),
    "POST /api/runs/{live}/report": {"fence": 1, "log": "A line.\n"},
    "POST /api/runs/{live}/end": {"fence": 1, "state": "succeeded"},
    "PUT /api/runs/{live}/parts/0?fence=1": {},
    "PUT /api/runs/{live}/output?fence=1": NOTEBOOK,
    "POST /api/courses/lesson/checks/count": RIGHT["count"],
    "POST /api/workshops": {"course": "lesson", "title": "Tuesday"},
    "POST /api/schedules": {**WORK, "cron": "0 6 * * *"},
    "POST /api/schedules/preview": {"cron": "0 6 * * *"},
    "PATCH /api/schedules/{schedule}": {"enabled": False},
    "PATCH /api/schedules/{team}": {"enabled": False},
}
