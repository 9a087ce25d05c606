"""What a function of one's own takes: an item or none, and the arguments that become fields."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from concur_workloads.catalog.own import ITEMS, OwnFunctionError
from concur_workloads.parameter import Parameter

_TYPES = (bool, int, float, str)
_ANYWHERE = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True)
class Arguments:
    """How a function is called; `unoffered` names the arguments that no field can show."""

    takes_item: bool
    parameters: tuple[Parameter, ...] = ()
    unoffered: tuple[str, ...] = ()


def arguments_of(function: Callable[..., Any], about: Mapping[str, str] | None) -> Arguments:
    """What a function takes; `about` is None for one that was not marked as a workload.

    Raises OwnFunctionError for one that cannot be called with an item, nor with nothing.
    """
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        # Some written in C do not say what they take.
        return Arguments(takes_item=True)
    if about is None:
        return Arguments(takes_item=_takes_item(function, signature))
    return _fields(function, signature, about)


def _takes_item(function: Callable[..., Any], signature: inspect.Signature) -> bool:
    for takes_item, given in ((True, ("item",)), (False, ())):
        try:
            signature.bind(*given)
        except TypeError:
            continue
        return takes_item
    raise OwnFunctionError(
        f"{_name(function)}{signature} can be called neither with one argument, the item of the "
        "task, nor with none."
    )


def _fields(
    function: Callable[..., Any], signature: inspect.Signature, about: Mapping[str, str]
) -> Arguments:
    hints = _hints(function)
    takes_item = False
    parameters: list[Parameter] = []
    unoffered: list[str] = []
    for place, each in enumerate(signature.parameters.values()):
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            continue
        if each.default is each.empty:
            if place or each.kind not in _ANYWHERE:
                raise OwnFunctionError(
                    f"The argument {each.name} of {_name(function)} needs a default, from which "
                    "its field starts."
                )
            takes_item = True
            continue
        help_text = about.get(each.name, f"argument of {_name(function)}")
        parameter = _parameter(each, hints.get(each.name), help_text)
        if parameter is None or each.kind is each.POSITIONAL_ONLY:
            unoffered.append(each.name)
        else:
            parameters.append(parameter)
    if takes_item and any(each.name == ITEMS for each in parameters):
        raise OwnFunctionError(
            f"The argument {ITEMS} of {_name(function)} needs another name, as the field of that "
            "name says what the items are."
        )
    return Arguments(takes_item, tuple(parameters), tuple(unoffered))


def _parameter(argument: inspect.Parameter, hint: Any, help_text: str) -> Parameter | None:
    default = argument.default
    if typing.get_origin(hint) is typing.Literal:
        choices = typing.get_args(hint)
        if all(isinstance(each, str) for each in choices) and default in choices:
            return Parameter(argument.name, default, help_text, choices=choices)
        return None
    if hint is float and type(default) is int:
        default = float(default)
    if type(default) not in _TYPES or hint not in (None, type(default)):
        return None
    return Parameter(argument.name, default, help_text)


def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        return typing.get_type_hints(function)
    except Exception:  # noqa: BLE001 - an annotation may be any expression of the user's
        return {}


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", type(function).__name__)
