"""Resuming: a run that ended badly taken up at the cell where it ended, in a run of its own.

A notebook allows it with the tag `setup` on the cells that make ready for the others. Those are executed again, the
parameters too; other cells before the one that failed keep their outputs.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lyceum_hub.errors import Conflict
from lyceum_hub.service.files import Files
from lyceum_hub.service.runs.parts import loaded
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work, Workshop

SETUP = "setup"


def resume_of(
    notebook: Mapping[str, Any], error: Mapping[str, Any] | None, progress: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return `{cell}`, where a run that ended badly would be taken up, or `{refused}`, why it cannot be.

    The notebook is the one that was asked for; cells are counted as executed, an injected cell included. Where no
    error tells the cell, progress does.
    """
    if not any(is_setup(cell) for cell in notebook["cells"]):
        return {"refused": f"No cell of its notebook has the tag `{SETUP}`, which says what to execute again first."}
    cell = (error or {}).get("cell", (progress or {}).get("done"))
    if not isinstance(cell, int):
        return {"refused": "It is not known in which cell it ended."}
    return {"cell": cell}


def is_setup(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell makes ready for the others."""
    return cell["cell_type"] == "code" and SETUP in cell.get("metadata", {}).get("tags", ())


def resume_of_run(run: Run, workshop: Workshop) -> dict[str, Any] | None:
    """Return how a run can be resumed, or why not; None for one that has not ended badly."""
    if not run.state.is_final or run.state is State.SUCCEEDED:
        return None
    if run.output is None:
        return {"refused": "Nothing is kept of what its cells put out."}
    return resume_of(workshop.notebook(run.work), run.error, run.progress)


def resumed(run: Run, workshop: Workshop) -> Work:
    """Return the work of the run that takes another one up; raise Conflict with the reason why it cannot be."""
    found = resume_of_run(run, workshop)
    if found is None:
        raise Conflict(f"The run is {run.state}; only one that ended badly can be resumed.")
    if "refused" in found:
        raise Conflict(f"The run cannot be resumed. {found['refused']}", remedy="Run it again from the beginning.")
    return replace(run.work, resumes=run.id)


def to_execute(run: Run, runs: RunStore, workshop: Workshop, files: Files) -> tuple[dict[str, Any], int | None]:
    """Return the notebook that a run's server executes, and the cell to resume it at; raise Conflict."""
    if not run.work.resumes:
        return workshop.notebook(run.work), None
    before = runs.get(run.work.resumes)
    found = resume_of_run(before, workshop) or {}
    if "cell" not in found or before.output is None:
        raise Conflict(f"The run {before.id} cannot be resumed any more. {found.get('refused', '')}".strip())
    return loaded(files.get(before.output)), found["cell"]
