"""Catalogs for stock Intake, generated from published entries."""

from fastapi import APIRouter
from fastapi.responses import Response

from lyceum_catalog.entries import Dataset
from lyceum_catalog.intake_catalogs import intake_catalog
from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.routes.parts import EntriesPart, SettingsPart

router = APIRouter(prefix="/intake", tags=["intake"])


class Yaml(Response):
    """A YAML document."""

    media_type = "application/yaml"


@router.get("/catalog.yaml", response_class=Yaml)
def catalog(caller: EntriesReader, entries: EntriesPart, settings: SettingsPart) -> Yaml:
    """Return the catalog of the published data sets; one of some hundred is slow in Intake, an entry's own is not."""
    found = entries.of_kind("dataset")
    datasets = [item.entry for item in found if isinstance(item.entry, Dataset)]
    versions = {item.entry.name: item.version for item in found}
    return Yaml(intake_catalog(settings.name, datasets, str(settings.shared), versions))


@router.get("/e/{name}.yaml", response_class=Yaml)
def entry(caller: EntriesReader, entries: EntriesPart, settings: SettingsPart, name: str) -> Yaml:
    """Return the catalog of one data set."""
    found = entries.get(name)
    if not isinstance(found.entry, Dataset):
        raise NotFound(f"{name!r} is a {found.entry.label}, not a data set.")
    return Yaml(intake_catalog(found.entry.title, [found.entry], str(settings.shared), {name: found.version}))
