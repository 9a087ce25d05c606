"""`concur-tui race`: two threads, one counter, and the order of their steps as one chooses."""

import json
from argparse import Namespace
from dataclasses import asdict

from concur_tui.command_line.exit_codes import OK
from concur_tui.command_line.standard_output import write_out
from concur_tui.command_line.usage import UsageError
from concur_tui.race_words import step_lines
from concur_workloads.api import Race, drawn_order, order_of, race_sentence, replay, shown_order


def race(options: Namespace) -> int:
    """Take the steps that the options ask for, write what came of them, and return the exit code.

    Raises UsageError.
    """
    try:
        order = (
            order_of(options.order)
            if options.order is not None
            else drawn_order(options.seed, options.additions)
        )
    except ValueError as error:
        raise UsageError(f"--order: {error}.") from None
    try:
        run = replay(order, options.additions)
    except ValueError as error:
        raise UsageError(f"--order: {error}; --additions gives it more.") from None
    write_out(_json(run) if options.json else _table(run))
    return OK


def _table(run: Race) -> str:
    again = f"The same again: --order {shown_order(run.order)} --additions {run.additions}"
    return "\n".join([*step_lines(run), "", race_sentence(run), again]) + "\n"


def _json(run: Race) -> str:
    plain = {
        "order": shown_order(run.order),
        "additions": run.additions,
        "steps": [asdict(step) for step in run.steps],
        "counter": run.counter,
        "stored": run.stored,
        "lost": run.lost,
        "why_lost": [{**asdict(each), "undone": sorted(each.undone)} for each in run.why_lost],
        "verdict": race_sentence(run),
    }
    return json.dumps(plain, indent=2) + "\n"
