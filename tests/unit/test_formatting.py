import math

import pytest

from concur_tui.formatting import (
    byte_size,
    compact,
    count,
    counted,
    duration,
    percent,
    rate,
    seconds,
    significant,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1.2345, "1.23"),
        (12.345, "12.3"),
        (99.96, "100"),
        (123.4, "123"),
        (1234, "1230"),
        (0.00123, "0.00123"),
        (9.999, "10.0"),
        (-1.5, "-1.50"),
        (None, "-"),
        (math.nan, "-"),
        (math.inf, "inf"),
    ],
)
def test_three_significant_figures(value: float | None, text: str) -> None:
    assert significant(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.234, "1.23 s"),
        (0.0456, "45.6 ms"),
        (0.9999, "1.00 s"),
        (0.000789, "789 µs"),
        (5.5e-7, "550 ns"),
        (1e-12, "0.00100 ns"),
        (0, "0 s"),
        (83.2, "83.2 s"),
        (None, "-"),
    ],
)
def test_seconds_pick_their_unit_after_rounding(value: float | None, text: str) -> None:
    assert seconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.21, "3.2 s"),
        (59.96, "1 min 00 s"),
        (65, "1 min 05 s"),
        (7380, "2 h 03 min"),
        (3599.9, "1 h 00 min"),
        (None, "-"),
    ],
)
def test_durations_carry_over(value: float | None, text: str) -> None:
    assert duration(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1023, "0.999 KiB"),
        (1536, "1.50 KiB"),
        (22_334_668, "21.3 MiB"),
        (1000 * 1024, "0.977 MiB"),
        (3 * 1024**3, "3.00 GiB"),
        (None, "-"),
    ],
)
def test_bytes_never_show_four_digits(value: float | None, text: str) -> None:
    assert byte_size(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.5"), (20, "20"), (1500, "1.5k"), (999_999, "1M"), (None, "-")],
)
def test_axis_numbers_are_short(value: float | None, text: str) -> None:
    assert compact(value) == text


def test_rates_percentages_and_counts() -> None:
    assert rate(12.08, "task") == "12.1 task/s"
    assert rate(1500, "task") == "1.50k task/s"
    assert rate(None, "task") == "- task/s"
    assert percent(0.264) == "26.4 %"
    assert percent(1.7349) == "173 %"
    assert percent(None) == "- %"
    assert count(1_000_000) == "1 000 000"
    assert count(None) == "-"


@pytest.mark.parametrize(
    ("value", "what", "text"),
    [(1, "pass", "1 pass"), (5, "pass", "5 passes"), (1_000, "task", "1 000 tasks")],
)
def test_what_is_counted_is_in_its_number(value: int, what: str, text: str) -> None:
    assert counted(value, what) == text


@pytest.mark.parametrize("value", [0.0, 1e-9, 4.56e-4, 0.0999, 0.9999, 1.0, 59.9, 999.0])
def test_seconds_fit_their_width(value: float) -> None:
    assert len(seconds(value, width=7)) == len("12.3 ms")


@pytest.mark.parametrize("value", [0, 1, 999, 1000, 1023, 123_456, 10**9, 10**12])
def test_bytes_fit_their_width(value: int) -> None:
    assert len(byte_size(value, width=9)) == len("0.977 MiB")


@pytest.mark.parametrize("share", [0.01, 0.264, 0.9999, 1.0, 2.0, 64.0])
def test_percentages_fit_their_width(share: float) -> None:
    assert len(percent(share, width=6)) == len("26.4 %")
