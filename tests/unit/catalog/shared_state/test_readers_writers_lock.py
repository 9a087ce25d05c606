"""The lock for many readers or one writer: who is let in beside whom, and who goes first."""

import threading
from contextlib import AbstractContextManager

import pytest

from concur_workloads.catalog.shared_state.readers_writers_lock import (
    NUMBERS,
    PREFERENCES,
    ReadersWriterLock,
)

_LIMIT_S = 10.0


class _Condition(threading.Condition):
    """Tells whenever somebody begins to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Semaphore(0)

    def wait(self, timeout: float | None = None) -> bool:
        """As ever, after having said so."""
        self.waits.release()
        return super().wait(timeout)


class _Room:
    """A lock, and visitors that stay inside until they are told to leave."""

    def __init__(self, preference: str) -> None:
        self.condition = _Condition()
        self.lock = ReadersWriterLock(self.condition, [0] * NUMBERS, preference)
        self.order: list[str] = []
        self._came = threading.Semaphore(0)

    def reader(self, name: str) -> threading.Thread:
        return self._visitor(name, self.lock.reading())

    def writer(self, name: str) -> threading.Thread:
        return self._visitor(name, self.lock.writing())

    def _visitor(self, name: str, visit: AbstractContextManager[None]) -> threading.Thread:
        def run() -> None:
            with visit:
                self.order.append(name)
                self._came.release()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def until_one_waits(self) -> None:
        assert self.condition.waits.acquire(timeout=_LIMIT_S)

    def until_one_was_inside(self) -> None:
        assert self._came.acquire(timeout=_LIMIT_S)


@pytest.mark.parametrize("preference", PREFERENCES)
def test_readers_are_inside_together(preference: str) -> None:
    room = _Room(preference)
    with room.lock.reading():
        room.reader("second")
        room.until_one_was_inside()


@pytest.mark.parametrize("preference", PREFERENCES)
def test_a_writer_is_inside_alone(preference: str) -> None:
    room = _Room(preference)
    with room.lock.writing():
        visitors = [room.reader("reader"), room.writer("writer")]
        room.until_one_waits()
        room.until_one_waits()
        assert room.order == []
    for each in visitors:
        each.join(_LIMIT_S)
    assert sorted(room.order) == ["reader", "writer"]


@pytest.mark.parametrize("preference", PREFERENCES)
def test_a_writer_waits_until_the_last_reader_has_left(preference: str) -> None:
    room = _Room(preference)
    with room.lock.reading():
        writer = room.writer("writer")
        room.until_one_waits()
        assert room.order == []
    writer.join(_LIMIT_S)
    assert room.order == ["writer"]


def test_a_reader_passes_a_waiting_writer_where_readers_go_first() -> None:
    room = _Room("readers")
    with room.lock.reading():
        writer = room.writer("writer")
        room.until_one_waits()
        room.reader("late reader")
        room.until_one_was_inside()
    writer.join(_LIMIT_S)
    assert room.order == ["late reader", "writer"]


@pytest.mark.parametrize("preference", ["writers", "fair"])
def test_a_reader_queues_behind_a_waiting_writer_elsewhere(preference: str) -> None:
    room = _Room(preference)
    with room.lock.reading():
        writer = room.writer("writer")
        room.until_one_waits()
        reader = room.reader("late reader")
        room.until_one_waits()
        assert room.order == []
    for each in (writer, reader):
        each.join(_LIMIT_S)
    assert room.order == ["writer", "late reader"]


def test_a_late_writer_passes_a_waiting_reader_where_writers_go_first() -> None:
    room = _Room("writers")
    with room.lock.writing():
        reader = room.reader("reader")
        room.until_one_waits()
        writer = room.writer("late writer")
        room.until_one_waits()
    for each in (reader, writer):
        each.join(_LIMIT_S)
    assert room.order == ["late writer", "reader"]


def test_a_fair_lock_keeps_the_order_of_arrival() -> None:
    room = _Room("fair")
    with room.lock.writing():
        visitors = []
        for name in ("reader 1", "writer 2", "reader 3", "writer 4"):
            make = room.reader if name.startswith("reader") else room.writer
            visitors.append(make(name))
            room.until_one_waits()
    for each in visitors:
        each.join(_LIMIT_S)
    assert room.order == ["reader 1", "writer 2", "reader 3", "writer 4"]
