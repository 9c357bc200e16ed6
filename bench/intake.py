"""10,000 data sets: applied from files, and opened by the driver `lyceum` beside Intake's own loader."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.engine import timed
from bench.figures import Figure
from bench.invented import Vocabulary
from bench.workspace import a_workspace
from lyceum_catalog.entries import Dataset, parse_entry
from lyceum_catalog.folders import files_of
from lyceum_catalog.intake_catalogs import intake_catalog
from support import workspace as support

SIZE = 10_000
EVERYBODYS = {"classification": "public", "access": None}


def measure(times: int, everything: bool) -> list[Figure]:
    """Apply a large catalog, and open it."""
    with a_workspace() as running, TemporaryDirectory() as place:
        folder = Path(place)
        datasets = written(folder)
        applied = timed(lambda: running.lyceum("catalog", "apply", folder / "entries"))
        _, token = running.person()
        options = {"headers": {"Authorization": f"token {token}"}}
        loaded = opened(running, options, folder, datasets)
    return [Figure(f"apply {SIZE:,} files", (applied,), most=60), loaded]


def written(folder: Path) -> list[Dataset]:
    """Write the files of so many data sets that everybody may read, and return these."""
    vocabulary = Vocabulary(random.Random(4))
    datasets = [parse_entry({**vocabulary.record(number), **EVERYBODYS}) for number in range(SIZE)]
    (folder / "entries").mkdir()
    for dataset in datasets:
        ((name, text),) = files_of(dataset)
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
