"""Looks for who holds the GIL at the resolutions of the lanes, in bounded memory."""

from collections.abc import Sequence

from concur_tui.widgets.gil_cells import gil_code
from concur_tui.widgets.lane_track import BUCKETS, bucket_of
from concur_tui.widgets.lane_zoom import RESOLUTIONS_S, column_s, resolution_of
from concur_workloads.api import GilLook, GilTally, HandOvers


class GilTrack:
    """Sums for each time bucket in which there was a look; the oldest buckets are forgotten."""

    def __init__(self) -> None:
        self.whole = GilTally()
        self._buckets: list[dict[int, GilTally]] = [{} for _ in RESOLUTIONS_S]
        self._newest_s = 0.0
        # Of cells that no look will be added to, at one zoom step.
        self._settled: dict[int, int] = {}
        self._settled_zoom = -1

    def add(self, looks: Sequence[GilLook]) -> None:
        """Take in looks; they come in their order."""
        for look in looks:
            self.whole.add(look)
            self._newest_s = look.at_s
            for bucket_s, tallies in zip(RESOLUTIONS_S, self._buckets, strict=True):
                number = bucket_of(look.at_s, bucket_s)
                if number not in tallies:
                    tallies[number] = GilTally()
                    if len(tallies) > 2 * BUCKETS:
                        del tallies[next(iter(tallies))]
                tallies[number].add(look)

    def add_bursts(self, bursts: Sequence[HandOvers]) -> None:
        """Take in bursts of looks, which have just ended."""
        for found in bursts:
            self.whole.add_burst(found)
            for tallies in self._buckets:
                if tallies:
                    tallies[next(reversed(tallies))].add_burst(found)

    def codes(self, first_column: int, columns: int, zoom: int) -> bytes:
        """What the cells from `first_column` show at a zoom step."""
        if zoom != self._settled_zoom or len(self._settled) > 2 * BUCKETS:
            self._settled, self._settled_zoom = {}, zoom
        newest = bucket_of(self._newest_s, column_s(zoom))
        # A cell that is shorter than a bucket shows that.
        settled = min(newest, _columns_before(bucket_of(self._newest_s, RESOLUTIONS_S[0]), zoom))
        codes = []
        for column in range(first_column, first_column + columns):
            code = self._settled.get(column)
            if code is None:
                code = gil_code(self.cell(column, zoom) if column <= newest else None)
                if column < settled:
                    self._settled[column] = code
            codes.append(code)
        return bytes(codes)

    def cell(self, column: int, zoom: int) -> GilTally | None:
        """The looks in a cell, or in the bucket around one that is shorter; None without any."""
        if zoom < 0:
            return self._buckets[0].get(
                bucket_of((column + 0.5) * column_s(zoom), RESOLUTIONS_S[0])
            )
        resolution, buckets = resolution_of(zoom)
        tallies = self._buckets[resolution]
        first = column * buckets
        found = [tallies[each] for each in range(first, first + buckets) if each in tallies]
        if len(found) <= 1:
            return found[0] if found else None
        together = GilTally()
        for each in found:
            together.merge(each)
        return together


def _columns_before(bucket: int, zoom: int) -> int:
    """How many cells there are before one of the shortest buckets."""
    return int(bucket * RESOLUTIONS_S[0] / column_s(zoom))
