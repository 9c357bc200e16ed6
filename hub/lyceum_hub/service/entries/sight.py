"""Sight: the index as one reader sees it; what they may not see is read once, and left out of whatever is found."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, func, select, true

from lyceum_hub.database.tables import entry_index
from lyceum_hub.service.entries.access import Reader, shut_out
from lyceum_hub.service.entries.queries import Asked

FEW = 2_000  # of what is found; more are not sorted, but met in the order of the index
AT_ONCE = 5_000


class Sight:
    """What one reader finds while one request lasts."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The numbers of what the reader may not see, read only from what is not open to everybody."""
        if self._reader.sees_all:
            return frozenset()
        return frozenset(self._all(self._closed))

    @property
    def _closed(self) -> Select[Any]:
        return select(entry_index.c.id).where(~entry_index.c.open, shut_out(self._reader, entry_index.c.name))

    @property
    def key(self) -> str:
        """What tells readers apart who see different entries."""
        return sha256(",".join(map(str, sorted(self.hidden))).encode()).hexdigest()

    def found(self, asked: Asked) -> list[int]:
        """Return the numbers of all that is found, up to the end of the page by relevance where that is asked for."""
        numbers = self._all(asked.numbers, asked.given)
        seen = [number for number in numbers if number not in self.hidden] if self.hidden else numbers
        if not asked.is_ranked:
            return seen
        best = self._best(asked, len(numbers) - len(seen))
        return list(dict.fromkeys((*best, *seen)))

    def _best(self, asked: Asked, unseen: int) -> Iterator[int]:
        """Yield what is found up to the end of the page, and of the rest as many as are not seen; to sort all costs."""
        most = asked.query.offset + asked.query.limit + unseen
        numbers = self._connection.execute(asked.ranked.limit(most), asked.given).scalars()
        return (number for number in numbers if number not in self.hidden)

    def finds(self, asked: Asked) -> bool:
        """Tell whether anything is found."""
        some = self._connection.execute(asked.numbers.limit(len(self.hidden) + 1), asked.given).scalars()
        return any(number not in self.hidden for number in some)

    def total(self) -> int:
        """Return how many entries there are to see."""
        every = self._connection.execute(select(func.count()).select_from(entry_index)).scalar_one()
        return every - len(self.hidden)

    def page(self, asked: Asked, found: Sequence[int] | None) -> Sequence[int]:
        """Return the numbers on the page asked for, of what is found or, without that, of all there is to see."""
        first, last = asked.query.offset, asked.query.offset + asked.query.limit
        if found is not None and asked.is_ranked:
            return found[first:last]
        if found is not None and len(found) > FEW:
            return list(islice(self._met(asked, found), first, last))
        number = entry_index.c.id
        these = number.in_(found) if found is not None else number.not_in(self._closed) if self.hidden else true()
        page = asked.ordered.where(these).limit(asked.query.limit).offset(first)
        return self._connection.execute(page).scalars().all()

    def _all(self, query: Select[Any], given: Mapping[str, str] | None = None) -> list[int]:
        """Return all numbers that a query finds, in its order: as one text, since rows cost more."""
        joined = func.aggregate_strings(cast(query.subquery().c.id, Text), ",")
        numbers = self._connection.execute(select(joined), given or {}).scalar_one()
        return [int(number) for number in numbers.split(",")] if numbers else []

    def _met(self, asked: Asked, found: Sequence[int]) -> Iterator[int]:
        """Yield what is found in the order asked for; as few are read as are wanted."""
        wanted = set(found)
        for start in count(0, AT_ONCE):
            some = self._connection.execute(asked.ordered.limit(AT_ONCE).offset(start)).scalars().all()
            yield from (number for number in some if number in wanted)
            if len(some) < AT_ONCE:
                return
