"""Causes: what the error of a cell means, in a plain sentence, and what to do about it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lyceum_catalog.packages import how_to_install, package_of

MOST_SHOWN = 300
USUAL_NAMES = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "pl": "import polars as pl",
    "plt": "import matplotlib.pyplot as plt",
    "pa": "import pyarrow as pa",
    "sns": "import seaborn as sns",
    "open_entry": "from lyceum_catalog import open_entry",
    "secret": "from lyceum_catalog import secret",
    "record": "from lyceum_catalog import record",
}
FROM_TOP_TO_BOTTOM = (
    "A run executes the cells from top to bottom. Set it further up: a cell below may do so, or one that is gone."
)
MARKED_LINE = re.compile(r"^-*> \d+ (.*)$", re.MULTILINE)
MISSING_MODULE = re.compile(r"No module named '([\w.]+)'(?!; '.*is not a package)")
MISSING_IN_PACKAGE = re.compile(r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'")
MISSING_PATH = (
    re.compile(r"\[Errno 2\][^:]*: '(.+?)'"),
    re.compile(r"\(os error 2\): (.+)"),
    re.compile(r"Original Message: (\S+)"),
    re.compile(r"File `'(.+)'` not found"),
    re.compile(r"^(\S*[./]\S*)$"),
)
MISSING_COLUMN = (
    re.compile(r"""^"?\[(.+)\] not (?:in index|found in axis)"""),
    re.compile(r"""^"?None of \[(?:Index\(\[)?(.+?)\].* are in the \[?columns"""),
    re.compile(r"Label\(s\) \[(.+)\] do not exist"),
    re.compile(r"columns expected but not found: \[(.+)\]"),
    re.compile(r"Missing column provided to 'parse_dates': (.+)"),
    re.compile(r'unable to find column "(.+?)"'),
    re.compile(r'Field "(.+?)" does not exist in schema'),
    re.compile(r"No match for FieldRef\.Name\((.+?)\)"),
    re.compile(r"'DataFrame' object has no attribute '(\w+)'"),
    re.compile(r"no such column: (\S+)"),
    re.compile(r"column names are not columns of the dataframe: \{(.+)\}"),
)
COLUMN_LOOKUPS = ("self.columns.get_loc(", "_get_label_or_level_values(", "raise KeyError(gpr)")
OTHER_COLUMNS = re.compile(r'valid columns: \["(.+?)"\]')
TOO_LITTLE_MEMORY = re.compile(
    r"out.of.memory|unable to allocate|cannot allocate memory|bad_alloc|malloc of size|CUDNN_STATUS_ALLOC",
    re.IGNORECASE,
)
ON_THE_GPU = re.compile(r"cuda|gpu|device memory", re.IGNORECASE)
NO_ANSWER = re.compile(
    r"Connection refused|Name or service not known|Temporary failure in name resolution|Failed to resolve|getaddrinfo"
    r"|timed out|No route to host|Network is unreachable|Cannot connect to host|Max retries exceeded"
)
HOST = re.compile(r"host='([^']+)'|https?://([^/\s'\"]+)|Cannot connect to host (\S+)")
REFUSED_BY_SERVER = re.compile(r"\b(?:HTTP Error )?(401|403)\b")


@dataclass(frozen=True)
class Explanation:
    """Why a run ended badly: its kind, one plain sentence, and what to do."""

    kind: str
    sentence: str
    remedy: str | None = None


@dataclass(frozen=True)
class Failure:
    """The error of a cell, as the run's server told it; `folder` is the run's, below its owner's home."""

    where: str
    name: str
    message: str
    traceback: str
    source: str
    folder: str

    @classmethod
    def of(cls, error: Mapping[str, Any], folder: str) -> "Failure":
        """Return the failure that an error tells of."""
        cell = error.get("cell")
        where = f"Cell {cell + 1}" if isinstance(cell, int) else "A cell"
        keys = ("name", "message", "traceback", "source")
        name, message, traceback, source = (str(error.get(key) or "") for key in keys)
        return cls(where, name.rpartition(".")[2], message, traceback, source, folder)

    def first(self, *patterns: re.Pattern[str]) -> str | None:
        """Return what the first pattern that fits finds in the message."""
        matches = (pattern.search(self.message) for pattern in patterns)
        return next((match[1][:MOST_SHOWN] for match in matches if match), None)


def cause_of(failure: Failure) -> Explanation:
    """Return what an error means; the last of the rules fits every error."""
    return next(found for rule in RULES if (found := rule(failure)))


def missing_package(failure: Failure) -> Explanation | None:
    """Explain an import of what is not installed."""
    if module := failure.first(MISSING_MODULE):
        remedy = f"{how_to_install(package_of(module))} If it is a file of your own, run in the folder it lies in."
        return Explanation("missing_package", f"{failure.where} imports {module}, which is not installed.", remedy)
    if found := MISSING_IN_PACKAGE.search(failure.message):
        remedy = f"Check the spelling. The notebook may have been written for another version of {found[2]}."
        sentence = f"{failure.where} imports {found[1]} from {found[2]}, which has no such thing here."
        return Explanation("missing_package", sentence, remedy)
    return None


def missing_file(failure: Failure) -> Explanation | None:
    """Explain a path at which there is nothing."""
    if failure.name == "HTTPError" and "404" in failure.message:
        sentence = f"{failure.where} asked for a web address at which there is nothing (404)."
        return Explanation("missing_file", sentence, "Check the address; the file may have been moved.")
    path = failure.first(*MISSING_PATH)
    if path is None or not (failure.name == "FileNotFoundError" or failure.message.startswith("File `")):
        return None
    if "_execute_child" in failure.traceback:
        remedy = "Check the name, or ask an administrator to install the program."
        return Explanation("missing_file", f"{failure.where} starts the program {path}, which is not there.", remedy)
    return Explanation(
        "missing_file", f"{failure.where} looks for {path}, which is not there.", place_of(path, failure)
    )


def place_of(path: str, failure: Failure) -> str:
    """Return where a file has to be to be found."""
    if path.startswith("/"):
        return "Check the path, and that the file is there on the machine where runs are executed."
    folder = f"the folder {failure.folder} in your home" if failure.folder else "your home folder"
    return f"This run looks from {folder} on: put the file there, or run in the folder from which the path is right."


def missing_column(failure: Failure) -> Explanation | None:
    """Explain a column that a table does not have."""
    column = failure.first(*MISSING_COLUMN)
    if column is None and failure.name in ("KeyError", "ColumnNotFoundError", "UndefinedVariableError"):
        column = looked_up(failure)
    if column is None:
        return None
    column = re.sub(r"['\"]", "", column)
    there = OTHER_COLUMNS.search(failure.message)
    has = f" It has: {there[1].replace(chr(34), '')}."[:MOST_SHOWN] if there else ""
    remedy = f"Check the spelling, and whether the data have changed since it last worked.{has}"
    which = f"columns {column}" if ", " in column else f"column {column}"
    return Explanation(
        "missing_column", f"{failure.where} asks a table for the {which}, which it does not have.", remedy
    )


def looked_up(failure: Failure) -> str | None:
    """Return the key of a lookup when the traceback shows that it was one of a column."""
    lines = MARKED_LINE.findall(failure.traceback)
    among_columns = any(lookup in line for line in lines for lookup in COLUMN_LOOKUPS)
    if failure.name == "UndefinedVariableError":
        return failure.first(re.compile(r"name '(.+)' is not defined"))
    return failure.message.replace(" not found", "") if among_columns or failure.name != "KeyError" else None


def missing_name(failure: Failure) -> Explanation | None:
    """Explain a variable that is not set; a notebook by hand may have run its cells in another order."""
    name = failure.first(re.compile(r"^name '(\w+)' is not defined"))
    if failure.name != "NameError" or name is None:
        return None
    usual = USUAL_NAMES.get(name)
    remedy = f"Put `{usual}` into a cell above it." if usual else FROM_TOP_TO_BOTTOM
    return Explanation("missing_name", f"{failure.where} uses {name}, which has not been set.", remedy)


def out_of_memory(failure: Failure) -> Explanation | None:
    """Explain that there was too little memory, here or on the GPU."""
    if failure.name != "MemoryError" and not TOO_LITTLE_MEMORY.search(f"{failure.name} {failure.message}"):
        return None
    if ON_THE_GPU.search(f"{failure.name} {failure.message}"):
        remedy = (
            "Take smaller batches, or free what is no longer needed; another program may hold memory of the GPU too."
        )
        return Explanation("out_of_memory", f"{failure.where} needs more memory than the GPU has free.", remedy)
    remedy = (
        "Read fewer columns or rows at a time, delete what is no longer needed, or choose a profile with more memory."
    )
    return Explanation("out_of_memory", f"{failure.where} needs more memory than there is.", remedy)


def no_access(failure: Failure) -> Explanation | None:
    """Explain a file that is closed to the owner, or a host that refuses or does not answer."""
    if failure.name == "PermissionError":
        path = failure.first(re.compile(r": '(.+?)'")) or "a file"
        remedy = "Ask its owner for the right, or choose another place, such as your home folder."
        return Explanation("no_access", f"{failure.where} uses {path}, which is closed to you.", remedy)
    if failure.name == "HTTPError" and REFUSED_BY_SERVER.search(failure.message):
        remedy = "Check the token or password; keep it as a secret, and name the secret in the run."
        return Explanation(
            "no_access", f"{failure.where} asked a server that refuses: {shortened(failure.message)}", remedy
        )
    if "Error" in failure.name and NO_ANSWER.search(failure.message):
        found = HOST.search(failure.message) or HOST.search(failure.source)
        host = next(filter(None, found.groups()), "") if found else "a host"
        remedy = "Check the address, and that the host is up and can be reached from here; then run it again."
        return Explanation("no_access", f"{failure.where} asked {host}, which does not answer.", remedy)
    return None


def full_disk(failure: Failure) -> Explanation | None:
    """Explain that nothing more can be written."""
    if "No space left on device" not in failure.message and "Disk quota exceeded" not in failure.message:
        return None
    return Explanation("error", f"{failure.where} cannot write: the disk is full.", "Delete what is no longer needed.")


def assertion(failure: Failure) -> Explanation | None:
    """Explain a check of the notebook's own that found something wrong."""
    if failure.name != "AssertionError":
        return None
    checks = [line.strip() for line in MARKED_LINE.findall(failure.traceback) if line.strip().startswith("assert ")]
    what = failure.message or (checks[-1].removeprefix("assert ") if checks else "")
    found = f": {shortened(what)}" if what else "."
    return Explanation(
        "error", f"{failure.where} checks something that is not so{found}", "Look at the data it checks."
    )


def own_ending(failure: Failure) -> Explanation | None:
    """Explain a notebook that ended itself, or cannot be read."""
    if failure.name in ("SystemExit", "KeyboardInterrupt"):
        code = f" with {failure.message}" if failure.message and failure.name == "SystemExit" else ""
        return Explanation("error", f"{failure.where} ended the notebook itself{code}.")
    if failure.name in ("SyntaxError", "IndentationError", "TabError"):
        what = re.sub(r"\(\S+, line (\d+)\)", r"(line \1)", failure.message)
        return Explanation("error", f"{failure.where} is not valid Python: {shortened(what)}", "Mend the cell.")
    return None


def other(failure: Failure) -> Explanation:
    """Say what was raised."""
    if failure.name.startswith("Cannot"):  # the catalog's own errors are plain sentences already
        return Explanation("error", f"{failure.where} stopped: {shortened(failure.message)}")
    if failure.name == "KeyError" and failure.message:
        return Explanation("error", f"{failure.where} asks for {shortened(failure.message)}, which is not there.")
    what = f"{failure.name}: {failure.message}" if failure.message else failure.name
    return Explanation("error", f"{failure.where} raised {shortened(what)}")


def shortened(text: str) -> str:
    """Return the first line of a text, short enough for a sentence."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"


RULES: tuple[Callable[[Failure], Explanation | None], ...] = (
    out_of_memory,
    missing_package,
    missing_file,
    missing_column,
    missing_name,
    no_access,
    full_disk,
    assertion,
    own_ending,
    other,
)
