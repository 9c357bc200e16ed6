"""A mail is written in the language of who asked for it, and no sentence of it is left out."""

import re

import pytest

from lyceum_hub.service.notices.mail import subject_of
from lyceum_hub.service.notices.notices import ENDED
from lyceum_hub.service.notices.rules import Bound, Ending, Rule
from lyceum_hub.service.runs.run import FINAL, State
from support.notebooks import notebook

EVERY = {"on": ["failure", "recovery", "success"]}
BOTH = [{**EVERY, "email": f"{language}@lab.example", "language": language} for language in ("en", "fr")]
SENTENCE = re.compile(r"[a-z] [a-z]|^Run ")
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GOOD, BAD = Ending(State.SUCCEEDED, {}), Ending(State.FAILED, {})


def ends():
    """Yield the words in which an end may be told."""
    yield from ENDED.values()
    for ending, before in ((BAD, None), (GOOD, None), (GOOD, BAD)):
        yield from Rule.of(BOTH[0]).met(ending, before).values()


def lines_of(mail):
    return [mail["Subject"], *mail.get_content().splitlines()]


@ONE_DATABASE
@pytest.mark.parametrize("state", [state for state in FINAL if state is not State.CANCELLED])
def test_every_sentence_of_a_mail_is_there_in_french(mails, send, end, state):
    end(*BOTH, state=state, reason=None)
    send()
    english, french = (lines_of(mail) for mail in sorted(mails.received, key=lambda mail: mail["To"]))
    assert [line for line, other in zip(english, french, strict=True) if line == other and SENTENCE.search(line)] == []


@pytest.mark.parametrize("words", sorted(set(ends())))
def test_every_end_is_told_in_french(words):
    told = subject_of({"subject": f"Nightly load {words}", "language": "fr"})
    assert told.startswith("Nightly load ")
    assert not told.endswith(words)


@pytest.mark.parametrize("bound", [Bound("rmse", above=0.5), Bound("rmse", below=0.9)])
def test_a_figure_beyond_its_bound_is_told_in_french(bound):
    crossed = bound.passed_by({"rmse": 0.7})
    told = subject_of({"subject": f"Nightly load: {crossed.rstrip('.')}", "language": "fr"})
    assert told.startswith("Nightly load\u00a0: rmse vaut 0.7, au-dess")


@ONE_DATABASE
def test_it_is_the_language_in_which_one_asked(api, outbox):
    rule = {**EVERY, "email": "ada@lab.example"}
    body = {"notebook": notebook("a = 1"), "notify": [rule]}
    made = api("POST", "/api/runs", headers={"Accept-Language": "fr-FR,en;q=0.5"}, json=body).json()
    assert made["notify"] == [{**rule, "language": "fr"}]
