"""Facts that a notebook tells about its run: figures, and the entries that it read and wrote, checked and kept."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from lyceum_hub.database.tables import run_entries, runs
from lyceum_hub.service.runs.moves import append_log
from lyceum_hub.service.runs.run import Run

MOST = 200  # figures of a run, and entries that one report may name
LONGEST_FIGURE, LONGEST_ENTRY = 100, 200
ROLES = ("read", "written")


def keep_facts(
    connection: Connection, run: Run, figures: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]
) -> None:
    """Keep what can be kept of facts, and say in the run's log what cannot."""
    kept = dict(run.figures or {})
    refused = [f"figure {name!r}: {why}" for name, value in figures.items() if (why := fault_of(kept, name, value))]
    if kept != (run.figures or {}):
        connection.execute(update(runs).where(runs.c.id == run.id).values(figures=kept))
    good = [entry for entry in entries[:MOST] if is_entry(entry)]
    refused += ["an entry that has no usable name, version or role"] * (len(entries) > len(good))
    keep_entries(connection, run.id, good)
    if refused:
        append_log(connection, run.id, "".join(f"[left out] {what[:200]}\n" for what in refused[:20]))


def fault_of(kept: dict[str, Any], name: str, value: Any) -> str:
    """Add a figure to those that are kept; return why not where it cannot be."""
    if not name.strip() or len(name) > LONGEST_FIGURE or not name.isprintable():
        return "no usable name."
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300 or math.isnan(value):
        return "not a finite number."
    if name not in kept and len(kept) >= MOST:
        return f"a run has at most {MOST}."
    kept[name] = value
    return ""


def is_entry(fact: Mapping[str, Any]) -> bool:
    """Tell whether a fact names an entry, a version or none, and a role."""
    name, version = fact.get("entry"), fact.get("version")
    named = isinstance(name, str) and 0 < len(name) <= LONGEST_ENTRY and name.isprintable()
    numbered = version is None or (type(version) is int and 0 < version < 2**31)
    return named and numbered and fact.get("role") in ROLES


def keep_entries(connection: Connection, run_id: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Note entries that a run read or wrote; the last version of each counts."""
    for (name, role), version in {(entry["entry"], entry["role"]): entry.get("version") for entry in entries}.items():
        one = (run_entries.c.run == run_id, run_entries.c.entry == name, run_entries.c.role == role)
        connection.execute(delete(run_entries).where(*one))
        values = {"run": run_id, "entry": name, "role": role, "version": version, "at": datetime.now(UTC)}
        connection.execute(insert(run_entries).values(values))
