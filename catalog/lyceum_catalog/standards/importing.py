"""Importing: somebody else's description of data sets, in the format it says, as drafts."""

from lyceum_catalog.standards.drafts import Drafts, Given, Reading
from lyceum_catalog.standards.formats import FORMATS
from lyceum_catalog.standards.from_dcat import read_dcat
from lyceum_catalog.standards.from_intake import read_intake

READINGS: dict[str, Reading] = dict(zip(FORMATS, (read_dcat, read_intake), strict=True))


def read(text: str, form: str, given: Given) -> Drafts:
    """Return the data sets that a file describes, as drafts; raise InvalidContent. Nothing in it is executed."""
    return READINGS[form](text, given)
