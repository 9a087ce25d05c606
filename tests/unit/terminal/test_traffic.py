"""Bytes that go to the terminal are counted where the driver gets them."""

from concur_tui.terminal.traffic import TrafficApp


async def test_every_write_counts_in_bytes() -> None:
    app = TrafficApp[None]()
    async with app.run_test():
        before = app.written_bytes
        assert app._driver is not None
        app._driver.write("ascii")
        app._driver.write("▲")
        assert app.written_bytes == before + 5 + 3
