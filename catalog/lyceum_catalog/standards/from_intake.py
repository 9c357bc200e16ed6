"""Intake's catalogs, versions 1 and 2, as drafts: parsed as data; what would import or run code is refused by line."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from lyceum_catalog.folders import line_of, parse_yaml, problem_in_yaml
from lyceum_catalog.parts import CODE_IN_TEXT
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.readers import CLASSES, DATATYPES, READERS
from lyceum_catalog.standards.drafts import Draft, Drafts, Given, checked, line, name_of, refused

REFERENCE = re.compile(r"\{data\(([\w.-]+)\)\}")
REFERRING = (".kwargs.data", ".kwargs.args[0]")
CODE = "It names code to run; only the readers that the catalog lists are known."
OLD_DRIVERS = {
    **{name: name for name in ("csv", "parquet", "json", "sql")},
    **{"jsonl": "json", "ndzarr": "zarr"},
}
OLD_OPTIONS = {"component": "root", "sql_expr": "table", "delimiter": "sep"}
NEW_READERS = {
    **{f"{CLASSES}:{engine}Parquet": "parquet" for engine in ("Pandas", "Dask", "Polars")},
    **{f"{CLASSES}:{engine}CSV": "csv" for engine in ("Pandas", "Dask", "Polars")},
    **{f"{CLASSES}:{engine}JSON": "json" for engine in ("Dask", "Polars")},
    **{known.reader: name for name, known in READERS.items()},
}
DATA_TYPES = {f"{DATATYPES}:JPEG", f"{DATATYPES}:TIFF", *(known.datatype for known in READERS.values())}
OUTPUTS = {
    *("dask.dataframe:DataFrame", "dask.dataframe.core:DataFrame", "polars:LazyFrame", "polars:DataFrame"),
    *(known.output for known in READERS.values()),
}
SAID = ("title", "summary", "description", "owner", "steward", "domain", "licence", "contact", "source")
NEW_KEYS = {"version", "metadata", "user_parameters", "aliases", "data", "entries"}


def read_intake(text: str, given: Given) -> Drafts:
    """Return the data sets of an Intake catalog; raise InvalidContent, with lines, for all that is wrong."""
    node = parse_yaml(text.encode(errors="replace"))
    try:
        document = yaml.SafeLoader("").construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        raise not_read(error) from error
    if not isinstance(document, dict) or not {"sources", "entries"} & document.keys():
        raise refused("", "is no Intake catalog: it has neither `sources` nor `entries`.", "Choose its format.", 1)
    catalog = Catalog(node, document, given)
    found = list(catalog.old() if "sources" in document else catalog.new())
    if catalog.problems:
        raise InvalidContent(catalog.problems)
    return checked(found, given)


def referred(data: Any, args: Any) -> str:
    """Return the name of the data that a reader's arguments refer to; nothing if they do otherwise."""
    said = [*([data] if data is not None else []), *(args if isinstance(args, list) else [])]
    found = REFERENCE.fullmatch(str(said[0])) if len(said) == 1 else None
    return found[1] if found else ""


def not_read(error: Exception) -> InvalidContent:
    """Return the refusal of a value that is no text, number or date."""
    if isinstance(error, yaml.YAMLError):
        return InvalidContent([problem_in_yaml(error)])
    return refused("", f"holds a value that cannot be read: {error}.", "Write it in quotes.")


class Catalog:
    """A catalog file as data; what is wrong with it is gathered."""

    def __init__(self, node: yaml.Node, document: dict[str, Any], given: Given) -> None:
        self._node = node
        self._document = document
        self._root = f"{given.root.rstrip('/')}/" if given.root else ""
        self.problems: list[Problem] = []
        self._refuse_code(node, "")

    def old(self) -> Iterator[Draft]:
        """Yield the sources of version 1 as drafts."""
        self._only("", self._document, {"metadata", "sources"})
        for name, source in self._table("sources", self._document).items():
            place = f"sources.{name}"
            said = self._only(place, source, {"driver", "description", "args", "metadata"})
            reader = self._known(f"{place}.driver", said.get("driver", ""), OLD_DRIVERS)
            given = self._table(f"{place}.args", said, "args")
            args = {**given, **self._table(f"{place}.args.csv_kwargs", given, "csv_kwargs")}
            url = args.pop("urlpath", None) or args.pop("uri", None)
            options = {OLD_OPTIONS.get(key, key): value for key, value in args.items() if key != "csv_kwargs"}
            about = {"summary": said.get("description", ""), **self._table(f"{place}.metadata", said, "metadata")}
            yield self._draft(place, str(name), about, [self._resource(place, reader, url, options)])

    def new(self) -> Iterator[Draft]:
        """Yield the entries of version 2 as drafts; several that are resources of one data set are one."""
        self._only("", self._document, NEW_KEYS)
        self._empty("user_parameters", self._document)
        names = {
            token: name for name, token in self._table("aliases", self._document).items() if isinstance(token, str)
        }
        found: dict[str, Draft] = {}
        for token, entry in self._table("entries", self._document).items():
            place = f"entries.{token}"
            said = self._only(place, entry, {"reader", "output_instance", "kwargs", "metadata", "user_parameters"})
            about = self._table(f"{place}.metadata", said, "metadata")
            resource = self._new_resource(place, said, about)
            name = str(about.get("entry") or names.get(token) or token)
            if name in found:
                found[name].record["resources"].append(resource)
            else:
                found[name] = self._draft(place, name, about, [resource])
        yield from found.values()

    def _new_resource(self, place: str, said: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
        self._empty(f"{place}.user_parameters", said)
        self._known(f"{place}.output_instance", said.get("output_instance") or "pandas:DataFrame", OUTPUTS)
        reader = self._known(f"{place}.reader", said.get("reader", ""), NEW_READERS)
        kwargs = dict(self._table(f"{place}.kwargs", said, "kwargs"))
        where = referred(kwargs.pop("data", None), kwargs.pop("args", None))
        data = self._table("data", self._document).get(where)
        if not isinstance(data, dict):
            self._refuse(f"{place}.kwargs", "refers to no data that the catalog describes", "Write {data(NAME)}")
            return {}
        options = {**self._data_of(f"data.{where}", data), **kwargs}
        url = options.pop("url", None) or options.pop("conn", None)
        options = {("table" if key == "query" else key): value for key, value in options.items()}
        return self._resource(place, reader, url, options, str(about.get("resource") or reader))

    def _data_of(self, place: str, data: dict[str, Any]) -> dict[str, Any]:
        """Return how some data are reached."""
        self._only(place, data, {"datatype", "kwargs", "metadata", "user_parameters"})
        self._empty(f"{place}.user_parameters", data)
        self._known(f"{place}.datatype", data.get("datatype", ""), DATA_TYPES)
        return dict(self._table(f"{place}.kwargs", data, "kwargs"))

    def _resource(self, place: str, reader: str, url: Any, options: dict[str, Any], name: str = "") -> dict[str, Any]:
        """Return one way to read a data set; a path below the shared folder is written from there on."""
        self._empty(f"{place}.storage_options", options)
        options.pop("storage_options", None)
        if not isinstance(url, str):
            self._refuse(place, "names no URL, or several", "Name one; a pattern such as *.png for images")
        path = str(url).removeprefix("sqlite:///").removeprefix("file://") if reader == "sql" else str(url)
        path = path.removeprefix("file://").removeprefix(self._root)
        return {"name": name_of(name or reader or "data"), "reader": reader, "url": path, "options": options}

    def _draft(self, place: str, name: str, about: dict[str, Any], resources: list[dict[str, Any]]) -> Draft:
        said = {key: about[key] for key in SAID if isinstance(about.get(key), str)}
        said["licence"] = str(about.get("licence") or about.get("license") or "")
        said = {key: value if key == "description" else line(value) for key, value in said.items() if value}
        tags = [line(tag) for tag in about.get("tags") or [] if isinstance(tag, str)]
        record = {"kind": "dataset", "name": name_of(name), **said, "tags": tags, "resources": resources}
        draft = Draft(place, record, line_of(self._node, place))
        if draft.record["name"] != name:
            draft.note("name", f"is {draft.record['name']!r}, since {line(name)!r} cannot be the name of an entry.")
        return draft

    def _refuse(self, place: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(place, f"{message}.", f"{remedy}.", line=line_of(self._node, place)))

    def _refuse_code(self, node: yaml.Node, place: str) -> None:
        """Refuse texts, wherever they stand, that Intake would run; a reference to data is none."""
        if isinstance(node, yaml.ScalarNode):
            found = CODE_IN_TEXT.search(node.value)
            if found and not (place.endswith(REFERRING) and REFERENCE.fullmatch(node.value)):
                at = node.start_mark.line + 1
                says = f"contains {found.group()!r}, which Intake would run as code."
                self.problems.append(Problem(place, says, "Write out what it stands for.", line=at))
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            self._refuse_code(key, place)
            self._refuse_code(value, f"{place}.{key.value}".lstrip("."))
        for number, value in enumerate(node.value if isinstance(node, yaml.SequenceNode) else ()):
            self._refuse_code(value, f"{place}[{number}]")

    def _only(self, place: str, found: Any, known: set[str]) -> dict[str, Any]:
        """Return a table that has known keys only; refuse others, one by one."""
        if not isinstance(found, dict):
            self._refuse(place, "is no table", f"Write one with {', '.join(sorted(known))}")
            return {}
        for key in found.keys() - known:
            self._refuse(
                f"{place}.{key}".lstrip("."), "is not read here", f"Leave it out; known are {', '.join(sorted(known))}"
            )
        return found

    def _table(self, place: str, found: dict[str, Any], key: str = "") -> dict[str, Any]:
        """Return the table under a key; refuse another value."""
        value = found.get(key or place)
        if value is not None and not isinstance(value, dict):
            self._refuse(place, "is no table", "Write names with values")
        return {str(name): each for name, each in value.items()} if isinstance(value, dict) else {}

    def _empty(self, place: str, found: dict[str, Any]) -> None:
        """Refuse what would be put in for parameters, or be sent along as a secret."""
        if found.get(place.rpartition(".")[2]):
            self._refuse(place, "is not read here", "Leave it out: write values out, and keep secrets elsewhere")

    def _known(self, place: str, name: Any, known: Any) -> str:
        """Return what a name of code stands for in our list; refuse every other."""
        if not isinstance(name, str) or name not in known:
            listed = ", ".join(sorted(known))
            self._refuse(place, f"{line(str(name))!r} is not known", f"{CODE} Known: {listed}")
            return ""
        return known[name] if isinstance(known, dict) else name
