"""The lints that say nothing, for as long as the workbench is open."""

from collections.abc import Iterable


class SilencedLints:
    """Begins with the names that the environment gives; a person may add and remove some."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)

    def toggle(self, name: str) -> None:
        """Silence a lint, or let it speak again."""
        self.names ^= {name}
