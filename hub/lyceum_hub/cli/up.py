"""`lyceum up`: start the workspace, keep it running, and stop all of it."""

import fcntl
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from lyceum_hub.accounts import Accounts
from lyceum_hub.checks import CHECKS, check_state
from lyceum_hub.cli.catalog.sending import apply_folder
from lyceum_hub.cli.client import Client
from lyceum_hub.cli.printing import here
from lyceum_hub.database import migrate, open_database
from lyceum_hub.errors import Conflict, Unavailable
from lyceum_hub.notes import RUN, read_note, remove_note, write_note
from lyceum_hub.programs import programs, with_ports, write_proxy_pages
from lyceum_hub.servers.limits.limits import limits
from lyceum_hub.servers.sandbox.kernel import LABEL
from lyceum_hub.settings import SANDBOX, Settings
from lyceum_hub.supervisor import Supervisor

HOW_TO_STOP = "Ctrl-C"
SAMPLES_DONE = "samples"  # a file of this name in the state folder: they have been published
CHECKOUT = Path(__file__).parents[3]
INSTALLED = Path(sys.prefix, "share", "lyceum")


@click.command()
def up() -> None:
    """Start the workspace and keep it running until Ctrl-C."""
    os.umask(0o077)
    settings = Settings.from_environment()
    with the_only_one(settings):
        check(settings)
        settings = with_ports(settings)
        say("Bringing the database up to date")
        accounts, held = prepare(settings), limits(settings.state)
        supervisor = Supervisor(programs(settings), settings.state / "logs", say)
        supervisor.listen()
        try:
            serve(settings, accounts, supervisor)
        finally:
            say("Stopping what runs")
            supervisor.stop()
            held.close()
            remove_note(settings, RUN)


def check(settings: Settings) -> None:
    """Raise Unavailable with the first thing that is missing."""
    for examine in CHECKS.values():
        if problem := examine(settings):
            raise Unavailable(problem)


@contextmanager
def the_only_one(settings: Settings) -> Iterator[None]:
    """Hold the state folder: two workspaces on one would do everything twice."""
    if problem := check_state(settings):
        raise Unavailable(problem)
    with (settings.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pid = read_note(settings, RUN).get("pid", "unknown")
            remedy = "`lyceum status` says where it answers; for another beside it, name another LYCEUM_STATE."
            message = f"Lyceum runs already on the state folder {settings.state} (process {pid})."
            raise Conflict(message, remedy=remedy) from None
        yield


def prepare(settings: Settings) -> Accounts:
    """Make pages and tables as this version wants them, and return the accounts."""
    write_proxy_pages(settings)
    database = open_database(settings.database_url)
    migrate(database)
    return Accounts(database, one_person=settings.one_person)


def serve(settings: Settings, accounts: Accounts, supervisor: Supervisor) -> None:
    """Start everything, say where it is, and keep it running."""
    say("Starting proxy, hub, service and culler")
    supervisor.start()
    if supervisor.stop_wanted:
        return
    first_link = link_for_the_first(settings, accounts)
    started_at = datetime.now(UTC).isoformat(timespec="seconds")

    def note() -> None:
        about = {"pid": os.getpid(), "started_at": started_at, "url": settings.url, "first_link": first_link}
        inner = {"service_url": settings.service_url, "hub_api_url": settings.hub_api_url}
        write_note(settings, RUN, {**about, **inner, "programs": supervisor.describe()})

    publish_samples(settings, supervisor)
    if not supervisor.stop_wanted:
        note()
        click.echo(welcome(settings, first_link))
    supervisor.watch(changed=note)


def link_for_the_first(settings: Settings, accounts: Accounts) -> str | None:
    """Return the one-time link that makes the first administrator, until somebody has used it."""
    token = accounts.first_link() if settings.authenticator == "lyceum" else None
    return f"{settings.url}/hub/join?token={token}" if token else None


def publish_samples(settings: Settings, supervisor: Supervisor) -> None:
    """At the first start, write the sample data and publish the sample content, however it is stopped."""
    done = settings.state / SAMPLES_DONE
    if done.exists():
        return
    say("Writing and publishing sample data sets and templates, some twenty seconds at the first start")
    failures: list[Exception] = []
    work = threading.Thread(target=write_samples, args=(settings, failures), daemon=True)
    work.start()
    supervisor.watch(changed=lambda: None, until=lambda: not work.is_alive())
    if failures:
        say(f"The samples could not be published, so the catalog is empty: {failures[0]}")
    elif not supervisor.stop_wanted:
        done.touch()


def write_samples(settings: Settings, failures: list[Exception]) -> None:
    """Write the sample data where everybody can read it, and publish what describes it."""
    try:
        from lyceum_catalog import samples  # the samples' packages are an extra

        samples.write(settings.shared / "samples")
        client = Client(settings.service_url, settings.secret("cli_token"))
        for folder in ("catalog/entries", "notebooks/templates", "notebooks/courses"):
            apply_folder(client, content(folder))
    except Exception as error:  # whatever it is, the workspace is of use without samples
        failures.append(error)


def content(folder: str) -> Path:
    """Return where a folder of sample content lies: in the checkout, or where it was installed."""
    return CHECKOUT / folder if (CHECKOUT / folder).is_dir() else INSTALLED / folder


def welcome(settings: Settings, first_link: str | None) -> str:
    """Return the block that says where everything is."""
    lines: list[tuple[str, Any]] = [("Address", settings.url)]
    if first_link:
        lines += [("First time", first_link), ("", "this link works once and makes you the administrator")]
    lines += [("State", settings.state), ("Logs", settings.state / "logs"), ("Stop", HOW_TO_STOP)]
    if settings.one_person:
        lines.append(("For you alone", "started by root, it gives every person an account of their own"))
    if settings.isolation == SANDBOX:
        lines.append(("Sandboxes", f"one account for all; {LABEL}"))
    block = "\n".join(f"  {here(label):<14} {here(str(text))}" for label, text in lines)
    return f"\n{here(f'{settings.name} is running.')}\n\n{block}\n"


def say(what: str) -> None:
    """Say what happens, in a line."""
    click.echo(f"  {here(what)}")
