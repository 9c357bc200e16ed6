"""`lyceum token`: print an API token for a person's scripts."""

import click

from lyceum_hub.accounts import check_name
from lyceum_hub.cli.hub_api import HubApi
from lyceum_hub.settings import Settings

DAY = 24 * 3600


@click.command()
@click.option("--user", "name", required=True, help="Whose token it is; the person is made if new.")
@click.option("--admin", is_flag=True, help="Make the person an administrator.")
@click.option("--days", type=click.IntRange(1), default=365, show_default=True, help="How long it is good for.")
def token(name: str, admin: bool, days: int) -> None:
    """Print an API token for a person's scripts; for the owner of the state folder."""
    click.echo(token_for(Settings.from_environment(), name, admin=admin, seconds=days * DAY))


def token_for(settings: Settings, name: str, *, admin: bool = False, seconds: int | None = None) -> str:
    """Return a new token of a person, who is made if new; without seconds it never expires."""
    check_name(name)
    hub = HubApi(settings)
    person = hub.get(f"/users/{name}")
    if person is None:
        person = hub.post(f"/users/{name}", {"admin": admin})
    if admin and not person["admin"]:
        hub.patch(f"/users/{name}", {"admin": True})
    made = hub.post(f"/users/{name}/tokens", {"note": "made by `lyceum token`", "expires_in": seconds})
    return str(made["token"])
