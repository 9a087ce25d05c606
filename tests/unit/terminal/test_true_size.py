import os
import shutil

import pytest

from concur_tui.terminal.true_size import TrueSizeApp


async def test_a_size_that_was_reported_too_late_is_corrected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((100, 30)))
    app = TrueSizeApp[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        app.check_size()
        await pilot.pause()
        assert app.size == (100, 30)
