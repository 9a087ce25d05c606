"""Parameters: what a person may type, and the sentence when it is not that."""

import math

import pytest

from concur_workloads.parameter import Parameter, SpecError, Value

TERMS = Parameter("terms", 100, "how many", 1, 1_000_000)
LATENCY = Parameter("latency_ms", 20.0, "how long", 0, 60_000, unit="ms")
FAULT = Parameter("fault", "raise", "which", choices=("raise", "hang"))
SHOUT = Parameter("shout", default=False, help="whether")
NAME = Parameter("name", "x", "what")


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (TERMS, "5", 5),
        (TERMS, " 1_000 ", 1_000),
        (TERMS, "10 000", 10_000),
        (TERMS, "1", 1),
        (TERMS, "1000000", 1_000_000),
        (LATENCY, "0", 0.0),
        (LATENCY, "1e3", 1_000.0),
        (FAULT, "hang", "hang"),
        (SHOUT, "Yes", True),
        (SHOUT, "off", False),
        (NAME, " y ", "y"),
    ],
)
def test_text_becomes_a_value_of_the_parameters_type(
    parameter: Parameter, text: str, value: Value
) -> None:
    parsed = parameter.parse(text)
    assert parsed == value
    assert type(parsed) is type(parameter.default)


@pytest.mark.parametrize(
    ("parameter", "text", "allowed"),
    [
        (TERMS, "0", "a whole number from 1 to 1,000,000"),
        (TERMS, "1000001", "a whole number from 1 to 1,000,000"),
        (TERMS, "1.5", "a whole number"),
        (TERMS, "many", "a whole number"),
        (TERMS, "", "a whole number"),
        (LATENCY, "-0.1", "a number from 0 to 60,000 ms"),
        (LATENCY, "nan", "a number from 0 to 60,000 ms"),
        (LATENCY, "inf", "a number from 0 to 60,000 ms"),
        (FAULT, "explode", "one of raise, hang"),
        (SHOUT, "maybe", "a yes or no"),
    ],
)
def test_unfit_text_is_named_with_the_field_and_what_is_allowed(
    parameter: Parameter, text: str, allowed: str
) -> None:
    with pytest.raises(SpecError) as caught:
        parameter.parse(text)
    assert caught.value.field == parameter.name
    assert str(caught.value).startswith(f"{parameter.name}: {caught.value.value!r} ")
    assert allowed in str(caught.value)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (TERMS, True),
        (TERMS, 1.0),
        (TERMS, "1"),
        (TERMS, None),
        (LATENCY, "1"),
        (LATENCY, math.nan),
        (SHOUT, 1),
        (FAULT, 3),
        (NAME, ["x"]),
    ],
)
def test_values_of_another_type_are_refused(parameter: Parameter, value: object) -> None:
    with pytest.raises(SpecError, match=rf"^{parameter.name}: "):
        parameter.check(value)


def test_a_whole_number_will_do_for_a_number() -> None:
    checked = LATENCY.check(7)
    assert (checked, type(checked)) == (7.0, float)


def test_a_long_value_does_not_fill_the_screen() -> None:
    with pytest.raises(SpecError) as caught:
        FAULT.parse("x" * 10_000)
    assert len(str(caught.value)) < 200
