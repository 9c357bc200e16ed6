"""Why a Lab was stopped, as its person reads it."""

import pytest

from lyceum_hub.culling.reasons import Reason, Why, span


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "30 seconds"), (120, "2 minutes"), (3600, "60 minutes"), (86400, "24 hours"), (7 * 86400, "7 days")],
)
def test_spans_are_said_in_the_largest_unit_that_there_are_two_of(seconds, words):
    assert span(seconds) == words


def test_reasons_are_the_end_of_a_sentence():
    assert str(Reason(Why.IDLE, 3600)) == "after 60 minutes without use"
    assert str(Reason(Why.AGE, 86400)) == "at the end of the 24 hours that its profile gives it"
