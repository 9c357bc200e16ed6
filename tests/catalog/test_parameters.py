"""Parameters: inferred as papermill does, typed by the syntax tree, checked as data."""

import json

import nbformat
import papermill
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum_catalog.parameters import Parameter, check_parameters, from_text, infer_parameters
from lyceum_catalog.problems import InvalidContent


def declared(source):
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
    return {parameter.name: parameter for parameter in infer_parameters({"cells": [cell]})}


@pytest.mark.parametrize(
    ("line", "kind", "default"),
    [
        ("a = 1", "integer", 1),
        ("a = -1", "integer", -1),
        ("a = 1e3", "number", 1000.0),
        ("a = True", "boolean", True),
        ("a = 'x'", "string", "x"),
        ("a = [1, 2]", "array", [1, 2]),
        ("a = (1, 2)", "array", [1, 2]),
        ("a = {'b': 1}", "object", {"b": 1}),
        ("a = None", "any", None),
        ("a: float = 1", "number", 1),
        ("a: str | None = None", "string", None),
        ("a: Optional[int] = None", "integer", None),
        ("a: list[str] = []", "array", []),
        ("a: typing.List[str] = []", "array", []),
        ("a = 1  # type: float", "number", 1),
        ("a = date.today()", "any", None),
    ],
)
def test_types_and_defaults(line, kind, default):
    parameter = declared(line)["a"]
    assert (parameter.type, parameter.default) == (kind, default)


def test_help_is_the_comment_without_the_type():
    assert declared("a = 1  # type: int how many")["a"].help == ""
    assert declared("a: int = 1  # how many")["a"].help == "how many"
    assert declared("a = 1  # type: int # how many")["a"].help == "how many"


@pytest.mark.parametrize("annotation", ["Literal[a()]", "'Literal[1'", "Literal[1j]", "Literal"])
def test_an_annotation_without_plain_values_limits_nothing(annotation):
    assert declared(f"a: {annotation} = 1")["a"].choices == ()


def test_choices_come_from_a_literal():
    assert declared("a: Literal['x', 'y'] = 'x'")["a"].choices == ("x", "y")


def test_the_names_are_papermills(tmp_path):
    source = "a = 1\nb: int = 2  # help\nc = [\n  1,\n]\nd = 'x'  # type: str\nprint(a)\n"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "n.ipynb")
    assert list(declared(source)) == list(papermill.inspect_notebook(str(tmp_path / "n.ipynb")))


def test_private_names_and_statements_are_no_parameters():
    assert declared("_a = 1\nimport os\na.b = 1\na, b = 1, 2\nfor x in y: pass") == {}


def test_a_cell_that_does_not_parse_is_refused_with_its_line():
    with pytest.raises(InvalidContent, match="does not parse") as caught:
        declared("a = 1\nb = (")
    assert caught.value.problems[0].line == 2


@pytest.mark.parametrize(
    ("parameter", "good", "bad"),
    [
        (Parameter("a", "integer"), [1, -1], [1.5, "1", True, None, [1]]),
        (Parameter("a", "number"), [1, 1.5], ["1", True, None, float("nan"), float("inf")]),
        (Parameter("a", "boolean"), [True], [1, "true", None]),
        (Parameter("a", "string"), ["", "x"], [1, None, ["x"]]),
        (Parameter("a", "array"), [[], [1]], [{}, "x"]),
        (Parameter("a", "string", nullable=True), [None, "x"], [1]),
        (Parameter("a", "string", choices=("x", "y")), ["x"], ["z"]),
        (Parameter("a", "any"), [None, 1, "x", [1]], [[float("nan")]]),
    ],
)
def test_values_fit_their_types(parameter, good, bad):
    for value in good:
        check_parameters([parameter], {"a": value})
    for value in bad:
        with pytest.raises(InvalidContent, match="does not fit"):
            check_parameters([parameter], {"a": value})


def test_an_unknown_parameter_gets_a_suggestion():
    with pytest.raises(InvalidContent, match="Did you mean 'entry'"):
        check_parameters([Parameter("entry", "string")], {"entri": "x"})
    with pytest.raises(InvalidContent, match="Tag a cell"):
        check_parameters([], {"a": 1})


def test_large_values_are_refused():
    with pytest.raises(InvalidContent, match="larger than 64 KiB"):
        check_parameters([Parameter("a", "string")], {"a": "x" * 70_000})


def test_texts_become_values_by_type():
    known = [Parameter("n", "integer"), Parameter("s", "string"), Parameter("b", "boolean")]
    assert from_text(known, {"n": "3", "s": "3", "b": "True", "x": "y"}) == {"n": 3, "s": "3", "b": True, "x": "y"}


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50) | st.integers() | st.floats(), min_size=1))
def test_names_that_are_not_declared_never_pass(values):
    with pytest.raises(InvalidContent):
        check_parameters([Parameter("only_this_one_which_is_long", "string")], values)


@given(st.text(max_size=200))
def test_any_text_is_either_declared_as_data_or_refused(source):
    try:
        found = declared(source)
    except InvalidContent:
        return
    assert all(name.isidentifier() for name in found)
    json.dumps([parameter.as_dict() for parameter in found.values()], allow_nan=False)
