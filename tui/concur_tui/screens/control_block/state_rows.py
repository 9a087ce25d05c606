"""The log of states of one or two workers, the newest on top."""

from collections.abc import Iterator, Mapping, Sequence

from concur_tui.control_block_words import clock, state_words
from concur_tui.formatting import seconds
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.state_log import StateRow
from concur_tui.widgets.state_styles import State
from concur_workloads.api import MOST_STATES, BudgetItem, SeenState


def state_rows(pasts: Mapping[str, Sequence[SeenState]], now_ns: int) -> list[StateRow]:
    """A row for each of the last states; of several workers they are told by their names."""
    stretches = [
        (state, until_ns, name)
        for name, states in pasts.items()
        for state, until_ns in _with_ends(states, now_ns)
    ]
    stretches.sort(key=lambda each: -each[0].since_ns)
    longest = max(map(len, pasts), default=0) if len(pasts) > 1 else 0
    # As many are kept of each: of those before them, some may be known of one alone.
    return [
        StateRow(
            clock(state.since_ns),
            name.rjust(longest) if longest else "",
            seconds((until_ns - state.since_ns) / 1e9) if state.activity is not None else "",
            _pattern(state),
            state_words(state),
        )
        for state, until_ns, name in stretches[:MOST_STATES]
    ]


def _with_ends(states: Sequence[SeenState], now_ns: int) -> Iterator[tuple[SeenState, int]]:
    """Each until when, the newest first."""
    until_ns = now_ns
    for state in reversed(states):
        yield state, until_ns
        until_ns = state.since_ns


def _pattern(state: SeenState) -> State | None:
    if state.activity is None:
        return None
    return BUDGET_STATES[BudgetItem[state.activity.name]]
