"""What every test of a fault asserts in the end: that nothing is left behind."""

from collections.abc import Iterator

import pytest

from support.leftovers import nothing_left_behind


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    with nothing_left_behind():
        yield
