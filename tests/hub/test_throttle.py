"""At most ten tries a minute, unless they turn out well."""

import asyncio

from lyceum_hub.throttle import Throttle


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_eleventh_try_in_a_minute_has_to_wait():
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(10):
        assert throttle.wait(["ada"]) == 0
        clock.now += 1
    assert throttle.wait(["ada"]) == 50
    assert throttle.wait(["bob"]) == 0
    clock.now = 60
    assert throttle.wait(["ada"]) == 0


def test_a_good_try_is_taken_back():
    throttle = Throttle(clock=Clock())
    for _ in range(100):
        assert throttle.wait(["ada", "address"]) == 0
        throttle.take_back(["ada", "address"])
    assert throttle.wait(["ada"]) == 0


def test_one_full_key_refuses_without_counting_the_other():
    throttle = Throttle(most=1, clock=Clock())
    assert throttle.wait(["address"]) == 0
    assert throttle.wait(["ada", "address"]) > 0
    assert throttle.wait(["ada"]) == 0


def test_old_tries_are_forgotten():
    clock = Clock()
    throttle = Throttle(clock=clock)
    for number in range(1000):
        throttle.wait([f"name {number}"])
    clock.now = 61
    throttle.wait(["ada"])
    assert list(throttle.tries) == ["ada"]


def at_once(throttle, people, well):
    """Return how long each of so many people of one address has to wait who try at the same time."""

    async def log_in(name):
        keys = [f"name {name}", "address"]
        if seconds := await throttle.turn(keys):
            return seconds
        await asyncio.sleep(0)
        throttle.end(keys, well)
        return 0

    async def all_of_them():
        return await asyncio.wait_for(asyncio.gather(*map(log_in, range(people))), 30)

    return asyncio.run(all_of_them())


def test_thirty_people_of_one_room_log_in_at_once():
    assert at_once(Throttle(clock=Clock()), 30, well=True) == [0] * 30


def test_of_bad_tries_at_once_ten_pass():
    waits = at_once(Throttle(clock=Clock()), 30, well=False)
    assert sorted(waits) == [0] * 10 + [60] * 20
