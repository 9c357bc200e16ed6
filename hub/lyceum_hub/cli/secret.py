"""`lyceum secret`: values that notebooks need and nobody may read, in their owner's home."""

import os
import sys
from typing import Any

import click

from lyceum_catalog import secrets
from lyceum_hub.cli.printing import AS_JSON, here, tell, warn
from lyceum_hub.errors import Invalid, NotFound
from lyceum_hub.settings import Settings

NAME = click.argument("name")
WHOSE = click.option("--user", help="Whose secrets they are; for the owner of the state folder.")
ON_ARGV = "Everybody on this machine sees what stands on a command line, and shells remember it."


@click.group()
def secret() -> None:
    """List, set and delete secrets; no command shows a value."""


@secret.command("list")
@WHOSE
@AS_JSON
def list_secrets(user: str | None, as_json: bool) -> None:
    """List the names of secrets."""
    go_home(user)
    tell({"items": reading(secrets.names)}, as_json, in_words)


@secret.command("set")
@NAME
@click.argument("value", nargs=-1, metavar="")
@WHOSE
@AS_JSON
def set_secret(name: str, value: tuple[str, ...], user: str | None, as_json: bool) -> None:
    """Keep a secret under NAME; its value is typed unseen, or read from the standard input."""
    if value:
        raise Invalid(ON_ARGV, remedy="Name the secret only, and choose another value: this one has been seen.")
    go_home(user)
    keep(name, typed(name))
    tell({"name": name, "kept": True}, as_json, lambda _: f"{name} is kept. Give it to a run with --secret {name}.")


@secret.command("delete")
@NAME
@WHOSE
@AS_JSON
def delete_secret(name: str, user: str | None, as_json: bool) -> None:
    """Delete the secret NAME; runs that name it fail from now on."""
    go_home(user)
    reading(lambda: secrets.forget(name))
    tell({"name": name, "deleted": True}, as_json, lambda _: f"{name} is deleted.")


def typed(name: str) -> str:
    """Return what is typed unseen, or comes from the standard input, its last line ended or not."""
    if sys.stdin.isatty():
        while (value := unseen(f"Value of {name}")) != unseen("Once more"):
            warn("The two are not the same.")
        return value
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")


def unseen(asked: str) -> str:
    """Return what is typed without being shown."""
    return str(click.prompt(here(asked), prompt_suffix=f"{here(':')} ", hide_input=True, err=True))


def keep(name: str, value: str) -> None:
    """Keep a secret; raise Invalid for what cannot be one."""
    try:
        reading(lambda: secrets.keep(name, value))
    except secrets.CannotKeep as error:
        raise Invalid(str(error)) from error


def reading(call: Any) -> Any:
    """Return what a call to the person's secrets returns; raise NotFound in its own words."""
    try:
        return call()
    except secrets.CannotFind as error:
        raise NotFound(str(error)) from error
    except OSError as error:
        raise Invalid(f"{secrets.place()} cannot be used: {error.strerror}.") from error


def in_words(found: dict[str, Any]) -> str:
    """Return the names, one a line."""
    return "\n".join(found["items"]) or "There are no secrets. `lyceum secret set NAME` keeps one."


def go_home(user: str | None) -> None:
    """Be where a person's runs look for secrets; as root be that person, for good. Raises Invalid, NotFound."""
    if user:
        become(Settings.from_environment(), user)
    elif not os.environ.get("JUPYTERHUB_USER"):
        remedy = "Use a terminal in JupyterLab, or say --user NAME as the owner of the state folder."
        raise Invalid("Secrets lie in people's homes in the workspace, which is not here.", remedy=remedy)


def become(settings: Settings, name: str) -> None:
    """Take a person's account, where people have one, and home."""
    from lyceum_hub.cli.hub_api import HubApi  # needs the hub's packages, which a person's server lacks
    from lyceum_hub.servers.os_accounts import ensure_account

    if HubApi(settings).get(f"/users/{name}") is None:
        raise NotFound(f"There is nobody named {name!r}.", remedy="See `lyceum user list`.")
    home = settings.homes / name
    if settings.as_root:
        account = ensure_account(name, settings.homes)
        home = settings.homes / account.pw_name
        os.initgroups(account.pw_name, account.pw_gid)
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["HOME"] = str(home)
