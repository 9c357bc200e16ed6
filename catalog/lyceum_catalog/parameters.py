"""A notebook's parameters: inferred from its `parameters` cell as papermill does, and checked as data.

The conventions are papermill's (the first cell tagged `parameters`, type annotations or `# type:` comments, the rest
of the comment as help); the types come from the syntax tree, since papermill's own inference reads `1e3` as an integer.
"""

import ast
import io
import json
import math
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from keyword import iskeyword
from typing import Any

from lyceum_catalog.notebooks import source_of
from lyceum_catalog.problems import InvalidContent, Problem

MAX_BYTES = 64 * 1024
TYPES = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
    "tuple": "array",
    "dict": "object",
}
TYPE_COMMENT = re.compile(r"#\s*type:\s*([^#\s][^#]*?)\s*(?:#|$)")


@dataclass(frozen=True)
class Parameter:
    """One value that a notebook asks for; `type` is a JSON Schema type, or `any`."""

    name: str
    type: str = "any"
    default: Any = None
    help: str = ""
    choices: tuple[Any, ...] = ()
    nullable: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the parameter as JSON."""
        return {**asdict(self), "choices": list(self.choices)}


def infer_parameters(notebook: Mapping[str, Any]) -> list[Parameter]:
    """Return the parameters that a notebook declares, in order; none when it has no `parameters` cell."""
    source = next((source_of(cell) for cell in notebook["cells"] if is_parameters_cell(cell)), "")
    try:
        statements = ast.parse(source).body
        comments = comments_of(source)
    except (ValueError, SyntaxError, RecursionError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None)
        message = f"does not parse: {error}."
        raise InvalidContent([Problem("notebook.parameters", message, "Mend the cell.", line=line)]) from error
    found = (parameter_of(statement, comments.get(statement.end_lineno or 0, "")) for statement in statements)
    return list({parameter.name: parameter for parameter in found if parameter}.values())


def is_parameters_cell(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell is tagged `parameters`."""
    return cell["cell_type"] == "code" and "parameters" in cell.get("metadata", {}).get("tags", [])


def comments_of(source: str) -> dict[int, str]:
    """Return the comment that ends each line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def parameter_of(statement: ast.stmt, comment: str) -> Parameter | None:
    """Return the parameter that an assignment declares, if it is one."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            declared = ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            typed = TYPE_COMMENT.match(comment)
            declared = typed[1] if typed else ""
        case _:
            return None
    if not is_parameter_name(name):
        return None
    default = literal(value)
    kind, nullable, choices = type_of(declared) if declared else (json_type(default), False, ())
    return Parameter(name, kind, default, help_in(comment), choices, nullable or (bool(declared) and default is None))


def is_parameter_name(name: str) -> bool:
    """Tell whether a name can be a parameter: a public Python identifier."""
    return name.isidentifier() and not iskeyword(name) and not name.startswith("_")


def literal(value: ast.expr) -> Any:
    """Return the JSON value that an expression is, or None when it is computed."""
    try:
        return json.loads(json.dumps(ast.literal_eval(value), allow_nan=False))
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


def type_of(annotation: str) -> tuple[str, bool, tuple[Any, ...]]:
    """Return the JSON type of a Python annotation, whether None is allowed, and the values it is limited to."""
    text = annotation.strip().strip("'\"").removeprefix("typing.")
    if text.startswith("Literal["):
        choices = choices_in(text)
        return json_type(choices[0]) if choices else "any", None in choices, choices
    nullable = text.startswith("Optional[") or bool(re.search(r"\|\s*None\b|\bNone\s*\|", text))
    inner = re.sub(r"^Optional\[(.*)\]$", r"\1", text)
    names = [part.strip() for part in inner.split("|") if part.strip() != "None"]
    return (
        (TYPES.get(re.split(r"\[", names[0])[0].lower(), "any") if len(names) == 1 else "any"),
        nullable,
        (),
    )


def choices_in(annotation: str) -> tuple[Any, ...]:
    """Return the values that a `Literal[…]` allows; none when they are not plain values."""
    try:
        values = ast.literal_eval(annotation.removeprefix("Literal"))
        return tuple(json.loads(json.dumps(values, allow_nan=False)))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return ()


def json_type(value: Any) -> str:
    """Return the JSON Schema type of a value; `any` for null."""
    return TYPES.get(type(value).__name__, "any")


def help_in(comment: str) -> str:
    """Return what a comment says beside the type."""
    return TYPE_COMMENT.sub("", comment).strip("# ").strip()


def check_parameters(declared: Sequence[Parameter], values: Mapping[str, Any]) -> None:
    """Raise InvalidContent unless every value fits the parameter that it names, UnicodeError for half characters."""
    known = {parameter.name: parameter for parameter in declared}
    problems = [problem for name, value in values.items() for problem in check_value(known, name, value)]
    if not problems and len(json.dumps(values, ensure_ascii=False).encode()) > MAX_BYTES:
        problems = [Problem("parameters", f"are larger than {MAX_BYTES // 1024} KiB.", "Pass a file's path instead.")]
    if problems:
        raise InvalidContent(problems)


def check_value(known: Mapping[str, Parameter], name: str, value: Any) -> Iterator[Problem]:
    """Yield what is wrong with one value."""
    field = f"parameters.{name}"
    if name not in known:
        yield Problem(field, f"The notebook declares no parameter {name!r}.", remedy_for(name, list(known)))
    elif not fits(known[name], value):
        wanted = known[name]
        allowed = f"one of {', '.join(map(repr, wanted.choices))}" if wanted.choices else f"of type {wanted.type}"
        yield Problem(field, f"{json.dumps(value)[:80]} does not fit.", f"It must be {allowed}.")


def remedy_for(name: str, known: list[str]) -> str:
    """Return which parameter was probably meant, or how to declare one."""
    if not known:
        return "Tag a cell `parameters` in which it is set, or pass none."
    close = get_close_matches(name, known, 1)
    return f"Did you mean {close[0]!r}?" if close else f"It declares {', '.join(known)}."


def fits(parameter: Parameter, value: Any) -> bool:
    """Tell whether a JSON value has a parameter's type; an integer is a number, a boolean is neither."""
    if value is None:
        return parameter.nullable or parameter.type == "any"
    if not is_finite(value):
        return False
    if parameter.choices:
        return value in parameter.choices
    allowed = {"any": {json_type(value)}, "number": {"number", "integer"}}.get(parameter.type, {parameter.type})
    return json_type(value) in allowed


def is_finite(value: Any) -> bool:
    """Tell whether a value holds no NaN and no infinity."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(is_finite(item) for item in value.values())
    return all(is_finite(item) for item in value) if isinstance(value, list) else True


def from_text(declared: Sequence[Parameter], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that texts at the prompt stand for, by their parameters' types."""
    types = {parameter.name: parameter.type for parameter in declared}
    return {name: text if types.get(name) == "string" else json_or_text(text) for name, text in texts.items()}


def json_or_text(text: str) -> Any:
    """Return the JSON value that a text is, or the text itself; True and False as Python writes them count."""
    try:
        return json.loads({"True": "true", "False": "false", "None": "null"}.get(text, text))
    except ValueError:
        return text
