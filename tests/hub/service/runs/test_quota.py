"""What the preflight of a run says of its owner's quota."""

import pytest

from lyceum_hub.metering.months import Month
from lyceum_hub.metering.quotas import Quotas
from lyceum_hub.metering.standing import Measure, Standing
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.runs import quota
from support.metered import Clock
from support.notebooks import notebook

NOVEMBER = Month.of(Clock().at)
GPU = Profile("One GPU", "A GPU.", gpus=1)
ADA = Reader("ada", frozenset({"ada", "group:forecasting"}))


@pytest.fixture
def told(monkeypatch):
    """Return what is told where somebody stands so."""

    def tell(*own, groups=(), profile=None):
        monkeypatch.setattr(quota, "standing", lambda *_: Standing(NOVEMBER, own, groups))
        return list(quota.about_quota(None, Quotas, "ada", ADA, profile))

    return tell


def test_nothing_is_said_where_nothing_is_limited(told):
    assert told(Measure("cpu_hours", 12, None), Measure("servers", 2, 5), Measure("storage", 1, 9)) == []


def test_what_is_left_is_told_of_what_the_run_uses_up(told):
    cpus, gpus = Measure("cpu_hours", 12, 200), Measure("gpu_hours", 1, 40)
    together = Measure("gpu_hours", 390, 400, "forecasting")
    assert told(cpus, gpus) == [("note", "Left of what you may use in November: CPU 188 hours of 200 hours.")]
    assert told(gpus, groups=(together,), profile=GPU) == [
        (
            "note",
            "Left of what you may use in November: GPU 39 hours of 40 hours; GPU of forecasting 10 hours of 400 hours.",
        )
    ]


def test_what_is_used_up_is_warned_of_before_what_is_left(told):
    (level, used_up), (_, left) = told(Measure("gpu_hours", 40, 40), Measure("cpu_hours", 0, 9), profile=GPU)
    assert (level, used_up.split(":")[0]) == ("warning", "Your 40 GPU-hours of November are used up")
    assert "GPU" not in left
    assert told(Measure("gpu_hours", 40, 40)) == []


def test_a_run_that_would_wait_is_told_so(told):
    ((level, sentence),) = told(Measure("servers", 1, 1, running=("",)))
    assert level == "note"
    assert sentence.startswith("You may have 1 servers at the same time, and these run: JupyterLab.")
    assert sentence.endswith("A run waits until then.")
    ((level, _),) = told(Measure("servers", 0, 0))
    assert level == "warning"


def test_the_form_asks_the_service(app, api):
    (app.state.settings.state / "quotas.yaml").write_text("everybody: {cpu_hours: 0}")
    found = api("POST", "/api/preflight", json={"notebook": notebook("1")}).json()["findings"]
    assert [(one["level"], one["message"].split(".")[0]) for one in found] == [("warning", "You have no CPU-hours")]
