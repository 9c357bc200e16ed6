"""Notebooks: what is one, and what is left of it."""

import json

import pytest

from lyceum_catalog.notebooks import parse_notebook, template_record
from lyceum_catalog.problems import InvalidContent

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(cells=(), **metadata):
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": KERNEL, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code(source, **more):
    return {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        **more,
    }


def test_outputs_and_counts_are_left_out():
    ran = code("1", outputs=[{"output_type": "stream", "name": "stdout", "text": "secret"}], execution_count=3)
    cell = parse_notebook(notebook([ran]))["cells"][0]
    assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_the_same_source_as_lines_or_text_is_the_same_notebook():
    assert parse_notebook(notebook([code(["a\n", "b"])])) == parse_notebook(notebook([code("a\nb")]))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not json", "is not a notebook"),
        (b"[1, 2]", "has no cells"),
        (b"{}", "has no cells"),
        ({"cells": [None], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, "has no cells"),
        ({"cells": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}, "format 4"),
        (
            {
                "cells": [{"cell_type": "nonsense"}],
                "metadata": {"kernelspec": KERNEL},
                "nbformat": 4,
                "nbformat_minor": 5,
            },
            "valid",
        ),
        ({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, "names no kernel"),
        (notebook(kernelspec={"name": "ir", "display_name": "R", "language": "R"}), "Only Python"),
        (b"[" * 100_000, "is not a notebook"),
    ],
)
def test_what_does_not_run_here_is_refused_with_a_remedy(content, says):
    with pytest.raises(InvalidContent, match=says) as caught:
        parse_notebook(content)
    assert all(problem.remedy for problem in caught.value.problems)


def test_a_templates_record_is_in_its_metadata():
    said = {"name": "first", "title": "First", "summary": "s", "owner": "o", "steward": "t"}
    heading = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# First\nwords"}
    record = template_record(parse_notebook(json.dumps(notebook([heading], lyceum=said))), "file")
    assert (record["name"], record["description"], record["kind"]) == ("first", "# First\nwords", "template")
