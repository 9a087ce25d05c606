"""A coroutine at its time limit, in all the ways in which it can take that."""

import asyncio

import pytest

from concur_workloads.backends.event_loop.asyncio_limit import Overdue, within

_SOON_S = 0.02


async def _wait_for_ever() -> object:
    return await asyncio.Event().wait()


async def test_one_that_ends_in_time_gives_its_result() -> None:
    assert await within(5.0, asyncio.sleep(0, "result")) == "result"


async def test_one_that_waits_is_cancelled_and_what_follows_is_not() -> None:
    for _ in range(2):
        with pytest.raises(Overdue, match=r"exceeded the time limit of 0\.02 s"):
            await within(_SOON_S, _wait_for_ever())
    assert await within(5.0, asyncio.sleep(0.001, "next")) == "next"


async def test_its_own_exception_is_raised_as_it_is() -> None:
    async def fail() -> object:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        await within(5.0, fail())


async def test_an_exception_raised_on_cancellation_is_raised_as_it_is() -> None:
    async def refuse() -> object:
        try:
            return await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError("while cleaning up") from None

    with pytest.raises(ValueError, match="while cleaning up"):
        await within(_SOON_S, refuse())


async def test_one_that_goes_on_is_waited_for() -> None:
    async def go_on() -> object:
        try:
            return await asyncio.Event().wait()
        except asyncio.CancelledError:
            return await asyncio.sleep(0.01, "late")

    assert await within(_SOON_S, go_on()) == "late"


async def test_a_cancellation_from_elsewhere_is_not_taken_for_the_limit() -> None:
    task = asyncio.create_task(within(5.0, _wait_for_ever()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
