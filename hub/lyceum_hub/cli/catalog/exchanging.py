"""The catalog in others' words, at the prompt: written as DCAT or Croissant, and files of others sent as drafts."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lyceum_catalog.folders import files_of
from lyceum_catalog.standards.formats import format_of
from lyceum_hub.cli.catalog.sending import published
from lyceum_hub.cli.client import Client
from lyceum_hub.errors import Invalid


def write_entries(service: Client, folder: Path) -> int:
    """Write each published entry as the files that describe it; return how many entries."""
    return sum(min(1, written(folder, files_of(entry))) for entry in published(service))


def write_dcat(service: Client, folder: Path) -> int:
    """Write all data sets that one sees into one document, as Turtle and as JSON-LD; return how many files."""
    names = ("catalog.ttl", "catalog.jsonld")
    return written(folder, ((name, service.send("GET", f"/api/dcat/{name}").text) for name in names))


def write_croissant(service: Client, folder: Path) -> int:
    """Write each data set that one may read as a Croissant document; return how many."""
    names = service.get("/intake/names.json")["items"]
    return written(
        folder, ((f"{name}.json", service.send("GET", f"/api/entries/{name}/croissant.json").text) for name in names)
    )


WRITERS: dict[str, Callable[[Client, Path], int]] = {
    "yaml": write_entries,
    "dcat": write_dcat,
    "croissant": write_croissant,
}


def written(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write files into a folder, which is made if it is not there; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, text in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        count += 1
    return count


def send_file(service: Client, path: Path, form: str | None) -> dict[str, Any]:
    """Have the service keep a draft for each data set of a file; raise Invalid with all that is wrong in it."""
    form = form or format_of(path.name)
    if not form:
        raise Invalid(f"{path} does not say what it is.", remedy="Name it with --format.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(f"{path} is not UTF-8 text.", remedy="Save it as UTF-8.") from error
    try:
        answer: dict[str, Any] = service.post("/api/proposals/import", {"format": form, "text": text})
    except Invalid as error:
        raise Invalid(f"{path}:\n{error.detail}", remedy="Nothing of it was imported.") from error
    return answer
