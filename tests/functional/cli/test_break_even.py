"""`concur-tui break-even`: what it cannot do is refused in one sentence."""

import pytest

from concur_tui.cli import main


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--workers", "1"), "workers: 1 is not accepted; allowed is 2 or more"),
        (("--workers", "many"), "workers: 'many' is not accepted"),
        (("--work", "helt"), "did you mean held?"),
        (("--backends", "serial"), "another than serial, which is compared with"),
        (("--backends", "thread"), "did you mean threads?"),
        (("--start-methods", "vfork"), "start_method: 'vfork'"),
        (("--python", "/no/such/python"), "interpreter: '/no/such/python'"),
        (("--tasks", "3"), "there is no option --tasks here"),
    ],
)
def test_what_cannot_be_used_is_refused(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["break-even", *arguments]) == 2
    assert words in capsys.readouterr().err
