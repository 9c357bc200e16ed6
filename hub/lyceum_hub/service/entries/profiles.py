"""Profiles of versions: made by runs, checked as data, kept in the file store by their content."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy import delete, insert, select

from lyceum_catalog.entries import Dataset
from lyceum_catalog.problems import InvalidContent
from lyceum_catalog.profiling import Profile
from lyceum_catalog.profiling.profile import BYTES
from lyceum_catalog.validation import problems_of
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_profiles
from lyceum_hub.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from lyceum_hub.service import audit
from lyceum_hub.service.entries.access import MANAGE, READ, Reader, require
from lyceum_hub.service.entries.published import present_version
from lyceum_hub.service.entries.versions import at_version
from lyceum_hub.service.files import Files
from lyceum_hub.service.runs.run import Run

TEMPLATE = "profile_dataset"


@dataclass(frozen=True)
class Kept:
    """A profile, the run that made it, whose that was, and when it came."""

    profile: Profile
    run: str | None
    author: str
    at: datetime


class Profiles:
    """The profiles of versions, at most one of each."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files

    def version_to_profile(self, reader: Reader, name: str, version: int | None = None) -> int:
        """Return which version to profile, the present one where none is named; raise Forbidden, NotFound, Invalid."""
        with self._database.reading() as connection:
            require(connection, reader, name, MANAGE)
            version = version or present_version(connection, name)
            if version is None:
                raise Conflict(f"{name} is retired.", remedy="Restore it, or profile its successor.")
            self._dataset(at_version(connection, name, version).entry)
            return version

    def get(self, reader: Reader, name: str, version: int) -> Kept:
        """Return the profile of a version; raise NotFound, or Forbidden without the right to read the entry."""
        here = (entry_profiles.c.entry == name, entry_profiles.c.version == version)
        with self._database.reading() as connection:
            require(connection, reader, name, READ)
            at_version(connection, name, version)
            row = connection.execute(select(entry_profiles).where(*here)).one_or_none()
        if row is None:
            raise NotFound(f"Version {version} of {name} has no profile.", remedy="Make one: whoever manages it may.")
        profile = Profile.model_validate_json(self._files.get(profile_key(row.hash)))
        return Kept(profile, row.run, row.author, row.at)

    def take(self, run: Run, name: str, version: int, content: bytes) -> None:
        """Check a profile that a run hands in, and keep it in place of an earlier one.

        A check of the notebook that makes profiles hands one in, too, and nothing of it is kept.
        """
        check_run(run, name, version)
        profile = checked(content)
        if (profile.entry, profile.version) != (name, version):
            raise Invalid(f"This is the profile of version {profile.version} of {profile.entry}.", field="entry")
        if run.is_check:
            return
        kept = profile.as_json().encode()
        content_hash = hashlib.sha256(kept).hexdigest()
        self._files.put(profile_key(content_hash), kept)
        with self._database.writing() as connection:
            check_personal(profile, self._dataset(at_version(connection, name, version).entry))
            one = {"entry": name, "version": version}
            gone = delete(entry_profiles).where(entry_profiles.c.entry == name, entry_profiles.c.version == version)
            connection.execute(gone)
            made = {"run": run.id, "author": run.owner, "at": datetime.now(UTC), "hash": content_hash}
            connection.execute(insert(entry_profiles).values(**one, **made))
            audit.record(connection, run.owner, "entry.profile", name, version=version, run=run.id, hash=content_hash)

    def _dataset(self, entry: object) -> Dataset:
        if not isinstance(entry, Dataset):
            raise Invalid("Only data sets have profiles.", field="name")
        return entry


def cause_of(name: str, version: int) -> str:
    """Return what sets off the run that makes a version's profile."""
    return f"profile:{name}@{version}"


def check_run(run: Run, name: str, version: int) -> None:
    """Raise Forbidden for a run that was not started to make this profile, Conflict for one that has ended."""
    if run.caused_by != cause_of(name, version) and not (run.is_check and run.work.template == TEMPLATE):
        remedy = "Start it with “Make a profile” on the entry's page."
        raise Forbidden(f"This run was not started to profile version {version} of {name}.", remedy=remedy)
    if run.state.is_final:
        raise Conflict(f"The run has already ended: {run.state}.")


def checked(content: bytes) -> Profile:
    """Return the profile that JSON describes; raise TooLarge or InvalidContent."""
    if len(content) > BYTES:
        raise TooLarge(f"The profile is larger than {BYTES // 1024**2} MiB.", remedy="Describe fewer columns in it.")
    try:
        return Profile.model_validate_json(content)
    except ValidationError as error:
        raise InvalidContent(problems_of(error, Profile)) from error


def check_personal(profile: Profile, dataset: Dataset) -> None:
    """Raise Invalid for a profile that tells values of a column which the entry says is personal."""
    personal = {column.name for column in dataset.columns if column.personal}
    if told := [column.name for column in profile.columns if column.name in personal and not column.personal]:
        raise Invalid(f"{told[0]} is personal: its profile may tell no values.", field="columns")


def profile_key(content_hash: str) -> str:
    """Return where the file store keeps a profile."""
    return f"profiles/{content_hash}.json"
