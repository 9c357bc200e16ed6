"""The prompt speaks the language that the terminal is set to: help, complaints, headings and states."""

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from lyceum_hub import cli
from lyceum_hub.checks import CHECKS, NOTES
from lyceum_hub.cli.printing import confirm, facts, here, table, word
from lyceum_hub.cli.runs.describing import headed
from lyceum_hub.cli.speaking import ARGUMENT
from lyceum_hub.metering.amounts import TITLES
from lyceum_hub.service.runs.run import State
from support import phrases

SOURCES = sorted(Path(cli.__file__).parent.rglob("*.py"))
SHOWN = re.compile(r"[A-Z]{2,}( [A-Z]+)*|[A-Z][a-z]+([ -][a-z]+)*")  # headings of tables, and names of facts
# What programs are told, and what is the same in French.
SAME = {"VERSION", "CPU", "GPU", "Secrets", "Messages", "Port", "Proxy", "Quotas"}
NOT_SAID = {"GET", "POST", "PATCH", "PUT", "DELETE", *SAME}


@pytest.fixture
def speak(monkeypatch):
    """Set the terminal to a language."""
    return lambda language: monkeypatch.setenv("LC_ALL", language)


def commands():
    """Yield every command."""
    found = [cli.main, *(cli.main.get_command(click.Context(cli.main), name) for name in cli.COMMANDS)]
    while found:
        command = found.pop()
        yield command
        found += getattr(command, "commands", {}).values()


def helps():
    """Yield every text of help, a paragraph at a time."""
    yield from (says for _, says in cli.COMMANDS.values())
    for command in commands():
        for text in (command.help, *(getattr(parameter, "help", None) for parameter in command.params)):
            yield from (" ".join(part.split()) for part in (text or "").split("\n\n") if part)


def labels(path):
    """Yield what heads the columns of tables and names facts in a module."""
    tree = ast.parse(path.read_text())
    skipped = set(phrases.unsaid(tree))
    for node in ast.walk(tree):
        texts = node.elts if isinstance(node, ast.Tuple | ast.List) else []
        values = [one.value for one in texts if isinstance(one, ast.Constant) and one not in skipped]
        yield from (text for text in values if isinstance(text, str) and SHOWN.fullmatch(text))


def test_no_help_is_left_out(speak):
    speak("C")
    english = sorted(set(helps()))
    speak("fr_FR.UTF-8")
    assert [text for text in english if here(text) == text] == []


def test_no_heading_and_no_name_of_a_fact_is_left_out(speak):
    speak("fr_FR.UTF-8")
    said = {*CHECKS, *NOTES, *TITLES.values(), *(label for path in SOURCES for label in labels(path))}
    assert sorted(text for text in said - NOT_SAID if here(text) == text and SHOWN.fullmatch(text)) == []


def test_no_state_is_left_out(speak):
    speak("fr_FR.UTF-8")
    assert [state for state in State if word(state) == state] == []


def arguments():
    """Yield how the arguments of commands and options are named."""
    yield from ARGUMENT.findall("COMMAND [ARGS]...")
    for command in commands():
        for parameter in command.params:
            if not getattr(parameter, "is_flag", False):
                yield from ARGUMENT.findall(parameter.make_metavar(click.Context(command)))


def test_no_argument_is_left_out_and_help_names_it_as_usage_does(speak):
    speak("fr_FR.UTF-8")
    left = {name for name in arguments() if here(name) == name}
    assert left == {"ACTION", "ID", "IMAGE", "NOTEBOOK"}  # the same in French
    english = set(arguments()) - left
    assert [text for text in map(here, helps()) if english & set(ARGUMENT.findall(text))] == []


@pytest.mark.parametrize(("answer", "goes_on"), [("o", True), ("Yes", True), ("non", False), ("", False)])
def test_a_question_is_asked_and_answered_in_the_language_of_the_terminal(answer, goes_on):
    asking = click.command()(lambda: confirm("Publish this?"))
    asked = CliRunner(env={"LC_ALL": "fr_FR.UTF-8"}).invoke(asking, input=f"{answer}\n")
    assert (asked.exit_code == 0, "Rien n’a été modifié." in asked.stderr) == (goes_on, not goes_on)
    assert asked.stderr.startswith("Publier ceci\u202f? [o/N] ")


def test_help_and_complaints_are_in_the_language_of_the_terminal():
    said = CliRunner(env={"LC_ALL": "fr_FR.UTF-8"})
    helped = said.invoke(cli.main, ["token", "--help"], prog_name="lyceum").output
    assert helped.startswith("Usage\u00a0: lyceum token [OPTIONS]\n\n  Écrire un jeton d’API")
    assert "[par défaut : 365; x>=1]" in " ".join(helped.split())
    assert "Montrer ce message" in helped
    refused = said.invoke(cli.main, ["token", "--nope"], prog_name="lyceum")
    assert (refused.exit_code, "Il n’y a pas d’option '--nope'." in refused.stderr) == (2, True)
    missing = said.invoke(cli.main, ["compare", "one"], prog_name="lyceum").stderr
    assert "lyceum compare [OPTIONS] AVANT MAINTENANT" in missing
    assert "'MAINTENANT'" in missing
    assert "Il n’y a pas de commande 'nope'." in said.invoke(cli.main, ["nope"]).stderr
    assert "Vérifier les fichiers" in said.invoke(cli.main, ["catalog", "--help"]).output


def test_what_is_listed_and_told_is_in_the_language_of_the_terminal(speak):
    speak("fr_FR.UTF-8")
    assert table([("RUN", "STATE"), ("a", "b")]) == "EXÉCUTION  ÉTAT\na          b"
    assert facts([("Owner", "ada"), ("Shared with", "team")]) == ["  Propriétaire   ada", "  Partagée avec  team"]
    run = {"id": "r1", "name": "nightly", "state": "kernel_died", "since": "2026-10-05T04:00:00Z", "reason": None}
    assert headed(run)[0].startswith("nightly\u00a0: interrompue (noyau arrêté) depuis 2026-10-05")
