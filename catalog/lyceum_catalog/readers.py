"""The readers an entry may name, and the Intake classes and options each of them stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field


class Options(BaseModel):
    """Options of a reader: known names, scalar values."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CsvOptions(Options):
    """How a CSV file is written."""

    sep: str | None = None
    encoding: str | None = None
    decimal: str | None = None


class JsonOptions(Options):
    """How a JSON file is written: an object a line, or one list of objects."""

    lines: bool | None = None
    encoding: str | None = None


class SqlOptions(Options):
    """Which table or view of a database."""

    table: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=128, description="the name of a table or view")


class ZarrOptions(Options):
    """Which array of a Zarr store."""

    root: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_/-]*$", max_length=200)


FILES = ("file", "https", "s3", "gs", "abfs")
DATABASES = ("postgresql", "mysql")


@dataclass(frozen=True)
class Reader:
    """Where Intake keeps the data type and the reader of a format, and which option each of them takes by which name.

    Intake 2.0.9 reads JSON and Zarr with dask only, and of a folder of images it opens the files.
    """

    datatype: str
    reader: str
    options: type[Options] = Options
    output: str = "pandas:DataFrame"
    schemes: tuple[str, ...] = FILES
    location: str = "url"
    of_data: Mapping[str, str] = field(default_factory=dict)


DATATYPES, CLASSES = "intake.readers.datatypes", "intake.readers.readers"

READERS = {
    "parquet": Reader(f"{DATATYPES}:Parquet", f"{CLASSES}:PandasParquet"),
    "csv": Reader(f"{DATATYPES}:CSV", f"{CLASSES}:PandasCSV", CsvOptions),
    "json": Reader(f"{DATATYPES}:JSONFile", f"{CLASSES}:DaskJSON", JsonOptions, output="dask.dataframe:DataFrame"),
    "zarr": Reader(
        f"{DATATYPES}:Zarr",
        f"{CLASSES}:DaskZarr",
        ZarrOptions,
        output="dask.array:Array",
        of_data={"root": "root"},
    ),
    "sql": Reader(
        f"{DATATYPES}:SQLQuery",
        f"{CLASSES}:PandasSQLAlchemy",
        SqlOptions,
        schemes=DATABASES,
        location="conn",
        of_data={"table": "query"},
    ),
    "images": Reader(f"{DATATYPES}:PNG", f"{CLASSES}:OpenFilesReader", output="fsspec.core:OpenFiles"),
}

URL_SCHEMES = (*FILES, *DATABASES)
