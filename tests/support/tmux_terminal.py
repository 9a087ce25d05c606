"""A window of a tmux server of its own: a second, independent reading of what is on the screen."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil

from support.keys import tmux_name_of_key
from support.processes import is_alive, wait_for_an_end
from support.terminal import HANG_UP_GRACE_S, Terminal

TMUX = shutil.which("tmux")

_EXIT_CODE = "#{?pane_dead_signal,-#{pane_dead_signal},#{pane_dead_status}}"


class TmuxTerminal(Terminal):
    """Run `argv` in a tmux window of `columns` by `rows` cells.

    `env` is laid over the environment of the test. Raises FileNotFoundError without tmux.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        super().__init__()
        if TMUX is None:
            raise FileNotFoundError("tmux is not installed")
        self._directory = tempfile.TemporaryDirectory(prefix="tmux-")
        self._socket = f"{self._directory.name}/socket"
        output = f"{self._directory.name}/output"
        os.mkfifo(output)
        self._reader = Thread(target=self._read_until_end, args=(output,), daemon=True)
        self._reader.start()
        self._tmux(
            *("set-option", "-g", "remain-on-exit", "on", ";"),
            *("set-option", "-g", "default-terminal", "tmux-256color", ";"),
            *("set-option", "-s", "escape-time", "0", ";"),
            *("new-session", "-d", "-x", str(columns), "-y", str(rows)),
            *("-c", str(cwd or Path.cwd()), shlex.join(argv), ";"),
            *("set-option", "-g", "status", "off", ";"),
            *("resize-window", "-x", str(columns), "-y", str(rows), ";"),
            *("pipe-pane", "-O", f"exec cat > {shlex.quote(output)}"),
            env=env or {},
        )
        self._pid = int(self._ask("#{pane_pid}"))

    @property
    def pid(self) -> int:
        return self._pid

    def screen_text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", *(tmux_name_of_key(key) for key in keys))

    def resize(self, columns: int, rows: int) -> None:
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def kill(self, signal_number: int) -> None:
        os.kill(self._pid, signal_number)

    def wait_for_exit(self, timeout: float = 20.0) -> int:
        deadline = time.monotonic() + timeout
        with suppress(psutil.NoSuchProcess):
            wait_for_an_end([psutil.Process(self._pid)], timeout)
        while not (code := self._ask(_EXIT_CODE)):
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"process {self._pid} still runs after {timeout:g} s, showing:\n"
                    f"{self.screen_text()}"
                )
            # tmux 3.3a now and then overlooks the end of a child until the next such signal.
            os.kill(int(self._ask("#{pid}")), signal.SIGCHLD)
        return int(code)

    def close_terminal(self) -> None:
        if not Path(self._directory.name).exists():
            return
        self._tmux("kill-server")
        with suppress(psutil.NoSuchProcess):
            program = psutil.Process(self._pid)
            wait_for_an_end([program], HANG_UP_GRACE_S)
            if is_alive(program):
                program.kill()
                wait_for_an_end([program], HANG_UP_GRACE_S)
        self._reader.join()
        self._directory.cleanup()

    def _ask(self, form: str) -> str:
        return self._tmux("display-message", "-p", form).strip()

    def _tmux(self, *command: str, env: Mapping[str, str] | None = None) -> str:
        assert TMUX is not None
        answer = subprocess.run(
            [TMUX, "-u", "-S", self._socket, "-f", os.devnull, *command],
            env={**os.environ, "COLORTERM": "truecolor", **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise RuntimeError(f"tmux {shlex.join(command)}: {answer.stderr.strip()}")
        return answer.stdout

    def _read_until_end(self, output: str) -> None:
        with Path(output).open("rb", buffering=0) as pane:
            while data := pane.read(65536):
                self._note_output(len(data))
        self._note_end_of_output()
