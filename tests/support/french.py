"""What French typography asks for: no-break spaces, and the apostrophe that is one."""

import re

WRONG = {
    "a no-break space (U+202F) before ; ! ?": re.compile(r"(?<!\u202f)[;!?](?=[\s»]|$)"),
    "a no-break space (U+00A0) before :": re.compile(r"(?<![\u00a0\x22]):(?=\s|$)"),
    "no-break spaces (U+00A0) inside « »": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "the apostrophe ’": re.compile(r"(?<=\w)'(?=\w)"),
    "« » as quotation marks": re.compile(r"[“”]"),
}


def mistakes(text: str) -> list[str]:
    """Return what a French text lacks."""
    return [f"{what}: {text}" for what, pattern in WRONG.items() if pattern.search(text)]
