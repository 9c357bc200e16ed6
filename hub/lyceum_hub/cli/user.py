"""`lyceum user`: invite people and list them."""

import click

from lyceum_hub.accounts import LINK_LASTS, Accounts
from lyceum_hub.cli.printing import here, warn
from lyceum_hub.database import open_database
from lyceum_hub.errors import SettingError, Unavailable
from lyceum_hub.notes import RUN, read_note
from lyceum_hub.settings import Settings


@click.group()
def user() -> None:
    """Invite people and list them."""


@user.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="Make the person an administrator.")
def invite(name: str, admin: bool) -> None:
    """Print a link with which NAME makes an account, or chooses a new password; it works once."""
    settings = Settings.from_environment()
    url = read_note(settings, RUN).get("url", settings.url)
    token = accounts_of(settings).invite(name, admin=admin, by="lyceum user")
    click.echo(f"{url}/hub/join?token={token}")
    warn(f"Send it to {name}; it works once, for {LINK_LASTS.days} days.")


@user.command("list")
def list_people() -> None:
    """List who may log in, and who is invited."""
    accounts = accounts_of(Settings.from_environment())
    for account in accounts.all():
        click.echo(f"{account.name:<28}  {here('administrator' if account.admin else 'person')}")
    for open_invite in accounts.open_invites():
        invited = here(f"invited by {open_invite.created_by}, until {open_invite.expires_at:%Y-%m-%d}")
        click.echo(f"{open_invite.name or here('(the first)'):<28}  {invited}")


def accounts_of(settings: Settings) -> Accounts:
    """Return the accounts of a workspace that has been started before."""
    if settings.authenticator != "lyceum":
        raise SettingError(f"People log in through {settings.authenticator} here, so there is nobody to invite.")
    if not (settings.state / "secrets").exists():
        raise Unavailable(f"There is no workspace in {settings.state} yet.", remedy="Start it with `make up`.")
    return Accounts(open_database(settings.database_url), one_person=settings.one_person)
