"""`lyceum chart values`: what zero-to-jupyterhub's chart is told, by its own schema."""

from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from lyceum_hub.charts.told import SECRET_FILES, parts
from lyceum_hub.cli import main

DATA = Path(__file__).with_name("data")
SCHEMAS = {"jupyterhub": "z2jh-values.schema.yaml", "dask-gateway": "dask-gateway-values.schema.yaml"}
PROFILES = """\
standard:
  title: Standard
  cpus: 2
  memory: 4 GB
forecasting:
  title: Forecasting
  environment: example.org/own:2
  mig: 1g.10gb
  tolerates: ["dedicated=ml:NoSchedule"]
"""


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Return a function that returns what the command prints, as YAML, with some settings more."""
    (tmp_path / "profiles.yaml").write_text(PROFILES)
    (tmp_path / "site.py").write_text("c.JupyterHub.shutdown_on_logout = True\n")
    for name in ("LYCEUM_NAME", "LYCEUM_SUBDOMAIN_HOST"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, **more):
        given = {
            "LYCEUM_STATE": str(tmp_path),
            "LYCEUM_IMAGE": "example.org/lab:1",
            "LYCEUM_HUB_IMAGE": "example.org/hub:1",
            "LYCEUM_DATABASE_URL": "postgresql://lyceum:hush@db/lyceum",
            "LYCEUM_HUB_CONFIG": str(tmp_path / "site.py"),
            "LYCEUM_NAME": "Our lab",
        }
        done = CliRunner().invoke(main, ["chart", "values", *arguments], env=given | more)
        return done.output if done.exit_code else yaml.safe_load(done.output)

    return run


def of_parts(schema):
    """Return a schema that misses no property: what values leave out, the chart itself says. Alternatives stay."""
    if isinstance(schema, list):
        return [of_parts(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {"required"} if "properties" in schema else set()
    return {name: of_parts(part) for name, part in schema.items() if name not in out}


@pytest.mark.parametrize("chart", SCHEMAS)
@pytest.mark.parametrize("more", [{}, {"LYCEUM_SUBDOMAIN_HOST": "https://lab.example.org", "LYCEUM_HUB_CONFIG": ""}])
def test_the_values_are_what_the_charts_schema_allows(printed, chart, more):
    schema = of_parts(yaml.safe_load((DATA / SCHEMAS[chart]).read_text()))
    jsonschema.Draft7Validator(schema).validate(printed("--of", chart, **more))


def test_the_hub_is_our_image_configured_by_the_same_settings(printed):
    hub = printed()["hub"]
    assert hub["image"] == {"name": "example.org/hub", "tag": "1"}
    assert hub["extraEnv"]["LYCEUM_NAME"] == "Our lab"
    assert hub["extraFiles"]["profiles"]["stringData"] == PROFILES
    assert hub["extraFiles"]["profiles"]["mountPath"] == hub["extraEnv"]["LYCEUM_PROFILES"]
    assert "configure(c, Settings.from_environment())" in hub["extraConfig"]["10-lyceum"]
    assert hub["extraConfig"]["20-site"] == "c.JupyterHub.shutdown_on_logout = True\n"


def test_the_database_is_told_in_secret(printed):
    assert "hush" not in str(printed())
    assert printed("--of", "lyceum")["secret"]["databaseUrl"] == "postgresql://lyceum:hush@db/lyceum"


def test_a_dask_gateway_asks_the_hub_who_may_reach_it_and_starts_our_image(printed):
    gateway = printed("--of", "dask-gateway", LYCEUM_HUB_ADDRESS="http://10.0.0.7:8081")["gateway"]
    assert gateway["auth"]["type"] == "jupyterhub"
    asks = gateway["auth"]["jupyterhub"]
    assert (asks["apiUrl"], asks["jupyterhubServiceName"]) == ("http://10.0.0.7:8081/hub/api", "dask-gateway")
    assert asks["apiTokenFromSecretKey"] in SECRET_FILES
    assert gateway["backend"]["image"] == {"name": "example.org/lab", "tag": "1"}
    assert gateway["backend"]["worker"]["memory"] == {"request": 4_000_000_000, "limit": 4_000_000_000}


def test_every_image_is_fetched_beforehand_on_machines_with_gpus_too(printed):
    values = printed()
    assert values["singleuser"]["image"] == {"name": "example.org/lab", "tag": "1"}
    assert list(values["prePuller"]["extraImages"].values()) == [{"name": "example.org/own", "tag": "2"}]
    assert [one["key"] for one in values["prePuller"]["extraTolerations"]] == ["dedicated", "nvidia.com/gpu"]


def test_a_placeholder_keeps_room_for_one_more_of_the_first_profile(printed):
    placeholder = printed()["scheduling"]["userPlaceholder"]
    assert placeholder["replicas"] == 1
    assert placeholder["resources"]["requests"] == {"cpu": 2, "memory": 4_000_000_000}


def test_what_describes_one_machine_is_not_told(printed):
    told = printed(LYCEUM_PORT="4711", LYCEUM_HOMES="/nowhere")["hub"]["extraEnv"]
    assert told["LYCEUM_SPAWNER"] == "kubernetes"
    assert told["LYCEUM_STATE"] == "/var/lib/lyceum"
    assert not {"LYCEUM_PORT", "LYCEUM_HOMES", "LYCEUM_HUB_CONFIG"} & set(told)


@pytest.mark.parametrize(
    ("arguments", "more", "said"),
    [
        ((), {"LYCEUM_IMAGE": ""}, "LYCEUM_IMAGE is not set"),
        ((), {"LYCEUM_HUB_IMAGE": ""}, "LYCEUM_HUB_IMAGE is not set"),
        (("--of", "lyceum"), {"LYCEUM_DATABASE_URL": "sqlite:////x"}, "must name a PostgreSQL database"),
    ],
)
def test_what_a_cluster_lacks_is_said(printed, arguments, more, said):
    assert said in printed(*arguments, **more)


def test_a_folder_of_one_machine_is_no_image(printed, tmp_path):
    (tmp_path / "profiles.yaml").write_text("own:\n  title: Own\n  environment: /opt/own\n")
    assert "The profile own has the folder /opt/own as its environment" in printed()


@pytest.mark.parametrize(
    ("image", "split"),
    [
        ("example.org/lab:1", {"name": "example.org/lab", "tag": "1"}),
        ("example.org:5000/lab", {"name": "example.org:5000/lab", "tag": "latest"}),
        ("lab@sha256:0a", {"name": "lab@sha256", "tag": "0a"}),
    ],
)
def test_an_image_is_split_where_charts_put_it_together(image, split):
    assert parts(image) == split
