"""Merging what somebody changed in a copy with what its template became, after nbdime, cell by cell.

Where only one side changed something, that is taken. Where both changed the same cell, its lines are merged; what does
not fit together is a conflict, which a person settles.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import nbformat

from lyceum_lab.copies import about, source_of

Cell = dict[str, Any]
Notebook = Mapping[str, Any]
MINE, THEIRS, BOTH = CHOICES = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Place:
    """Cells that stand in one place: as they were copied, as they are here, and as the template has them by now."""

    base: Sequence[Cell]
    mine: Sequence[Cell]
    theirs: Sequence[Cell]

    def agreed(self) -> list[Cell] | None:
        """Return what all agree on; None for a conflict."""
        base, mine, theirs = (texts(side) for side in (self.base, self.mine, self.theirs))
        if mine in (base, theirs) and len(self.mine) == len(self.theirs) == len(self.base) and theirs == mine:
            return [with_metadata(*three) for three in zip(self.base, self.mine, self.theirs, strict=True)]
        if theirs in (base, mine):
            return list(self.mine)
        if mine == base:
            return list(self.theirs)
        if not self.base:
            return [*self.mine, *self.theirs]
        return self._by_lines()

    def chosen(self, choice: str) -> list[Cell]:
        """Return what a person chose of a conflict; both is mine, and theirs below."""
        mine, theirs = list(self.mine), list(self.theirs)
        return {MINE: mine, THEIRS: theirs, BOTH: [*mine, *theirs]}[choice]

    def _by_lines(self) -> list[Cell] | None:
        """Return one cell whose lines both sides changed without meeting; None where they met."""
        if not len(self.base) == len(self.mine) == len(self.theirs) == 1:
            return None
        base, mine, theirs = self.base[0], self.mine[0], self.theirs[0]
        if not base["cell_type"] == mine["cell_type"] == theirs["cell_type"]:
            return None
        source = merged_source(base, mine, theirs)
        return None if source is None else [without_outputs({**with_metadata(base, mine, theirs), "source": source})]


def places(base: Notebook, mine: Notebook, theirs: Notebook) -> Iterator[Place]:
    """Yield the places of three notebooks in the order in which one reads them."""
    from nbdime.merging.chunks import make_merge_chunks  # here, so that a server starts without it

    here, there = iter(mine["cells"]), iter(theirs["cells"])
    steps = (steps_between(base, other) for other in (mine, theirs))
    for start, end, ours, others in make_merge_chunks(base["cells"], *steps):
        yield Place([], list(islice(here, added(ours))), list(islice(there, added(others))))
        kept = base["cells"][start:end]
        yield Place(kept, list(islice(here, left(ours, kept))), list(islice(there, left(others, kept))))


def steps_between(base: Notebook, other: Notebook) -> list[Any]:
    """Return nbdime's steps from the cells of one notebook to those of another."""
    from nbdime import diff_notebooks

    found = diff_notebooks(*(nbformat.from_dict(bare(notebook["cells"])) for notebook in (base, other)))
    return next((step.diff for step in found if step.key == "cells"), [])


def added(steps: Sequence[Any]) -> int:
    """Return how many cells steps at one place add."""
    return sum(len(step.valuelist) for step in steps if step.op == "addrange")


def left(steps: Sequence[Any], cells: Sequence[Cell]) -> int:
    """Return how many of some cells steps at their place leave there."""
    return 0 if any(step.op == "removerange" for step in steps) else len(cells)


def merged_source(base: Cell, mine: Cell, theirs: Cell) -> str | None:
    """Return the source of a cell that both sides changed, as nbdime merges it; None for a conflict."""
    from nbdime import merge_notebooks

    three = (nbformat.from_dict(bare([{**cell, "id": "cell"}])) for cell in (base, mine, theirs))
    merged, decisions = merge_notebooks(*three)
    met = any(decision.conflict for decision in decisions)
    return None if met or len(merged.cells) != 1 else str(merged.cells[0].source)


def bare(cells: Sequence[Cell]) -> dict[str, Any]:
    """Return a notebook of what is compared of cells: their kind, their source, and the id that they go by."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [bare_cell(cell) for cell in cells]}


def bare_cell(cell: Cell) -> Cell:
    """Return what is compared of a cell."""
    known = {"id": cell["id"]} if "id" in cell else {}
    ran: Cell = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {"cell_type": cell["cell_type"], "metadata": {}, "source": source_of(cell), **known, **ran}


def merged(
    base: Notebook, mine: Notebook, theirs: Notebook, choices: Sequence[str] = ()
) -> tuple[dict[str, Any], list[Place]]:
    """Return the merged notebook and its conflicts; those beyond the choices that were made are left as mine."""
    cells: list[Cell] = []
    conflicts: list[Place] = []
    for place in places(base, mine, theirs):
        agreed = place.agreed()
        if agreed is None:
            agreed = place.chosen(dict(enumerate(choices)).get(len(conflicts), MINE))
            conflicts.append(place)
        cells += agreed
    minor = max(notebook.get("nbformat_minor", 0) for notebook in (mine, theirs))
    metadata = merged_metadata(*(notebook.get("metadata", {}) for notebook in (base, mine, theirs)))
    return {**mine, "nbformat_minor": minor, "metadata": metadata, "cells": with_ids(cells, minor)}, conflicts


def merged_metadata(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notebook says of itself: of its entry, field by field."""
    said = moved(about(base), about(mine), about(theirs))
    return {**moved(base, mine, theirs), **({"lyceum": said} if said else {})}


def moved(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return my values, and theirs of what I left as it was."""
    fresh = {name: value for name, value in theirs.items() if mine.get(name) == base.get(name)}
    return {**mine, **fresh}


def with_metadata(base: Cell, mine: Cell, theirs: Cell) -> Cell:
    """Return my cell with what the template's says of itself by now, such as its tags."""
    return {**mine, "metadata": moved(*(cell.get("metadata", {}) for cell in (base, mine, theirs)))}


def without_outputs(cell: Cell) -> Cell:
    """Return a cell that has not run as it is."""
    return {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell


def with_ids(cells: Sequence[Cell], minor: int) -> list[Cell]:
    """Return cells each with an id of its own, where the notebook's format has them."""
    taken: set[str] = set()
    found = []
    for cell in cells:
        plain = {name: value for name, value in cell.items() if name != "id"}
        own = cell.get("id") if cell.get("id") not in taken else None
        own = own or uuid.uuid4().hex[:8]
        taken.add(own)
        found.append({**plain, "id": own} if minor >= 5 else plain)
    return found


def texts(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Return the kinds and sources of cells."""
    return [(cell["cell_type"], source_of(cell)) for cell in cells]
