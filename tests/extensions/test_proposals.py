"""What a proposal changes in a notebook, told by the server half."""

import pytest


def test_a_new_template_is_compared_with_nothing(lab):
    answer = lab.client.get("/lyceum/proposals/p1/notebook").json()
    assert answer["base"]["cells"] == []
    [step] = answer["diff"]
    assert step["key"] == "cells"


def test_a_change_is_compared_with_the_version_that_it_changes(lab, service):
    answer = lab.client.get("/lyceum/proposals/p2/notebook").json()
    assert [cell["source"] for cell in answer["base"]["cells"]] == ["# First steps", "1 + 1"]
    assert answer["diff"] == []
    assert service.asked[-1]["query"] == "version=3"


@pytest.mark.parametrize("path", ["none/notebook", "../p1/notebook"])
def test_a_proposal_that_one_may_not_see_is_none(lab, path: str):
    assert lab.client.get(f"/lyceum/proposals/{path}").status_code == 404
