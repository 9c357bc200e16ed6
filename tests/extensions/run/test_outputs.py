"""Outputs up to a size: held back in the kernel, counted as they arrive, marked where something is left out."""

import pytest
from nbformat import NotebookNode

from lyceum_lab.run.kernel import PIECE, Gate
from lyceum_lab.run.outputs import LONGEST_STREAM, OVERHEAD, Room, merge

MIB = 1024 * 1024


class Session:
    """A kernel's session that keeps what it sends."""

    def __init__(self):
        self.sent = []

    def send(self, stream, kind, content=None, parent=None, ident=None, **more):
        name, content = (kind["msg_type"], kind["content"]) if isinstance(kind, dict) else (kind, content)
        self.sent.append((name, content))


@pytest.fixture
def gated():
    """A session with a gate of 10 MiB that lets displays of 1 MiB through."""
    Gate(session := Session(), 10 * MIB, MIB)
    return session


def publish(session, kind, content, cell="a"):
    session.send(None, {"msg_type": kind, "content": content, "parent_header": {"msg_id": cell}})


def write(session, text, cell="a"):
    publish(session, "stream", {"name": "stdout", "text": text}, cell)


def sizes(session):
    return [len(content["text"]) for kind, content in session.sent if kind == "stream"]


def test_text_goes_in_pieces_and_ends_where_it_is_too_much(gated):
    write(gated, "x" * (PIECE + 1))
    assert sizes(gated) == [PIECE, 1]
    write(gated, "x" * 100 * MIB)
    assert 10 * MIB < sum(sizes(gated)) <= 10 * MIB + PIECE
    write(gated, "more")
    assert sizes(gated)[-1] == PIECE


def test_a_display_that_is_too_large_is_told_instead(gated):
    publish(gated, "display_data", {"data": {"text/plain": "x" * 2 * MIB}})
    assert gated.sent == [
        ("stream", {"name": "stderr", "text": "An output of 2 MiB was left out: one is at most 1 MiB.\n"})
    ]


def test_what_a_cell_clears_makes_room_for_what_it_shows_next(gated):
    for _ in range(50):
        publish(gated, "display_data", {"data": {"text/plain": "x" * (MIB - 100)}})
        publish(gated, "clear_output", {"wait": True})
    assert len([kind for kind, _ in gated.sent if kind == "display_data"]) == 50


def test_other_messages_pass_when_there_is_no_room(gated):
    write(gated, "x" * 100 * MIB)
    gated.send(None, "status", {"execution_state": "idle"}, {"header": {"msg_id": "a"}})
    publish(gated, "error", {"ename": "E", "evalue": "", "traceback": []})
    assert [kind for kind, _ in gated.sent[-2:]] == ["status", "error"]


def test_text_is_cut_with_a_notice_and_the_rest_is_dropped():
    room = Room(2 * MIB)
    kept, notice = room.fit(0, "stream", {"name": "stdout", "text": "x" * 3 * MIB})
    assert 0 < len(kept[1]["text"]) < 2 * MIB
    assert notice[1]["text"] == "\nThe rest was left out: a run keeps 2 MiB of output.\n"
    assert room.fit(0, "stream", {"name": "stdout", "text": "more"}) == []


def test_a_display_that_does_not_fit_leaves_room_for_smaller_ones():
    room = Room(2 * MIB)
    large, small = ({"data": {"text/plain": "x" * size}, "metadata": {}} for size in (3 * MIB, 10))
    assert room.fit(0, "display_data", large)[0][1]["text"].startswith("An output of 3 MiB was left out")
    assert room.fit(0, "display_data", small) == [("display_data", small)]


def test_cleared_outputs_make_room_again():
    room = Room(MIB)
    full = {"name": "stdout", "text": "x" * (MIB - OVERHEAD - 100)}
    for _ in range(10):
        assert room.fit(3, "stream", full) == [("stream", full)]
        room.give_back(3)


def test_wide_characters_count_as_they_are_in_memory_and_line_ends_as_in_json():
    room = Room(4 * MIB)
    assert len(room.fit(0, "stream", {"name": "stdout", "text": "😀" * MIB})) == 2
    assert len(Room(MIB).fit(0, "stream", {"name": "stdout", "text": "\n" * (MIB - 1000)})) == 2


def test_short_pieces_of_a_stream_become_one_output():
    def stream(text, name="stdout"):
        return NotebookNode(output_type="stream", name=name, text=text)

    outputs = []
    for text in ("a", "b", "c" * LONGEST_STREAM, "d"):
        outputs.append(stream(text))
        merge(outputs)
    outputs.append(stream("e", "stderr"))
    merge(outputs)
    assert [output.text[:3] for output in outputs] == ["ab", "ccc", "d", "e"]
