"""Whom to tell, as it is written at the prompt."""

import pytest

from lyceum_hub.cli.runs.notices import notices
from lyceum_hub.errors import Invalid

MAIL = {"email": "ada@example.org"}
HOOK = {"webhook": "https://example.org/hook?a=b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("failure,recovery=ada@example.org", [{"on": ["failure", "recovery"], **MAIL}]),
        ("success = ada@example.org", [{"on": ["success"], **MAIL}]),
        ("ada@example.org", [{"on": ["failure", "recovery"], **MAIL}]),
        ("https://example.org/hook?a=b", [{"on": ["failure", "recovery"], **HOOK}]),
        ("failure=https://example.org/hook?a=b", [{"on": ["failure"], **HOOK}]),
        ("rmse>0.5=ada@example.org", [{"on": [], "figure": {"name": "rmse", "above": 0.5}, **MAIL}]),
        (
            "failure, a b<-1e3=ada@example.org",
            [{"on": ["failure"], **MAIL}, {"on": [], "figure": {"name": "a b", "below": -1000}, **MAIL}],
        ),
    ],
)
def test_ends_and_figures_are_told_to_an_address_or_a_webhook(text, expected):
    assert notices([text]) == expected


@pytest.mark.parametrize("text", ["failure=ada", "failure=", "", "often=ada@example.org", "rmse>x=ada@example.org"])
def test_what_cannot_be_told_is_refused_with_an_example(text):
    with pytest.raises(Invalid) as refusal:
        notices([text])
    assert "Write failure,recovery=ada@example.org" in refusal.value.remedy
