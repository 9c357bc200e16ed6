"""JSON of any shape in requests: half characters, which no answer can hold, are refused, or mended in what runs say."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator


def whole(value: Any) -> Any:
    """Return a value; raise ValueError when a text in it holds half a character."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half a character") from error
    return value


def mended(value: Any) -> Any:
    """Return a value with a question mark for each half character."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))


Content = Annotated[dict[str, Any], AfterValidator(whole)]
Reported = Annotated[dict[str, Any], AfterValidator(mended)]
ReportedText = Annotated[str, BeforeValidator(mended)]
