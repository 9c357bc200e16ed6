"""A run, a group and lists of runs in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lyceum_hub.cli.printing import clock, figures, here, moment, since, table, titled, values, word
from lyceum_hub.cli.runs.following import exit_code
from lyceum_hub.cli.runs.progress import counted

HEADINGS = ("RUN", "STATE", "SINCE", "TOOK", "OWNER", "NAME", "FIGURES")


def listed(runs: Sequence[dict[str, Any]]) -> str:
    """Return runs as a table."""
    return table([HEADINGS, *map(row, runs)])


def row(run: dict[str, Any]) -> tuple[str, ...]:
    """Return a run as a line of a table."""
    began = moment(run["since"])
    return run["id"], word(run["state"]), began, took(run), run["owner"], run["name"], figures(run.get("figures") or {})


def grouped(group: dict[str, Any]) -> str:
    """Return a group: how its runs stand, and a table of them by the values that differ."""
    names = group["parameters"]
    headings = ("RUN", "STATE", "TOOK", *names, "FIGURES")
    rows = [(*before(run), *chosen(run, names), figures(run.get("figures") or {})) for run in group["items"]]
    head = titled(group["name"], f"{counted(group)} ({here('group')} {group['id']})")
    return f"{head}\n{table([headings, *rows])}"


def before(run: dict[str, Any]) -> tuple[str, str, str]:
    """Return the first columns of a group's run."""
    return run["id"], word(run["state"]), took(run)


def chosen(run: dict[str, Any], names: Sequence[str]) -> list[str]:
    """Return the values that a run of a group has for some parameters."""
    return [values({"": run["parameters"].get(name)}).removeprefix(" = ") for name in names]


def took(run: dict[str, Any]) -> str:
    """Return how long a run that has ended was executed."""
    if not (run["started_at"] and run["finished_at"]):
        return ""
    began, ended = (datetime.fromisoformat(run[end]) for end in ("started_at", "finished_at"))
    return clock((ended - began).total_seconds())


def verdict(run: dict[str, Any]) -> str:
    """Return where a run stands or how it ended: why, what to do about it, and where it went wrong."""
    lines = [titled(run["name"], f"{word(run['state'])} ({run['id']})"), *why(run)]
    if found := run.get("figures"):
        lines.append(figures(found))
    return "\n".join([*lines, *wrong(run), *next_steps(run)])


def why(run: dict[str, Any]) -> list[str]:
    """Return the sentences that say why a run stands where it does, and what to do about that."""
    explained = run.get("explanation") or {}
    sentences = [explained.get("sentence"), run["reason"], explained.get("remedy")]
    return list(dict.fromkeys(sentence for sentence in sentences if sentence))


def wrong(run: dict[str, Any]) -> list[str]:
    """Return the lines of the cell that raised, and what it raised."""
    error = run["error"]
    return ["", *(error["traceback"].strip() or error["source"]).splitlines()] if error else []


def next_steps(run: dict[str, Any]) -> list[str]:
    """Return what to call next for a run that ended badly."""
    if exit_code(run) == 0 or run["state"] == "cancelled":
        return []
    more = ["", f"`lyceum show {run['id']}` tells more."]
    cell = (run.get("resume") or {}).get("cell")
    return more if cell is None else [*more, f"`lyceum resume {run['id']}` takes it up from cell {cell + 1}."]


def headed(run: dict[str, Any]) -> list[str]:
    """Return the lines that say since when a run stands where it does, and why."""
    stands = f"{word(run['state'])} {since(moment(run['since']))} ({run['id']})"
    return [titled(run["name"], stands), *why(run)]


def past(run: dict[str, Any]) -> list[str]:
    """Return the lines of a run's history."""
    return ["", "History", *map(moved, run["history"])]


def known(run: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what is known of a run, each with its name."""
    version = f", version {run['template_version']}" if run["template_version"] else ""
    attempt = " " + here(f"in attempt {run['attempt']}") if run["attempt"] > 1 else ""
    return [
        ("Owner", run["owner"]),
        ("Shared with", run.get("shared_with")),
        ("Template", f"{run['template']}{version}" if run["template"] else None),
        ("Parameters", values(run["parameters"])),
        ("Profile", run["profile"]),
        ("Folder", run["folder"]),
        ("Secrets", ", ".join(run.get("secrets") or [])),
        ("Schedule", run["schedule"]),
        ("For", moment(run["scheduled_for"])),
        ("Caused by", run.get("caused_by")),
        ("Group", run["group"]),
        ("Took up", run.get("resumes")),
        ("Took", f"{took(run)}{attempt}" if took(run) else None),
        ("Cells", f"{passed['done']}/{passed['total']}" if (passed := run["progress"]) else None),
        ("Figures", figures(run.get("figures") or {})),
        ("Read", entries(run, "read")),
        ("Wrote", entries(run, "written")),
        ("Output", output(run)),
        ("Resume", resume(run)),
    ]


def entries(run: dict[str, Any], role: str) -> str:
    """Return the catalog entries that a run read, or wrote."""
    used = [entry for entry in run.get("entries") or [] if entry["role"] == role]
    return ", ".join(
        f"{entry['entry']} (version {entry['version']})" if entry["version"] else entry["entry"] for entry in used
    )


def output(run: dict[str, Any]) -> str | None:
    """Return how to get at a run's output, or that it is kept no longer."""
    if run.get("expired_at"):
        return here(f"removed {moment(run['expired_at'])}, as its schedule keeps no more")
    return f"lyceum output {run['id']}" if run["has_output"] else None


def resume(run: dict[str, Any]) -> str | None:
    """Return how a failed run is taken up, or why it cannot be."""
    if not (possible := run.get("resume")):
        return None
    if refused := possible.get("refused"):
        return titled(here("no"), here(refused))
    return f"lyceum resume {run['id']}, " + here(f"from cell {possible['cell'] + 1}")


def moved(event: dict[str, Any]) -> str:
    """Return a moment of a run's history as a line."""
    return f"  {moment(event['at'])}  {word(event['state']):<11}  {here(event['reason'] or '')}".rstrip()
