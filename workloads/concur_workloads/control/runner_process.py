"""One runner seen from the program: launch, handshake, commands out, events in, and its end."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import subprocess
import uuid
from collections.abc import Callable
from contextlib import suppress

from concur_workloads.control.output_capture import OutputCapture
from concur_workloads.isolation import python_command, python_environment
from concur_workloads.process_sweep import end_run
from concur_workloads.protocol.codec import LineBuffer, ProtocolError, encode
from concur_workloads.protocol.commands import Command
from concur_workloads.protocol.events import Event
from concur_workloads.recorder.recording import Recording

_RUNNER_MODULE = "concur_workloads.runner.main"
_EXIT_POLL_S = 0.02
_PIPE_SIZE = 1 << 20


class LaunchError(Exception):
    """A runner that could not be started; the text says why, for the person."""


class RunnerProcess:
    """A runner in a session of its own, with its recording; must be launched on the main thread.

    `on_event`, `on_line(stream, text)`, `on_lost(stream, lines, bytes)` and `on_left(pids)`, for
    processes that were left when the runner had ended as asked, are called on the loop; `exited` is
    done, with the exit code, when the process has ended and all it said was heard.
    """

    def __init__(
        self,
        recording: Recording,
        *,
        on_event: Callable[[Event], None],
        on_line: Callable[[str, str], None],
        on_lost: Callable[[str, int, int], None],
        on_left: Callable[[list[int]], None],
    ) -> None:
        self.run = uuid.uuid4().hex
        self.recording = recording
        self._on_event = on_event
        self._on_line = on_line
        self._on_lost = on_lost
        self._on_left = on_left
        self._lines = LineBuffer()
        self._process: subprocess.Popen[bytes] | None = None
        self._captures: list[OutputCapture] = []
        self._loop = asyncio.get_running_loop()
        self.exited: asyncio.Future[int] = self._loop.create_future()

    @property
    def pid(self) -> int:
        """The runner's process id, which is also its process group's; 0 before launch."""
        return self._process.pid if self._process is not None else 0

    def launch(
        self,
        interpreter: str | None,
        folder: str | None,
        *,
        gil: str = "default",
        with_packages: bool = False,
        with_python_path: bool = False,
    ) -> None:
        """Start the process; `folder`, if any, is for its temporary files. Raises LaunchError.

        `gil` is that of the spec; `with_packages` lets our own Python see what is installed beside
        it, `with_python_path` any Python what PYTHONPATH names.
        """
        self._socket, theirs = socket.socketpair()
        out_read, out_write = _pipe()
        err_read, err_write = _pipe()
        command = python_command(interpreter, _RUNNER_MODULE, with_packages=with_packages)
        environment = python_environment(self.run, gil, with_python_path=with_python_path)
        if folder is not None:
            environment["TMPDIR"] = folder
        try:
            self._process = subprocess.Popen(
                [*command, self.recording.path, str(os.getpid())],
                stdin=theirs.fileno(),
                stdout=out_write,
                stderr=err_write,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            self._socket.close()
            os.close(out_read)
            os.close(err_read)
            reason = error.strerror or str(error)
            raise LaunchError(f"{command[0]} could not be started: {reason}.") from error
        finally:
            theirs.close()
            os.close(out_write)
            os.close(err_write)
        self._socket.setblocking(False)
        self._loop.add_reader(self._socket, self._readable)
        self._capture("stdout", out_read)
        self._capture("stderr", err_read)
        self._watch_exit()

    def _capture(self, stream: str, descriptor: int) -> None:
        def line(text: str) -> None:
            self._on_line(stream, text)

        def lost(lines: int, size: int) -> None:
            self._on_lost(stream, lines, size)

        self._captures.append(OutputCapture(descriptor, line, lost))

    def send(self, command: Command) -> None:
        """Send a command; one to a runner that has gone is lost, its exit tells."""
        with suppress(OSError):
            self._socket.sendall(encode(command))

    def _readable(self) -> None:
        if not self._receive():
            self._loop.remove_reader(self._socket)

    def _receive(self) -> bool:
        """Whether there may be more to come."""
        try:
            data = self._socket.recv(65_536)
            messages = self._lines.feed(data)
        except BlockingIOError:
            return True
        except (OSError, ProtocolError):
            # It has gone, or talks nonsense, which nothing but its end can mend.
            self.kill()
            return False
        for message in messages:
            if isinstance(message, Event):
                self._on_event(message)
        return bool(data)

    def _watch_exit(self) -> None:
        assert self._process is not None
        try:
            self._exit_descriptor = os.pidfd_open(self._process.pid)
        except (AttributeError, OSError):
            self._loop.call_later(_EXIT_POLL_S, self._poll_exit)
        else:
            self._loop.add_reader(self._exit_descriptor, self._on_exit_descriptor)

    def _on_exit_descriptor(self) -> None:
        self._loop.remove_reader(self._exit_descriptor)
        os.close(self._exit_descriptor)
        self._on_exit()

    def _poll_exit(self) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self._loop.call_later(_EXIT_POLL_S, self._poll_exit)
        else:
            self._on_exit()

    def _on_exit(self) -> None:
        assert self._process is not None
        # Before the process is reaped, while its number cannot belong to anybody else.
        left = self._end_group()
        code = self._process.wait()
        self._loop.remove_reader(self._socket)
        self._hear_the_rest()
        if left and code == 0:
            self._on_left(left)
        self._socket.close()
        for capture in self._captures:
            capture.close()
        self.exited.set_result(code)

    def _hear_the_rest(self) -> None:
        with suppress(OSError, ProtocolError):
            while data := self._socket.recv(65_536):
                for message in self._lines.feed(data):
                    if isinstance(message, Event):
                        self._on_event(message)

    def kill(self) -> None:
        """Kill the runner and its whole process group at once; synchronous, safe to repeat."""
        if self._process is not None and self._process.returncode is None:
            self._end_group()

    def _end_group(self) -> list[int]:
        return end_run(self.run, self.pid, spare=os.getpid())

    async def end(self, limit_s: float) -> int:
        """Wait for the runner to end, kill it after `limit_s`; its exit code."""
        if self._process is None:
            return 0
        try:
            return await asyncio.wait_for(asyncio.shield(self.exited), limit_s)
        except TimeoutError:
            self.kill()
            return await self.exited


def _pipe() -> tuple[int, int]:
    """A pipe as large as the system lets us have, so that prints seldom have to wait for us."""
    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    return reading, writing
