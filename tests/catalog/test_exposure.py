"""What a notebook should not show is found and named; what is secret is not repeated."""

import pytest

from lyceum_catalog.exposure import exposures
from support.notebooks import notebook


def found(*sources):
    return [(item.cell, item.kind, item.name) for item in exposures(notebook(*sources))]


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ('DATABASE_PASSWORD = "hunter22"', "secret", "DATABASE_PASSWORD"),
        ('password: str | None = "hunter22"', "secret", "password"),
        ("connect(host, api_key='0123456789')", "secret", "api_key"),
        ('{"token": "abcdefgh"}', "secret", "token"),
        ("boto3.client('AKIA" + "ABCDEFGHIJKLMNOP')", "key", "AWS"),
        ("# ghp_" + "a" * 36, "key", "GitHub"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "key", "PEM"),
        ('url = "postgresql://ada:pa55@db.example.org/sales"', "address", "db.example.org"),
        ('read("/home/lab-ada/sales.csv")', "path", "/home/lab-ada/sales.csv"),
        (r'read("C:\\Users\\ada\\sales.csv")', "path", r"C:\\Users\\ada\\sales.csv"),
        ("See [it](/Users/ada/notes.md)", "path", "/Users/ada/notes.md"),
    ],
)
def test_secrets_and_personal_paths_are_found(source, kind, name):
    assert found("x = 1", source) == [(1, kind, name)]


@pytest.mark.parametrize(
    "source",
    [
        'password = secret("DATABASE_PASSWORD")',
        'token = "<your token>"',
        'password = os.environ["PASSWORD"]',
        'api_key = "..."',
        "tokens = 12345678",
        'read("data/home/sales.csv")',
        'open_entry("flights")',
        'url = "https://example.org:8443/home/ada"',
        'f"postgresql://{user}:{password}@db"',
    ],
)
def test_what_shows_nothing_is_not_found(source):
    assert found(source) == []


def test_what_its_author_says_is_none_is_told_and_open_no_more():
    cell = 'password = "hunter22"  # not a secret\ntoken = "abcdefgh"\nread("/home/ada/x")  # not a secret'
    shown = exposures(notebook(cell, 'password = "hunter22"'))
    assert [(item.cell, item.name, item.answered, item.is_open) for item in shown] == [
        (0, "password", True, False),
        (0, "token", False, True),
        (0, "/home/ada/x", False, False),
        (1, "password", False, True),
    ]


def test_each_is_told_once_and_never_what_is_secret():
    told = found('PASSWORD = "hunter22"\nPASSWORD = "hunter22"')
    assert told == [(0, "secret", "PASSWORD")]
    assert "hunter22" not in str(told)
