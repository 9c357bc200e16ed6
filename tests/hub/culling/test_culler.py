"""Labs that nobody uses are told and then stopped; those that somebody uses, in whatever way, never are."""

import pytest

from hub.culling.conftest import HOUR, BabblingLab, ForeignLab, HungLab
from lyceum_hub.errors import Unavailable

MINUTE = 60
DAY = 24 * HOUR


def test_a_lab_that_nobody_uses_is_told_ten_minutes_before_it_is_stopped(hub, look):
    lab = hub.start("ada")
    look(after=49 * MINUTE)
    assert lab.notice is None
    look(after=1 * MINUTE)
    assert lab.notice == {"why": "idle", "left_seconds": 10 * MINUTE}
    look(after=9 * MINUTE)
    assert hub.stopped == []
    look(after=1 * MINUTE)
    assert hub.stopped == [("ada", "idle")]


def test_use_takes_the_notice_back_and_counts_from_there(hub, look):
    lab = hub.start("ada")
    look(after=50 * MINUTE)
    lab.idleness.use()
    assert lab.notice is None
    look(after=49 * MINUTE)
    assert lab.notice is None
    look(after=1 * MINUTE)
    look(after=10 * MINUTE)
    assert hub.stopped == [("ada", "idle")]


def test_a_running_cell_is_never_stopped_however_long_it_says_nothing(hub, look):
    lab = hub.start("ada")
    look(after=50 * MINUTE)
    lab.works = True
    for _ in range(100):
        look(after=HOUR)
    assert lab.notice is None
    lab.works = False
    look(after=49 * MINUTE)
    assert (hub.stopped, lab.notice) == ([], None)


def test_keep_puts_the_end_off_by_the_stated_time(hub, look):
    lab = hub.start("ada")
    look(after=50 * MINUTE)
    lab.idleness.keep()
    for _ in range(4):
        look(after=HOUR - 1)
        assert lab.notice is None
    look(after=MINUTE)
    assert lab.notice["why"] == "idle"
    look(after=10 * MINUTE)
    assert hub.stopped == [("ada", "idle")]


def test_who_was_away_for_long_tells_before_it_stops(hub, look):
    lab = hub.start("ada")
    look(after=30 * DAY)
    assert lab.notice == {"why": "idle", "left_seconds": 10 * MINUTE}
    restarted = look.another()
    look(after=5 * MINUTE, culler=restarted)
    assert (hub.stopped, lab.notice["left_seconds"]) == ([], 5 * MINUTE)
    look(after=5 * MINUTE, culler=restarted)
    assert hub.stopped == [("ada", "idle")]


def test_a_profile_decides_for_its_labs(hub, look):
    quick, patient = hub.start("ada", idle_seconds=600), hub.start("bob", idle_seconds=0)
    look(after=5 * MINUTE)
    assert quick.notice == {"why": "idle", "left_seconds": 5 * MINUTE}
    look(after=5 * MINUTE)
    look(after=30 * DAY)
    assert hub.stopped == [("ada", "idle")]
    assert patient.notice is None


def test_the_age_ends_a_lab_that_works_an_hour_after_it_was_told(hub, look):
    lab = hub.start("ada", most_seconds=DAY)
    lab.works = True
    look(after=23 * HOUR - 1)
    assert lab.notice is None
    look(after=1)
    assert lab.notice == {"why": "age", "left_seconds": HOUR}
    lab.idleness.keep()
    look(after=HOUR - 1)
    assert hub.stopped == []
    look(after=1)
    assert hub.stopped == [("ada", "age")]


def test_who_holds_a_gpu_without_using_it_is_told_even_at_work_and_then_stopped(hub, look):
    lab = hub.start("ada", idle_seconds=0)
    lab.gpu_used_at = hub.clock()
    look(after=20 * MINUTE)
    lab.idleness.use()
    assert lab.notice == {"why": "gpu", "left_seconds": 10 * MINUTE}
    look(after=10 * MINUTE)
    assert hub.stopped == [("ada", "gpu")]


@pytest.mark.parametrize(
    "happens",
    [
        lambda lab: setattr(lab, "gpu_used_at", lab.clock()),
        lambda lab: setattr(lab, "works", True),
        lambda lab: lab.idleness.keep(),
    ],
    ids=["it is used", "a cell runs", "keep"],
)
def test_the_notice_of_a_gpu_is_taken_back_when(hub, look, happens):
    lab = hub.start("ada", idle_seconds=0)
    lab.gpu_used_at = hub.clock()
    look(after=20 * MINUTE)
    assert lab.notice["why"] == "gpu"
    happens(lab)
    look(after=1)
    assert lab.notice is None
    look(after=10 * MINUTE)
    assert hub.stopped == []


@pytest.mark.parametrize("kind", [HungLab, ForeignLab])
def test_a_lab_that_does_not_say_is_ended_by_its_age_alone(hub, look, kind):
    hub.start("ada", kind, most_seconds=DAY)
    hub.start("bob", kind)
    look(after=25 * HOUR)
    assert hub.stopped == []
    look(after=HOUR)
    assert hub.stopped == [("ada", "age")]


@pytest.mark.parametrize(
    "says",
    [
        "{}",
        "[",
        "null",
        '{"idle_seconds": NaN, "busy": false, "kept_seconds": 0, "notice": null}',
        '{"idle_seconds": 1e9, "busy": false, "kept_seconds": 0, "notice": {"why": "mood", "left_seconds": 0}}',
        f'{{"idle_seconds": 1{"0" * 400}, "busy": false, "kept_seconds": 0, "notice": null}}',
        "[" * 60_000,
        " " * 1_000_000,
    ],
)
def test_nonsense_keeps_a_lab_until_its_age_ends_it_and_harms_no_other(hub, look, says):
    hub.start("eve", BabblingLab, most_seconds=DAY).says = says
    hub.start("ada")
    look(after=50 * MINUTE)
    look(after=10 * MINUTE)
    assert hub.stopped == [("ada", "idle")]
    look(after=23 * HOUR)
    look(after=HOUR)
    assert hub.stopped[1:] == [("eve", "age")]


def test_a_talkative_person_cannot_talk_the_age_away(hub, look):
    said = '{"idle_seconds": 0, "busy": true, "kept_seconds": 1e9, "notice": {"why": "age", "left_seconds": 1e9}}'
    hub.start("eve", BabblingLab, most_seconds=DAY).says = said
    look(after=23 * HOUR)
    look(after=HOUR)
    assert hub.stopped == [("eve", "age")]


def test_a_lab_that_was_started_between_look_and_stop_is_left(hub, look):
    lab = hub.start("ada")
    look(after=50 * MINUTE)
    hub.before_stop = lambda lab: setattr(lab, "started", "2026-01-02T00:00:00Z")
    look(after=10 * MINUTE)
    assert (hub.stopped, hub.labs) == ([], [lab])


def test_two_cullers_give_the_time_of_one_and_stop_once(hub, look):
    lab = hub.start("ada")
    other = look.another()
    look(after=50 * MINUTE)
    look(after=5 * MINUTE, culler=other)
    assert lab.notice["left_seconds"] == 5 * MINUTE
    look(after=5 * MINUTE, culler=other)
    look()
    assert hub.stopped == [("ada", "idle")]


def test_nobody_is_stopped_while_the_hub_is_away_and_all_goes_on_when_it_is_back(hub, look):
    hub.start("ada")
    look(after=50 * MINUTE)
    hub.is_away = True
    with pytest.raises(Unavailable):
        look(after=10 * MINUTE)
    hub.is_away = False
    look()
    assert hub.stopped == [("ada", "idle")]


def test_a_named_lab_has_a_key_of_its_own(hub, look):
    hub.start("ada")
    hub.start("ada", name="second").works = True
    look(after=50 * MINUTE)
    look(after=10 * MINUTE)
    assert hub.stopped == [("ada", "idle")]
    assert [lab.name for lab in hub.labs] == ["second"]
