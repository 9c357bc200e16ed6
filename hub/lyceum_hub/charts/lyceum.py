"""The values for our own chart: the service, its migration, the culler, and who may reach what."""

from typing import Any

from lyceum_hub.charts.told import Told, parts
from lyceum_hub.errors import SettingError

NEEDED = "hub and service share it, and no SQLite file can be shared between machines"


def values(told: Told) -> dict[str, Any]:
    """Return the values, with what is secret among them; what they do not say is as the chart has it."""
    secret = {"databaseUrl": database_url(told), "smtpUrl": told.settings.smtp_url}
    return {
        "image": parts(told.hub_image),
        "settings": told.environment,
        "files": told.files,
        "secret": {name: value for name, value in secret.items() if value},
        "shared": {"claim": told.settings.shared_claim},
    }


def database_url(told: Told) -> str:
    """Return the address of the database; raise SettingError for one that machines cannot share."""
    url = told.settings.database_url
    if url.startswith("sqlite"):
        raise SettingError(f"LYCEUM_DATABASE_URL must name a PostgreSQL database on a cluster: {NEEDED}.")
    return url
