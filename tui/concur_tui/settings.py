"""What a person may set for the workbench, by environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concur_workloads.api import LintSettings

# More often, the screen would take CPU time from the workers without showing more.
_LOCAL_HZ = 5.0
_REMOTE_HZ = 2.5
_LOWEST_HZ, _HIGHEST_HZ = 0.5, 20.0
_SAMPLE_HZ = 4.0
_CHOICES_HZ = (2.0, 5.0, 10.0)
_ABOUT_LINTS = ("CONCUR_TUI_SILENCE", "CONCUR_TUI_LIMITS")


@dataclass(frozen=True)
class Settings:
    """`refresh_s` and `sample_s` are seconds between screen updates and between system samples.

    `lints` is None where nothing is set of them; `look_s` is the least time between two looks for
    findings.
    """

    theme: str
    refresh_s: float
    sample_s: float
    lints: "LintSettings | None" = None
    look_s: float = 1.0


def from_environment(environment: Mapping[str, str], themes: tuple[str, ...]) -> Settings:
    """Settings from CONCUR_TUI_THEME, CONCUR_TUI_REFRESH_HZ and what `lints_in` reads.

    Over SSH the screen is refreshed less often, to spare the line. Raises ValueError with one
    sentence that names the variable, its value and what is allowed.
    """
    theme = environment.get("CONCUR_TUI_THEME", themes[0])
    if theme not in themes:
        raise ValueError(f"CONCUR_TUI_THEME: {theme!r} is no theme; there are {', '.join(themes)}.")
    default_hz = _REMOTE_HZ if "SSH_CONNECTION" in environment else _LOCAL_HZ
    text = environment.get("CONCUR_TUI_REFRESH_HZ", str(default_hz))
    try:
        hertz = float(text)
    except ValueError:
        hertz = 0.0
    if not _LOWEST_HZ <= hertz <= _HIGHEST_HZ:
        raise ValueError(
            f"CONCUR_TUI_REFRESH_HZ: {text!r} is not accepted; "
            f"allowed is a number from {_LOWEST_HZ:g} to {_HIGHEST_HZ:g}."
        )
    return Settings(theme, 1 / hertz, sample_period_s(1 / hertz), lints_in(environment))


def sample_period_s(refresh_s: float) -> float:
    """How often the system is looked at when the screen is updated every so many seconds."""
    return max(refresh_s, 1 / _SAMPLE_HZ)


def next_refresh_s(refresh_s: float) -> float:
    """The period of the next rate that a person can step to: 2, 5 or 10 Hz, round and round."""
    faster = (each for each in _CHOICES_HZ if each > 1.01 / refresh_s)
    return 1 / next(faster, _CHOICES_HZ[0])


def lints_in(environment: Mapping[str, str]) -> "LintSettings | None":
    """What CONCUR_TUI_SILENCE and CONCUR_TUI_LIMITS set, None without; raises ValueError as above.

    Each lists what it sets, apart by commas.
    """
    listed = [_words(environment.get(each, "")) for each in _ABOUT_LINTS]
    if not any(listed):
        return None
    # Late, as it loads the engine, which few starts of the workbench need so early.
    from concur_tui.lint_options import lints_of

    return lints_of(*listed, given_as=_ABOUT_LINTS)


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]
