"""How many threads of the machine wanted a CPU."""

import os


def load_of_last_minute() -> float | None:
    """How many wanted one then, on average; None where the system does not tell.

    Linux works it out every 5 seconds.
    """
    try:
        return os.getloadavg()[0]
    except (OSError, AttributeError):
        return None
