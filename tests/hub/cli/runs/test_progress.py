"""Progress: one line drawn again and again in a terminal, plain lines elsewhere."""

import io
import os

import pytest

from lyceum_hub.cli.runs import progress
from lyceum_hub.cli.runs.progress import Bar, Lines, Silence, bar, of_group, of_run, reporter

GOING = {
    "name": "nightly",
    "state": "running",
    "progress": {"done": 5, "total": 10, "current": {"index": 5, "source": "\ndf = load()\ndf"}},
    "finished_at": None,
}


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_tells_cells_time_and_the_cell_that_goes_on():
    assert bar(of_run(GOING), 42) == "nightly ━━━━━━━━━━────────── 5/10 cells 0:42 df = load()"
    assert bar(of_run({**GOING, "state": "queued", "progress": None}), 3) == "nightly: queued 0:03"


def test_a_group_counts_its_runs_that_ended():
    ended = {**GOING, "finished_at": "2026-10-04T04:00:00Z"}
    group = {"name": "fit", "states": {"succeeded": 1, "running": 1}, "items": [ended, GOING]}
    assert of_group(group).text() == "fit: 1 succeeded, 1 running, 1 of 2 runs"


def test_a_bar_stays_on_one_line_of_the_terminal(monkeypatch):
    monkeypatch.setattr(progress.sys, "stderr", Screen())
    monkeypatch.setattr(progress.shutil, "get_terminal_size", lambda *_, **__: os.terminal_size((30, 24)))
    drawn = Bar()
    drawn.show(of_run({**GOING, "name": "long\x1b[2J\nname"}))
    drawn.close()
    line = progress.sys.stderr.getvalue().split(progress.CLEAR)[1]
    assert len(line) == 29
    assert "\n" not in line
    assert "\x1b" not in line


def test_elsewhere_each_change_is_a_line(capsys):
    said = Lines()
    for state in ("queued", "queued", "running"):
        said.show(of_run({**GOING, "state": state}))
    assert capsys.readouterr().err == "nightly: queued, 5 of 10 cells\nnightly: running, 5 of 10 cells\n"


@pytest.mark.parametrize(
    ("terminal", "quiet", "expected"), [("xterm", False, Bar), ("dumb", False, Lines), ("xterm", True, Silence)]
)
def test_who_looks_decides_how_it_is_shown(monkeypatch, terminal, quiet, expected):
    monkeypatch.setattr(progress.sys, "stderr", Screen())
    monkeypatch.setenv("TERM", terminal)
    assert isinstance(reporter(quiet), expected)
