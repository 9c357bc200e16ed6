"""What people meet every day in French: waits, quotas, refusals and explanations, put together of several sentences."""

import pytest

from lyceum_hub.language import of_terminal, said

SAID = {
    "No GPU is free. One is in use by ada until about 15:00 UTC. You are 2nd in line. "
    "The run waits, and starts by itself.": "Aucun GPU n’est libre. Un est pris par ada jusque vers 15:00 UTC. "
    "Vous êtes en position 2 dans la file. L’exécution attend et démarre d’elle-même.",
    "Your 20 GPU-hours of November are used up: 20.5 are used. "
    "On CPU you can start now (Standard); on 1 December they begin anew.": "Vos 20 heures GPU pour novembre sont "
    "épuisées\u00a0: 20.5 sont utilisées. Sur CPU, vous pouvez démarrer maintenant (Standard)\u202f; "
    "elles recommencent le 1er décembre.",
    "Its server did not start: Your home is full: 1.5 GB are left, and work needs 2 GB. "
    "Start JupyterLab: it shows what fills it.": "Son serveur n’a pas démarré\u00a0: Votre dossier personnel est "
    "plein\u00a0: il reste 1,5 Go, et le travail demande 2 Go. Démarrez JupyterLab\u00a0: il montre ce qui le remplit.",
    "The kernel died in cell 3: a library crashed, or it ran out of memory.": "Le noyau s’est arrêté dans la "
    "cellule 3\u00a0: une bibliothèque s’est interrompue, ou la mémoire a manqué.",
    "ada's token lacks the scope custom:x, needed to read the audit trail.": "Le jeton de ada n’a pas la portée "
    "custom:x, nécessaire pour\u00a0: lire le journal d’audit.",
}


@pytest.mark.parametrize(("english", "french"), SAID.items())
def test_several_sentences(english, french):
    assert said(english, "fr") == french
    assert said(english, "en") == english


@pytest.mark.parametrize(
    ("environment", "language"),
    [({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"), ({}, "en")],
)
def test_the_prompt_speaks_the_language_of_the_terminal(environment, language):
    assert of_terminal(environment) == language
