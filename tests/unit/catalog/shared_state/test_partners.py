"""Partners: they wait for each other, and hear of each other's failures."""

import asyncio
import threading

import pytest

from concur_workloads.catalog.shared_state.loop_partners import LoopPartners
from concur_workloads.catalog.shared_state.partners import PartnerLost, ThreadPartners


def test_threads_that_wait_are_told_who_failed() -> None:
    partners = ThreadPartners(2)
    told: list[str] = []

    def wait() -> None:
        try:
            with partners.at_work(2):
                partners.gather(2)
        except PartnerLost as error:
            told.append(str(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    with pytest.raises(ZeroDivisionError), partners.at_work(1):
        raise ZeroDivisionError
    waiting.join()
    assert len(told) == 1
    assert told[0].startswith("the task of worker 1 failed,")


async def test_coroutines_gather() -> None:
    partners = LoopPartners(3)
    arrived: list[int] = []

    async def come(worker: int) -> int:
        with partners.at_work(worker):
            arrived.append(worker)
            await partners.gather()
            return len(arrived)

    assert await asyncio.gather(*(come(worker) for worker in (1, 2, 3))) == [3, 3, 3]


async def test_coroutines_that_wait_are_told_who_failed() -> None:
    partners = LoopPartners(2)

    async def wait() -> None:
        with partners.at_work(2):
            await partners.gather()

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    with pytest.raises(ZeroDivisionError), partners.at_work(1):
        raise ZeroDivisionError
    with pytest.raises(PartnerLost, match="worker 1 failed"):
        await waiting
