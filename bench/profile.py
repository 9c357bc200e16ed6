"""The memory and the time of a profile: a large Parquet file of incompressible numbers and texts."""

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from bench.figures import Figure

GIGABYTE = 2**30
A_ROW = 98  # bytes, uncompressed
AT_ONCE = 500_000
PROFILE = """
import sys
from intake.readers.datatypes import Parquet
from intake.readers.readers import PandasParquet
from lyceum_catalog.profiling.batches import stream_of
from lyceum_catalog.profiling.measuring import Subject, profile_of

columns = [{"name": "group", "sensitive": True}, {"name": "name", "personal": True}]
record = {"classification": "internal", "columns": columns, "outcome": {"column": "good", "favourable": 1}}
profile = profile_of(Subject("large", 1, "parquet", record), stream_of(PandasParquet(data=Parquet(sys.argv[1]))))
assert profile.rows == int(sys.argv[2])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024)
"""


def measure(times: int, everything: bool) -> list[Figure]:
    """The most that a profile had resident, and how long it took."""
    shapes = [(1, True), *([(5, False), (5, True)] if everything else [])]
    return [figure for size, in_one in shapes for figure in measured(size, in_one)]


def measured(gigabytes: int, in_one: bool) -> list[Figure]:
    """Return the figures of a file of so many gigabytes, in one row group or in many."""
    rows = gigabytes * GIGABYTE // A_ROW
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.parquet"
        write(path, rows, rows if in_one else AT_ONCE)
        size = path.stat().st_size / GIGABYTE
        began = time.perf_counter()
        command = [sys.executable, "-c", PROFILE, str(path), str(rows)]
        peak = float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
        seconds = time.perf_counter() - began
    name = f"profile of {size:.1f} GiB, {'one row group' if in_one else 'many row groups'}"
    return [Figure(f"{name}: memory", (peak,), unit="MiB", most=2048), Figure(f"{name}: time", (seconds,))]


def write(path: Path, rows: int, group: int) -> None:
    """Write so many rows in row groups of a size; one large group is held in memory until it is whole."""
    random = np.random.default_rng(0)
    with ParquetWriter(path, batch_of(random, 1).schema, compression="none") as writer:
        for start in range(0, rows, AT_ONCE):
            writer.write_batch(batch_of(random, min(AT_ONCE, rows - start)), row_group_size=group)


def batch_of(random: np.random.Generator, rows: int) -> pa.RecordBatch:
    """Return rows of people who are not."""
    numbers = random.integers(0, 2**60, rows)
    people = {
        "id": numbers,
        "name": pa.array([f"person {number:x}" for number in numbers]),
        "note": pa.array([f"note {number % 10_000_000}" for number in numbers]),
        "group": random.integers(0, 5, rows, dtype="int8"),
        "good": random.integers(0, 2, rows, dtype="int8"),
        "day": pa.array(random.integers(0, 20_000, rows, dtype="int32"), pa.date32()),
    }
    floats = {f"x{number}": random.normal(size=rows) for number in range(5)}
    return pa.record_batch({**people, **floats})
