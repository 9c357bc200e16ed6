"""The service as those reach it who look after the catalog."""

from lyceum_hub.cli.client import Client, own_token, service_url
from lyceum_hub.settings import Settings


def client() -> Client:
    """Return the service, as whom the token in the environment names or as the state folder's owner."""
    settings = Settings.from_environment()
    return Client(service_url(settings), own_token() or settings.secret("cli_token"))
