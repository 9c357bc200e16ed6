"""Parts that records are made of: texts without code in them, names, and models without unknown fields."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

CODE_IN_TEXT = re.compile(r"\{\{|\{%|\$\{|\{(func|import|env|data|pickle\d*)\(")


def plain(text: str) -> str:
    """Refuse what Intake or Jinja would run."""
    if found := CODE_IN_TEXT.search(text):
        raise ValueError(f"contains {found.group()!r}, which Intake would run as code; write it without braces")
    return text


Text = Annotated[str, AfterValidator(plain)]
Line = Annotated[str, AfterValidator(plain), Field(max_length=300, pattern=r"^[^\r\n]*$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]


class Part(BaseModel):
    """A part of an entry: no field that is not named here, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)
