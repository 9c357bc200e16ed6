"""Sizes and lengths of time as people write and read them."""

import pytest

from lyceum_hub.servers import units


@pytest.mark.parametrize(
    ("text", "count"),
    [("4 GB", 4 * 10**9), ("4GB", 4 * 10**9), ("1.5 gb", 1_500_000_000), ("512 MiB", 2**29), (" 1 TiB ", 2**40)],
)
def test_sizes_are_read(text: str, count: int):
    assert units.read_size(text) == count


@pytest.mark.parametrize(("text", "count"), [("90 s", 90), ("45 min", 2700), ("2 h", 7200), ("1.5 d", 129_600)])
def test_lengths_of_time_are_read(text: str, count: int):
    assert units.read_time(text) == count


@pytest.mark.parametrize("text", ["", "4", "GB", "-4 GB", "4 apples", "0 GB", "1e9 GB", None, True, 4, "4 GB 5"])
def test_what_is_no_amount_is_refused(text: object):
    with pytest.raises(ValueError, match="is not a size such as `4 GB`"):
        units.read_size(text)


def test_amounts_are_told_in_few_digits():
    assert [units.size(count) for count in (0, 1500, 4e9, 16.26e9, 249.7e9, 2e12)] == [
        *("0 kB", "1.5 kB", "4 GB", "16.3 GB", "250 GB", "2 TB"),
    ]
    assert [units.time(seconds) for seconds in (1, 59, 90, 7200, 3 * 86400)] == ["1 s", "59 s", "1.5 min", "2 h", "3 d"]
