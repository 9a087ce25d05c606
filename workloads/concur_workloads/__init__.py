"""The headless engine of concur-tui: workloads, the backends that run them, and what was measured.

Kept empty of imports: every spawned worker executes this file. Programs on top of the engine import
`concur_workloads.api`; a project whose functions shall show a form imports `workload` from here.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    _Function = TypeVar("_Function", bound=Callable[..., Any])


def workload(
    *,
    title: str = "",
    summary: str = "",
    look_at: str = "",
    tasks: int = 16,
    about: "Mapping[str, str] | None" = None,
) -> "Callable[[_Function], _Function]":
    """Mark a function as a workload with a form.

    Its first argument, if that has no default, is the item of the task. Each argument whose default
    is a number, a text, true or false becomes a field, with choices where its annotation is a
    Literal of texts; `about` says by its name what it means. `tasks` is how often it is called
    where no items are given.
    """

    def mark(function: "_Function") -> "_Function":
        # Its attribute, so that it stays the function that it is, also for pickle.
        function.concur_workload = {  # type: ignore[attr-defined]
            "title": title,
            "summary": summary,
            "look_at": look_at,
            "tasks": tasks,
            "about": dict(about or {}),
        }
        return function

    return mark
