"""One supervised `multiprocessing.Process`: its private pipe, and what runs in the child."""

from __future__ import annotations

import os
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from concur_workloads.backends.process_end import open_end
from concur_workloads.backends.supervised.message_pipe import MessagePipe
from concur_workloads.backends.supervised.orders import WorkerHome, serve
from concur_workloads.backends.supervised.supervised_worker import SupervisedWorker
from concur_workloads.isolation import die_with_runner
from concur_workloads.spec import RunSpec
from concur_workloads.worker import prepare_process


class WorkerProcess(SupervisedWorker):
    """The runner's end: a process and its pipe; `parent` as for `die_with_runner`."""

    def __init__(
        self, context: BaseContext, home: WorkerHome, parent: int | None, spec: RunSpec
    ) -> None:
        orders, answers = context.Pipe(duplex=False), context.Pipe(duplex=False)
        super().__init__(home.lane, MessagePipe(answers[0], orders[1]), spec)
        self._theirs = MessagePipe(orders[0], answers[1])
        self._is_child = parent is not None
        #: Can be read once the process has ended; -1 before it was started.
        self.end = -1
        #: When it was asked to end, by `monotonic`.
        self.retired_s = 0.0
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_live, args=(self._theirs, home, parent), name=f"worker-{home.lane}"
        )
        if spec.daemon != "default":
            self.process.daemon = spec.daemon == "yes"

    @property
    def embodiment(self) -> str:
        """The process, with its id."""
        return f"its process ({self.process.pid})"

    def start(self) -> None:
        """Start the process; raises OSError."""
        try:
            self.process.start()
        finally:
            self._theirs.close()
        self.end = open_end(self.process, is_child=self._is_child)

    def close(self) -> None:
        """Let go of its pipe and of its end."""
        super().close()
        if self.end >= 0:
            os.close(self.end)
            self.end = -1


def _live(pipe: MessagePipe, home: WorkerHome, parent: int | None) -> None:
    """In the child: take orders until told to end or until the runner has gone."""
    die_with_runner(parent)
    prepare_process()
    try:
        serve(pipe, home)
    except (EOFError, BrokenPipeError):
        # The runner has gone, and with it everybody who could want a result.
        os._exit(1)
