"""Catalogs for stock Intake, generated from published entries: never more than a hundred data sets in one."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response

from lyceum_catalog.entries import Dataset
from lyceum_catalog.intake_catalogs import intake_catalog, shelves, v1_catalog
from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.entries.access import Reader, reader_of
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.entries.shelves import MOST_ENTRIES, Shelf
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.routes.parts import EntriesPart, SettingsPart, ShelvesPart, answers
from lyceum_hub.settings import SERVICE_PREFIX, Settings

Number = Annotated[int, Path(ge=1, le=1_000_000)]

router = APIRouter(prefix="/intake", tags=["intake"])


class Yaml(Response):
    """A YAML document."""

    media_type = "application/yaml"


@router.get("/catalog.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def catalog(caller: EntriesReader, entries: EntriesPart, shelf: ShelvesPart, settings: SettingsPart) -> Yaml:
    """Return the catalog of the published data sets; of more than a hundred, one of catalogs: by part and by domain."""
    reader = reader_of(caller)
    found = shelf.all(reader)
    if len(found.names) <= MOST_ENTRIES:
        return holding(found.title, found.names, reader, entries, settings)
    base = f"{settings.url}{SERVICE_PREFIX}/intake"
    domains = shelf.domains(reader).items()
    by_domain = {f"domain_{key}": (one.title, f"{base}/domains/{key}.yaml") for key, one in domains}
    return Yaml(shelves(found.title, {**parts_of(found, f"{base}/parts"), **by_domain}))


@router.get("/parts/{number}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def part(
    caller: EntriesReader, entries: EntriesPart, shelf: ShelvesPart, settings: SettingsPart, number: Number
) -> Yaml:
    """Return the catalog of one part of the data sets."""
    reader = reader_of(caller)
    found = shelf.all(reader)
    return holding(found.title, found.part(number), reader, entries, settings)


@router.get("/domains/{domain}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def domain(
    caller: EntriesReader, entries: EntriesPart, shelf: ShelvesPart, settings: SettingsPart, domain: str
) -> Yaml:
    """Return the catalog of a domain; of more than a hundred data sets, one of its parts."""
    reader = reader_of(caller)
    found = shelf.of_domain(domain, reader)
    if len(found.names) <= MOST_ENTRIES:
        return holding(found.title, found.names, reader, entries, settings)
    return Yaml(shelves(found.title, parts_of(found, f"{settings.url}{SERVICE_PREFIX}/intake/domains/{domain}")))


@router.get("/domains/{domain}/{number}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def domain_part(
    caller: EntriesReader,
    entries: EntriesPart,
    shelf: ShelvesPart,
    settings: SettingsPart,
    domain: str,
    number: Number,
) -> Yaml:
    """Return the catalog of one part of a domain."""
    reader = reader_of(caller)
    found = shelf.of_domain(domain, reader)
    return holding(found.title, found.part(number), reader, entries, settings)


@router.get("/v1/catalog.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def old_catalog(caller: EntriesReader, entries: EntriesPart, settings: SettingsPart) -> Yaml:
    """Return the catalog for Intake's version 1: what it reads without plugins, in one file."""
    reader = reader_of(caller)
    return Yaml(v1_catalog(settings.name, datasets_in(entries.of_kind("dataset", reader)), str(settings.shared)))


@router.get("/names.json")
def names(caller: EntriesReader, shelf: ShelvesPart, domain: str = "") -> dict[str, Any]:
    """Return the names of the data sets, all of them or those of a domain, for the driver `lyceum`."""
    reader = reader_of(caller)
    found = shelf.of_domain(domain, reader) if domain else shelf.all(reader)
    return {"title": found.title, "items": found.names}


def holding(title: str, names: Sequence[str], reader: Reader, entries: EntryStore, settings: Settings) -> Yaml:
    """Return a catalog that holds some data sets."""
    found = entries.some(names, reader)
    versions = {item.entry.name: item.version for item in found}
    return Yaml(intake_catalog(title, datasets_in(found), str(settings.shared), versions))


def parts_of(shelf: Shelf, base: str) -> dict[str, tuple[str, str]]:
    """Return the catalogs of a shelf's parts: by name, title and URL."""
    numbered = enumerate(shelf.parts, 1)
    return {f"part_{number}": (f"{part[0]} to {part[-1]}", f"{base}/{number}.yaml") for number, part in numbered}


def datasets_in(found: Sequence[Published]) -> list[Dataset]:
    """Return the data sets among what is published."""
    return [item.entry for item in found if isinstance(item.entry, Dataset)]
