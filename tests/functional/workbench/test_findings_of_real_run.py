"""A real run on threads that compute says why they gain nothing while it is still on."""

from concur_tui.app import ConcurApp
from concur_tui.screens.workbench.workbench import WorkbenchScreen
from concur_tui.settings import Settings
from concur_workloads.api import LintSettings, default_spec

# Two would do on a quiet machine; of four, most wait for the GIL also where others have the CPUs.
_ENDLESS = default_spec("sum-of-squares").with_changes(
    parameters={"terms": 200_000}, workers=4, tasks=1_000_000, repeats=1, baseline=False
)


async def test_threads_that_share_the_gil_are_told_of_before_the_run_ends() -> None:
    # What other programs do meanwhile would come first.
    silenced = LintSettings(frozenset({"noisy-machine"}))
    app = ConcurApp(Settings("concur-dark", 0.1, 0.25, silenced, look_s=0.3))
    async with app.run_test(size=(120, 40)) as pilot:
        while not isinstance(app.screen, WorkbenchScreen):
            await pilot.pause()
        screen = app.screen
        screen.run_worker(app.controller.start(_ENDLESS, screen.post_message))
        told = ""
        while not told.startswith("So far: The 4 threads had"):
            await pilot.pause(0.1)
            assert app.controller.running
            told = str(screen.query_one("#finding").render())
        assert "as they share one GIL" in told
        assert "finding" in str(screen.so_far.border_title)
        app.controller.kill()
        await app.controller.wait_until_idle()
