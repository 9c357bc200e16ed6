"""The data of an Intake reader as record batches that fit into memory, whatever their format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import types

BATCH_BYTES = 16 * 1024 * 1024
MOST_ROWS = 65_536
BLOCK = 16 * 1024 * 1024  # of a text file
WHOLE_JSON = 256 * 1024 * 1024  # bytes of a JSON file that is one list, which has to be read whole


class CannotProfile(ValueError):
    """Data that cannot be read, and what to do about it."""


ENCODING = "its text is not in the encoding that the entry says, or UTF-8 where it says none"


@dataclass(frozen=True)
class Stream:
    """Record batches of one schema; `as_text` where the file writes numbers as text, so that their type is a guess."""

    schema: Any
    batches: Iterator[Any]
    as_text: bool = False
    rows: int | None = None


def stream_of(reader: Any, most_rows: int = MOST_ROWS) -> Stream:
    """Return the data of an Intake reader, at most so many rows at once; raise CannotProfile."""
    data = reader.kwargs["data"]
    open_it = OPENERS.get(type(data).__name__)
    if open_it is None:
        raise CannotProfile(f"{type(data).__name__} holds no table: there is nothing to show column by column.")
    try:
        stream = open_it(reader, data, most_rows)
    except (OSError, ValueError, ImportError) as error:
        raise unreadable(reader, error) from error
    return Stream(stream.schema, guarded(reader, stream.batches), stream.as_text, stream.rows)


def guarded(reader: Any, batches: Iterator[Any]) -> Iterator[Any]:
    """Yield batches; what goes wrong on the way is told in words."""
    try:
        yield from batches
    except CannotProfile:
        raise
    except (OSError, ValueError, TypeError, NotImplementedError) as error:
        raise unreadable(reader, error) from error


def unreadable(reader: Any, error: Exception) -> CannotProfile:
    """Return the words for data that cannot be read."""
    if isinstance(error, CannotProfile):
        return error
    data = reader.kwargs["data"]
    where = getattr(data, "url", None) or "the database"
    if isinstance(error, FileNotFoundError):
        return CannotProfile(f"There is no file {where}. Ask the entry's steward where the data went.")
    if isinstance(error, PermissionError):
        return CannotProfile(f"You may not read {where} on this machine. Ask the entry's owner to let you.")
    said = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
    if isinstance(error, UnicodeError) or "\0" in said:
        said = ENCODING
    return CannotProfile(f"{where} cannot be read as {type(data).__name__}: {said}. Tell the entry's steward.")


def opened(data: Any) -> Any:
    """Return a file, here or elsewhere, that can be read at any place."""
    import fsspec

    return fsspec.open(data.url, "rb", **(data.storage_options or {})).open()


def parquet_stream(reader: Any, data: Any, most_rows: int) -> Stream:
    """Return the batches of a Parquet file, read page by page however large its row groups are."""
    from pyarrow.parquet import ParquetFile

    source = data.url if is_local(data.url) else opened(data)
    file = ParquetFile(source, memory_map=False, buffer_size=1024 * 1024, pre_buffer=False)
    rows = rows_at_once(file.metadata, most_rows)
    batches = file.iter_batches(batch_size=rows, use_threads=False)
    return Stream(file.schema_arrow, batches, rows=file.metadata.num_rows)


def rows_at_once(metadata: Any, most_rows: int) -> int:
    """Return how many rows of a Parquet file are about as large as a batch shall be."""
    groups = range(metadata.num_row_groups)
    size = sum(metadata.row_group(number).total_byte_size for number in groups)
    a_row = size / max(metadata.num_rows, 1)
    return int(max(1, min(most_rows, BATCH_BYTES // max(a_row, 1))))


def csv_stream(reader: Any, data: Any, most_rows: int) -> Stream:
    """Return the batches of a CSV file; a column that begins with whole numbers may go on with decimals."""
    from pyarrow import csv

    said = {name: value for name, value in reader.kwargs.items() if name in ("sep", "encoding", "decimal")}
    if len(said.get("sep") or ",") != 1:
        return frames_stream(reader, data, most_rows)
    read = csv.ReadOptions(block_size=BLOCK, encoding=said.get("encoding") or "utf8")
    parse = csv.ParseOptions(delimiter=said.get("sep") or ",", newlines_in_values=True)
    how = {"strings_can_be_null": True, "decimal_point": said.get("decimal") or "."}
    with csv.open_csv(uncompressed(data), read, parse, csv.ConvertOptions(**how)) as first:
        kinds = {field.name: wide(field.type) for field in first.schema}
    convert = csv.ConvertOptions(column_types=kinds, **how)
    found = csv.open_csv(uncompressed(data), read, parse, convert)
    return Stream(found.schema, sliced(found, most_rows), as_text=True)


def wide(kind: Any) -> Any:
    """Return the type that holds what may still come in a column of text that began as another; raise ValueError."""
    if types.is_binary(kind):
        raise ValueError(ENCODING)
    if types.is_null(kind):
        return pa.string()
    return pa.float64() if types.is_integer(kind) else kind


def uncompressed(data: Any) -> Any:
    """Return a file of text, decompressed where its name says that it is not plain."""
    if is_local(data.url):
        return pa.input_stream(data.url)
    return pa.input_stream(opened(data), compression=None)


def sliced(batches: Iterator[Any], most_rows: int) -> Iterator[Any]:
    """Yield batches of at most so many rows."""
    for batch in batches:
        for start in range(0, batch.num_rows, most_rows):
            yield batch.slice(start, most_rows)


def frames_stream(reader: Any, data: Any, most_rows: int) -> Stream:
    """Return the batches of what pandas reads part by part."""
    return of_frames(iter(reader.read(chunksize=most_rows)), most_rows, as_text=type(data).__name__ == "CSV")


def json_stream(reader: Any, data: Any, most_rows: int) -> Stream:
    """Return the batches of a JSON file: an object a line in parts, one list as a whole."""
    if reader.kwargs.get("lines"):
        frame = reader.read(blocksize=BLOCK)
    else:
        with opened(data) as file:
            check_size(file.seek(0, 2))
        frame = reader.read()
    return of_frames((part.compute() for part in frame.partitions), most_rows)


def check_size(size: int) -> None:
    """Raise CannotProfile for a JSON file that is too large to be read whole."""
    if size > WHOLE_JSON:
        remedy = "Write it as an object a line (`lines: true`), or as Parquet."
        raise CannotProfile(f"The JSON file is one list of {size // 1024**2} MiB and would be read whole. {remedy}")


def zarr_stream(reader: Any, data: Any, most_rows: int) -> Stream:
    """Return the numbers of a Zarr array, chunk by chunk, as one column."""
    array = reader.read()
    schema = pa.schema([("values", pa.from_numpy_dtype(array.dtype))])
    chunks = (block.compute().ravel() for block in array.blocks.ravel())
    batches = (pa.record_batch([pa.array(chunk)], schema=schema) for chunk in chunks)
    return Stream(schema, sliced(batches, most_rows), rows=int(array.size))


def of_frames(frames: Iterator[Any], most_rows: int, as_text: bool = False) -> Stream:
    """Return data frames as batches; the first one decides on the types."""
    first = next(frames, None)
    if first is None:
        return Stream(pa.schema([]), iter(()))
    schema = pa.Schema.from_pandas(first, preserve_index=False)
    schema = pa.schema([(field.name, wide(field.type)) for field in schema])
    return Stream(schema, sliced(as_batches(first, frames, schema), most_rows), as_text=as_text)


def as_batches(first: Any, others: Iterator[Any], schema: Any) -> Iterator[Any]:
    """Yield data frames as batches of one schema."""
    yield pa.RecordBatch.from_pandas(first, schema=schema, preserve_index=False)
    for frame in others:
        yield pa.RecordBatch.from_pandas(frame, schema=schema, preserve_index=False)


def is_local(url: str) -> bool:
    """Tell whether a URL is a path on this machine."""
    return "://" not in url


Opener = Callable[[Any, Any, int], Stream]
OPENERS: dict[str, Opener] = {
    "Parquet": parquet_stream,
    "CSV": csv_stream,
    "SQLQuery": frames_stream,
    "JSONFile": json_stream,
    "Zarr": zarr_stream,
}
