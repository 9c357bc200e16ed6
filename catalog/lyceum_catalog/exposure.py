"""What a notebook should not show to others: secrets that are written out in it, and paths that only its author has.

What is found is where to look, not proof: a secret may look like any text, and what looks like one may be none. Its
author answers then, by a comment in its line: `# not a secret`. What is secret is never repeated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lyceum_catalog.notebooks import source_of

MOST = 100
LONGEST_CELL = 200_000  # characters
LONGEST_NAME = 120
WORDS = r"password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key|credential"
NAMED = rf"""(?i)\b(\w*(?:{WORDS})\w{{0,40}})["']?\s*(?::[\w\[\]. |]{{1,40}}=|[=:])\s*"""
ASSIGNED = re.compile(NAMED + r"""[rbu]?["']([^"'\n]{4,})["']""")
PLACEHOLDER = re.compile(r"(?i)^(<.*>|\{.*\}|\.+|x+|\*+|•+|your.*|my.*|change.?me.*|example.*|none|null|todo.*)$")
ANSWER = re.compile(r"(?i)\bnot a secret\b")
KEYS = {
    "AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})"),
    "GitLab": re.compile(r"\bglpat-[\w-]{20,}"),
    "Hugging Face": re.compile(r"\bhf_[A-Za-z0-9]{30,}"),
    "OpenAI": re.compile(r"\bsk-[\w-]{20,}"),
    "Slack": re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    "JWT": re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"),
    "PEM": re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"),
}
ADDRESS = re.compile(r"""\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'{}<>]{1,200}:[^\s/@"'{}<>]{1,200}@([\w.-]{1,200})""")
PATH = re.compile(r"""(?:(?<![\w./])/(?:home|Users)/|\b[A-Za-z]:\\{1,2}Users\\{1,2})[^\s"'`<>|*?,;:)\]}]+""")


@dataclass(frozen=True)
class Exposure:
    """What a cell shows: a `secret` of a name, a `key` of somebody's, an `address` with a password, or a `path`."""

    cell: int  # from 0
    kind: str
    name: str
    answered: bool = False  # its author says that it is no secret

    @property
    def is_open(self) -> bool:
        """Whether it looks like a secret, and nobody says that it is none."""
        return self.kind != "path" and not self.answered


def exposures(notebook: Mapping[str, Any]) -> list[Exposure]:
    """Return what a notebook shows, in the order of its cells; each once in a cell."""
    found: dict[Exposure, None] = {}
    for cell, content in enumerate(notebook["cells"]):
        source = source_of(content)[:LONGEST_CELL]
        shown = (Exposure(cell, kind, name[:LONGEST_NAME], answered) for kind, name, answered in shown_in(source))
        found.update(dict.fromkeys(shown))
    return list(found)[:MOST]


def shown_in(source: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what a text shows, and whether its author says that it is no secret."""
    unanswered = "\n".join(line for line in source.split("\n") if not ANSWER.search(line))
    still = set(secrets_in(unanswered))
    yield from ((kind, name, (kind, name) not in still) for kind, name in secrets_in(source))
    yield from (("path", path, False) for path in PATH.findall(source))


def secrets_in(source: str) -> Iterator[tuple[str, str]]:
    """Yield what looks like a secret in a text."""
    for name, value in ASSIGNED.findall(source):
        if not PLACEHOLDER.match(value):
            yield "secret", name
    yield from (("key", owner) for owner, pattern in KEYS.items() if pattern.search(source))
    yield from (("address", host) for host in ADDRESS.findall(source))
