"""`concur-tui race`: the order one asks for, and what it comes to."""

import json

from support.command_line import concur_tui


def test_the_steps_stand_in_columns_and_the_loss_is_explained() -> None:
    done = concur_tui("race", "--order", "121212", "--additions", "1")
    lines = done.stdout.splitlines()
    assert lines[2] == "   2                      value = counter         0        0"
    assert "the counter is 1: 1 lost. At step 6 thread 2 stored" in done.stdout
    assert done.returncode == 0


def test_a_seed_gives_the_same_again_as_json() -> None:
    first, second = (concur_tui("race", "--seed", "3", "--json").stdout for _ in range(2))
    assert first == second
    race = json.loads(first)
    assert race["lost"] == race["stored"] - race["counter"]
    again = json.loads(concur_tui("race", "--order", race["order"], "--json").stdout)
    assert again == race


def test_an_order_that_cannot_be_is_a_sentence() -> None:
    no_order, too_many = (concur_tui("race", "--order", order) for order in ("13", "2222222"))
    assert (no_order.returncode, too_many.returncode) == (2, 2)
    assert "'13' is no order such as 111222" in no_order.stderr
    assert "thread 2 has 6 steps only; --additions gives it more" in too_many.stderr
