"""Entries as files: data sets in YAML, templates as notebooks, courses as folders; data, and never executed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from lyceum_catalog.course_files import COURSE, course_record, files_of_course
from lyceum_catalog.entries import Course, Entry, Template, parse_entry
from lyceum_catalog.layout import text_of
from lyceum_catalog.notebooks import parse_notebook, template_record
from lyceum_catalog.problems import InvalidContent, Problem

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32


def read_folder(folder: Path) -> list[Entry]:
    """Return the entries that a folder's `*.yaml` and `*.ipynb` files and its courses describe, sorted by name.

    Raise InvalidContent naming file, line, field and remedy of everything that is wrong in any of them.
    """
    return read_files(entry_files(folder))


def entry_files(folder: Path) -> list[Path]:
    """Return the files of a folder that describe entries, sorted; raise InvalidContent when there is none."""
    if (folder / COURSE).exists():
        return [folder / COURSE]
    files = [path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".ipynb")]
    files += folder.glob(f"*/{COURSE}")
    if not files:
        raise InvalidContent([Problem("", f"holds no *.yaml or *.ipynb file, and no */{COURSE}.", file=str(folder))])
    return sorted(files)


def read_files(files: Iterable[Path]) -> list[Entry]:
    """Return the entries that files describe, sorted by name; raise InvalidContent with all that is wrong."""
    entries: list[Entry] = []
    read: list[Path] = []
    problems: list[Problem] = []
    for path in files:
        try:
            entries.append(read_file(path))
            read.append(path)
        except InvalidContent as error:
            problems.extend(error.problems)
    problems.extend(repeated_names(entries, read) if not problems else [])
    if problems:
        raise InvalidContent(problems)
    return sorted(entries, key=lambda entry: entry.name)


def read_file(path: Path) -> Entry:
    """Return the entry that one file describes; raise InvalidContent with file and lines."""
    read = read_template if path.suffix == ".ipynb" else read_yaml
    try:
        return read(path)
    except InvalidContent as error:
        raise InvalidContent([replace(problem, file=str(path)) for problem in error.problems]) from error


def read_template(path: Path) -> Entry:
    """Return the template that a notebook is."""
    return parse_entry(template_record(parse_notebook(path.read_bytes()), default_name=path.stem))


def read_yaml(path: Path) -> Entry:
    """Return the entry that a YAML file describes."""
    node = parse_yaml(path.read_bytes())
    is_course = path.name == COURSE
    try:
        record = yaml.SafeLoader("").construct_document(node)
        entry = parse_entry(course_record(record, path.parent) if is_course else record)
    except yaml.YAMLError as error:
        raise InvalidContent([problem_in_yaml(error)]) from error
    except InvalidContent as error:
        lines = (replace(problem, line=line_of(node, problem.field)) for problem in error.problems)
        raise InvalidContent(list(lines)) from error
    if entry.name != (bears := path.parent.name if is_course else path.stem):
        what, new = ("folder", entry.name) if is_course else ("file", f"{entry.name}{path.suffix}")
        remedy = f"Rename the {what} to {new}, or the entry to {bears}."
        raise InvalidContent(
            [Problem("name", f"is {entry.name!r}, not the {what}'s.", remedy, line=line_of(node, "name"))]
        )
    return entry


def parse_yaml(content: bytes) -> yaml.Node:
    """Return the nodes of a YAML document within our limits: one document, no tags, no aliases, not deep."""
    if len(content) > MAX_BYTES:
        raise InvalidContent([Problem("", f"is larger than {MAX_BYTES // 1024} KiB.", "Shorten it.")])
    try:
        text = content.decode()
        check_events(text)
        node = yaml.compose(text, Loader=PARSER)
    except UnicodeDecodeError as error:
        raise InvalidContent([Problem("", "is not UTF-8 text.", "Save it as UTF-8.")]) from error
    except yaml.YAMLError as error:
        raise InvalidContent([problem_in_yaml(error)]) from error
    if node is None:
        raise InvalidContent([Problem("", "is empty.", "Describe an entry in it.")])
    check_keys(node)
    return node


def check_events(text: str) -> None:
    """Refuse tags, aliases and deep nesting before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=PARSER):
        line = event.start_mark.line + 1 if event.start_mark else None
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise InvalidContent([Problem("", f"is nested deeper than {MAX_DEPTH} levels.", line=line)])
        if isinstance(event, yaml.AliasEvent):
            raise InvalidContent([Problem("", "uses a YAML alias.", "Write the value out.", line=line)])
        if tag := getattr(event, "tag", None):
            remedy = "Write a plain value; tags can name code and are never followed."
            raise InvalidContent([Problem("", f"uses the YAML tag {tag!r}.", remedy, line=line)])


def check_keys(node: yaml.Node) -> None:
    """Refuse a key that is written twice, or that is not text."""
    for mapping in mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise InvalidContent([Problem("", "has a key that is not text.", line=line)])
            if key.value in seen:
                raise InvalidContent([Problem(key.value, "is written twice.", "Keep one.", line=line)])
            seen.add(key.value)


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield every mapping in a document."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from mappings(value)


def problem_in_yaml(error: yaml.YAMLError) -> Problem:
    """Return what the YAML parser found, with its line."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error)
    return Problem("", f"is not YAML: {what}.", "Mend the line.", line=mark.line + 1 if mark else None)


def line_of(node: yaml.Node, field: str) -> int:
    """Return the line where a field such as `resources[0].reader` stands, or its closest parent."""
    line = node.start_mark.line + 1
    for part in field.replace("[", ".[").split("."):
        found = child(node, part)
        if found is None:
            return line
        line, node = found
    return line


def child(node: yaml.Node, part: str) -> tuple[int, yaml.Node] | None:
    """Return where a key or an index stands in a node, and its value."""
    if isinstance(node, yaml.SequenceNode) and part.startswith("["):
        value = node.value[int(part[1:-1])]
        return value.start_mark.line + 1, value
    pairs: list[Any] = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key.start_mark.line + 1, value) for key, value in pairs if key.value == part), None)


def repeated_names(entries: list[Entry], files: list[Path]) -> Iterator[Problem]:
    """Yield a problem for each entry whose name another file has taken."""
    seen: dict[str, Path] = {}
    for entry, path in zip(entries, files, strict=True):
        if first := seen.get(entry.name):
            yield Problem("name", f"{entry.name!r} is already in {first.name}.", "Rename one.", file=str(path))
        seen[entry.name] = path


def files_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the names and texts of the files that describe an entry; read again, they are the same entry."""
    if isinstance(entry, Course):
        return files_of_course(entry)
    if isinstance(entry, Template):
        return [(f"{entry.name}.ipynb", json.dumps(notebook_of(entry), indent=1, ensure_ascii=False) + "\n")]
    return [(f"{entry.name}.yaml", text_of(said_by(entry)))]


def said_by(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, without what it leaves at its default."""
    return {"name": entry.name, **entry.model_dump(mode="json", exclude_defaults=True)}


def notebook_of(template: Template) -> dict[str, Any]:
    """Return a template's notebook, which says what the template says."""
    if Template.model_validate(template_record(template.notebook, template.name)) == template:
        return template.notebook
    said = {name: value for name, value in template.record().items() if name not in ("kind", "notebook")}
    return {**template.notebook, "metadata": {**template.notebook["metadata"], "lyceum": said}}
