"""Something in /proc that is looked at again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Generic, TypeVar

from concur_workloads.observer.control_block.missing import Missing, UnreadableError, why_missing
from concur_workloads.observer.kept_open import KeptOpen

C = TypeVar("C")
T = TypeVar("T")

#: In the place of the names of parts, for all of them.
WHOLE: Collection[str] = ("",)

#: Beside the names of parts, whenever the content was fetched, be it the same.
FETCHED = "fetched"

#: The names of the parts in which a later value differs from an earlier one.
Differences = Callable[[T, T], Collection[str]]


class Source(Generic[C, T]):
    """What a content says, worked out again only when the content is another.

    The content is fetched no more often than `every_s`, next at `due_s`; `fetch` may raise OSError.
    """

    def __init__(
        self,
        path: Path,
        fetch: Callable[[], C],
        parse: Callable[[C], T],
        every_s: float = 0.0,
        differences: Differences[T] | None = None,
    ) -> None:
        self._path = path
        self._fetch = fetch
        self._parse = parse
        self._every_s = every_s
        self._differences = differences
        self.due_s = float("-inf")
        self._content: C | Missing = Missing("it has not been looked at")
        self._value: T | None = None

    def look(self, now_s: float, *, fresh: bool) -> Collection[str]:
        """Fetch the content if it is time for it, or at once; the parts that are others."""
        if now_s < self.due_s and not fresh:
            return ()
        self.due_s = now_s + self._every_s
        try:
            content: C | Missing = self._fetch()
        except OSError as error:
            content = why_missing(error, self._path)
        if content == self._content:
            return (FETCHED,)
        before, self._content, self._value = self._value, content, None
        if self._differences is None or before is None or isinstance(content, Missing):
            return (FETCHED, *WHOLE)
        return (FETCHED, *self._differences(before, self.value))

    @property
    def is_gone(self) -> bool:
        """Whether what it tells of has ended."""
        return isinstance(self._content, Missing) and self._content.is_gone

    @property
    def value(self) -> T:
        """What the content says; raises UnreadableError."""
        if self._value is None:
            if isinstance(self._content, Missing):
                raise UnreadableError(self._content.reason)
            self._value = self._parse(self._content)
        return self._value

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""


class FileSource(Source[bytes, T]):
    """The content of a file, which is opened at the first look and kept open."""

    def __init__(
        self,
        path: Path,
        parse: Callable[[str], T],
        every_s: float = 0.0,
        differences: Differences[T] | None = None,
    ) -> None:
        super().__init__(
            path,
            self._open_and_read,
            lambda content: parse(content.decode(errors="replace")),
            every_s,
            differences,
        )
        self._file: KeptOpen | None = None

    def _open_and_read(self) -> bytes:
        self._file = KeptOpen(self._path)
        self._fetch = self._file.content
        return self._file.content()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


AnySource = Source[Any, Any]
