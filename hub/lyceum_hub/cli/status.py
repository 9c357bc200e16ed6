"""`lyceum status`: what runs, since when, and where it answers."""

import json
import sys
from typing import Any

import click
import httpx
import psutil

from lyceum_hub.cli.printing import here, since, titled
from lyceum_hub.notes import RUN, read_note
from lyceum_hub.settings import Settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(as_json: bool) -> None:
    """Say what runs, since when, and where it answers; the exit code is 0 when all of it does."""
    found = state_of(Settings.from_environment())
    click.echo(json.dumps(found, indent=2) if as_json else in_words(found))
    sys.exit(0 if found["state"] == "running" else 1)


def state_of(settings: Settings) -> dict[str, Any]:
    """Return the state of the workspace: running, impaired (something does not answer) or stopped."""
    note = read_note(settings, RUN)
    if not note or not psutil.pid_exists(note["pid"]):
        return {"state": "stopped", "state_folder": str(settings.state)}
    answers = {
        "hub": {"url": f"{note['url']}/hub/", "answers": is_up(f"{note['hub_api_url']}/")},
        "service": {"url": f"{note['url']}/services/lyceum/", "answers": is_up(f"{note['service_url']}/health")},
    }
    programs = {
        name: {**program, "running": bool(program["pid"]) and psutil.pid_exists(program["pid"])}
        for name, program in note["programs"].items()
    }
    fine = all(part["answers"] for part in answers.values()) and all(part["running"] for part in programs.values())
    about = {"state": "running" if fine else "impaired", "state_folder": str(settings.state)}
    told = {**{key: note[key] for key in ("url", "started_at", "pid")}, **answers, "programs": programs}
    return {**about, **told, "gpus": gpus(settings, note["service_url"])}


def is_up(url: str) -> bool:
    """Return whether something answers well at an address."""
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def gpus(settings: Settings, service_url: str) -> list[dict[str, Any]]:
    """Return the GPUs with who holds them, as the service tells of them; none where it does not."""
    headers = {"Authorization": f"token {settings.secret('cli_token')}"}
    try:
        answer = httpx.get(f"{service_url}/api/gpus", headers=headers, timeout=5)
        return list(answer.raise_for_status().json()["items"])
    except (httpx.HTTPError, ValueError, KeyError):
        return []


def gpu_in_words(gpu: dict[str, Any]) -> str:
    """Return who holds a GPU since when."""
    part = f" {gpu['mig']}" if gpu["mig"] else ""
    shares = [f"{lease['server'].rstrip('/')} {since(lease['since'])}{share(lease)}" for lease in gpu["held_by"]]
    free = here("used outside of this workspace" if gpu["used_outside_of_workspace"] else "free")
    return titled(f"GPU {gpu['index']}    {gpu['model']}{part}", ", ".join(shares) or free)


def process(program: dict[str, Any]) -> str:
    """Return which process a program is."""
    return here(f"process {program['pid']}")


def share(lease: dict[str, Any]) -> str:
    """Return how much of a device is held, where it is not all."""
    return f" ({lease['share']:.0%})" if lease["share"] < 1 else ""


def in_words(found: dict[str, Any]) -> str:
    """Return the state for people to read."""
    if found["state"] == "stopped":
        return f"{here('Stopped.')} {titled(here('State folder'), found['state_folder'])}"
    state = here(found["state"].capitalize())
    lines = [f"{state} {since(found['started_at'])}, {found['url']} ({process(found)})"]
    for name in ("hub", "service"):
        answers = here("answers" if found[name]["answers"] else "does not answer")
        lines.append(f"  {name:<8} {titled(answers, found[name]['url'])}")
    for name, program in found["programs"].items():
        how = f"{since(program['started_at'])}, {process(program)}" if program["running"] else here("not running")
        lines.append(f"  {name:<8} {how}, {titled(here('log'), program['log'])}")
    lines += [f"  {gpu_in_words(gpu)}" for gpu in found["gpus"]]
    return "\n".join(lines)
