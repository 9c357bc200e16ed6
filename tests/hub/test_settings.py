"""Settings: read from the environment in one place, and refused by name."""

from pathlib import Path

import pytest

from lyceum_hub.database import migrate, open_database
from lyceum_hub.errors import SettingError, Unavailable
from lyceum_hub.settings import Settings


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http", "80.5", " 80"])
def test_a_port_that_is_none_is_refused_by_its_variable(port):
    with pytest.raises(SettingError, match="LYCEUM_PORT"):
        Settings.from_environment({"LYCEUM_PORT": port})


def test_the_state_lies_in_the_data_folder_unless_told_otherwise(tmp_path):
    assert Settings.from_environment({"XDG_DATA_HOME": str(tmp_path)}).state == tmp_path / "lyceum"
    assert Settings.from_environment({"LYCEUM_STATE": "/somewhere"}).state == Path("/somewhere")


def test_a_secret_is_made_once_and_is_ours_alone(tmp_path):
    settings = Settings.from_environment({"LYCEUM_STATE": str(tmp_path)})
    assert settings.secret("token") == settings.secret("token") != settings.secret("other")
    assert (tmp_path / "secrets" / "token").stat().st_mode & 0o777 == 0o600


def test_a_database_url_that_is_none_is_refused_by_its_variable():
    with pytest.raises(SettingError, match="LYCEUM_DATABASE_URL"):
        open_database("nonsense")


def test_a_database_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1") as caught:
        migrate(open_database("postgresql://ada:secret@127.0.0.1:1/lyceum"))
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize(
    ("environment", "url", "origins"),
    [
        ({}, "http://localhost:8000", "http://localhost:8000"),
        ({"LYCEUM_SUBDOMAIN_HOST": "none"}, "http://127.0.0.1:8000", ""),
        ({"LYCEUM_HOST": "0.0.0.0"}, "http://0.0.0.0:8000", ""),
        ({"LYCEUM_SUBDOMAIN_HOST": "https://lab.example.org/"}, "https://lab.example.org", "https://lab.example.org"),
    ],
)
def test_people_have_origins_of_their_own_where_browsers_find_them(environment, url, origins):
    settings = Settings.from_environment(environment)
    assert (settings.url, settings.origins) == (url, origins)


@pytest.mark.parametrize("origin", [" ", "lab.example.org", "ftp://lab.example.org", "https://lab.example.org/path"])
def test_an_address_that_is_none_is_refused_by_its_variable(origin):
    with pytest.raises(SettingError, match="LYCEUM_SUBDOMAIN_HOST"):
        Settings.from_environment({"LYCEUM_SUBDOMAIN_HOST": origin})


def test_on_a_cluster_everything_answers_where_it_is_said():
    addresses = {"LYCEUM_HUB_ADDRESS": "http://hub:8081", "LYCEUM_SERVICE_ADDRESS": "http://lyceum-api:8090/"}
    given = {"LYCEUM_SPAWNER": "kubernetes", "LYCEUM_URL": "https://lab.example.org", **addresses}
    settings = Settings.from_environment(given)
    assert settings.hub_api_url == "http://hub:8081/hub/api"
    assert settings.service_url == "http://lyceum-api:8090/services/lyceum"
    assert (settings.url, settings.origins) == ("https://lab.example.org", "")
    assert (settings.service_host, settings.isolation) == ("0.0.0.0", "pods")


def test_an_address_without_a_scheme_is_refused_by_its_variable():
    with pytest.raises(SettingError, match="LYCEUM_HUB_ADDRESS"):
        Settings.from_environment({"LYCEUM_HUB_ADDRESS": "hub:8081"})
