"""The runner process: takes its standard streams apart, then serves one run."""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
from typing import Any, NoReturn

from concur_workloads import gil
from concur_workloads.isolation import RUN_VARIABLE, die_with_parent
from concur_workloads.process_sweep import end_run
from concur_workloads.protocol.codec import SCHEMA
from concur_workloads.protocol.events import Hello
from concur_workloads.recorder.recording import Recording
from concur_workloads.runner.channel import ControlChannel
from concur_workloads.runner.guardian import post_guardian
from concur_workloads.runner.run import Run
from concur_workloads.worker import prepare_output


def main() -> None:
    """Serve the program at the other end of standard input; arguments: recording, its process."""
    path, parent = sys.argv[1], int(sys.argv[2])
    die_with_parent(parent)
    post_guardian(parent)
    # Whoever reads standard input from here on, user code above all, finds nothing.
    channel = ControlChannel(socket.socket(fileno=os.dup(0)))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    prepare_output()
    signal.signal(signal.SIGTERM, lambda *_: end_everything())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run = Run(channel, Recording.attach(path), end_everything)
    run.emit(_hello())
    run.serve()
    if run.abandoned:
        end_everything()


def _hello() -> Hello:
    return Hello(
        schema=SCHEMA,
        pid=os.getpid(),
        python=".".join(map(str, sys.version_info[:3])),
        implementation=platform.python_implementation(),
        executable=sys.executable,
        free_threaded=gil.can_do_without(),
        gil=gil.is_on(),
    )


def end_everything() -> NoReturn:
    """Kill all processes of this run, and this one: nothing may outlive the program."""
    group = os.getpgrp()
    if group != os.getpid():
        # Not started by the program: the group is somebody else's.
        os._exit(1)
    _let_resource_tracker_go()
    end_run(os.environ.get(RUN_VARIABLE, ""), group, spare=os.getpid())
    os._exit(1)


def _let_resource_tracker_go() -> None:
    """It cleans up and ends once nobody holds its pipe any more, as this process does."""
    module = sys.modules.get("multiprocessing.resource_tracker")
    tracker: Any = getattr(module, "_resource_tracker", None)
    descriptor = getattr(tracker, "_fd", None)
    if descriptor is not None:
        tracker._fd = None
        os.close(descriptor)
