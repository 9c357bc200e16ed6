"""What the command line prints: JSON or words, tables, times, values; never a terminal's control characters."""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from lyceum_catalog import phrasebooks
from lyceum_hub import language
from lyceum_hub.language import of_terminal

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
# What moves a cursor, colours, or turns the direction of writing: names, logs and errors are other people's text.
SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\))")
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PHRASES = Path(__file__).parent / "phrases"
AGREED = {"y", "yes", "o", "oui"}
BARS = "▁▂▃▄▅▆▇█"


def tell(found: Any, as_json: bool, words: Callable[[Any], str]) -> None:
    """Print what was found, as JSON or in words."""
    if as_json:
        print(plain(json.dumps(found, indent=2)), flush=True)
    else:
        say(words(found))


def say(text: str) -> None:
    """Print text, in the terminal's language as far as it is known in it."""
    print(plain(here(text)), flush=True)


def warn(text: str) -> None:
    """Print text beside the results."""
    print(plain(here(text)), file=sys.stderr, flush=True)


def confirm(question: str) -> None:
    """Ask beside the results whether to go on; exit where the answer is not yes."""
    answer = click.prompt(
        f"{here(question)} {here('[y/N]')}", default="", prompt_suffix=" ", show_default=False, err=True
    )
    if plain(answer).strip().casefold() not in AGREED:
        warn("Nothing was changed.")
        sys.exit(1)


def here(text: str) -> str:
    """Return text in the terminal's language."""
    return phrasebooks.said(text, of_terminal(os.environ), PHRASES, language.PHRASES, phrasebooks.PHRASES)


def word(text: str) -> str:
    """Return a word such as a run's state in the terminal's language."""
    return phrasebooks.part(text, of_terminal(os.environ), PHRASES, language.PHRASES)


def titled(name: str, text: str) -> str:
    """Return what is said of something, such as `nightly: running`."""
    return f"{name}{here(':')} {text}"


def plain(text: str) -> str:
    """Return text without what would steer a terminal."""
    return CONTROL.sub("", SEQUENCE.sub("", text))


def line(text: str) -> str:
    """Return text as one line."""
    return " ".join(plain(text).split())


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns, the first row being their headings; columns without content are left out."""
    head, *rest = rows
    rows = [[line(cell) for cell in row] for row in (list(map(here, head)), *rest)]
    used = [index for index in range(len(rows[0])) if any(row[index] for row in rows[1:])]
    widths = [max(len(row[index]) for row in rows) for index in used]
    aligned = ("  ".join(row[index].ljust(width) for index, width in zip(used, widths, strict=True)) for row in rows)
    return "\n".join(row.rstrip() for row in aligned)


def facts(named: Sequence[tuple[str, Any]]) -> list[str]:
    """Return a line for each thing that is known: its name, and what it is."""
    known = [(here(name), value) for name, value in named if value not in (None, "", [], {})]
    width = max([12, *(len(name) + 2 for name, _ in known)])
    return [f"  {name:<{width}}{value}" for name, value in known]


def moment(instant: str | None, zone: str | None = None) -> str:
    """Return an instant as a clock shows it here; with a zone given, there, and with the day of the week."""
    if not instant:
        return ""
    at = datetime.fromisoformat(instant)
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M %Z}" if zone else f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, or hours."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float) -> str:
    """Return a figure in at most six digits."""
    return f"{value:.6g}"


def since(instant: str) -> str:
    """Return since when something is so."""
    return here(f"since {instant}")


def whole(number: int) -> str:
    """Return a whole number as the terminal's language groups its digits."""
    return phrasebooks.figure(f"{number:,}") if of_terminal(os.environ) == "fr" else f"{number:,}"


def values(named: dict[str, Any]) -> str:
    """Return values with their names, such as `top = 3, kind = "a"`."""
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in named.items())


def figures(named: dict[str, float]) -> str:
    """Return figures with their names."""
    return ", ".join(f"{name} = {number(value)}" for name, value in named.items())


def sparkline(series: Sequence[float]) -> str:
    """Return numbers as a line of bars, the lowest and highest of them being the bounds."""
    low, span = min(series), (max(series) - min(series)) or 1
    return "".join(BARS[round((value - low) / span * (len(BARS) - 1))] for value in series)
