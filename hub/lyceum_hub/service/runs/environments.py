"""Environments: the packages, modules and kernels that runs met, kept once by their content."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import environments, runs
from lyceum_hub.errors import NotFound
from lyceum_hub.service.files import Files

Described = Mapping[str, Any]  # {python, packages: {name: version}, modules: [names], kernels: [names]}


class Environments:
    """Environments as `lyceum_catalog.environment.describe()` tells them, in the file store by their hash.

    What a run's server tells is believed about its owner's runs only: nobody decides what others see of a profile.
    """

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files

    def keep(self, described: Described) -> str:
        """Keep an environment and return its hash; the same environment has the same hash."""
        content = json.dumps(described, sort_keys=True, separators=(",", ":")).encode()
        content_hash = hashlib.sha256(content).hexdigest()
        self._files.put(environment_key(content_hash), content)
        return content_hash

    def keep_of_profile(self, profile: str, described: Described) -> str:
        """Keep an environment as that of a profile, for everybody."""
        content_hash = self.keep(described)
        with self._database.writing() as connection:
            remember(connection, profile, {"hash": content_hash, "seen_at": datetime.now(UTC)})
        return content_hash

    def get(self, content_hash: str) -> dict[str, Any]:
        """Return an environment; raise NotFound."""
        return dict(json.loads(self._files.get(environment_key(content_hash))))

    def of_profile(self, profile: str) -> dict[str, Any] | None:
        """Return what is known of a profile's environment."""
        with self._database.reading() as connection:
            named = select(environments.c.hash).where(environments.c.profile == profile)
            return self._known(connection.execute(named).scalar_one_or_none())

    def latest_of(self, owner: str, profile: str) -> dict[str, Any] | None:
        """Return what the newest of an owner's runs with a profile met."""
        theirs = (
            select(runs.c.environment)
            .where(runs.c.owner == owner, runs.c.environment.is_not(None))
            .where(runs.c.work["profile"].as_string() == profile)
            .order_by(runs.c.created_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            return self._known(connection.execute(theirs).scalar_one_or_none())

    def _known(self, content_hash: str | None) -> dict[str, Any] | None:
        """Return the environment of a hash, as far as the file store has it."""
        try:
            return self.get(content_hash) if content_hash else None
        except NotFound:
            return None


def remember(connection: Connection, profile: str, values: Mapping[str, Any]) -> None:
    """Note which environment a profile has."""
    noted = connection.execute(update(environments).where(environments.c.profile == profile).values(values))
    if not noted.rowcount:
        connection.execute(insert(environments).values(profile=profile, **values))


def environment_key(content_hash: str) -> str:
    """Return where the file store keeps an environment."""
    return f"environments/{content_hash}.json"
