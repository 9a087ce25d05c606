"""A form has one field for each name, so no parameter may be called like a field of a spec."""

import dataclasses

import pytest

from concur_workloads.api import RunSpec, workloads

_FIELDS = {each.name for each in dataclasses.fields(RunSpec)}


@pytest.mark.parametrize("name", [each.name for each in workloads()])
def test_no_parameter_is_called_like_a_field_of_a_spec(name: str) -> None:
    (chosen,) = [each for each in workloads() if each.name == name]
    assert _FIELDS.isdisjoint(each.name for each in chosen.parameters)
