"""Whom to tell, as the command line says it: `failure,recovery=ada@example.org`, `rmse>0.5=https://…`."""

import re
from collections.abc import Sequence
from typing import Any

from lyceum_hub.errors import Invalid

ENDS = ("failure", "recovery", "success")
USUAL = ("failure", "recovery")
BOUND = re.compile(r"(?P<name>[^<>=,]+?)\s*(?P<side>[<>])\s*(?P<value>[-+.\deE]+)")
REMEDY = "Write failure,recovery=ada@example.org; the ends are failure, recovery and success, a figure's is rmse>0.5."


def notices(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return what to tell to whom."""
    return [notice for text in texts for notice in notices_in(text)]


def notices_in(text: str) -> list[dict[str, Any]]:
    """Return what one option asks for: one notice for the ends it names, and one for each figure."""
    whens, receiver = parted(text)
    ends = [when for when in whens if when in ENDS]
    bounds = [bound_in(when) for when in whens if when not in ENDS]
    return [
        *([{"on": ends, **receiver}] if ends else []),
        *({"on": [], "figure": bound, **receiver} for bound in bounds),
    ]


def parted(text: str) -> tuple[list[str], dict[str, str]]:
    """Return when to tell, failure and recovery where nothing is said, and whom."""
    when, equals, whom = text.partition("=")
    if not equals or is_receiver(when):
        when, whom = ",".join(USUAL), text
    if not is_receiver(whom):
        raise Invalid(f"{whom!r} is neither an e-mail address nor a webhook's URL.", remedy=REMEDY)
    return [part.strip() for part in when.split(",")], {"webhook" if "://" in whom else "email": whom.strip()}


def is_receiver(text: str) -> bool:
    """Tell whether a text looks like an address or a URL."""
    return "@" in text or "://" in text


def bound_in(text: str) -> dict[str, Any]:
    """Return the bound that a figure is watched for; raise Invalid when the text is none."""
    found = BOUND.fullmatch(text)
    try:
        assert found
        return {"name": found["name"], "above" if found["side"] == ">" else "below": float(found["value"])}
    except (AssertionError, ValueError):
        raise Invalid(f"{text!r} is nothing to be told of.", remedy=REMEDY) from None
