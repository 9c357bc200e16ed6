"""Records as YAML text and back, for the editor; nothing in a text is executed or followed."""

import pytest

RECORD = {
    "kind": "dataset",
    "name": "tides",
    "title": "Tides",
    "summary": "Heights.\nTwice a day.",
    "owner": "ann",
    "tags": [],
    "columns": [{"name": "height", "type": "number", "unit": "", "personal": False}],
}


def written(lab, record):
    return lab.client.post("/lyceum/records/write", json=record).json()["text"]


def read(lab, text):
    return lab.client.post("/lyceum/records/read", json={"text": text})


def test_an_unfinished_record_is_written_without_what_says_nothing_and_read_again(lab):
    text = written(lab, RECORD)
    assert "tags" not in text
    assert "personal" not in text
    answer = read(lab, text).json()
    assert answer["record"]["columns"] == [{"name": "height", "type": "number"}]
    assert answer["record"]["summary"] == RECORD["summary"]


def test_the_lines_of_fields_are_told(lab):
    lines = read(lab, "name: tides\ncolumns:\n- name: height\n  type: number\n").json()["lines"]
    assert lines == {"name": 1, "columns": 2, "columns[0]": 3, "columns[0].name": 3, "columns[0].type": 4}


def test_a_template_keeps_its_kind_and_its_notebook_stays_out_of_the_text(lab):
    text = written(lab, {"kind": "template", "name": "start", "notebook": {"cells": []}})
    assert "kind: template" in text
    assert "notebook" not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [", "not YAML"),
        ("name: &a x\ntitle: *a", "alias"),
        ("name: !!python/object/apply:os.system [id]", "tag"),
        ("- a\n- b", "describes no entry"),
        ("rows: .nan", "a number that is none"),
        ("", "empty"),
    ],
)
def test_what_is_no_record_is_refused_in_words(lab, text: str, said: str):
    answer = read(lab, text)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert answer.json()["errors"]


@pytest.mark.parametrize("path", ["write", "read"])
def test_what_is_no_object_is_refused(lab, path: str):
    assert lab.client.post(f"/lyceum/records/{path}", json=["x"]).status_code == 422
