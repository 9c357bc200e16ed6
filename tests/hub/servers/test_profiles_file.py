"""The file that describes profiles: what it may say, how what is wrong in it is said, and when it is read again."""

import textwrap
from pathlib import Path

import pytest

from lyceum_hub.errors import SettingError
from lyceum_hub.servers.profiles import PROFILES, WITH_GPU, Profile
from lyceum_hub.servers.profiles_file import ProfilesFile, profiles_of, read_profiles
from lyceum_hub.settings import Settings
from support import fake_nvml

FAKE_NVML = Path(fake_nvml.__file__)

EVERYTHING = """
large:
  title: Large
  description: Forecasts, on half a GPU.
  environment: /opt/forecasting
  cpus: 4
  memory: 16 GB
  processes: 512
  gpus: 0.5
  mig: 1g.10gb
  groups: [forecasting, planning]
  price: 1.2
  idle: 45 min
  most: 12 h
  nodes: [zone=a]
  tolerates: ["dedicated=ml:NoSchedule"]
standard:
  title: Standard
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "profiles.yaml"
    path.write_text(textwrap.dedent(text))
    return path


def test_everything_that_can_be_said(tmp_path: Path):
    large, standard = read_profiles(write(tmp_path, EVERYTHING)).items()
    assert standard == ("standard", Profile("Standard", ""))
    groups = frozenset({"forecasting", "planning"})
    sizes = {"cpus": 4, "memory": 16 * 10**9, "processes": 512, "gpus": 0.5, "mig": "1g.10gb"}
    machines = {"nodes": ("zone=a",), "tolerates": ("dedicated=ml:NoSchedule",)}
    bounds = {**machines, "groups": groups, "price": 1.2, "idle_seconds": 2700, "most_seconds": 12 * 3600}
    described = Profile("Large", "Forecasts, on half a GPU.", environment="/opt/forecasting", **sizes, **bounds)
    assert large == ("large", described)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("large:\n  title: Large\n  cpus: many", ":3: large.cpus: is no number. It is a number of CPUs"),
        ("large:\n  title: Large\n  cpus: .nan", ":3: large.cpus: "),
        ("large:\n  title: Large\n  memory: 4", ":3: large.memory: '4' is not a size such as `4 GB`"),
        ("large:\n  title: Large\n  memory: 0 GB", ":3: large.memory: '0 GB' is not a size"),
        ("large:\n  title: Large\n  idle: never", ":3: large.idle: 'never' is not a length of time such as `45 min`"),
        ("large:\n  title: Large\n  gpus: 1.5", ":3: large.gpus: 1.5 GPUs cannot be given"),
        ("large:\n  title: Large\n  mig: 1g", ":3: large.mig: is not written as it has to be. It is a kind of MIG"),
        ("large:\n  title: Large\n  groups: a", ":3: large.groups: is no list. It is a list of groups"),
        ("large:\n  title: Large\n  nodes: [a]", ":3: large.nodes"),
        ("large:\n  title: Large\n  tolerates: [a=b:Never]", ":3: large.tolerates"),
        ("large:\n  title: Large\n  memroy: 4 GB", ":3: large.memroy: is not a known field. Did you mean `memory`?"),
        ("large: {}", ":1: large.title: is missing. Add it: what people choose it by, as `Large`."),
        ("large: Large", ":1: large: has no fields. Write, indented below it, `title: Standard`."),
        ("Large One:\n  title: Large", ":1: Large One: cannot be a name. Use small letters"),
        ("a:\n  title: A\na:\n  title: B", ":3: a: is written twice. Keep one."),
        ("a: !!python/object/apply:os.system [ls]", ":1: uses the YAML tag"),
        ("a: [", "is not YAML"),
        ("- a", ":1: does not name profiles. Write `standard:`"),
        ("", "does not name profiles"),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_field_with_a_remedy(tmp_path: Path, text: str, told: str):
    path = write(tmp_path, text)
    with pytest.raises(SettingError) as refused:
        read_profiles(path)
    assert str(refused.value).startswith(f"{path}:")
    assert told in str(refused.value)


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path):
    path = write(tmp_path, "a:\n  most: x\n  cpus: -1\n  title: A\nb: {}")
    with pytest.raises(SettingError) as refused:
        read_profiles(path)
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["2", "3", "5"]


def test_a_change_counts_at_once_and_a_mistake_changes_nothing(tmp_path: Path, caplog):
    path = tmp_path / "profiles.yaml"
    file = ProfilesFile(path, PROFILES)
    assert file() == PROFILES
    write(tmp_path, "small:\n  title: Small")
    assert list(file()) == ["small"]
    write(tmp_path, "small:\n  titel: Smaller")
    assert list(file()) == ["small"]
    assert "The profiles stay as they were" in caplog.text
    assert "Did you mean `title`?" in caplog.text
    path.unlink()
    assert file() == PROFILES


def test_a_workspace_without_a_file_has_the_profiles_that_we_give_it(tmp_path: Path):
    settings = Settings.from_environment({"LYCEUM_STATE": str(tmp_path), "LYCEUM_NVML": "no_such_library"})
    assert profiles_of(settings).all() == PROFILES


def test_a_machine_with_a_gpu_has_a_profile_for_it(tmp_path: Path):
    settings = Settings.from_environment({"LYCEUM_STATE": str(tmp_path), "LYCEUM_NVML": str(FAKE_NVML)})
    assert profiles_of(settings).all() == {**PROFILES, "gpu": WITH_GPU}
    write(tmp_path, "small:\n  title: Small")
    assert list(profiles_of(settings).all()) == ["small"]


def test_the_file_lies_in_the_state_folder_or_where_the_setting_says(tmp_path: Path):
    write(tmp_path, "small:\n  title: Small")
    assert list(profiles_of(Settings.from_environment({"LYCEUM_STATE": str(tmp_path)})).all()) == ["small"]
    elsewhere = {"LYCEUM_STATE": str(tmp_path / "state"), "LYCEUM_PROFILES": str(tmp_path / "profiles.yaml")}
    assert list(profiles_of(Settings.from_environment(elsewhere)).all()) == ["small"]
    (tmp_path / "profiles.yaml").unlink()
    with pytest.raises(SettingError, match=r"LYCEUM_PROFILES names .*profiles\.yaml, which is not there"):
        profiles_of(Settings.from_environment(elsewhere))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(SettingError, match="cannot be read"):
        read_profiles(tmp_path)
