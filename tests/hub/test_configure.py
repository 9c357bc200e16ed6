"""Settings → JupyterHub's configuration, on a bare traitlets Config."""

from pathlib import Path

import pytest
from traitlets.config import Config

from lyceum_hub.configure import configure, environment
from lyceum_hub.errors import SettingError
from lyceum_hub.settings import VARIABLES, Settings


def settings(tmp_path: Path, **given: str) -> Settings:
    return Settings.from_environment({"LYCEUM_STATE": str(tmp_path), **given})


def configured(settings: Settings) -> Config:
    c = Config()
    configure(c, settings)
    return c


def test_configuring_twice_changes_nothing(tmp_path: Path):
    once, twice = Config(), Config()
    for c, times in ((once, 1), (twice, 2)):
        for _ in range(times):
            configure(c, settings(tmp_path))
    for section in once:
        for name, value in once[section].items():
            assert callable(value) or twice[section][name] == value


def test_the_hub_keeps_its_state_in_the_state_folder(tmp_path: Path):
    c = configured(settings(tmp_path))
    assert c.JupyterHub.db_url == f"sqlite:///{tmp_path}/hub.sqlite"
    assert Path(c.JupyterHub.cookie_secret_file).stat().st_mode & 0o777 == 0o600


def test_peoples_servers_inherit_no_secret(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "hush")
    given = settings(tmp_path, LYCEUM_DATABASE_URL="postgresql://lyceum:hush@db/lyceum")
    c = configured(given)
    assert not {"DATABASE_PASSWORD", "CONFIGPROXY_AUTH_TOKEN", *VARIABLES.values()} & set(c.Spawner.env_keep)
    assert "hush" not in str(environment(given))
    assert environment(given)["INTAKE_ALLOW_IMPORT"] == "False"


def test_the_token_of_a_server_depends_on_what_it_is(tmp_path: Path):
    class Spawner:
        name = "run-0a-1"

    scopes = configured(settings(tmp_path)).Spawner.server_token_scopes
    assert "custom:lyceum:runs:write" not in scopes(Spawner)
    Spawner.name = ""
    assert "custom:lyceum:runs:write" in scopes(Spawner)


def test_the_proxy_is_not_the_hubs_to_start(tmp_path: Path):
    c = configured(settings(tmp_path, LYCEUM_PROXY_PORT="4711"))
    assert c.ConfigurableHTTPProxy.should_start is False
    assert c.ConfigurableHTTPProxy.api_url == "http://127.0.0.1:4711"


@pytest.mark.parametrize("variable", ["LYCEUM_SPAWNER", "LYCEUM_AUTHENTICATOR"])
def test_an_unknown_backend_is_refused_by_name(tmp_path: Path, variable: str):
    with pytest.raises(SettingError, match=f"{variable} is 'nothing'.*must be one of"):
        configured(settings(tmp_path, **{variable: "nothing"}))


def test_on_a_cluster_the_hubs_chart_says_where_everything_stands(tmp_path: Path):
    addresses = {"LYCEUM_HUB_ADDRESS": "http://hub:8081", "LYCEUM_SERVICE_ADDRESS": "http://lyceum-api:8090/"}
    c = configured(settings(tmp_path, LYCEUM_SPAWNER="kubernetes", LYCEUM_IMAGE="example.org/lab:1", **addresses))
    assert not {"bind_url", "hub_bind_url", "db_url", "cookie_secret_file"} & set(c.JupyterHub)
    assert c.JupyterHub.services[0]["url"] == "http://lyceum-api:8090"
    assert c.JupyterHub.cleanup_servers is False
    assert "LocalSpawner" not in c


def test_on_a_cluster_an_image_must_be_named(tmp_path: Path):
    with pytest.raises(SettingError, match="LYCEUM_IMAGE"):
        configured(settings(tmp_path, LYCEUM_SPAWNER="kubernetes"))
