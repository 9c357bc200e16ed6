"""What a notebook's code asks for before it runs: the modules it imports, and the catalog entries it opens."""

import ast
import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lyceum_catalog.notebooks import source_of
from lyceum_catalog.packages import package_of

MOST_CODE = 512 * 1024  # of a notebook's characters: reading them costs memory and time
PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun")
SHELL_CELLS = ("%%bash", "%%sh", "%%script", "%%system", "%%!")
ASSIGNED_MAGIC = re.compile(r"[\w., ]+=\s*[%!]")
INSTALL = re.compile(r"\b(?:pip3?|conda|mamba)\s+install\s+(.+)")
OPTIONS_WITH_VALUES = {
    "-i",
    "--index-url",
    "--extra-index-url",
    "-c",
    "--constraint",
    "--channel",
    "-f",
    "--find-links",
}
REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?![A-Za-z0-9._:/+-])")
ANYTHING = "*"
ABSENCES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@dataclass(frozen=True)
class Missing:
    """A module that a cell imports and an environment lacks; `cell` counts from 0."""

    module: str
    package: str
    cell: int


def missing_modules(notebook: Mapping[str, Any], modules: Collection[str]) -> list[Missing]:
    """Return the modules that a notebook needs beside those given, each where it is needed first.

    What a cell installs or writes is not missing, nor what it can do without: an import that may fail.
    """
    code = list(code_cells(notebook))
    installed = {normal(name) for _, source in code for name in installs(source)}
    if ANYTHING in installed:
        return []
    there = {*modules, *(name for _, source in code for name in written_modules(source))}
    found: dict[str, Missing] = {}
    for cell, source in code:
        for module in imports(source):
            package = package_of(module)
            if module not in there and not {normal(package), normal(module)} & installed:
                found.setdefault(module, Missing(module, package, cell))
    return list(found.values())


def opened_entries(notebook: Mapping[str, Any], values: Mapping[str, Collection[Any]]) -> dict[str, int]:
    """Return the entries that calls of `open_entry` name, by text or by a variable's values, with their cells."""
    found: dict[str, int] = {}
    for cell, source in code_cells(notebook):
        for node in ast.walk(tree_of(source)):
            if isinstance(node, ast.Call) and name_of(node.func) == "open_entry":
                named = first_argument(node)
                names = values.get(named.id, ()) if isinstance(named, ast.Name) else [getattr(named, "value", None)]
                for name in names:
                    if isinstance(name, str) and name:
                        found.setdefault(name, cell)
    return found


def code_cells(notebook: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the places and sources of the code cells, up to 512 KiB of code."""
    room = MOST_CODE
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and (room := room - len(source := source_of(cell))) >= 0:
            yield index, source


def imports(source: str) -> list[str]:
    """Return the top-level modules that a cell needs, as often as it imports them."""
    try:
        return list(needed(tree_of(source).body))
    except RecursionError:
        return []


def needed(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the modules that statements import, but for imports that may fail or are for type checkers."""
    for statement in statements:
        match statement:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case ast.Try(handlers=handlers) if any(map(catches_absence, handlers)):
                yield from needed([*statement.orelse, *statement.finalbody])
            case ast.With(items=items) if any(suppresses_absence(item.context_expr) for item in items):
                pass
            case ast.If(test=test) if name_of(test) == "TYPE_CHECKING":
                yield from needed(statement.orelse)
            case _:
                blocks = (ast.stmt, ast.ExceptHandler, ast.match_case)
                yield from needed(child for child in ast.iter_child_nodes(statement) if isinstance(child, blocks))


def catches_absence(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler catches that a module is not there."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or name_of(kind) in ABSENCES for kind in kinds)


def suppresses_absence(manager: ast.expr) -> bool:
    """Tell whether a context manager is `suppress(ImportError)` or the like."""
    return isinstance(manager, ast.Call) and any(name_of(kind) in ABSENCES for kind in manager.args)


def name_of(node: ast.AST) -> str:
    """Return the last name of `a` or `a.b`; nothing for other expressions."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def first_argument(call: ast.Call) -> ast.expr | None:
    """Return the first argument of a call of `open_entry`."""
    named = (word.value for word in call.keywords if word.arg == "name")
    return call.args[0] if call.args else next(named, None)


def tree_of(source: str) -> ast.Module:
    """Return the syntax tree of a cell without its magics; an empty one for a cell that is no Python."""
    if source.startswith("%%") and not source.startswith(PYTHON_CELLS):
        return ast.Module([], [])
    for text in (source, without_magics(source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return ast.Module([], [])


def without_magics(source: str) -> str:
    """Return a cell with its magics, shell commands and questions replaced by nothing to do."""
    return "\n".join(indent_of(line) + "pass" if is_magic(line) else line for line in source.split("\n"))


def is_magic(line: str) -> bool:
    """Tell whether a line is IPython's rather than Python's."""
    text = line.strip()
    return text[:1] in ("%", "!", "?") or text.endswith("?") or bool(ASSIGNED_MAGIC.match(text))


def indent_of(line: str) -> str:
    """Return the white space that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def installs(source: str) -> Iterator[str]:
    """Yield the packages that a cell installs; `*` for what cannot be told, such as a file of requirements."""
    in_shell = source.startswith(SHELL_CELLS)
    for line in source.splitlines():
        command = INSTALL.search(line) if in_shell or is_magic(line) else None
        if command:
            yield from required(words_of(command[1]))


def required(words: list[str]) -> Iterator[str]:
    """Yield the packages among the words after `install`."""
    options = iter(words)
    for word in options:
        if word in OPTIONS_WITH_VALUES:
            next(options, None)
        elif not word.startswith("-"):
            name = REQUIREMENT.match(word)
            yield name[0] if name else ANYTHING
        elif word in ("-r", "--requirement", "-e", "--editable"):
            yield ANYTHING


def words_of(command: str) -> list[str]:
    """Return the words of a command as a shell reads them."""
    try:
        return shlex.split(command, comments=True)
    except ValueError:
        return command.split()


def written_modules(source: str) -> Iterator[str]:
    """Yield the modules that a cell writes with `%%writefile`."""
    first = source.partition("\n")[0].split()
    if first[:1] in (["%%writefile"], ["%%file"]):
        path = PurePosixPath(first[-1])
        yield from (path.stem, PurePosixPath(path.parts[0]).stem)


def normal(name: str) -> str:
    """Return a package's name as installers compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
