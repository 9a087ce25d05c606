"""Hypothesis strategies for whatever a parameter or an option of a run accepts."""

from typing import Any

from hypothesis import strategies as st

from concur_workloads.api import Option, Parameter


def parameter_values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values in the range of a parameter."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    if isinstance(parameter.default, bool):
        return st.booleans()
    if isinstance(parameter.default, str):
        return st.just(parameter.default)
    assert parameter.minimum is not None
    assert parameter.maximum is not None
    if isinstance(parameter.default, int):
        return st.integers(int(parameter.minimum), int(parameter.maximum))
    return st.floats(parameter.minimum, parameter.maximum)


def option_values(option: Option) -> st.SearchStrategy[Any]:
    """Values of an option, None among them where it may be left unset."""
    values = parameter_values(option.parameter)
    return st.none() | values if option.unset else values
