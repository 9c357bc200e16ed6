"""Keys of Labs: each its own, and none tells of the secret or of another."""

from lyceum_hub.culling.keys import Keys


def test_each_lab_has_a_key_of_its_own():
    keys = Keys("hush")
    found = {keys.of("ada", ""), keys.of("ada", "second"), keys.of("bob", ""), Keys("other").of("ada", "")}
    assert len(found) == 4
    assert keys.of("ada", "") == Keys("hush").of("ada", "")


def test_the_secret_is_not_shown():
    assert "hush" not in repr(Keys("hush"))
