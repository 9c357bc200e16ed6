"""The checker sees what it is there to see."""

import nbformat
import pytest

from faults.checker import Evidence, complaints
from faults.ledger import Line

ROW = {
    "id": "a",
    "state": "succeeded",
    "reason": None,
    "server": None,
    "attempt": 1,
    "work": {"retries": None},
    "output": "out.ipynb",
    "schedule": None,
    "scheduled_for": None,
}
LINES = [Line("a", 1, 0, "begin"), Line("a", 1, 0, "beat"), Line("a", 1, 0, "end")]
WHOLE = nbformat.writes(nbformat.v4.new_notebook())


def evidence(folder, row=None, lines=LINES, promised=frozenset("a"), more=(), output=WHOLE, read=()):
    (folder / "out.ipynb").write_text(output)
    return Evidence(set(promised), [{**ROW, **(row or {})}, *more], list(lines), folder, list(read))


def test_what_is_as_promised_gives_no_complaint(tmp_path):
    assert complaints(evidence(tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"promised": "ab"}, "b was acknowledged and is gone"),
        ({"promised": ""}, "a is there, and nobody asked for it"),
        ({"row": {"state": "running"}}, "still running"),
        ({"row": {"server": "run-a-1"}}, "run-a-1 is not gone"),
        ({"lines": [*LINES, Line("a", 1, 9, "beat")]}, "a was executed by"),
        ({"lines": [*LINES, Line("a", 2, 9, "beat"), Line("a", 1, 0, "beat")]}, "a was executed by"),
        ({"lines": [*LINES, Line("a", 2, 9, "begin")]}, "a was executed 2 times"),
        ({"lines": [*LINES, Line("c", 1, 9, "begin")]}, "c was executed, but nobody asked for it"),
        ({"lines": LINES[:2]}, "succeeded without an end"),
        ({"row": {"output": None}}, "succeeded without an output"),
        ({"row": {"schedule": "s"}, "more": [{**ROW, "schedule": "s"}]}, "another run for"),
        ({"output": WHOLE[:-9]}, "torn output"),
        ({"read": [b"{"]}, "read a torn output"),
    ],
)
def test_what_is_not_as_promised_gives_one(tmp_path, change, says):
    assert [complaint for complaint in complaints(evidence(tmp_path, **change)) if says in complaint]
