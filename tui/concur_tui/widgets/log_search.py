"""Where in a log a text occurs, and at which of the places the reader is."""

from concur_tui.formatting import count
from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.log_ring import LogRing, needle_of


class LogSearch:
    """The lines of `ring` that contain `text`; `current` is the number of one of them, or -1."""

    def __init__(self, ring: LogRing, text: str) -> None:
        self.text = text
        self.needle = needle_of(text)
        self.current = -1
        self._ring = ring
        self.hits: list[int] = []
        self.look_again()

    def look_again(self) -> None:
        """Take in lines that came and lines that went."""
        self.hits = self._ring.hits(self.needle) if self.text else []

    def newest(self) -> None:
        """Make the newest hit the current one."""
        self.current = self.hits[-1] if self.hits else -1

    def next(self) -> None:
        """Make the next newer hit current; after the newest comes the oldest."""
        newer = (number for number in self.hits if number > self.current)
        self.current = next(newer, self.hits[0] if self.hits else -1)

    def previous(self) -> None:
        """Make the next older hit current; after the oldest comes the newest."""
        older = (number for number in reversed(self.hits) if number < self.current)
        self.current = next(older, self.hits[-1] if self.hits else -1)

    @property
    def notice(self) -> str:
        """What was searched and found, in words; empty without a search."""
        if not self.text:
            return ""
        found = f"in {count(len(self.hits))} lines" if self.hits else "nowhere"
        if self.current in self.hits:
            found = f"{count(self.hits.index(self.current) + 1)} of {count(len(self.hits))}"
        return f'"{harmless(self.text)}" {found}'
