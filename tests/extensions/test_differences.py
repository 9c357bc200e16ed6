"""Differences are nbdime's, of what matters only, and the front end reads each as nbdime wrote it."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import nbformat
from nbdime import patch_notebook

from lyceum_lab.differences import MOST_CELLS, TOO_LARGE, comparable, difference

LINES = ["import pandas", "x = 1", "y = 'é\u2028ü'", "", "print(x)\r", "# 𝒳 note", "for i in range(3):", "    pass"]


def code(source, *outputs, **more):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs), **more}


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def notebook(*cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}


def test_counters_ids_and_metadata_never_differ():
    before = notebook(code("x", stream("1"), id="a", execution_count=1, metadata={"papermill": {"duration": 1}}))
    now = notebook(code(["x"], stream(["1"]), id="b", execution_count=9, metadata={"tags": ["t"]}))
    assert difference(before, now, with_outputs=True)["diff"] == []


def test_outputs_count_only_where_they_are_compared():
    before, now = notebook(code("x", stream("1"))), notebook(code("x", stream("2")))
    assert difference(before, now, with_outputs=False)["diff"] == []
    assert difference(before, now, with_outputs=True)["diff"]


def test_large_outputs_are_not_compared():
    kept = comparable(notebook(code("x", stream("y" * 10_000_000))), with_outputs=True)
    assert kept["cells"][0]["outputs"][0]["data"] == {"text/plain": TOO_LARGE}


def test_cells_are_bounded():
    assert len(comparable(notebook(*[code("x")] * (MOST_CELLS + 1)), with_outputs=False)["cells"]) == MOST_CELLS


def random_notebook(chance):
    cells = [code("\n".join(chance.choices(LINES, k=chance.randint(0, 6)))) for _ in range(chance.randint(0, 5))]
    for cell in cells:
        cell["outputs"] = [stream(chance.choice(LINES)) for _ in range(chance.randint(0, 2))]
    return notebook(*cells)


def changed(chance, before):
    cells = json.loads(json.dumps(before["cells"]))
    for _ in range(chance.randint(1, 3)):
        if cells and chance.random() < 0.6:
            cell = chance.choice(cells)
            lines = cell["source"].split("\n")
            lines[chance.randrange(len(lines))] += chance.choice(LINES)
            cell["source"] = "\n".join(lines)
        elif cells and chance.random() < 0.5:
            cells.pop(chance.randrange(len(cells)))
        else:
            cells.insert(chance.randint(0, len(cells)), code(chance.choice(LINES), stream("new")))
    return notebook(*cells)


def test_the_front_end_reads_differences_as_nbdime_does():
    chance = random.Random(3)
    befores = [random_notebook(chance) for _ in range(200)]
    nows = [changed(chance, before) for before in befores]
    told = [difference(before, now, with_outputs=True) for before, now in zip(befores, nows, strict=True)]
    script = Path(__file__).with_name("patch.mjs")
    node = [shutil.which("node"), "--experimental-strip-types", "--no-warnings", str(script)]
    done = subprocess.run(node, input=json.dumps(told), capture_output=True, text=True, check=True, timeout=120)
    ours = json.loads(done.stdout)
    for one, now, read in zip(told, nows, ours, strict=True):
        assert read == comparable(now, with_outputs=True)
        assert read == json.loads(json.dumps(patch_notebook(nbformat.from_dict(one["base"]), one["diff"])))
