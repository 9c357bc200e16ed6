"""YAML as people write it: fields in their order, long lines, and texts of several lines as blocks."""

from typing import Any

import yaml

LAYOUT: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 120}


class Indented(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write text of several lines as a block."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Indented.add_representer(str, write_text)


def text_of(said: dict[str, Any]) -> str:
    """Return the YAML document that says something."""
    return str(yaml.dump(said, Dumper=Indented, **LAYOUT))
