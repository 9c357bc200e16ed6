"""Parts of outputs: put together they are the notebook as it was when its server was lost."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lyceum_hub.database import tables
from lyceum_hub.service.runs.parts import assembled
from support.notebooks import notebook
from support.turns import turn


def line(**told):
    return json.dumps(told).encode()


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


BOOK = {"notebook": notebook("1", "2")}


def test_outputs_take_the_place_of_those_from_there_on():
    lines = [
        line(**BOOK),
        line(cell=0, start=0, outputs=[stream("a")]),
        line(cell=0, start=1, outputs=[stream("b")]),
        line(cell=0, start=1, outputs=[stream("bb")]),
        line(cell=1, record={"status": "running"}, execution_count=2),
    ]
    first, second = assembled(lines)["cells"]
    assert [output["text"] for output in first["outputs"]] == ["a", "bb"]
    assert (second["metadata"]["papermill"], second["execution_count"]) == ({"status": "running"}, 2)


@pytest.mark.parametrize(
    "bad", [b"{", b"[]", b"1", line(), line(cell=9, start=0, outputs=[]), line(cell="0"), line(cell=0, start="x")]
)
def test_what_does_not_fit_in_is_left_out(bad):
    assert assembled([line(**BOOK), bad]) == BOOK["notebook"]


@pytest.mark.parametrize("lines", [[], [b""], [line(cell=0, start=0, outputs=[])]])
def test_without_a_notebook_there_is_nothing(lines):
    assert assembled(lines) is None


@pytest.fixture
def begun(app, api):
    """A run that its server has taken up, with the server's token."""
    run_id = api("POST", "/api/runs", json={"notebook": notebook("1", "2")}).json()["id"]
    turn(app)
    token = app.state.runs.get(run_id).server
    fence = api("POST", f"/api/runs/{run_id}/begin", token, json={}).json()["fence"]
    return run_id, token, fence


def hand_in(api, begun, number, *lines):
    run_id, token, fence = begun
    return api("PUT", f"/api/runs/{run_id}/parts/{number}?fence={fence}", token, content=b"\n".join(lines))


def test_a_lost_run_has_the_output_that_it_handed_in(app, api, hub, database, begun):
    assert hand_in(api, begun, 0, line(**BOOK)).status_code == 204
    assert hand_in(api, begun, 1, line(cell=0, start=0, outputs=[stream("kept")])).status_code == 204
    hub.servers.clear()
    pass_time(database, seconds=46)
    turn(app)
    run = api("GET", f"/api/runs/{begun[0]}").json()
    assert (run["state"], run["has_output"]) == ("lost", True)
    assert "Its server is gone" in run["reason"]
    assert api("GET", f"/api/runs/{begun[0]}/output").json()["cells"][0]["outputs"] == [stream("kept")]
    assert app.state.files.keys("parts") == []


def test_a_server_that_is_still_there_is_waited_for(app, api, hub, database, begun):
    pass_time(database, seconds=46)
    turn(app)
    assert api("GET", f"/api/runs/{begun[0]}").json()["state"] == "running"


def pass_time(database, seconds):
    with database.writing() as connection:
        later = datetime.now(UTC) + timedelta(seconds=60 - seconds)
        connection.execute(update(tables.runs).values(lease_until=later))


def test_the_whole_output_takes_the_place_of_the_parts(app, api, begun):
    run_id, token, fence = begun
    hand_in(api, begun, 0, line(**BOOK))
    assert app.state.files.keys("parts")
    whole = json.dumps(notebook("whole"))
    assert api("PUT", f"/api/runs/{run_id}/output?fence={fence}", token, content=whole).status_code == 204
    assert app.state.files.keys("parts") == []


def test_the_first_part_begins_anew(app, api, begun):
    for number in range(3):
        hand_in(api, begun, number, line(**BOOK))
    hand_in(api, begun, 0, line(**BOOK))
    assert [key[-13:] for key in app.state.files.keys("parts")] == ["000000.ndjson"]


def test_parts_are_refused_at_another_fence_from_others_and_out_of_bounds(api, begun):
    run_id, token, fence = begun
    path = f"/api/runs/{run_id}/parts"
    assert api("PUT", f"{path}/0?fence={fence + 1}", token, content=b"").status_code == 409
    assert api("PUT", f"{path}/0?fence={fence}", "ada", content=b"").status_code == 403
    assert api("PUT", f"{path}/0", token, content=b"").status_code == 422
    assert api("PUT", f"{path}/-1?fence={fence}", token, content=b"").status_code == 422
