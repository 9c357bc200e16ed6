"""Reports: what was used in some time by each person, group or profile, as JSON and as a table for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from lyceum_hub.database import Database
from lyceum_hub.metering.amounts import By
from lyceum_hub.metering.months import Month
from lyceum_hub.metering.use import Use, Used, use_by

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet compute
PARTS = [part.name for part in fields(Use)]


@dataclass(frozen=True)
class Asked:
    """What a report is about: the days, both included; by whom; and one person's use only, where one is named."""

    by: By
    since: date
    until: date
    person: str | None = None

    @classmethod
    def of(cls, by: By, since: date | None, until: date | None, person: str | None) -> "Asked":
        """Return what is asked for, from the first of this month to today where nothing else is said."""
        today = datetime.now(UTC)
        return cls(by, since or Month.of(today).first, until or today.date(), person)


def report(database: Database, asked: Asked) -> list[Used]:
    """Return what was used, most first; it blocks."""
    with database.reading() as connection:
        return use_by(connection, asked.by, asked.since, asked.until, asked.person)


def as_json(asked: Asked, lines: Sequence[Used], currency: str) -> dict[str, Any]:
    """Return a report as JSON: hours, `memory_hours` of a gigabyte, `storage` in bytes, costs in the currency."""
    items = [{asked.by: line.who, **line.use.as_dict(), "storage": line.storage} for line in lines]
    days = {"from": asked.since.isoformat(), "to": asked.until.isoformat()}
    return {**days, "by": asked.by, "currency": currency, "items": items}


def as_csv(asked: Asked, lines: Sequence[Used], currency: str) -> str:
    """Return a report for spreadsheets, in which no cell is a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    headings = {"memory_hours": "memory_gb_hours", "cost": f"cost_{currency}"}
    table.writerow([asked.by, "from", "to", *(safe(headings.get(part, part)) for part in PARTS), "storage_bytes"])
    for line in lines:
        amounts = [value if isinstance(value, int) else f"{value:.4f}" for value in line.use.as_dict().values()]
        stored = "" if line.storage is None else line.storage
        table.writerow([safe(line.who), asked.since.isoformat(), asked.until.isoformat(), *amounts, stored])
    return text.getvalue()


def file_name(asked: Asked) -> str:
    """Return what the table is called when it is kept."""
    return f"usage-by-{asked.by}-{asked.since}-to-{asked.until}.csv"


def safe(text: str) -> str:
    """Return text that a spreadsheet shows as it is."""
    return f"'{text}" if text.startswith(FORMULA) else text
