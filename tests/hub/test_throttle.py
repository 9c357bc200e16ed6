"""At most ten tries a minute."""

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
