"""What is wrong with something submitted: where, what, and what to do about it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; `field` is a path such as `resources[0].reader`."""

    field: str
    message: str
    remedy: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        text = " ".join(part for part in (self.message, self.remedy) if part)
        return ": ".join(part for part in (place, self.field, text) if part)

    def as_dict(self) -> dict[str, object]:
        """Return what is known, as JSON."""
        return {key: value for key, value in asdict(self).items() if value not in ("", None)}


class InvalidContent(Exception):
    """What was submitted cannot be used; nothing of it was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
