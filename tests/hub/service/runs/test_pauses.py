"""Pauses of owners for whom no server may start just now."""

from lyceum_hub.service.runs.pauses import LONGEST, SHORTEST, Pauses


class Clock:
    """A clock that is set by hand."""

    at = 100.0

    def __call__(self):
        return self.at


def lengths(pauses, clock, number):
    """Return how long each of some pauses in a row is."""
    found = []
    for _ in range(number):
        began = clock.at
        pauses.begin("ada")
        while "ada" in pauses.owners():
            clock.at += 1
        found.append(clock.at - began)
    return found


def test_each_pause_in_a_row_is_twice_as_long_and_bounded():
    clock = Clock()
    assert lengths(Pauses(clock), clock, 6) == [SHORTEST, 10, 20, 40, LONGEST, LONGEST]


def test_refusals_at_once_are_one_pause_of_one_owner():
    clock = Clock()
    pauses = Pauses(clock)
    for _ in range(9):
        pauses.begin("ada")
    assert pauses.owners() == ("ada",)
    clock.at += SHORTEST
    assert pauses.owners() == ()


def test_what_ends_a_pause_begins_it_anew():
    clock = Clock()
    pauses = Pauses(clock)
    lengths(pauses, clock, 3)
    pauses.begin("ada")
    pauses.end("ada")
    assert pauses.owners() == ()
    assert lengths(pauses, clock, 1) == [SHORTEST]
    clock.at += LONGEST
    assert lengths(pauses, clock, 1) == [SHORTEST]
