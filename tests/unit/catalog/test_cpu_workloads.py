"""What CPU-bound workloads compute is right, and the dial of the mix turns what it should."""

import pytest

from concur_workloads.catalog.cpu.pure_python import sum_of_squares
from support.staged import outcome_of, staged


@pytest.mark.parametrize(("below", "primes"), [(1, 0), (3, 1), (10, 4), (5_000, 669)])
def test_primes_are_counted(below: int, primes: int) -> None:
    with staged("primes", below=below) as settings:
        assert outcome_of("primes", 0, settings).result == primes


def test_points_of_the_picture_escape_or_do_not() -> None:
    # The second of two rows is the real axis, where -2.2 escapes at once, -1.2 and -0.2 never.
    with staged("mandelbrot", width=3, height=2, iterations=50) as settings:
        assert outcome_of("mandelbrot", 1, settings).result == 1 + 50 + 50
        # A picture has so many rows, and then they come again.
        assert outcome_of("mandelbrot", -1, settings).result == 1 + 50 + 50


def test_every_address_of_the_log_is_found() -> None:
    with staged("regex", lines=300) as settings:
        assert outcome_of("regex", 0, settings).result == 300


def test_compressed_text_is_shorter() -> None:
    with staged("zlib", kib=64) as settings:
        length = outcome_of("zlib", 0, settings).result
    assert isinstance(length, int)
    assert 1_000 < length < 64 * 1024 / 2


@pytest.mark.parametrize(("share", "holding"), [(0, 0), (25, 2), (50, 4), (100, 8)])
def test_the_dial_sets_how_many_steps_hold_the_gil(share: float, holding: int) -> None:
    with staged("gil-mix", held_share=float(share), steps=8, held_terms=100) as settings:
        result, figures = outcome_of("gil-mix", 0, settings)
    assert isinstance(result, tuple)
    assert result[0] == holding * sum_of_squares(100)
    assert (figures["held steps"] > 0) is (holding > 0)
    assert (figures["free steps"] > 0) is (holding < 8)
