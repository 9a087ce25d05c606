"""What is said of a function before it runs, from what was seen."""

from typing import Any

from concur_workloads.results.preflight import Preflight, preflight


def seen(**changes: Any) -> Preflight:
    """What a look at a harmless function finds, with changes."""
    facts: dict[str, Any] = {
        "problem": "",
        "import_s": 0.012,
        "acts": [],
        "threads_left": [],
        "printed_lines": 0,
        "printed": "",
        "shape": {"is_async": False},
        "unoffered": [],
        "generator": False,
        "function_pickle": "",
        "items": None,
        "item_pickle": None,
        "spawned": {"problem": "", "import_s": 0.014, "acts": []},
        "spawned_printed_lines": 0,
        "interpreter": "",
    }
    return preflight("work.py:f", None, {**facts, **changes})


def told(place: str, **changes: Any) -> list[tuple[str, str]]:
    """The lines below the first."""
    return list(seen(**changes).lines(place))[1:]


def test_a_harmless_function_is_said_in_one_line() -> None:
    assert list(seen().lines("threads")) == [
        ("info", "imported in 12 ms, by a spawned worker in 14 ms")
    ]
    assert seen(items=1).summary.endswith("; 1 item")
    assert seen(items=2000, spawned=None).summary == "imported in 12 ms; 2,000 items"


def test_what_cannot_run_at_all_is_all_that_is_said() -> None:
    found = preflight("work.py:f", None, {"problem": "It is not there.", "import_s": 0.1})
    assert list(found.lines("fork")) == [("error", "It is not there.")]


def test_an_item_that_cannot_travel_is_a_warning_where_it_has_to() -> None:
    stuck = {"item": 3, "cause": "TypeError: cannot pickle a lock"}
    ((level, text),) = told("spawn", item_pickle=stuck)
    assert level == "warning"
    assert text.startswith(
        "Fails on fork, spawn, forkserver, sub-interpreters: item 3 cannot be pickled"
    )
    ((level, _),) = told("threads", item_pickle=stuck)
    assert level == "info"


def test_what_fails_in_a_spawned_process_only_fails_where_workers_import() -> None:
    spawned = {"problem": "Importing work.py failed: RuntimeError: no."}
    ((_, text),) = told("spawn", spawned=spawned)
    assert text.startswith("Fails on spawn, forkserver: ")
    assert told("spawn", interpreter="no numpy here")[0][0] == "info"
    assert told("sub-interpreters", interpreter="no numpy here")[0][0] == "warning"


def test_what_an_import_does_is_told_with_its_lines() -> None:
    acts = [["process", "", "work.py line 9"], ["write", "a.log", "work.py line 3"]]
    lines = told("spawn", acts=acts, spawned={"acts": acts[1:], "import_s": 2.0})
    texts = [text for _, text in lines]
    assert texts[0] == "importing it starts a process (work.py line 9)"
    assert texts[1] == (
        "importing it opens a file to write (work.py line 3: a.log), seen again in a spawned worker"
    )
    assert texts[2].startswith("what only the program itself shall do belongs below `if __name__")
    assert texts[3].startswith("importing it took a spawned worker 2 s")
