"""One supervised interpreter: a thread of the runner that runs it, and what runs inside."""

from __future__ import annotations

import importlib
import os
import pickle
import threading
from contextlib import suppress
from typing import Any

from concur_workloads.backends.supervised.message_pipe import MessagePipe
from concur_workloads.backends.supervised.orders import WorkerHome, pickled, serve
from concur_workloads.backends.supervised.supervised_worker import SupervisedWorker
from concur_workloads.fresh_interpreter import ENTER, NAMES
from concur_workloads.spec import RunSpec
from concur_workloads.worker import describe

# A pipe, as a queue between interpreters is asked every 10 ms whether something has come.
_LIVE = f"""
{ENTER}
from concur_workloads.backends.supervised.worker_interpreter import live
live(home, orders, answers)
"""


class WorkerInterpreter(SupervisedWorker):
    """The runner's end: `sentinel` can be read when the interpreter has ended."""

    def __init__(self, home: WorkerHome, spec: RunSpec) -> None:
        orders, answers = os.pipe(), os.pipe()
        super().__init__(home.lane, _pipe(answers[0], orders[1]), spec)
        self.sentinel, self._alive = os.pipe()
        self._theirs = (orders[0], answers[1])
        self._home = home
        self._number: int | None = None
        #: What ended it, unless it was told to end.
        self.failure = ""
        # A daemon, as one that hangs must not keep the runner from ending.
        self.thread = threading.Thread(target=self._live, name=f"worker-{home.lane}", daemon=True)

    @property
    def embodiment(self) -> str:
        """The interpreter, with its number."""
        return f"its interpreter ({self._number})"

    def start(self) -> None:
        """Start the thread; raises RuntimeError."""
        self.thread.start()

    def _live(self) -> None:
        # Only Python 3.14 and later have it.
        interpreters: Any = importlib.import_module("concurrent.interpreters")
        orders, answers = self._theirs
        try:
            interpreter = interpreters.create()
            self._number = interpreter.id
            try:
                interpreter.prepare_main(
                    **NAMES, home=pickled(self._home), orders=orders, answers=answers
                )
                interpreter.exec(_LIVE)
            finally:
                interpreter.close()
        except Exception as error:  # noqa: BLE001 - whatever ended it is told when that is noticed
            self.failure = describe(error, place=False)
        finally:
            for each in (*self._theirs, self._alive):
                os.close(each)


def live(home: bytes, orders: int, answers: int) -> None:
    """In the interpreter: take orders until told to end."""
    # The descriptors belong to the thread that runs this interpreter, which closes them.
    pipe = _pipe(os.dup(orders), os.dup(answers))
    # The runner lets go of its ends when it wants no more answers.
    with suppress(EOFError, BrokenPipeError):
        serve(pipe, pickle.loads(home))
    pipe.close()


def _pipe(incoming: int, outgoing: int) -> MessagePipe:
    """A pipe that owns these descriptors."""
    # Not as connections of multiprocessing, which each interpreter would take long to import.
    return MessagePipe(open(incoming, "rb", buffering=0), open(outgoing, "wb", buffering=0))
