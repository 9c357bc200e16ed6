"""The readers an entry may name, and the Intake classes and options each of them stands for."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


class Options(BaseModel):
    """Options of a reader: known names, scalar values."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CsvOptions(Options):
    """How a CSV file is written."""

    sep: str | None = None
    encoding: str | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class Reader:
    """Where Intake keeps the data type and the pandas reader of a format."""

    datatype: str
    reader: str
    options: type[Options]


READERS = {
    "parquet": Reader("intake.readers.datatypes:Parquet", "intake.readers.readers:PandasParquet", Options),
    "csv": Reader("intake.readers.datatypes:CSV", "intake.readers.readers:PandasCSV", CsvOptions),
}

URL_SCHEMES = ("file", "https", "s3", "gs", "abfs")
