"""The profile of a version's data: what may be shown of each column, and nothing that points to a person."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SMALLEST_GROUP = 10  # people; of fewer nothing is told
MOST_COLUMNS = 2000
MOST_TOP = 20
MOST_GROUPS = 20
MOST_POINTS = 200
MOST_BINS = 40
BYTES = 2 * 1024 * 1024  # of a whole profile as JSON

Kind = Literal["integer", "number", "string", "boolean", "date", "datetime", "other"]
Text = Annotated[str, Field(max_length=300)]
Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Part(BaseModel):
    """A part of a profile: no field that is not named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quantile(Part):
    """The value that a share of the rows do not exceed."""

    share: Share
    value: Finite


class Histogram(Part):
    """Rows in ranges of the same width from `low` to `high`, and those outside."""

    low: Finite
    high: Finite
    counts: list[Count] = Field(max_length=MOST_BINS)
    below: Count = 0
    above: Count = 0


class Spread(Part):
    """How numbers are distributed; those of dates are days, those of points in time seconds, since 1970 in UTC.

    `shares` says which part of the values is at most each of `points`. `error` is the most by which a share is off,
    in 99 of 100 profiles; 0 where every value was counted.
    """

    points: list[Finite] = Field(max_length=MOST_POINTS + 1)
    shares: list[Share] = Field(max_length=MOST_POINTS + 1)
    quantiles: list[Quantile] = Field(max_length=20)
    histogram: Histogram | None = None
    error: Share = 0.0

    @model_validator(mode="after")
    def check_points(self) -> "Spread":
        """Refuse points without shares, or in disorder."""
        if len(self.points) != len(self.shares) or not self.points:
            raise ValueError("needs a share for each point, and at least one")
        if sorted(self.points) != self.points or sorted(self.shares) != self.shares:
            raise ValueError("needs points and shares that rise")
        return self


class Frequent(Part):
    """A value and in how many rows it stands."""

    value: Text
    rows: Count


class Group(Part):
    """People who have a value in common: their part of all, and which part of them fared well."""

    value: Text
    rows: Annotated[int, Field(ge=SMALLEST_GROUP)]
    share: Share
    favourable: Share | None = None
    reference: Share | None = None


class Groups(Part):
    """People by the values of a sensitive column; `hidden` groups are too small to tell of, or would tell of such.

    `ratio` is the lowest favourable share divided by the highest one.
    """

    items: list[Group] = Field(max_length=MOST_GROUPS)
    hidden: Count = 0
    ratio: Share | None = None
    source: Text = ""


class ColumnProfile(Part):
    """One column: of a personal one only type, missing and different values, and groups where it is sensitive.

    `distinct` is exact where `distinct_error` is 0, and else off by that share (a standard error); it is unknown for
    nested values. `top_error` is the most by which the share of a top value is off, in 99 of 100 profiles.
    """

    name: Text
    type: Kind
    stored: Text = ""
    personal: bool = False
    sensitive: bool = False
    missing: Count
    distinct: Count | None = None
    distinct_error: Share = 0.0
    spread: Spread | None = None
    top: list[Frequent] | None = Field(default=None, max_length=MOST_TOP)
    top_error: Share = 0.0
    groups: Groups | None = None

    @model_validator(mode="after")
    def check_personal(self) -> "ColumnProfile":
        """Refuse what would point to a person."""
        if self.personal and (self.spread or self.top):
            raise ValueError(f"{self.name} is personal: no values of it may be told")
        if self.groups and not self.sensitive:
            raise ValueError(f"{self.name} is not marked sensitive: it has no groups")
        return self


class Decided(Part):
    """The column that says how it ended for somebody, and which value of it was good for them."""

    column: Text
    favourable: Text


class Profile(Part):
    """The data of one version of an entry, as one resource gave them."""

    format: Literal[1] = 1
    entry: Text
    version: Annotated[int, Field(ge=1)]
    resource: Text
    rows: Count
    outcome: Decided | None = None
    columns: list[ColumnProfile] = Field(max_length=MOST_COLUMNS)

    @model_validator(mode="after")
    def check_counts(self) -> "Profile":
        """Refuse counts that are more than the rows."""
        for column in self.columns:
            if column.missing > self.rows:
                raise ValueError(f"{column.name} misses more values than there are rows")
        return self

    def as_json(self) -> str:
        """Return the profile as short JSON: what is left at its default is left out."""
        return self.model_dump_json(exclude_defaults=True)
