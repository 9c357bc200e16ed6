"""From the request for a run to `succeeded`, through hub and service, against the papermill command line."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import notebooks
from bench.engine import timed, written
from bench.figures import Figure, in_turns
from bench.workspace import Person, a_workspace

PAPERMILL = Path(sys.executable).with_name("papermill")


def measure(times: int, everything: bool) -> list[Figure]:
    """An empty notebook: asked for until it has succeeded, and executed by the command line."""
    with a_workspace() as running, TemporaryDirectory() as folder:
        person, path = Person(running), written(notebooks.empty(), Path(folder))
        command = [str(PAPERMILL), "--no-progress-bar", str(path), str(path.with_name("output.ipynb"))]
        taken = in_turns(times, lambda: timed(lambda: by_us(person)), lambda: timed(lambda: by_them(command)))
    return [Figure("request → succeeded; papermill", most=0.4, **taken)]


def by_us(person: Person) -> None:
    """Have an empty notebook executed."""
    run = person.start(notebooks.empty())
    if (state := person.await_end(run)) != "succeeded":
        raise RuntimeError(f"The run {run} ended as {state}.")


def by_them(command: list[str]) -> None:
    """Execute it at the command line."""
    subprocess.run(command, check=True, capture_output=True)
