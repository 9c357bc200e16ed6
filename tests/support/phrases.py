"""What Python sources say to people: their sentences, with places numbered as phrasebooks number them."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

PLACE = "\0"
SENTENCE = re.compile(r"[^\W\d_]{2,}[’',:]? [\w“`%]")
END = re.compile(r"([.?!…]|: %\d)$")
SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# What these are told is for those who write programs, not for those who use them.
UNSAID = {"log", "ValueError", "RuntimeError", "TypeError", "AssertionError", "compile", "HelpFormatter", "Family"}
DESCRIPTIONS = {"description", "summary", "help", "title", "metavar"}


def sentences_of(path: Path) -> Iterator[str]:
    """Yield the sentences that a module may say, `Part %1 is missing.`"""
    tree = ast.parse(path.read_text())
    skipped = set(unsaid(tree))
    for node in ast.walk(tree):
        if node not in skipped and isinstance(node, ast.Constant | ast.JoinedStr):
            yield from (text for text in map(numbered, texts_of(node)) if is_sentence(text))


def literals_of(path: Path) -> str:
    """Return all text in a module's literals."""
    tree = ast.parse(path.read_text())
    return "\n".join(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str
    )


def unsaid(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is no text for people: docstrings, descriptions, what logs are told, parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call) and called(node.func) in UNSAID:
            yield from ast.walk(node)
        elif isinstance(node, ast.keyword) and node.arg in DESCRIPTIONS:
            yield from ast.walk(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))
            yield from (
                each for part in node.values if isinstance(part, ast.FormattedValue) for each in choice_in(part)
            )


def called(function: ast.expr) -> str:
    """Return the name of what is called; of a method of a log, `log`."""
    if isinstance(function, ast.Attribute):
        return "log" if called(function.value) == "log" else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def choice_in(part: ast.FormattedValue) -> Iterator[ast.AST]:
    """Yield the texts of which a place has one."""
    if isinstance(part.value, ast.IfExp):
        yield from (part.value.body, part.value.orelse)


def texts_of(node: ast.AST) -> list[str]:
    """Return what a literal may say: as many texts as its places have choices."""
    if isinstance(node, ast.Constant):
        return [re.sub(r"\{\w*\}|%s", PLACE, node.value)] if isinstance(node.value, str) else [PLACE]
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in itertools.product(*map(texts_of, node.values))]
    if isinstance(node, ast.FormattedValue):
        return texts_of(node.value) if isinstance(node.value, ast.IfExp) else [PLACE]
    if isinstance(node, ast.IfExp):
        return [*texts_of(node.body), *texts_of(node.orelse)]
    return [PLACE]


def numbered(text: str) -> str:
    """Return a text without the places around its sentences, and with the others numbered."""
    text = re.sub(f"{PLACE}+", PLACE, text).strip()
    text = re.sub(f"^({PLACE} )(?=[A-Z])|(?<=[.!?])( ?{PLACE})+$", "", text)
    numbers = itertools.count(1)
    return re.sub(PLACE, lambda _: f"%{next(numbers)}", text)


def is_sentence(text: str) -> bool:
    """Whether a text is one that people read: words, and an end."""
    return bool(END.search(text) and SENTENCE.search(text)) and "\n" not in text
