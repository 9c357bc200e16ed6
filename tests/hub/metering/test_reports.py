"""What was used is listed, exported and measured; what people are called computes nothing in a spreadsheet."""

import asyncio
import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from lyceum_hub.metering.metrics import BUCKETS, Metrics
from lyceum_hub.metering.months import Month
from lyceum_hub.metering.reports import Asked, as_csv, as_json, report
from lyceum_hub.metering.sessions import Reading
from lyceum_hub.metering.storage import keep
from lyceum_hub.servers.refusals import DidNotStart
from lyceum_hub.service.owners import leave
from support.metered import Spawner, read_in_name

DASHBOARD = Path(__file__).parents[3] / "hub/grafana/lyceum.json"
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def used(hub, database, clock, monkeypatch):
    """Somebody with an unhappy name used a GPU for an hour, and others CPUs for two; one was refused."""
    read_in_name(monkeypatch)

    async def live():
        await hub.start(first := Spawner("=SUM(A1)", profile="gpu", groups=["+team"]))
        clock.pass_(hours=1)
        first.use = Reading(1800, 2e9)
        await hub.look()
        await hub.stop(first)
        for name in ("", "run-1"):
            await hub.start(Spawner("ben", name))
        clock.pass_(hours=2)
        await hub.look()
        with pytest.raises(DidNotStart):
            await hub.start(Spawner("ben", "third"), fails=DidNotStart("No GPU is free.", kind="gpu"))

    asyncio.run(live())
    keep(database, "person:ben", 12_000, clock())
    keep(database, "person:zoe", 34_000, clock())


def test_a_report_lists_who_used_most_first_and_what_is_stored(used, database):
    asked = Asked("person", *NOVEMBER)
    found = as_json(asked, report(database, asked), "EUR")
    assert [(item["person"], item["hours"], item["cost"], item["storage"]) for item in found["items"]] == [
        ("=SUM(A1)", 1, 3, None),
        ("ben", 4, 2, 12_000),
        ("zoe", 0, 0, 34_000),
    ]
    assert found["items"][0] | {"person": ""} == {
        "person": "",
        "servers": 1,
        "hours": 1,
        "cpu_hours": 0.5,
        "gpu_hours": 1,
        "memory_hours": 2,
        "cost": 3,
        "storage": None,
    }
    own = Asked("profile", *NOVEMBER, person="ben")
    assert [line.who for line in report(database, own)] == ["standard"]
    assert report(database, Asked("person", date(2026, 10, 1), date(2026, 10, 31))) == []


@pytest.mark.parametrize("by", ["person", "group", "profile"])
def test_no_cell_of_the_table_is_a_formula(used, database, by):
    asked = Asked(by, *NOVEMBER)
    rows = list(csv.reader(io.StringIO(as_csv(asked, report(database, asked), "=EUR"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]


def test_months_follow_each_other():
    month = Month(date(2026, 12, 1))
    assert (month.next.first, month.before.first, month.last) == (
        date(2027, 1, 1),
        date(2026, 11, 1),
        date(2026, 12, 31),
    )
    assert month.next.before == month


def test_a_new_account_of_the_same_name_has_used_nothing(used, database):
    with database.writing() as connection:
        leave(connection, "ben")
    named = [line.who for line in report(database, Asked("person", *NOVEMBER))]
    assert "ben" not in named
    assert any(name.startswith("ben (deleted") for name in named)


def values(database, folder):
    """Return the samples of the metrics by name and labels."""
    text = Metrics(database, {"state": folder}).text().decode()
    families = list(text_string_to_metric_families(text))
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_prometheus_reads_what_runs_what_was_refused_and_what_is_used(used, database, tmp_path):
    found = values(database, tmp_path)
    assert found["lyceum_servers", "lab", "standard"] == found["lyceum_servers", "run", "standard"] == 1
    assert found["lyceum_server_starts_total", "gpu", "lab"] == 1
    assert found["lyceum_server_refusals_total", "gpu"] == 1
    assert found["lyceum_gpu_seconds_total", "gpu"] == 3600
    assert found["lyceum_cost_total", "standard"] == 2
    assert found["lyceum_server_start_seconds_count",] == 3
    assert found["lyceum_server_start_seconds_bucket", str(BUCKETS[0])] == 3
    assert found["lyceum_people_with_servers",] == 1
    assert found["lyceum_disk_free_bytes", "state"] > 0


def test_prometheus_reads_metrics_of_a_workspace_without_use(database, tmp_path):
    found = values(database, tmp_path)
    assert found["lyceum_server_start_seconds_count",] == found["lyceum_run_queue_lag_seconds",] == 0
    assert found["lyceum_gpus_held",] == 0


def test_each_metric_of_the_dashboard_is_there(database, tmp_path):
    known = {metric.name: metric for metric in Metrics(database, {"state": tmp_path}).collect()}
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    names = {name + ending for name, metric in known.items() for ending in endings[metric.type]}
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = {name for panel in panels for one in panel["targets"] for name in re.findall(r"lyceum_\w+", one["expr"])}
    assert asked <= names
    assert {name.removesuffix("_total").removesuffix("_bucket") for name in asked} == set(known)
