"""The lineage graph of an entry: what feeds it, and what would break if it changed; and who depends on it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, null, select

from lyceum_hub.database.tables import entries, entry_index, runs, schedules
from lyceum_hub.service.entries.access import SEE, Reader
from lyceum_hub.service.entries.links import ENTRY, JOB, TEMPLATE, Link, Links, Node, entry_node, names_of, of_job
from lyceum_hub.service.entries.use import loaders_of
from lyceum_hub.service.runs.lineage import zulu
from lyceum_hub.service.viewers import Viewer

MOST_NODES = 60
DAYS = 365
Follow = Callable[[Collection[Node]], list[Link]]


@dataclass
class Graph:
    """Nodes and the links between them; links to what did not find room are counted only."""

    root: Node
    nodes: dict[Node, None] = field(default_factory=dict)
    links: dict[tuple[Node, Node, str], Link] = field(default_factory=dict)
    left_out: int = 0

    def grow(self, follow: Follow, outwards: bool, depth: int) -> None:
        """Follow links from the root, so many one after the other."""
        frontier = {self.root}
        for _ in range(depth):
            found = self.take(sorted(follow(frontier), key=freshness, reverse=True))
            frontier = {link.end if outwards else link.start for link in found} - {self.root}
            if not frontier:
                return

    def take(self, found: Iterable[Link]) -> list[Link]:
        """Add links, and return those whose nodes were new or had room."""
        return [link for link in found if self._take_one(link)]

    def _take_one(self, link: Link) -> bool:
        new = {link.start, link.end} - self.nodes.keys()
        if len(self.nodes) + len(new) > MOST_NODES:
            self.left_out += 1
            return False
        self.nodes.update(dict.fromkeys(sorted(new)))
        self.links[(link.start, link.end, link.role)] = link
        return True


def freshness(link: Link) -> datetime:
    """Return when a link counted last; what has no time, such as what an entry says of itself, comes first."""
    return link.last_at or datetime.max.replace(tzinfo=UTC)


def lineage_of(connection: Connection, reader: Reader, viewer: Viewer | None, name: str, depth: int) -> dict[str, Any]:
    """Return the graph around an entry, as far as its reader sees the entries and the viewer the runs."""
    kind = connection.execute(select(entries.c.kind).where(entries.c.name == name)).scalar_one()
    links, graph = Links(connection, reader, viewer), Graph(entry_node(name, kind))
    graph.nodes[graph.root] = None
    graph.grow(links.into, False, depth)
    graph.grow(links.out_of, True, depth)
    jobs = {node: job_of(connection, viewer, node) for node in graph.nodes if node.kind == JOB and viewer}
    graph.take(templates_of(connection, reader, jobs))
    cards = cards_of(connection, graph.nodes)
    return {
        "root": graph.root.id,
        "nodes": [{**shown(node, cards), **jobs.get(node, {})} for node in graph.nodes],
        "edges": [edge(link) for link in graph.links.values()],
        "left_out": graph.left_out,
    }


def job_of(connection: Connection, viewer: Viewer, job: Node) -> dict[str, Any]:
    """Return a job's newest run, its schedule, and the template that it executes."""
    ran = select(runs.c.id.label("run"), runs.c.schedule, runs.c.work).where(of_job(job), viewer.sees(runs))
    named = (schedules.c.owner == job.owner, schedules.c.name == job.name, viewer.sees(schedules))
    planned = select(null().label("run"), schedules.c.id.label("schedule"), schedules.c.work).where(*named)
    for query in (ran.order_by(runs.c.created_at.desc()), planned):
        if row := connection.execute(query.limit(1)).mappings().one_or_none():
            return {"run": row["run"], "schedule": row["schedule"], "template": row["work"].get("template")}
    return {}


def templates_of(connection: Connection, reader: Reader, jobs: dict[Node, dict[str, Any]]) -> list[Link]:
    """Return the links of jobs to the templates that they execute."""
    named = {job: known["template"] for job, known in jobs.items() if known.get("template")}
    query = select(entries.c.name).where(entries.c.name.in_(set(named.values())), reader.may(SEE, entries.c.name))
    there = set(connection.execute(query).scalars())
    return [Link(Node(TEMPLATE, name), job, "made_from") for job, name in named.items() if name in there]


def cards_of(connection: Connection, nodes: Collection[Node]) -> dict[str, dict[str, Any]]:
    """Return what is known of the entries among some nodes, by name."""
    query = (
        select(entries.c.name, entries.c.state, entry_index.c.card)
        .select_from(entries.outerjoin(entry_index, entries.c.name == entry_index.c.name))
        .where(entries.c.name.in_(names_of(nodes)))
    )
    rows = connection.execute(query).all()
    return {row.name: {"state": row.state, **(row.card or {})} for row in rows}


def shown(node: Node, cards: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a node as the answer says it."""
    if node.kind not in (ENTRY, TEMPLATE):
        return {"id": node.id, "kind": node.kind, "label": node.name, "owner": node.owner or node.name}
    card = cards.get(node.name, {})
    known = {"owner": card.get("owner"), "state": card.get("state")}
    return {"id": node.id, "kind": node.kind, "label": card.get("title", node.name), "entry": node.name, **known}


def edge(link: Link) -> dict[str, Any]:
    """Return a link as the answer says it."""
    ends = {"from": link.start.id, "to": link.end.id}
    return {**ends, "role": link.role, "count": link.count, "last_at": since(link)}


def dependents_of(connection: Connection, reader: Reader, name: str) -> dict[str, Any]:
    """Return who loaded an entry within a year, which jobs read or wait for it, and which entries come from it.

    It is for those who manage the entry: all jobs count, whoever may see them.
    """
    kind = connection.execute(select(entries.c.kind).where(entries.c.name == name)).scalar_one()
    everything = Viewer(reader.name, sees_all=True)
    found = Links(connection, reader, everything).out_of([entry_node(name, kind)])
    made = [link.end.name for link in found if link.end.kind in (ENTRY, TEMPLATE)]
    jobs = {link.end: link for link in found if link.end.kind == JOB}
    return {
        "people": [
            {**asdict(loader), "last_at": zulu(loader.last_at)} for loader in loaders_of(connection, name, DAYS)
        ],
        "jobs": [dependent(connection, everything, job, link) for job, link in jobs.items()],
        "entries": sorted(set(made)),
    }


def dependent(connection: Connection, viewer: Viewer, job: Node, link: Link) -> dict[str, Any]:
    """Return a job that depends on an entry."""
    schedule = job_of(connection, viewer, job).get("schedule")
    return {"name": job.name, "owner": job.owner, "schedule": schedule, "last_at": since(link)}


def since(link: Link) -> str | None:
    """Return when a link counted last, as JSON says it."""
    return zulu(link.last_at) if link.last_at else None
