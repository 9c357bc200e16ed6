"""What can go wrong, each named after it; the docstring is the title people read."""


class LyceumError(Exception):
    """Something went wrong."""

    def __init__(self, detail: str, *, field: str | None = None, remedy: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.remedy = remedy

    @property
    def sentence(self) -> str:
        """What went wrong, and what to do about it."""
        return f"{self.detail} {self.remedy}" if self.remedy else self.detail


class SettingError(LyceumError):
    """A setting cannot be used."""


class NotFound(LyceumError):
    """There is no such thing."""


class Forbidden(LyceumError):
    """That is not allowed."""


class Unauthenticated(LyceumError):
    """Who are you?"""


class Invalid(LyceumError):
    """Something in the request cannot be used."""


class Conflict(LyceumError):
    """That does not fit with what is already there."""


class Unavailable(LyceumError):
    """Something we need does not answer just now."""


class Gone(LyceumError):
    """That is no longer there."""


class TooMany(LyceumError):
    """That is more than one person may have."""


class TooLarge(LyceumError):
    """That is larger than allowed."""
