"""The first rows of a data set, read in a process of their own; what is personal never leaves it.

`python -m lyceum_catalog.profiling.preview` takes JSON, {catalog, record, resource, rows}, and answers with JSON.
"""

import json
import resource as limits
import sys
from collections.abc import Mapping
from itertools import islice
from typing import Any

from lyceum_catalog.profiling.batches import CannotProfile, stream_of
from lyceum_catalog.profiling.columns import kind_of, text_of
from lyceum_catalog.profiling.measuring import Subject

MOST_ROWS, MOST_COLUMNS = 500, 300
LONGEST = 200  # characters of a value
MASK = "••••"
MEMORY = 4 * 1024**3  # bytes of addresses, for a file that pretends to be small


def preview(catalog: Mapping[str, Any], record: Mapping[str, Any], resource: str, rows: int) -> dict[str, Any]:
    """Return the first rows that a resource of an Intake catalog gives, as text; raise CannotProfile."""
    reader = reader_in(catalog, resource)
    subject = Subject(record["name"], 1, resource, record)
    stream = stream_of(reader, most_rows=rows)
    fields = list(stream.schema)[:MOST_COLUMNS]
    said = [(subject.described(field.name), kind_of(field.type)) for field in fields]
    columns = [{"name": known.name, "type": kind, "masked": known.personal} for known, kind in said]
    masked = [known.personal for known, _ in said]
    shown = list(islice((row for batch in stream.batches for row in rows_of(batch, masked)), rows))
    left_out = len(stream.schema) - len(fields)
    return {"columns": columns, "rows": shown, "total": stream.rows, "columns_left_out": left_out}


def reader_in(catalog: Mapping[str, Any], resource: str) -> Any:
    """Return the Intake reader of a resource, of the first where none is named."""
    from intake.readers.entry import Catalog

    entries = catalog["entries"]
    found = [key for key, entry in entries.items() if not resource or entry["metadata"]["resource"] == resource]
    if not found:
        raise CannotProfile(f"There is no resource {resource!r}. Choose another one.")
    return Catalog.from_dict(dict(catalog))[found[0]]


def rows_of(batch: Any, masked: list[bool]) -> list[list[str | None]]:
    """Return the rows of a batch as text; a personal value that is there is a mask."""
    columns = [cells_of(column, hide) for column, hide in zip(batch.columns, masked, strict=False)]
    return [list(row) for row in zip(*columns, strict=True)]


def cells_of(column: Any, hide: bool) -> list[str | None]:
    """Return the values of a column as text; missing ones are None."""
    if hide:
        return [MASK if is_there else None for is_there in column.is_valid().to_pylist()]
    return [None if value is None or value != value else text_of(value)[:LONGEST] for value in column.to_pylist()]


def main() -> None:
    """Answer what is asked on standard input."""
    limits.setrlimit(limits.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin)
    asked["rows"] = max(1, min(MOST_ROWS, asked["rows"]))
    try:
        answer = preview(**asked)
    except CannotProfile as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "The first rows alone need more memory than a preview may take. Open it in a notebook."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
