"""What looks find again and again, without that which only flickers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

#: Found by so many looks in a row, it is told; missed by so many, it is told no more.
_TO_APPEAR, _TO_VANISH = 2, 3

_Found = TypeVar("_Found")


@dataclass
class _Track(Generic[_Found]):
    """The newest form of what was found, and how many looks in a row have found or missed it."""

    newest: _Found
    found: int = 0
    missed: int = 0
    told: bool = False


class Steady(Generic[_Found]):
    """Keeps apart by `name` what is found; what is told and missed for a moment stays as it was."""

    def __init__(self, name: Callable[[_Found], str]) -> None:
        self._name = name
        self._tracks: dict[str, _Track[_Found]] = {}

    def look(self, found: Iterable[_Found]) -> list[_Found]:
        """Take in what one look has found; returns what is to be told, in no order."""
        now = {self._name(each): each for each in found}
        for name, each in now.items():
            track = self._tracks.setdefault(name, _Track(each))
            track.newest, track.found, track.missed = each, track.found + 1, 0
            track.told = track.told or track.found >= _TO_APPEAR
        for name in self._tracks.keys() - now.keys():
            track = self._tracks[name]
            track.found, track.missed = 0, track.missed + 1
            if not track.told or track.missed >= _TO_VANISH:
                del self._tracks[name]
        return [track.newest for track in self._tracks.values() if track.told]
