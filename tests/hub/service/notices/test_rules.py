"""Rules: which of what a receiver wants to know an ending meets."""

import pytest

from lyceum_hub.service.notices.rules import Ending, Rule, veiled_receiver
from lyceum_hub.service.runs.run import FINAL, State

GOOD, BAD = Ending(State.SUCCEEDED, {}), Ending(State.FAILED, {})
EVERY = {"on": ["failure", "recovery", "success"], "email": "a@b.example"}


def met(stored, ending, before=None):
    return set(Rule.of(stored).met(ending, before))


@pytest.mark.parametrize("state", FINAL)
def test_every_ending_is_a_success_or_a_failure_or_was_wanted(state):
    expected = {State.SUCCEEDED: {"success"}, State.CANCELLED: set()}.get(state, {"failure"})
    assert met(EVERY, Ending(state, {})) == expected


def test_recovery_is_a_success_after_a_failure():
    assert met(EVERY, GOOD, BAD) == {"success", "recovery"}
    assert met(EVERY, GOOD, GOOD) == {"success"}
    assert met(EVERY, BAD, BAD) == {"failure"}
    assert met({"on": ["recovery"], "webhook": "https://x"}, GOOD, None) == set()


@pytest.mark.parametrize(
    ("bound", "value", "before", "crossed"),
    [
        ({"above": 0.5}, 0.6, None, True),
        ({"above": 0.5}, 0.6, 0.4, True),
        ({"above": 0.5}, 0.6, 0.7, False),
        ({"above": 0.5}, 0.5, 0.4, False),
        ({"below": 0.5}, 0.4, 0.6, True),
        ({"below": 0.5}, 0.4, 0.3, False),
        ({"below": 0.5}, None, 0.6, False),
    ],
)
def test_a_figure_crosses_its_bound_once(bound, value, before, crossed):
    rule = {"figure": {"name": "rmse", **bound}, "email": "a@b.example"}
    ending = Ending(State.SUCCEEDED, {} if value is None else {"rmse": value})
    earlier = Ending(State.SUCCEEDED, {"rmse": before}) if before is not None else None
    assert met(rule, ending, earlier) == ({"figure"} if crossed else set())


def test_others_see_of_a_webhook_only_its_host():
    assert veiled_receiver("https://hooks.example/T0/s3cret?x") == "https://hooks.example/…"
    assert veiled_receiver("ada@b.example") == "ada@b.example"
