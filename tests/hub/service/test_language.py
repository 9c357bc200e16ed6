"""The service answers in the language of the request; what it keeps is in English."""

import pytest

from lyceum_hub.service.stewardship.inbox import tell
from support.notebooks import notebook

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FRENCH = {"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}


@pytest.fixture
def french(api):
    """The service as somebody reads it in French."""
    return lambda method, path, **more: api(method, path, headers=FRENCH, **more).json()


def test_problems(api, french):
    found = french("GET", "/api/runs/none")
    assert found["title"] == "Cela n’existe pas."
    assert found["detail"] == "Il n’y a pas d’exécution 'none'."
    assert found["remedy"] == "Son identifiant est dans vos exécutions."
    assert api("GET", "/api/runs/none").json()["detail"] == "There is no run 'none'."


def test_everything_that_is_wrong_with_what_was_sent(french):
    found = french("POST", "/api/preflight", json={"notebook": 1, "unknown": 1})
    assert [error["message"] for error in found["errors"]] == [
        "Il faut un dictionnaire.",
        "Ce champ n’est pas permis.",
    ]


def test_a_run_and_its_history(api, french):
    run = api("POST", "/api/runs", json={"notebook": notebook("1"), "name": "sums"}).json()
    api("POST", f"/api/runs/{run['id']}/cancel")
    found = french("GET", f"/api/runs/{run['id']}")
    assert found["reason"] == "Annulée par ada."
    assert [moment["reason"] for moment in found["history"]] == ["Demandée par ada.", "Annulée par ada."]
    assert found["explanation"]["sentence"] == "Annulée par ada."
    assert api("GET", f"/api/runs/{run['id']}").json()["reason"] == "Cancelled by ada."


def test_a_preflight(french):
    book = notebook("from lyceum_catalog import open_entry", "open_entry('not_there')")
    found = french("POST", "/api/preflight", json={"notebook": book})["findings"]
    assert "La cellule 2 ouvre l’entrée 'not_there', qui n’est pas publiée." in [one["message"] for one in found]
    assert "Cherchez son nom dans le catalogue." in [one["remedy"] for one in found]


def test_the_inbox(database, french):
    with database.writing() as connection:
        tell(connection, ["ada"], "entry", "x", None, "x was given into other hands: its owner is now ben.")
    assert french("GET", "/api/inbox")["items"][0]["text"].startswith("x est passée en d’autres mains")


def test_when_a_schedule_fires(french):
    found = french("POST", "/api/schedules/preview", json={"cron": "0 6 * * 1", "timezone": "UTC"})
    assert found["text"] == "À 06:00, uniquement le lundi (UTC)"
