"""Links: what reads, writes and makes entries, as far as somebody may see it; from runs, schedules and loads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from lyceum_hub.database.tables import entries, entry_loads, entry_sources, run_entries, runs, schedules
from lyceum_hub.service.entries.access import MANAGE, SEE, Reader
from lyceum_hub.service.entries.loads import NOTEBOOK, RUN
from lyceum_hub.service.viewers import Viewer

LOOKED_BACK = timedelta(days=365)
MOST_ROWS = 1000
NEWEST_RUNS = 5000  # among which those made from a template are looked for
ENTRY, TEMPLATE, JOB, NOTEBOOK_NODE, PROGRAM = "entry", "template", "job", "notebook", "program"


class Node(NamedTuple):
    """An entry, a template, a job, a notebook, or somebody's programs; entries have no owner here."""

    kind: str
    name: str
    owner: str = ""

    @property
    def id(self) -> str:
        """Return the name by which the graph's answer knows it."""
        return ":".join((self.kind, "/".join(part for part in (self.owner, self.name) if part)))


@dataclass(frozen=True)
class Link:
    """That something flows from one node to another: since when last, and how often."""

    start: Node
    end: Node
    role: str
    count: int = 1
    last_at: datetime | None = None


@dataclass(frozen=True)
class Links:
    """The links that a reader of entries and viewer of runs may see."""

    connection: Connection
    reader: Reader
    viewer: Viewer | None

    def into(self, nodes: Collection[Node]) -> list[Link]:
        """Return the links that lead to some nodes."""
        made, jobs = names_of(nodes), [node for node in nodes if node.kind == JOB]
        return [*self._of_runs("written", made), *self._of_runs("read", jobs=jobs), *self._sources(made, "entry")]

    def out_of(self, nodes: Collection[Node]) -> list[Link]:
        """Return the links that lead away from some nodes."""
        read, jobs = names_of(nodes), [node for node in nodes if node.kind == JOB]
        templates = [node.name for node in nodes if node.kind == TEMPLATE]
        return [
            *self._of_runs("read", read),
            *self._of_runs("written", jobs=jobs),
            *self._sources(read, "source"),
            *self._loads(read),
            *self._set_off(read),
            *self._made_from(templates),
        ]

    def _of_runs(self, role: str, names: Sequence[str] = (), jobs: Sequence[Node] = ()) -> list[Link]:
        """Return what runs read or wrote: of the entries named, or by the jobs."""
        if self.viewer is None or not (names or jobs):
            return []
        among = run_entries.c.entry.in_(names) if names else or_(*map(of_job, jobs))
        last = func.max(run_entries.c.at)
        query: Select[Any] = (
            select(*ABOUT_ENTRY, runs.c.owner, runs.c.name, runs.c.group, func.count().label("times"), last.label("at"))
            .select_from(run_entries.join(runs).join(entries, entries.c.name == run_entries.c.entry))
            .where(run_entries.c.role == role, among, self.viewer.sees(runs), self._may_see(entries.c.name))
            .group_by(*ABOUT_ENTRY, runs.c.owner, runs.c.name, runs.c.group)
            .order_by(last.desc())
            .limit(MOST_ROWS)
        )
        found = self.connection.execute(query).all()
        return merged(directed(entry_in(row), job_in(row), role, row.times, row.at) for row in found)

    def _sources(self, names: Sequence[str], side: str) -> list[Link]:
        """Return what entries were made from, and what templates open: by the entry, or by its source."""
        if not names:
            return []
        made, source = entries.alias("made"), entries.alias("source")
        query: Select[Any] = (
            select(made.c.name, made.c.kind, source.c.name.label("of"), source.c.kind.label("kind_of"))
            .join_from(entry_sources, made, made.c.name == entry_sources.c.entry)
            .join(source, source.c.name == entry_sources.c.source)
            .where(entry_sources.c[side].in_(names), self._may_see(made.c.name), self._may_see(source.c.name))
            .order_by(made.c.name, source.c.name)
            .limit(MOST_ROWS)
        )
        rows = self.connection.execute(query).all()
        return [
            Link(entry_node(row.of, row.kind_of), entry_node(row.name, row.kind), role_of(row.kind)) for row in rows
        ]

    def _loads(self, names: Sequence[str]) -> list[Link]:
        """Return where entries were loaded outside of runs: by the reader, and by all where the reader manages."""
        if not names:
            return []
        last = func.max(entry_loads.c.last_at)
        mine = (entry_loads.c.person == self.reader.name) | self.reader.may(MANAGE, entry_loads.c.entry)
        by = (*ABOUT_ENTRY, entry_loads.c.person, entry_loads.c.place)
        query: Select[Any] = (
            select(*by, func.sum(entry_loads.c.count).label("times"), last.label("at"))
            .select_from(entry_loads.join(entries, entries.c.name == entry_loads.c.entry))
            .where(entry_loads.c.entry.in_(names), entry_loads.c.last_at > datetime.now(UTC) - LOOKED_BACK, mine)
            .where(~entry_loads.c.place.startswith(RUN))
            .group_by(*by)
            .order_by(last.desc())
            .limit(MOST_ROWS)
        )
        found = self.connection.execute(query).all()
        return [Link(entry_in(row), place_in(row), "read", row.times, row.at) for row in found]

    def _set_off(self, names: Sequence[str]) -> list[Link]:
        """Return the schedules that a new version of an entry sets off."""
        if self.viewer is None or not names:
            return []
        query: Select[Any] = (
            select(*ABOUT_ENTRY, schedules.c.owner, schedules.c.name.label("job"))
            .join_from(schedules, entries, entries.c.name == schedules.c.after_entry)
            .where(entries.c.name.in_(names), schedules.c.enabled, self.viewer.sees(schedules))
            .order_by(schedules.c.name)
            .limit(MOST_ROWS)
        )
        rows = self.connection.execute(query).all()
        return [Link(entry_in(row), Node(JOB, row.job, row.owner), "starts") for row in rows]

    def _made_from(self, names: Sequence[str]) -> list[Link]:
        """Return the jobs that execute a template: schedules, and some of the newest runs."""
        if self.viewer is None or not names:
            return []
        newest = select(runs).where(self.viewer.sees(runs)).order_by(runs.c.created_at.desc()).limit(NEWEST_RUNS)
        run = newest.subquery()
        template, last = run.c.work["template"].as_string(), func.max(run.c.created_at)
        ran: Select[Any] = (
            select(
                template.label("template"),
                run.c.owner,
                run.c.name,
                run.c.group,
                func.count().label("times"),
                last.label("at"),
            )
            .where(template.in_(names))
            .group_by(template, run.c.owner, run.c.name, run.c.group)
            .order_by(last.desc())
            .limit(MOST_ROWS)
        )
        found = [
            Link(Node(TEMPLATE, row.template), job_in(row), "made_from", row.times, row.at)
            for row in self.connection.execute(ran)
        ]
        return merged([*found, *self._scheduled(names)])

    def _scheduled(self, names: Sequence[str]) -> list[Link]:
        """Return the schedules that execute a template, whether or not they have run."""
        assert self.viewer is not None
        template = schedules.c.work["template"].as_string()
        query: Select[Any] = select(template.label("template"), schedules.c.owner, schedules.c.name).where(
            template.in_(names), self.viewer.sees(schedules)
        )
        rows = self.connection.execute(query.order_by(schedules.c.name).limit(MOST_ROWS)).all()
        return [Link(Node(TEMPLATE, row.template), Node(JOB, row.name, row.owner), "made_from", 0) for row in rows]

    def _may_see(self, name: ColumnElement[str]) -> ColumnElement[bool]:
        return self.reader.may(SEE, name)


ABOUT_ENTRY = (entries.c.name.label("entry"), entries.c.kind.label("entry_kind"))


def names_of(nodes: Iterable[Node]) -> list[str]:
    """Return the names of the entries among some nodes."""
    return [node.name for node in nodes if node.kind in (ENTRY, TEMPLATE)]


def of_job(job: Node) -> ColumnElement[bool]:
    """Return the condition on the runs of a job, those of its sweeps among them."""
    swept = runs.c.group.is_not(None) & runs.c.name.startswith(f"{job.name} (", autoescape=True)
    return and_(runs.c.owner == job.owner, (runs.c.name == job.name) | swept)


def entry_node(name: str, kind: str) -> Node:
    """Return the node of an entry."""
    return Node(TEMPLATE if kind == "template" else ENTRY, name)


def entry_in(row: Row[Any]) -> Node:
    """Return the entry that a row names."""
    return entry_node(row.entry, row.entry_kind)


def job_in(row: Row[Any]) -> Node:
    """Return the job of a row of runs; those of a sweep bear its name and their values."""
    return Node(JOB, row.name.partition(" (")[0] if row.group else row.name, row.owner)


def place_in(row: Row[Any]) -> Node:
    """Return where a row of loads says that an entry was loaded."""
    if row.place.startswith(NOTEBOOK):
        return Node(NOTEBOOK_NODE, row.place.removeprefix(NOTEBOOK), row.person)
    return Node(PROGRAM, row.person)


def role_of(kind: str) -> str:
    """Return what an entry of a kind does with its sources: templates read them."""
    return "read" if kind == "template" else "derived"


def directed(entry: Node, job: Node, role: str, count: int, at: datetime) -> Link:
    """Return the link of an entry and a job in the direction in which data flow."""
    start, end = (entry, job) if role == "read" else (job, entry)
    return Link(start, end, role, count, at)


def merged(found: Iterable[Link]) -> list[Link]:
    """Return links with those between the same two nodes as one, in the order of the first of each."""
    together: dict[tuple[Node, Node, str], Link] = {}
    for link in found:
        key = (link.start, link.end, link.role)
        other = together.get(key)
        count, at = (other.count, other.last_at) if other else (0, None)
        newest = max((one for one in (at, link.last_at) if one), default=None)
        together[key] = Link(*key, count + link.count, newest)
    return list(together.values())
