"""Graphs: Turtle and JSON-LD read as data, within limits; nothing that they name is fetched or opened."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from lyceum_catalog.folders import MAX_BYTES, MAX_DEPTH
from lyceum_catalog.problems import InvalidContent
from lyceum_catalog.standards.drafts import refused
from lyceum_catalog.standards.vocabulary import PREFIXES

MOST_TERMS = 500
MOST_STATEMENTS = 50_000
XML = ("<?xml", "<!", "<rdf:")
Value = NamedNode | BlankNode | Literal


def full(term: str) -> str:
    """Return the whole address of a term such as `dct:title`."""
    prefix, _, name = term.partition(":")
    return PREFIXES[prefix] + name


class Node:
    """Something that a graph describes."""

    def __init__(self, graph: "Graph", name: Value) -> None:
        self._graph = graph
        self.name = name

    @property
    def address(self) -> str:
        """Return its address; nothing for what has none."""
        return self.name.value if isinstance(self.name, NamedNode) else ""

    def all(self, *terms: str) -> list["Node"]:
        """Return everything it has under some terms, in the file's order."""
        return [Node(self._graph, value) for term in terms for value in self._graph.values(self.name, full(term))]

    def one(self, *terms: str) -> "Node | None":
        """Return the first thing it has under some terms."""
        return next(iter(self.all(*terms)), None)

    def text(self, *terms: str) -> str:
        """Return the first text it has under some terms: English, or without a language, where there is a choice."""
        said = [node.name for node in self.all(*terms) if isinstance(node.name, Literal)]
        said.sort(key=lambda literal: {None: 0, "en": 1}.get((literal.language or "")[:2] or None, 2))
        return said[0].value.strip() if said else ""

    def label(self) -> str:
        """Return the words it is known by: its own, or those of what it describes."""
        if isinstance(self.name, Literal):
            return self.name.value.strip()
        return self.text("foaf:name", "skos:prefLabel", "rdfs:label", "vcard:fn", "dct:title") or self.address


class Graph:
    """Statements, by what they are about."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[tuple[Value, str], list[Value]] = defaultdict(list)
        self._kinds: dict[str, list[Value]] = defaultdict(list)
        for count, quad in enumerate(quads):
            if count >= MOST_STATEMENTS:
                raise refused("", f"makes more than {MOST_STATEMENTS} statements.", "Import it in parts.")
            self._add(quad)

    def _add(self, quad: Quad) -> None:
        subject: Any = quad.subject
        object_: Any = quad.object
        said = self._said[subject, quad.predicate.value]
        if object_ not in said[-100:]:
            said.append(object_)
            if quad.predicate.value == full("rdf:type") and isinstance(object_, NamedNode):
                self._kinds[object_.value].append(subject)

    def values(self, subject: Value, term: str) -> Sequence[Value]:
        """Return what is said of a subject under a term."""
        return self._said.get((subject, term), ())

    def of_kind(self, kind: str) -> list[Node]:
        """Return everything of a kind, in the file's order."""
        return [Node(self, name) for name in self._kinds[full(kind)]]


def read_graph(text: str) -> Graph:
    """Return what a Turtle or JSON-LD document says; raise InvalidContent, with the line where it is known."""
    text = text.removeprefix("\ufeff")
    begun = text.lstrip()
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise refused("", f"is larger than {MAX_BYTES // 1024} KiB.", "Import it in parts.")
    if begun.lower().startswith(XML):
        raise refused("", "is XML, whose entities can name files.", "Convert it to Turtle or JSON-LD.", 1)
    try:
        if begun.startswith(("{", "[")):
            return Graph(parse(json.dumps(plain_json(text)), RdfFormat.JSON_LD))
        return Graph(parse(text, RdfFormat.TURTLE))
    except SyntaxError as error:
        what = "JSON-LD" if begun.startswith(("{", "[")) else "Turtle"
        raise refused("", f"is not {what}: {error.msg}.", "Mend it, or export it anew.", error.lineno) from error


def plain_json(text: str) -> Any:
    """Return a JSON-LD document whose context stands at its top and names no other document."""
    try:
        document = json.loads(text, object_pairs_hook=once)
    except RecursionError as error:
        raise too_deep() from error
    except json.JSONDecodeError as error:
        raise refused("", f"is not JSON: {error.msg}.", "Mend the line.", error.lineno) from error
    context = document.pop("@context", None) if isinstance(document, dict) else None
    check_context(context)
    check_inner(document, 1)
    return {"@context": context, **document} if isinstance(document, dict) else document


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; refuse a key that is written twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise refused(twice, "is written twice.", "Keep one.")
    return found


def check_context(context: Any) -> None:
    """Refuse a context that is fetched from somewhere, or that is no short list of words."""
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, str) or (isinstance(part, dict) and "@import" in part):
            raise refused("@context", "names another document, which is never fetched.", "Write the context out.")
        terms = part or {}
        if not isinstance(terms, dict) or len(terms) > MOST_TERMS:
            raise refused("@context", f"is no list of at most {MOST_TERMS} words.", "Write {word: address}.")
        check_inner(terms, 1)


def check_inner(value: Any, depth: int) -> None:
    """Refuse contexts within a document, and deep nesting."""
    if depth > MAX_DEPTH:
        raise too_deep()
    if isinstance(value, dict) and {"@context", "@import"} & value.keys():
        raise refused("@context", "stands within the document.", "Write one context, at the top.")
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_inner(child, depth + 1)


def too_deep() -> InvalidContent:
    """Return the refusal of a document that is nested too deeply."""
    return refused("", f"is nested deeper than {MAX_DEPTH} levels.", "Write addresses instead of nested nodes.")
