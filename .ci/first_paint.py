"""Start the installed workbench in a terminal, see it painted, and leave it by its quit key."""

import sys
import time

from support.pty_terminal import PtyTerminal


def main(program: str) -> None:
    """Raise AssertionError or TimeoutError unless `program` paints, quits and tidies up."""
    started = time.monotonic()
    with PtyTerminal([program]) as terminal:
        terminal.wait_for("Workloads", timeout=30)
        print(f"first paint seen after {time.monotonic() - started:.2f} s")
        terminal.press("q")
        code = terminal.wait_for_exit(timeout=10)
        assert code == 0, f"{program} quit with exit code {code}:\n{terminal.screen_text()}"
        assert not terminal.alternate_screen, f"{program} left its own screen in front"


if __name__ == "__main__":
    main(sys.argv[1])
