from queue import Queue

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from concur_tui.terminal.backpressure import BackpressureApp, waiting_writes
from concur_tui.terminal.cell_diff import CellDiffApp
from support.capturing_driver import CapturingDriver


class StalledWriter:
    """A writer thread whose terminal does not read."""

    def __init__(self, waiting: int) -> None:
        self._queue: Queue[str] = Queue()
        for _ in range(waiting):
            self._queue.put("frame")

    def drain(self) -> None:
        while not self._queue.empty():
            self._queue.get()


class CounterApp(BackpressureApp[None], CellDiffApp[None]):
    def __init__(self) -> None:
        super().__init__(driver_class=CapturingDriver)

    def compose(self) -> ComposeResult:
        yield Static("count 0")


async def show(pilot: Pilot[None], text: str) -> None:
    pilot.app.query_one(Static).update(text)
    await pilot.pause()


async def frames(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, CounterApp)
    driver = app._driver
    assert isinstance(driver, CapturingDriver)
    await show(pilot, "count 1")
    assert "count 1" in driver.terminal.text()
    assert app.skipped_frames == 0

    writer = StalledWriter(waiting=4)
    driver._writer_thread = writer  # type: ignore[attr-defined]
    before = driver.bytes_written
    for number in range(2, 6):
        await show(pilot, f"count {number}")
    assert driver.bytes_written == before
    assert app.skipped_frames >= 1

    writer.drain()
    while "count 5" not in driver.terminal.text():
        await pilot.pause()
    await show(pilot, "count 6")
    assert "count 6" in driver.terminal.text()
    app.exit()


async def test_frames_are_skipped_while_the_terminal_stalls_and_the_last_one_is_painted() -> None:
    await CounterApp().run_async(size=(40, 5), auto_pilot=frames)  # type: ignore[arg-type]


async def test_a_driver_without_a_queue_never_waits() -> None:
    app = CounterApp()
    async with app.run_test():
        assert waiting_writes(app._driver) == 0
    assert waiting_writes(None) == 0
