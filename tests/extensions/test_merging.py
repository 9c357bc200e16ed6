"""Merging a copy with what its template became: what one side changed is taken, what both changed is a conflict."""

import pytest

from lyceum_lab import merging
from support.notebooks import KERNEL, code

BASE = ["a = 1", "b = 2\nc = 3\nd = 4\ne = 5\nf = 6", "print(a)"]


def book(*sources, **metadata):
    """Return a notebook; a source of its own is a cell as it is."""
    cells = [code(source, number=i) if isinstance(source, str) else source for i, source in enumerate(sources)]
    return {"cells": cells, "metadata": {"kernelspec": KERNEL, **metadata}, "nbformat": 4, "nbformat_minor": 5}


def cell(source, ident, **more):
    return {**code(source), "id": ident, **more}


def sources(notebook):
    return [each["source"] for each in notebook["cells"]]


def merged(mine, theirs, choices=(), base=BASE):
    found, conflicts = merging.merged(book(*base), book(*mine), book(*theirs), choices)
    assert len({each["id"] for each in found["cells"]}) == len(found["cells"])
    return sources(found), [(sources({"cells": c.mine}), sources({"cells": c.theirs})) for c in conflicts]


def test_what_one_side_changed_is_taken():
    mine = ["a = 10", *BASE[1:]]
    theirs = [*BASE[:2], "print(a, b)"]
    assert merged(mine, theirs) == (["a = 10", BASE[1], "print(a, b)"], [])
    assert merged(BASE, theirs) == (theirs, [])
    assert merged(mine, BASE) == (mine, [])


def test_lines_of_one_cell_that_do_not_meet_are_merged():
    mine = [BASE[0], BASE[1].replace("b = 2", "b = 20"), BASE[2]]
    theirs = [BASE[0], BASE[1].replace("f = 6", "f = 60"), BASE[2]]
    assert merged(mine, theirs) == ([BASE[0], "b = 20\nc = 3\nd = 4\ne = 5\nf = 60", BASE[2]], [])


def test_what_both_added_stays():
    mine = [*BASE[:1], cell("mine()", "m"), *(cell(s, f"cell-{i}") for i, s in enumerate(BASE) if i)]
    theirs = [*BASE[:1], cell("theirs()", "t"), *(cell(s, f"cell-{i}") for i, s in enumerate(BASE) if i)]
    assert merged(mine, theirs) == ([BASE[0], "mine()", "theirs()", *BASE[1:]], [])
    assert merged([*BASE, cell("end", "x")], [*BASE, cell("other end", "y")])[0] == [*BASE, "end", "other end"]


def test_a_cell_of_mine_before_one_that_changed_is_no_conflict():
    mine = [BASE[0], cell("mine()", "m"), cell(BASE[1], "cell-1"), cell(BASE[2], "cell-2")]
    theirs = [BASE[0], f"{BASE[1]}\ng = 7", BASE[2]]
    assert merged(mine, theirs) == ([BASE[0], "mine()", f"{BASE[1]}\ng = 7", BASE[2]], [])


CLASH = ["a = 10", *BASE[1:]], ["a = 100", *BASE[1:]]


@pytest.mark.parametrize(
    ("choice", "first"), [("mine", ["a = 10"]), ("theirs", ["a = 100"]), ("both", ["a = 10", "a = 100"])]
)
def test_a_line_that_both_changed_is_settled(choice, first):
    conflict = [(["a = 10"], ["a = 100"])]
    assert merged(*CLASH) == (["a = 10", *BASE[1:]], conflict)
    assert merged(*CLASH, [choice]) == ([*first, *BASE[1:]], conflict)


@pytest.mark.parametrize(("choice", "left"), [("mine", []), ("theirs", ["print(a, b)"])])
def test_a_cell_that_one_removed_and_the_other_changed_is_settled(choice, left):
    found, conflicts = merged(BASE[:2], [*BASE[:2], "print(a, b)"], [choice])
    assert (found, conflicts) == ([*BASE[:2], *left], [([], ["print(a, b)"])])
    found, conflicts = merged([*BASE[:2], "print(a, b)"], BASE[:2], [choice])
    assert (found, conflicts) == ([*BASE[:2], *(["print(a, b)"] if choice == "mine" else [])], [(["print(a, b)"], [])])


def test_cells_without_ids_find_each_other_by_what_they_say():
    without = [{name: value for name, value in each.items() if name != "id"} for each in book(*BASE)["cells"]]
    theirs = [*BASE[:2], "print(a, b)"]
    mine = {**book(), "cells": [cell("mine()", "x"), *(cell(s, f"y{i}") for i, s in enumerate(BASE))]}
    found, conflicts = merging.merged({**book(), "cells": without}, mine, book(*theirs))
    assert (sources(found), conflicts) == (["mine()", BASE[0], BASE[1], "print(a, b)"], [])


def test_outputs_and_marks_stay_where_the_code_did_and_tags_follow_the_template():
    output = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    mine, theirs = book(*BASE, mark="mine"), book(*BASE[:2], "print(a, b)", title="New")
    for each in mine["cells"]:
        each.update(outputs=[output], execution_count=1)
    mine["cells"][0]["metadata"]["collapsed"] = True
    theirs["cells"][0]["metadata"]["tags"] = ["setup"]
    found, _ = merging.merged(book(*BASE), mine, theirs)
    assert [each["outputs"] for each in found["cells"]] == [[output], [output], []]
    assert found["cells"][0]["metadata"] == {"tags": ["setup"], "collapsed": True}
    assert (found["metadata"]["mark"], found["metadata"]["title"]) == ("mine", "New")
