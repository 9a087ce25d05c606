"""How long until there is a first result, ours beside the bare executors."""

from collections.abc import Iterator

from benchmarks.bare_times import bare_times, installed_peers
from benchmarks.in_turns import in_turns
from benchmarks.our_times import seconds_to_first_result
from benchmarks.row import Row, compared

_WORKERS = 2


def measure(*, quick: bool) -> Iterator[Row]:
    """Two workers and one no-op; ours wait until both workers are ready, some others do not."""
    pairs = 1 if quick else 9
    cases: list[tuple[str, str | None, str]] = [
        ("threading.Thread", None, "ThreadPoolExecutor"),
        ("multiprocessing.Process", "fork", "ProcessPoolExecutor"),
        ("multiprocessing.Process", "fork", "multiprocessing.Pool"),
        *(("multiprocessing.Process", "fork", peer) for peer in installed_peers()),
    ]
    for backend, start_method, bare in cases:
        yield _row(backend, start_method, bare, pairs)


def _row(backend: str, start_method: str | None, bare: str, pairs: int) -> Row:
    def ours_once() -> float:
        settings = {"backend": backend, "start_method": start_method, "workers": _WORKERS}
        return seconds_to_first_result(**settings) * 1e3

    def bare_once() -> float:
        return bare_times(bare, terms=0, tasks=1, workers=_WORKERS, chunk=1).first_s * 1e3

    ours, other = in_turns(ours_once, bare_once, pairs)
    return compared(
        "first result",
        backend,
        "ms",
        ours,
        f"bare {bare}",
        other,
    )
