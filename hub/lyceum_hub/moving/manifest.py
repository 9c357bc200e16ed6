"""The manifest of an archive: where it comes from, and what is in it, by counts and hashes."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, ValidationError

from lyceum_hub import __version__
from lyceum_hub.database import revisions
from lyceum_hub.errors import Conflict, Invalid

FORMAT = "lyceum workspace 1"
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(max_length=200)]


class Member(BaseModel, frozen=True):
    """A file of the archive."""

    size: Annotated[int, Field(ge=0)]  # bytes
    sha256: Hash


class Count(BaseModel, frozen=True):
    """How many rows a table has, and a hash of all of them in whatever order."""

    rows: Annotated[int, Field(ge=0)]
    digest: Hash


class Manifest(BaseModel, frozen=True):
    """What an archive says of itself."""

    format: Text = FORMAT
    lyceum: Text = __version__
    revision: Text = Field(default_factory=lambda: revisions()[0])  # of the tables
    workspace: Text
    made_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    tables: dict[str, Count]
    members: dict[str, Member]

    def written(self) -> bytes:
        """Return the manifest as it stands in an archive."""
        return self.model_dump_json(indent=1).encode()

    def rows(self, table: str) -> int:
        """Return how many rows of a table there are."""
        return self.tables[table].rows

    @property
    def files(self) -> int:
        """How many files of the file store there are."""
        return sum(name.startswith("files/") for name in self.members)


def manifest_of(content: bytes) -> Manifest:
    """Return the manifest that an archive has; raise Conflict where another version made it, else Invalid."""
    try:
        said = json.loads(content)
        check_version(str(said["format"]), str(said["revision"]), str(said["lyceum"])[:50])
        return Manifest.model_validate(said)
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        raise Invalid("Its manifest is not one of a workspace.") from error


def check_version(form: str, revision: str, lyceum: str) -> None:
    """Raise Conflict where an archive was made by a version whose tables are not those of this one."""
    newest, *older = revisions()
    made = f"The archive was made by Lyceum {lyceum} (tables {revision}), and this is {__version__} (tables {newest})."
    if revision in older:
        remedy = "Start the old workspace once with this version, which brings its tables up to date, and export again."
        raise Conflict(made, remedy=remedy)
    if form != FORMAT or revision != newest:
        raise Conflict(made, remedy=f"Install Lyceum {lyceum} or newer here, then import again.")


def fingerprint(content: bytes) -> str:
    """Return the hash of a manifest, by which one archive is told from any other."""
    return sha256(content).hexdigest()
