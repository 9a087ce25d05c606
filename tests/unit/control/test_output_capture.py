"""Lines that user code prints: whole, in order, and bounded."""

import asyncio
import os
from collections.abc import Callable

import pytest

from concur_workloads.control.output_capture import OutputCapture


class Captured:
    """A capture of one pipe, and everything that it passed on."""

    def __init__(self) -> None:
        reading, self.writing = os.pipe()
        self.lines: list[str] = []
        self.lost_lines = 0
        self.lost_bytes = 0
        self._news = asyncio.Event()
        self.capture = OutputCapture(reading, self._line, self._lost)

    def _line(self, text: str) -> None:
        self.lines.append(text)
        self._news.set()

    def _lost(self, lines: int, size: int) -> None:
        self.lost_lines += lines
        self.lost_bytes += size
        self._news.set()

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so; looks whenever the capture passed something on."""
        while not reached():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 10)

    def end(self) -> None:
        """Close both ends."""
        os.close(self.writing)
        self.capture.close()


@pytest.fixture
async def captured() -> Captured:
    return Captured()


async def test_a_line_is_passed_on_when_it_is_whole(captured: Captured) -> None:
    os.write(captured.writing, b"one\ntw")
    await captured.until(lambda: len(captured.lines) == 1)
    os.write(captured.writing, b"o\n")
    await captured.until(lambda: len(captured.lines) == 2)
    captured.end()
    assert captured.lines == ["one", "two"]


async def test_an_unfinished_last_line_is_passed_on_at_the_end(captured: Captured) -> None:
    os.write(captured.writing, b"last words")
    captured.end()
    assert captured.lines == ["last words"]


async def test_what_was_printed_just_before_the_end_is_not_lost(captured: Captured) -> None:
    os.write(captured.writing, b"a\nb\n")
    captured.end()
    assert captured.lines == ["a", "b"]
    assert captured.lost_lines == 0


async def test_the_end_does_not_wait_for_others_who_hold_the_pipe_open(
    captured: Captured,
) -> None:
    captured.capture.close()
    os.close(captured.writing)
    assert captured.lines == []


async def test_text_that_is_no_utf8_is_shown_escaped(captured: Captured) -> None:
    os.write(captured.writing, b"\xff!\n")
    await captured.until(lambda: bool(captured.lines))
    captured.end()
    assert captured.lines == ["\\xff!"]


async def test_a_flood_is_cut_and_every_line_of_it_counted(captured: Captured) -> None:
    total = 20_000

    def flood() -> None:
        with os.fdopen(captured.writing, "wb") as pipe:
            for number in range(total):
                pipe.write(b"%d\n" % number)

    await asyncio.gather(
        asyncio.to_thread(flood),
        captured.until(lambda: len(captured.lines) + captured.lost_lines == total),
    )
    captured.capture.close()
    assert 0 < len(captured.lines) < total
    assert captured.lines[:3] == ["0", "1", "2"]


async def test_a_line_without_end_is_cut(captured: Captured) -> None:
    os.write(captured.writing, b"x" * 50_000)
    await captured.until(lambda: captured.lost_bytes > 0)
    captured.end()
    assert len(captured.lines) == 1
    assert len(captured.lines[0]) <= 2_000
    assert len(captured.lines[0]) + captured.lost_bytes == 50_000
