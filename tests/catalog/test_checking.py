"""What a check says is shown with its code and emphasis, and what is HTML in it is text."""

import pytest

from lyceum_catalog.checking import Said


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("Take `a * b`, not `c * d`.", "Take <code>a * b</code>, not <code>c * d</code>."),
        ("*How many times* is a division.", "<em>How many times</em> is a division."),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("A mark ` alone", "A mark ` alone"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
    ],
)
def test_a_hint_is_shown_with_its_code_and_emphasis(hint, shown):
    assert f"<p>✗ {shown}</p>" in Said("✗", hint)._repr_html_()
    assert repr(Said("✗", hint)) == f"✗ {hint}"
