"""`lyceum images`: which packages an image holds, and how two images differ."""

from pathlib import Path
from typing import Any

import click

from lyceum_hub.cli.printing import AS_JSON, table, tell
from lyceum_hub.errors import Forbidden
from lyceum_hub.images import materials
from lyceum_hub.images.reading import bill_of


@click.group()
def images() -> None:
    """Record, list and compare the packages of images."""


@images.command()
@click.option("--to", "file", type=click.Path(path_type=Path), default=materials.BILL, show_default=True)
@AS_JSON
def record(file: Path, as_json: bool) -> None:
    """Write which packages are installed here, as the last step of an image."""
    try:
        bill = materials.record(file)
    except OSError as error:
        remedy = "In a Dockerfile, do it as root, before USER."
        raise Forbidden(f"{file} cannot be written: {error.strerror}.", remedy=remedy) from error
    said = {"file": str(file), "packages": len(bill["components"])}
    tell(said, as_json, lambda _: f"{said['packages']} packages are recorded in {file}.")


@images.command()
@click.argument("image", required=False)
@AS_JSON
def packages(image: str | None, as_json: bool) -> None:
    """List the packages of IMAGE, or those installed here."""
    found = materials.versions(bill_of(image) if image else materials.describe())
    items = [{"name": name, "version": version} for name, version in found.items()]
    tell({"items": items}, as_json, lambda _: table([["PACKAGE", "VERSION"], *found.items()]))


@images.command()
@click.argument("before")
@click.argument("after")
@AS_JSON
def compare(before: str, after: str, as_json: bool) -> None:
    """Say which packages of the image AFTER are not those of BEFORE; both may be files."""
    found = materials.differences(*(materials.versions(bill_of(one)) for one in (before, after)))
    tell({"items": found}, as_json, in_words)


def in_words(found: dict[str, Any]) -> str:
    """Return differences as a table."""
    if not found["items"]:
        return "Both have the same packages."
    rows = [[one["name"], one["before"] or "—", one["after"] or "—"] for one in found["items"]]
    return table([["PACKAGE", "BEFORE", "AFTER"], *rows])
