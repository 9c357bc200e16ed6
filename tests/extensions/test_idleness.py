"""What counts as use of a Lab, in a time that the test sets."""

import pytest

from lyceum_lab.idleness import Idleness


class Clock:
    """A time of the tests' own."""

    at = 100.0

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def lab(clock):
    return Idleness(60.0, clock)


def idle(lab):
    return lab.as_dict()["idle_seconds"]


def test_a_kernel_that_says_something_else_than_before_is_use(lab, clock):
    lab.look({"kernel a": 1}, [])
    clock.at += 50
    lab.look({"kernel a": 1}, [])
    assert idle(lab) == 50
    lab.look({"kernel a": 2}, [])
    assert idle(lab) == 0


def test_a_jump_of_the_machines_clock_is_no_idle_time(lab, clock):
    lab.look({"kernel a": 10_000}, [])
    clock.at += 50
    lab.look({"kernel a": 3}, [])
    assert idle(lab) == 0


def test_a_kernel_that_ends_is_no_use(lab, clock):
    lab.look({"kernel a": 1, "terminal 1": 1}, [])
    clock.at += 50
    lab.look({"terminal 1": 1}, [])
    assert idle(lab) == 50


def test_what_works_is_use_at_each_look(lab, clock):
    lab.look({"kernel a": 1}, [False, True])
    clock.at += 50
    assert lab.as_dict()["busy"]
    lab.look({"kernel a": 1}, [False, True])
    assert idle(lab) == 0


def test_use_takes_back_the_notice_of_idleness_and_no_other(lab):
    lab.tell("idle", 60)
    lab.use()
    assert lab.as_dict()["notice"] is None
    lab.tell("age", 60)
    lab.keep()
    assert lab.as_dict()["notice"]["why"] == "age"


def test_who_was_told_is_not_told_anew(lab, clock):
    lab.tell("idle", 60)
    clock.at += 20
    lab.tell("idle", 60)
    assert lab.as_dict()["notice"]["left_seconds"] == 40
    lab.tell_nothing()
    assert lab.as_dict()["notice"] is None


def test_keep_lasts_for_the_stated_time(lab, clock):
    lab.keep()
    clock.at += 20
    assert lab.as_dict()["kept_seconds"] == 40
    clock.at += 50
    assert lab.as_dict()["kept_seconds"] == 0
