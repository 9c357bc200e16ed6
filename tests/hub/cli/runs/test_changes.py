"""How two runs differ, in words."""

import pytest

from lyceum_hub.cli.runs.changes import compared, since_it_worked

RUN = {"id": "b", "name": "nightly", "state": "failed", "since": "2026-10-05T04:00:00Z", "finished_at": None}
GOOD = {**RUN, "id": "a", "state": "succeeded", "finished_at": "2026-10-04T04:00:00Z"}
SAME = {
    "since": GOOD,
    "run": RUN,
    "notebook": {"changed": False, "before": "x", "now": "x", "versions": [1, 1]},
    "parameters": [],
    "profile": None,
    "packages": [],
    "entries": [],
    "figures": [],
    "seconds": {"before": None, "now": None},
}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"notebook": {"changed": True, "versions": [1, 2]}}, "Notebook: version 1 → 2"),
        ({"notebook": {"changed": True, "versions": [None, None]}}, "Notebook: changed"),
        ({"parameters": [{"name": "top", "before": 3, "now": "3"}]}, 'Parameter top: 3 → "3"'),
        ({"profile": {"before": "standard", "now": "gpu"}}, "Profile: standard → gpu"),
        ({"packages": [{"name": "pandas", "before": "3.0.1"}]}, "Package pandas: 3.0.1 → not there"),
        ({"entries": [{"name": "flights", "before": 2, "now": 3}]}, "Entry flights: 2 → 3"),
        ({"figures": [{"name": "rmse", "now": 0.1234567}]}, "Figure rmse: not recorded → 0.123457"),
        ({"seconds": {"before": 3, "now": 64}}, "Took: 0:03 → 1:04"),
    ],
)
def test_each_difference_is_a_line(change, line):
    for said in (compared({**SAME, **change}), "\n".join(since_it_worked({**SAME, **change}))):
        assert f"  {line}" in said.splitlines()


def test_no_difference_is_said():
    assert "They do not differ." in compared(SAME)
    assert "Nothing that we know of has changed." in "\n".join(since_it_worked(SAME))


def test_a_job_that_never_worked_has_nothing_to_be_compared_with():
    assert since_it_worked({**SAME, "since": None}) == since_it_worked(None) == []
    assert "no earlier run that succeeded" in compared({**SAME, "since": None})
