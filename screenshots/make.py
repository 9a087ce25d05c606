"""Write the pictures of this folder from the real workbench, with real runs.

Run it on an otherwise idle machine, from the project's folder, with the extra `screenshots`:

    .venv/bin/pip install -e '.[screenshots]' && .venv/bin/python screenshots/make.py
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import resvg_py
from textual.pilot import Pilot

from concur_tui import themes
from concur_tui.app import ConcurApp
from concur_tui.settings import from_environment
from concur_workloads.api import backends

FOLDER = Path(__file__).parent
FONT = "DejaVu Sans Mono"
PNG_WIDTH = 1600
#: From `threading.Thread`, where the form begins, to `multiprocessing.Process`.
_NAMES = [each.name for each in backends()]
_STEPS = _NAMES.index("multiprocessing.Process") - _NAMES.index("threading.Thread")
TO_PROCESSES = ("e", *["right"] * _STEPS, "escape")

#: Tasks of SHA-256 that take more than a cell of a lane.
LARGE_BUFFERS = ("e", "tab", "tab", "tab", *"128", "escape")


class Stage:
    """The real workbench in a terminal of a certain size, and somebody who presses its keys."""

    def __init__(self, app: ConcurApp, pilot: Pilot[int]) -> None:
        self._app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self._pilot.press(*keys)
        await self._pilot.pause(0.3)

    async def run(self) -> None:
        """Run what is configured, to its end."""
        await self.press("r")
        await self._app.controller.wait_until_idle()
        await self._pilot.pause(0.5)

    async def watch(self, seconds: float) -> None:
        """Look on while something happens."""
        await self._pilot.pause(seconds)

    def take(self, name: str) -> None:
        """Write a picture of the screen as SVG and as PNG."""
        svg = self._app.export_screenshot(title="concur-tui", simplify=True)
        (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=PNG_WIDTH, font_family=FONT, monospace_family=FONT
        )
        (FOLDER / f"{name}.png").write_bytes(bytes(png))
        print(f"wrote {name}.svg and {name}.png", flush=True)


@asynccontextmanager
async def stage(columns: int, rows: int, theme: str = "concur-dark") -> AsyncIterator[Stage]:
    """A workbench with the settings of a local terminal."""
    names = tuple(each.name for each in themes.THEMES)
    app = ConcurApp(from_environment({"CONCUR_TUI_THEME": theme}, names))
    async with app.run_test(size=(columns, rows), notifications=True) as pilot:
        await pilot.pause(2)
        yield Stage(app, pilot)


async def threads_and_processes() -> None:
    """The same tasks with threads and with processes: turns taken, and work in parallel."""
    async with stage(120, 40) as bench:
        await bench.press("3")
        await bench.run()
        bench.take("workbench-threads")
        await bench.press(*TO_PROCESSES, "3")
        await bench.run()
        bench.take("workbench-processes")


async def twin() -> None:
    """The twin that releases the GIL, where threads scale."""
    async with stage(120, 40, "projector-light") as bench:
        await bench.press("slash", *"sha-256", "enter", *LARGE_BUFFERS)
        await bench.run()
        bench.take("sha-256-threads")


async def log() -> None:
    """A workload that prints, in the log."""
    async with stage(120, 40) as bench:
        await bench.press("slash", *"print", "enter")
        await bench.run()
        await bench.press("4", "m")
        bench.take("log")


async def deadlock() -> None:
    """Philosophers who wait for each other."""
    async with stage(120, 40) as bench:
        await bench.press("slash", *"philosophers", "enter", "r")
        await bench.watch(4)
        bench.take("deadlock")


async def control_block() -> None:
    """The control blocks of two threads side by side."""
    async with stage(120, 40) as bench:
        await bench.press("r")
        await bench.watch(1)
        await bench.press("d", "c")
        await bench.watch(1)
        # Below the command line of the process, which is of this machine alone.
        await bench.press("pagedown")
        await bench.watch(0.5)
        bench.take("control-block")


async def time_budget() -> None:
    """Where the time of four threads went."""
    async with stage(120, 40) as bench:
        await bench.press("e", "tab", "4", "escape")
        await bench.run()
        await bench.press("v")
        bench.take("time-budget")


async def race() -> None:
    """A person as the scheduler of two threads."""
    async with stage(120, 40) as bench:
        await bench.press("i", *"121212112122")
        bench.take("race")


async def under_way() -> None:
    """A run that is under way, on a large screen."""
    async with stage(200, 60) as bench:
        await bench.press(*TO_PROCESSES, "r", "3")
        await bench.watch(5)
        bench.take("large")


async def helping() -> None:
    """The help."""
    async with stage(120, 40, "high-contrast") as bench:
        await bench.press("question_mark")
        bench.take("help")


async def small() -> None:
    """The smallest terminal that there is room in."""
    async with stage(80, 24) as bench:
        await bench.run()
        bench.take("small")


async def main() -> None:
    """Take all pictures."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if busy > 0.5:
        print(f"The machine is busy ({busy:.0%} of its CPUs): the runs will show it.", flush=True)
    for story in (
        threads_and_processes,
        twin,
        log,
        deadlock,
        control_block,
        time_budget,
        race,
        under_way,
        helping,
        small,
    ):
        await story()


if __name__ == "__main__":
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    asyncio.run(main())
