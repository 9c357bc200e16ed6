"""Logging in to a real hub: with a password, and through one-time links."""

import re

import httpx
import pytest

from lyceum_hub.authenticator import AUTHENTICATORS, Workspace, authenticator_class
from lyceum_hub.errors import SettingError

PASSWORD = "correct horse battery"


def xsrf(page: httpx.Response) -> str:
    return re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]


def submit(browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Fill in the form of a page and send it."""
    return browser.post(path, data={"_xsrf": xsrf(browser.get(path)), **fields})


def log_in(hub, name: str, password: str) -> httpx.Response:
    with hub.browser() as browser:
        return submit(browser, "/login", username=name, password=password)


def make_account(hub, name: str, *, admin: bool = False) -> None:
    hub.accounts.accept(hub.accounts.invite(name, admin=admin, by="test"), name, PASSWORD)


def is_logged_in(browser: httpx.Client) -> bool:
    return browser.get("/home").status_code == 200


def test_a_password_logs_in(small_hub):
    make_account(small_hub, "ada")
    answer = log_in(small_hub, "Ada ", PASSWORD)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/hub/spawn"
    assert log_in(small_hub, "ada", PASSWORD + "!").status_code == 403


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(small_hub):
    make_account(small_hub, "grace")
    answers = {name: log_in(small_hub, name, "a wrong password") for name in ("grace", "nobody")}
    assert {answer.status_code for answer in answers.values()} == {403}
    assert "do not go together" in answers["grace"].text
    assert strip(answers["grace"].text, "grace") == strip(answers["nobody"].text, "nobody")


def strip(page: str, name: str) -> str:
    return re.sub(r'name="_xsrf" value="[^"]+"', "", page).replace(f'value="{name}"', "")


def test_the_tries_for_a_name_are_throttled(small_hub):
    make_account(small_hub, "alan")
    seen = [log_in(small_hub, "alan", f"wrong password {turn}").status_code for turn in range(12)]
    assert seen.count(403) <= 10
    assert seen[-1] == 429
    answer = log_in(small_hub, "alan", PASSWORD)
    assert answer.status_code == 429
    assert "Wait" in answer.text


def test_the_tries_from_an_address_are_throttled(small_hub):
    with small_hub.browser() as browser:
        token, hops = xsrf(browser.get("/login")), browser.headers["X-Forwarded-For"]
        fields = [{"_xsrf": token, "username": f"name{turn}", "password": PASSWORD} for turn in range(11)]
        seen = [browser.post("/login", data=form).status_code for form in fields]
        invented = browser.post("/login", data=fields[0], headers={"X-Forwarded-For": f"10.9.9.9, {hops}"})
    assert seen == [403] * 10 + [429]
    assert invented.status_code == 429
    assert log_in(small_hub, "name0", PASSWORD).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"username=ada",
        b"password=12345678",
        b"username=ada&password=with%00a zero",
        b"username=a%00da&password=12345678",
        b"username=%ff%fe&password=12345678",
        b"username=ada&password=" + b"x" * 2_000_000,
        b"username=" + b"x" * 2_000_000 + b"&password=12345678",
    ],
)
def test_what_cannot_be_right_is_refused_before_it_is_hashed(small_hub, body):
    with small_hub.browser() as browser:
        token = xsrf(browser.get("/login"))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-XSRFToken": token}
        answer = browser.post("/login", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert max(len(line) for line in small_hub.log.read_bytes().splitlines()) < 1000


def test_a_link_makes_the_account_and_logs_in_once(small_hub):
    token = small_hub.accounts.invite("emmy", admin=False, by="test")
    with small_hub.browser() as browser:
        wrong = submit(browser, f"/join?token={token}", name="emmy", password="short")
        assert wrong.status_code == 400
        assert "8 to 1000 characters" in wrong.text
        joined = submit(browser, f"/join?token={token}", name="emmy", password=PASSWORD)
        assert joined.headers["location"] == "/hub/spawn"
        assert is_logged_in(browser)
        again = browser.get(f"/join?token={token}")
    assert again.status_code == 410
    assert again.headers["Referrer-Policy"] == "no-referrer"
    assert token not in small_hub.log.read_text()
    assert PASSWORD not in small_hub.log.read_text()


def test_a_link_needs_the_form_it_was_shown_with(small_hub):
    token = small_hub.accounts.invite("mary", admin=False, by="test")
    with small_hub.browser() as browser:
        answer = browser.post(f"/join?token={token}", data={"name": "mary", "password": PASSWORD})
    assert answer.status_code == 403
    assert token not in small_hub.log.read_text()


def test_a_new_password_ends_older_sessions(small_hub):
    make_account(small_hub, "rosa")
    with small_hub.browser() as older, small_hub.browser() as newer:
        submit(older, "/login", username="rosa", password=PASSWORD)
        assert is_logged_in(older)
        token = small_hub.accounts.invite("rosa", admin=False, by="test")
        submit(newer, f"/join?token={token}", name="rosa", password="another password")
        assert is_logged_in(newer)
        assert not is_logged_in(older)


def test_administrators_make_links_and_withdraw_them(small_hub):
    make_account(small_hub, "hedy", admin=True)
    with small_hub.browser() as browser:
        submit(browser, "/login", username="hedy", password=PASSWORD)
        page = submit(browser, "/invites", name="lise")
        link = re.search(r'value="(http[^"]+/hub/join\?token=([^"]+))"', page.text)
        assert small_hub.accounts.invitation(link[2]).name == "lise"
        key = next(invite.key for invite in small_hub.accounts.open_invites() if invite.name == "lise")
        submit(browser, "/invites", revoke=key)
        assert browser.get(f"/join?token={link[2]}").status_code == 410
        assert "small letters" in submit(browser, "/invites", name="No Name").text


def test_others_do_not_see_the_links(small_hub):
    make_account(small_hub, "jane")
    with small_hub.browser() as browser:
        assert browser.get("/invites").status_code == 302
        submit(browser, "/login", username="jane", password=PASSWORD)
        assert browser.get("/invites").status_code == 403


def test_a_person_removed_from_the_hub_cannot_log_in_again(small_hub):
    make_account(small_hub, "gone")
    assert log_in(small_hub, "gone", PASSWORD).status_code == 302
    with small_hub.api() as api:
        assert api.delete("/users/gone").status_code == 204
    assert log_in(small_hub, "gone", PASSWORD).status_code == 403


def test_roles_give_the_scopes_of_the_table(small_hub):
    with small_hub.api() as api:
        api.post("/users/scopes", json={"admin": False})
        token = api.post("/users/scopes/tokens", json={}).json()["token"]
    headers = {"Authorization": f"token {token}"}
    held = httpx.get(f"{small_hub.url}/api/user", headers=headers, timeout=60).json()["scopes"]
    assert "custom:lyceum:runs:write" in held
    assert "custom:lyceum:entries:publish" not in held


def test_where_there_is_room_for_one_the_second_is_told_why(hub_for_one):
    with hub_for_one.api() as api:
        assert api.post("/users/ada").status_code == 201
        for answer in (api.post("/users/bob"), api.post("/users", json={"usernames": ["bob"]})):
            assert answer.status_code in (400, 403)
            assert "Start Lyceum as root" in answer.json()["message"]
        assert api.get("/users/bob").status_code == 404
    token = hub_for_one.accounts.first_link()
    with hub_for_one.browser() as browser:
        refused = submit(browser, f"/join?token={token}", name="bob", password=PASSWORD)
        assert refused.status_code == 403
        assert "Start Lyceum as root" in refused.text
        joined = submit(browser, f"/join?token={token}", name="ada", password=PASSWORD)
        assert joined.status_code == 302
        assert "For one." in browser.get("/home").text


@pytest.mark.parametrize("name", AUTHENTICATORS)
def test_every_provider_has_our_pages_and_rules(name):
    assert issubclass(authenticator_class(name), Workspace)


def test_an_unknown_provider_is_refused_by_name():
    with pytest.raises(SettingError, match="generic-oauth"):
        authenticator_class("oauth3")
