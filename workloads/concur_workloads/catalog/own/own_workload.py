"""A function of one's own as a workload: for the runner and the workers, which import it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.own import ITEMS, OwnFunctionError
from concur_workloads.catalog.own.arguments import Arguments, arguments_of
from concur_workloads.catalog.own.importing import import_function, import_module
from concur_workloads.catalog.own.items import FirstItem, read_items
from concur_workloads.catalog.own.reference import parse_reference
from concur_workloads.catalog.own.shape import Shape
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_FIRST_ITEM = "first_item"

_ITEMS = Parameter(
    ITEMS, "", "what the calls get: a file, a number, an expression; empty for the task's number"
)


def import_workload(name: str) -> Workload:
    """The workload that a reference names; raises OwnFunctionError and SpecError."""
    reference = parse_reference(name)
    function = import_function(reference)
    arguments = arguments_of(function, about(function))
    call = _call(function, arguments)
    items = _Items(lambda text: read_items(text, vars(import_module(reference))))
    is_async = is_coroutine_function(function)
    return shape_of(name, function, arguments).workload(
        body=_in_loop(call) if is_async else call,
        coroutine=call if is_async else None,
        argument=items.argument if arguments.takes_item else None,
        fixture=items.fixture if arguments.takes_item else None,
    )


def about(function: Callable[..., Any]) -> Mapping[str, str] | None:
    """What the decorator was told of the arguments; None for a function without it."""
    marks: Mapping[str, Any] | None = getattr(function, "concur_workload", None)
    return marks["about"] if marks is not None else None


def is_coroutine_function(function: Callable[..., Any]) -> bool:
    """Whether calling it gives a coroutine."""
    call = getattr(type(function), "__call__", None)  # noqa: B004 - whether it is async, not there
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def shape_of(name: str, function: Callable[..., Any], arguments: Arguments) -> Shape:
    """How a function looks from outside."""
    marks: Mapping[str, Any] = getattr(function, "concur_workload", {})
    documented = (inspect.getdoc(function) or "").strip().partition("\n")[0]
    bare = Shape.bare(name)
    return Shape(
        name=name,
        title=marks.get("title") or bare.title,
        summary=marks.get("summary") or documented,
        look_at=marks.get("look_at") or bare.look_at,
        is_async=is_coroutine_function(function),
        tasks=marks.get("tasks", bare.tasks),
        parameters=((_ITEMS,) if arguments.takes_item else ()) + arguments.parameters,
    )


def _call(function: Callable[..., Any], arguments: Arguments) -> Callable[[Any, Settings], Any]:
    """The function with the arguments of a body; of ours, no more than that is in its time."""
    names = [each.name for each in arguments.parameters]
    if names and arguments.takes_item:
        return lambda item, settings: function(item, **{name: settings[name] for name in names})
    if names:
        return lambda _item, settings: function(**{name: settings[name] for name in names})
    if arguments.takes_item:
        return lambda item, _settings: function(item)
    return lambda _item, _settings: function()


def _in_loop(call: Callable[[Any, Settings], Any]) -> Callable[[Any, Settings], object]:
    """For backends that await nothing: each call gets an event loop of its own."""
    # Late, as workers that call plain functions need not spend the time that it takes.
    import asyncio

    return lambda item, settings: asyncio.run(call(item, settings))


class _Items:
    """The items in the runner, which hands one to each task; only the first reaches all workers."""

    def __init__(self, read: Callable[[str], Sequence[Any]]) -> None:
        self._read = read
        self._items: Sequence[Any] = ()

    @contextmanager
    def fixture(self, settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
        """Read them before workers start; raises OwnFunctionError."""
        text: str = settings[ITEMS]
        self._items = self._read(text) if text else range(stage.tasks)
        if stage.tasks > len(self._items):
            raise OwnFunctionError(
                f"There are {len(self._items):,} items for {stage.tasks:,} tasks: {text}."
            )
        yield {_FIRST_ITEM: FirstItem(self._items[0])}

    def argument(self, task: int, settings: Settings) -> object:
        """The item of a task; in any worker, that of the warm-up tasks."""
        if task == WARM_UP_TASK:
            first: FirstItem = settings[_FIRST_ITEM]
            return first.get()
        return self._items[task]
