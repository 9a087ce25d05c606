"""What a person may set about lints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LintSettings:
    """`silenced` are the names of lints that say nothing."""

    silenced: frozenset[str] = frozenset()


NOTHING_SET = LintSettings()
