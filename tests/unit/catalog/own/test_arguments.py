"""What a function of one's own is called with, and the form that it gets."""

from typing import Any, Literal

import pytest

from concur_workloads import workload
from concur_workloads.catalog.own import OwnFunctionError
from concur_workloads.catalog.own.arguments import arguments_of
from concur_workloads.parameter import Parameter


@pytest.mark.parametrize(
    ("function", "takes_item"),
    [
        (lambda item: item, True),
        (lambda: 0, False),
        (lambda item=3: item, True),
        (lambda *items: items, True),
        (lambda *, size=3: size, False),
        (lambda item, size=3: item, True),
        (str, True),
    ],
)
def test_it_gets_the_item_if_it_can_take_one(function: Any, *, takes_item: bool) -> None:
    assert arguments_of(function, None).takes_item is takes_item
    assert arguments_of(function, None).parameters == ()


@pytest.mark.parametrize("function", [lambda a, b: a, lambda *, a: a])
def test_what_needs_more_is_refused(function: Any) -> None:
    with pytest.raises(OwnFunctionError, match="neither with one argument"):
        arguments_of(function, None)


def test_each_argument_with_a_default_is_a_field() -> None:
    @workload(about={"size": "how many"})
    def crunch(
        number: int,
        size: int = 10,
        scale: float = 2,
        mode: Literal["fast", "slow"] = "fast",
        label: str = "",
        loud: bool = False,  # noqa: FBT001, FBT002 - as people write it
        nothing: object = None,
    ) -> None:
        pass

    found = arguments_of(crunch, {"size": "how many"})
    other = "argument of test_each_argument_with_a_default_is_a_field.<locals>.crunch"
    assert found.takes_item
    assert found.unoffered == ("nothing",)
    assert found.parameters == (
        Parameter("size", 10, "how many"),
        Parameter("scale", 2.0, other),
        Parameter("mode", "fast", other, choices=("fast", "slow")),
        Parameter("label", "", other),
        Parameter("loud", default=False, help=other),
    )
    assert type(found.parameters[1].default) is float


def test_a_marked_function_stays_the_same() -> None:
    def plain() -> None:
        pass

    assert workload(title="Plain")(plain) is plain


def test_a_field_needs_a_default_and_a_name_of_its_own() -> None:
    def crunch(number: int, size: int) -> None:
        pass

    def shadow(number: int, items: int = 3) -> None:
        pass

    with pytest.raises(OwnFunctionError, match=r"The argument size of .* needs a default"):
        arguments_of(crunch, {})
    with pytest.raises(OwnFunctionError, match=r"The argument items of .* needs another name"):
        arguments_of(shadow, {})
