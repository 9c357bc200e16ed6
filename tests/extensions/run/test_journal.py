"""The journal, the facts and the mask: what is told while a run executes."""

import json
import queue

import nbformat

from lyceum_lab.run.facts import Facts
from lyceum_lab.run.journal import Journal
from lyceum_lab.run.masking import MASK, Mask
from lyceum_lab.run.reporting import Progress
from support.notebooks import notebook


def book_with(*texts):
    book = nbformat.from_dict(notebook("1", "2"))
    book.cells[0].outputs = [nbformat.v4.new_output("stream", text=text) for text in texts]
    return book


def lines(journal):
    return [json.loads(line) for line in journal.take().splitlines()]


def test_the_notebook_comes_first_then_its_outputs_and_nothing_twice():
    journal = Journal(book_with("a", "b"))
    first, *others = lines(journal)
    assert first["notebook"]["cells"][0]["outputs"] == []
    assert [(line["start"], line["outputs"][0]["text"]) for line in others] == [(0, "a"), (1, "b")]
    assert journal.take() == b""


def test_what_changed_is_told_from_there_on():
    journal = Journal(book := book_with("a", "b"))
    lines(journal)
    book.cells[0].outputs[1].text = "bb"
    journal.changed(0, 1)
    assert [(line["start"], line["outputs"][0]["text"]) for line in lines(journal)] == [(1, "bb")]
    book.cells[0].outputs.clear()
    journal.changed(0, 0)
    assert lines(journal) == [{"cell": 0, "start": 0, "outputs": []}]


def test_a_cell_of_text_has_no_outputs_to_tell():
    book = book_with()
    book.cells.append(nbformat.v4.new_markdown_cell("The end."))
    journal = Journal(book)
    lines(journal)
    journal.changed(2, 0)
    assert journal.take() == b""


def test_a_record_is_told_as_it_is_then():
    journal = Journal(book := book_with())
    lines(journal)
    book.cells[1].metadata.papermill = {"status": "running"}
    journal.recorded(1)
    assert lines(journal) == [{"cell": 1, "record": {"status": "running"}, "execution_count": None}]


def test_much_is_told_in_parts_of_a_few_mib():
    journal = Journal(book_with(*["x" * 3 * 1024 * 1024] * 5))
    taken = []
    while part := journal.take():
        taken.append(len(part) // 1024**2)
    assert taken == [6, 6, 3]


def test_facts_are_read_once_they_are_whole(tmp_path):
    facts = Facts(tmp_path / "facts", Mask(["open sesame"]))
    assert facts.new() == {}
    with (tmp_path / "facts").open("w") as file:
        file.write('{"figure": "a", "value": 1}\nnonsense\n[1]\n{"figure": "open sesame", "va')
        file.flush()
        assert facts.new() == facts.new() == {"figures": {"a": 1}}
        facts.told()
        file.write('lue": 2}\n{"entry": "penguins", "version": 1, "role": "read", "more": 1}\n')
    assert facts.new() == {
        "figures": {MASK: 2},
        "entries": [{"entry": "penguins", "version": 1, "role": "read"}],
    }


def test_secrets_are_masked_wherever_text_stands():
    mask = Mask(["open sesame", "open", "two\nlines"])
    assert mask("say open sesame, open two") == f"say {MASK}, {MASK} two"
    assert mask({"open sesame": ["x", {"y": "lines of open"}], "n": 1}) == {
        MASK: ["x", {"y": f"{MASK} of {MASK}"}],
        "n": 1,
    }
    assert Mask()({"a": "open"}) == {"a": "open"}


def test_telling_goes_on_where_outputs_cannot_be_handed_in(tmp_path):
    told = queue.Queue()

    class Deaf:
        def report(self, body, patience):
            told.put(body["log"])
            return "finished"

    class Broken:
        def take(self):
            raise ValueError("no journal")

    progress = Progress(Deaf(), Facts(tmp_path / "facts", Mask([])), print)
    progress.start(Broken())
    for text in ("a", "b"):
        progress.text_written(text)
        while told.get(timeout=30) != text:
            continue
    progress.close()
