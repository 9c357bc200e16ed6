"""Courses as folders: file, field and remedy of what is wrong; written and read again they are the same."""

import copy
import json
from pathlib import Path

import pytest
import yaml

from lyceum_catalog.folders import files_of, read_folder
from lyceum_catalog.problems import InvalidContent
from support.notebooks import notebook

CHECK = {"name": "count", "expect": {"number": 3}, "hints": ["Count."], "answer": "answer = 3"}
MODULE = {"notebook": "one.ipynb", "title": "One", "duration": 5, "checks": [CHECK]}
COURSE = {"title": "Lesson", "summary": "To learn.", "owner": "ada", "steward": "sue", "modules": [MODULE]}


def write(folder, source='check("count", ...)', **more):
    (folder / "lesson").mkdir()
    (folder / "lesson" / "course.yaml").write_text(yaml.safe_dump({"name": "lesson", **COURSE, **more}))
    (folder / "lesson" / "one.ipynb").write_text(json.dumps(notebook(source)))
    return folder


def test_a_folder_of_courses_is_read_and_so_is_one_course(tmp_path):
    write(tmp_path)
    for folder in (tmp_path, tmp_path / "lesson"):
        (course,) = read_folder(folder)
        assert (course.kind, course.duration, course.modules[0].name) == ("course", 5, "one")


def test_our_own_courses_are_the_same_when_written_and_read_again(tmp_path):
    courses = read_folder(Path(__file__).parents[2] / "notebooks" / "courses")
    for course in courses:
        for name, text in files_of(course):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
    assert [course.content_hash() for course in read_folder(tmp_path)] == [each.content_hash() for each in courses]


def test_what_is_expected_is_part_of_the_content(tmp_path):
    (course,) = read_folder(write(tmp_path))
    (module,) = course.modules
    changed = {**MODULE, "checks": [{**CHECK, "expect": {"number": 4}}]}
    (tmp_path / "lesson" / "course.yaml").write_text(yaml.safe_dump({"name": "lesson", **COURSE, "modules": [changed]}))
    (other,) = read_folder(tmp_path)
    assert module.checks[0].expect.number == 3
    assert other.content_hash() != course.content_hash()


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"name": "other"}, "name", "not the folder's"),
        ({"modules": [{**MODULE, "notebook": "two.ipynb"}]}, "modules[0].notebook", "not beside"),
        ({"modules": [{**MODULE, "notebook": "../one.ipynb"}]}, "modules[0].notebook", "names no notebook"),
        ({"modules": [{**MODULE, "checks": []}]}, "modules[0].checks", "is missing"),
        ({"modules": [{**MODULE, "checks": [{**CHECK, "name": "mean"}]}]}, "modules[0]", "never checks"),
        ({"modules": [{**MODULE, "checks": [{**CHECK, "expect": {}}]}]}, "modules[0].checks[0].expect", "exactly one"),
        ({"modules": [MODULE, copy.deepcopy(MODULE)]}, "", "twice among its modules"),
        ({"duration": 7}, "", "takes 5 minutes"),
        ({"audiance": "all"}, "audiance", "Did you mean `audience`"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_field(tmp_path, more, field, says):
    with pytest.raises(InvalidContent) as caught:
        read_folder(write(tmp_path, **more))
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.field) == ("course.yaml", field)
    assert says in str(problem)


def test_a_check_that_is_not_described_is_told(tmp_path):
    with pytest.raises(InvalidContent, match="no such check"):
        read_folder(write(tmp_path, source='check("count", 1); check("mean", 2)'))


def test_true_is_the_word_in_yaml_too(tmp_path):
    write(tmp_path, modules=[{**MODULE, "checks": [{**CHECK, "expect": {True: True}}]}])
    (course,) = read_folder(tmp_path)
    assert course.modules[0].checks[0].expect.true is True
