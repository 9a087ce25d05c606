"""Where the cursor is after the terminal has changed its size."""

import pytest

from concur_tui.widgets.lanes import LaneView
from support.workbench import workbench


@pytest.mark.parametrize("keys", [(), ("slash",), ("e",), ("e", "tab")])
async def test_a_pane_that_becomes_a_drawer_hands_the_cursor_to_the_lanes(
    keys: tuple[str, ...],
) -> None:
    async with workbench() as (bench, pilot):
        await pilot.press(*keys)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert isinstance(bench.screen.focused, LaneView)
