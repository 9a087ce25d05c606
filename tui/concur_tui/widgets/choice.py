"""A drop-down of texts in one row, which left and right also step through."""

from textual.binding import Binding
from textual.widgets import Select


class Choice(Select[str]):
    """Enter opens the list; left and right take the neighbour without opening it."""

    BINDINGS = [
        Binding(
            "left",
            "step(-1)",
            "Previous",
            id="choice-previous",
            show=False,
            tooltip="In a field with choices: take the one before.",
        ),
        Binding(
            "right",
            "step(1)",
            "Next",
            id="choice-next",
            show=False,
            tooltip="In a field with choices: take the next one.",
        ),
        Binding(
            "enter,down",
            "show_overlay",
            "List",
            id="choice-list",
            show=False,
            tooltip="In a field with choices: open the list of them.",
        ),
    ]

    def __init__(self, choices: list[tuple[str, str]], value: str, *, id: str) -> None:  # noqa: A002
        super().__init__(choices, value=value, allow_blank=False, compact=True, id=id)
        self._values = [each for _, each in choices]

    @property
    def values(self) -> list[str]:
        """What can be chosen."""
        return self._values

    def offer(self, choices: list[tuple[str, str]], value: str) -> None:
        """Replace what can be chosen, and choose `value`."""
        self._values = [each for _, each in choices]
        with self.prevent(Select.Changed):
            self.set_options(choices)
            self.value = value

    def action_step(self, step: int) -> None:
        """Take the next choice in one direction; the ends are joined."""
        if isinstance(self.value, str):
            self.value = self._values[(self._values.index(self.value) + step) % len(self._values)]
