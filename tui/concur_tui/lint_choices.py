"""What is set about lints, for as long as the workbench is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concur_workloads.api import LintSettings


class LintChoices:
    """Begins with what the environment gives; a person may silence lints, and bring them back."""

    def __init__(self, settings: LintSettings) -> None:
        self.settings = settings

    @property
    def silenced(self) -> frozenset[str]:
        """The names of lints that say nothing."""
        return self.settings.silenced

    @property
    def without_silence(self) -> LintSettings:
        """For all that there is to say, of which some may be kept back later."""
        return replace(self.settings, silenced=frozenset())

    def toggle(self, name: str) -> None:
        """Silence a lint, or let it speak again."""
        self.settings = replace(self.settings, silenced=self.silenced ^ {name})
