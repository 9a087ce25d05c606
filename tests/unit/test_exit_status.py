"""Exit codes in words."""

import pytest

from concur_workloads.exit_status import exit_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exited with code 0"),
        (3, "exited with code 3"),
        (-9, "was ended by SIGKILL"),
        (-99, "was ended by signal 99"),
        (None, "ended in an unknown way"),
    ],
)
def test_words(code: int | None, words: str) -> None:
    assert exit_words(code) == words
