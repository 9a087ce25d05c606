"""The log of states: a row each, cut at its end, and more than fit are scrolled to."""

from concur_tui.widgets.state_log import StateLog, StateRow
from concur_tui.widgets.state_styles import State
from support.widget_rows import OneWidgetApp, rows


async def test_rows_are_cut_at_their_end_and_the_rest_is_scrolled_to() -> None:
    log = StateLog(id="log")
    async with OneWidgetApp(log).run_test(size=(40, 3)) as pilot:
        log.show((), "not seen at anything")
        assert rows(log)[0].rstrip() == "not seen at anything"
        made = [StateRow("12:00:00.004", "1", "", None, "ended")]
        made += [
            StateRow("12:00:00.003", "2", "1.20 s", State.PIPE, "blocked: several pipes and more")
        ] * 4
        log.show(made, "")
        await pilot.pause()
        assert [row.rstrip() for row in rows(log)[:2]] == [
            "12:00:00.004  1            ended",
            "12:00:00.003  2   1.20 s ─ blocked: se…",
        ]
        log.focus()
        await pilot.press("end")
        await pilot.pause()
        assert not any("ended" in row for row in rows(log))
