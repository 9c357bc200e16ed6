"""10,000 data sets: applied from files, opened by the driver `lyceum` beside Intake's loader, and one by its URL."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.engine import timed
from bench.figures import Figure, in_turns
from bench.invented import Vocabulary
from bench.workspace import a_workspace
from lyceum_catalog.entries import Dataset, parse_entry
from lyceum_catalog.folders import file_of
from lyceum_catalog.intake_catalogs import intake_catalog
from support import workspace as support

SIZE = 10_000
ONE = "entry_1"
EVERYBODYS = {"classification": "public", "access": None}


def measure(times: int, everything: bool) -> list[Figure]:
    """Apply a large catalog, and open it and one of its entries."""
    with a_workspace() as running, TemporaryDirectory() as place:
        folder = Path(place)
        datasets = written(folder)
        applied = timed(lambda: running.lyceum("catalog", "apply", folder / "entries"))
        _, token = running.person()
        options = {"headers": {"Authorization": f"token {token}"}}
        found = [opened(running, options, folder, datasets), one_opened(running, options, folder, times)]
    return [Figure(f"apply {SIZE:,} files", (applied,), most=60), *found]


def written(folder: Path) -> list[Dataset]:
    """Write the files of so many data sets that everybody may read, and return these."""
    vocabulary = Vocabulary(random.Random(4))
    datasets = [parse_entry({**vocabulary.record(number), **EVERYBODYS}) for number in range(SIZE)]
    (folder / "entries").mkdir()
    for dataset in datasets:
        name, text = file_of(dataset)
        (folder / "entries" / name).write_text(text)
    return [dataset for dataset in datasets if isinstance(dataset, Dataset)]


def opened(running: support.Workspace, options: dict[str, Any], folder: Path, datasets: list[Dataset]) -> Figure:
    """Open all of it by the driver, and one file that holds all of it by Intake's own loader, which takes long."""
    import intake

    path = folder / "all.yaml"
    path.write_text(intake_catalog("All", datasets, "/shared"))

    def ours() -> None:
        catalog = intake.open_catalog(running.service, driver="lyceum", storage_options=options)
        assert len(catalog) == SIZE

    def theirs() -> None:
        assert len(intake.open_catalog(str(path))) == SIZE

    ours()
    pairs = [(timed(ours), timed(theirs)) for _ in range(2)]
    mine, stock = zip(*pairs, strict=True)
    return Figure(f"open {SIZE:,} by `lyceum`; Intake's loader", mine, stock, most=1 / 50)


def one_opened(running: support.Workspace, options: dict[str, Any], folder: Path, times: int) -> Figure:
    """Open one entry by its URL with stock Intake, and the same text as a bare static file."""
    import intake

    url = f"{running.service}/intake/e/{ONE}.yaml"
    (folder / "one.yaml").write_text(httpx.get(url, headers=options["headers"]).raise_for_status().text)
    with static_files(folder) as files:
        taken = in_turns(
            times * 5,
            lambda: timed(lambda: list(intake.open_catalog(url, storage_options=options))),
            lambda: timed(lambda: list(intake.open_catalog(f"{files}/one.yaml", storage_options=options))),
        )
    return Figure("open one entry by URL; a static file", most=3, **taken)


@contextmanager
def static_files(folder: Path) -> Iterator[str]:
    """Yield the address of a bare web server of a folder's files."""
    port = support.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + support.PATIENCE
        while not answers(url) and time.monotonic() < until:
            time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait()


def answers(url: str) -> bool:
    """Tell whether a server answers."""
    try:
        return httpx.get(url).is_success
    except httpx.ConnectError:
        return False
