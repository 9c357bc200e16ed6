"""The engine alone, in one process, against papermill's and against nbclient."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
from nbclient import NotebookClient
from nbformat import NotebookNode

from bench import notebooks
from bench.figures import Figure, in_turns


def measure_empty(times: int, everything: bool) -> list[Figure]:
    """An empty notebook, executed by `papermill.execute_notebook` with our engine and with its own."""
    with TemporaryDirectory() as folder:
        path = written(notebooks.empty(), Path(folder))
        taken = in_turns(times, lambda: by_papermill(path, "lyceum"), lambda: by_papermill(path, None))
    return [Figure("engine, empty notebook; papermill", most=0.9, **taken)]


def measure_cells(times: int, everything: bool) -> list[Figure]:
    """Trivial cells, executed by our engine, by nbclient and by papermill."""
    return [
        against_nbclient(times, 100, 1.1),
        against_nbclient(max(2, times // 3), 1000, 1.15),
        against_papermill(max(2, times // 2), 100),
        *([against_papermill(1, 1000)] if everything else []),
    ]


def against_nbclient(times: int, cells: int, most: float) -> Figure:
    """Return how long so many cells take us and nbclient."""
    content = notebooks.trivial(cells)
    with TemporaryDirectory() as folder:
        path = written(content, Path(folder))
        taken = in_turns(times, lambda: by_papermill(path, "lyceum"), lambda: timed(lambda: by_nbclient(path)))
    return Figure(f"engine, {cells} cells; nbclient", most=most, **taken)


def against_papermill(times: int, cells: int) -> Figure:
    """Return how long so many cells take us and papermill."""
    with TemporaryDirectory() as folder:
        path = written(notebooks.trivial(cells), Path(folder))
        taken = in_turns(times, lambda: by_papermill(path, "lyceum"), lambda: by_papermill(path, None))
    return Figure(f"engine, {cells} cells; papermill", **taken)


def by_papermill(path: Path, engine: str | None) -> float:
    """Return the seconds that papermill takes with an engine; it reads the notebook and writes the result."""
    output = path.with_name("output.ipynb")
    options = {"progress_bar": False, "autosave_cell_every": 0} if engine else {"progress_bar": False}
    return timed(lambda: papermill.execute_notebook(str(path), str(output), engine_name=engine, **options))


def by_nbclient(path: Path) -> None:
    """Execute a notebook with nbclient; it reads the notebook and writes the result."""
    content = nbformat.read(path, as_version=4)
    asyncio.run(NotebookClient(content, kernel_name="python3", timeout=None).async_execute())
    nbformat.write(content, path.with_name("output.ipynb"))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def written(content: NotebookNode, folder: Path) -> Path:
    """Return the path of a notebook that has been written."""
    path = folder / "notebook.ipynb"
    nbformat.write(content, path)
    return path
