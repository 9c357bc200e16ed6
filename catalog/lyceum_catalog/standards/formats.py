"""The formats that are imported, and how files are named in them."""

FORMATS = ("dcat", "intake")
ENDINGS = {"ttl": "dcat", "jsonld": "dcat", "json": "dcat", "yaml": "intake", "yml": "intake"}


def format_of(name: str) -> str:
    """Return the format that a file's ending stands for; nothing where none does."""
    return ENDINGS.get(name.lower().rpartition(".")[2], "")
