"""RunSpec: what it accepts, the sentence for what it does not, and its way through files."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concur_workloads.parameter import SpecError
from concur_workloads.spec import START_METHODS, RunSpec
from concur_workloads.spec_options import OPTIONS
from support.option_values import option_values

# TOML's integers have 64 bits; text in files is Unicode without lone surrogates.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_VALUES = (
    st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT
    | st.booleans()
)
_SPECS = st.builds(
    RunSpec,
    workload=_TEXT,
    parameters=st.dictionaries(_TEXT, _VALUES, max_size=4),
    backend=_TEXT,
    start_method=st.none() | st.sampled_from(START_METHODS),
    **{name: option_values(option) for name, option in OPTIONS.items()},
    interpreter=st.none() | _TEXT,
    baseline=st.booleans(),
)

_DEEP_JSON = "[" * 100_000
_DEEP_TOML = "a = " + _DEEP_JSON


@given(_SPECS)
@settings(derandomize=True, deadline=None)
def test_every_spec_survives_json(spec: RunSpec) -> None:
    assert RunSpec.from_json(spec.to_json()) == spec


@given(_SPECS)
@settings(derandomize=True, deadline=None)
def test_every_spec_survives_toml(spec: RunSpec) -> None:
    assert RunSpec.from_toml(spec.to_toml()) == spec


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("workload", "", "a non-empty text"),
        ("workload", 3, "a non-empty text"),
        ("backend", None, "a non-empty text"),
        ("workers", 0, "a whole number from 1 to 1,000"),
        ("workers", 1_001, "a whole number from 1 to 1,000"),
        ("workers", "2", "a whole number from 1 to 1,000"),
        ("workers", True, "a whole number from 1 to 1,000"),
        ("tasks", 0, "a whole number from 1 to "),
        ("tasks", 1.5, "a whole number from 1 to "),
        ("start_method", "vfork", "one of fork, spawn, forkserver"),
        ("chunk_size", 0, "a whole number from 1 to "),
        ("warm_up", -1, "a whole number from 0 to 1,000"),
        ("repeats", 0, "a whole number from 1 to 1,000"),
        ("timeout_s", 0.0, "a number from 0.05 to 86,400 s"),
        ("timeout_s", 10**400, "a number from 0.05 to 86,400 s"),
        ("timeout_s", "soon", "a number from 0.05 to 86,400 s"),
        ("interpreter", "", "a non-empty text"),
        ("baseline", "yes", "true or false"),
        ("parameters", [1], "a table of names and values"),
    ],
)
def test_an_unfit_field_is_named_with_its_value_and_what_is_allowed(
    field: str, value: Any, allowed: str
) -> None:
    with pytest.raises(SpecError) as caught:
        RunSpec(**({"workload": "w"} | {field: value}))
    assert str(caught.value).startswith(f"{field}: ")
    assert repr(value)[:20] in str(caught.value)
    assert f"is not accepted; allowed is {allowed}" in str(caught.value)


def test_a_parameter_that_is_no_plain_value_is_named() -> None:
    with pytest.raises(SpecError, match=r"^terms: \[1\] is not accepted"):
        RunSpec("w", {"terms": [1]})  # type: ignore[dict-item]


def test_an_unknown_field_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SpecError, match=r"^wokers: 2 is not accepted.*workers, tasks"):
        RunSpec.from_dict({"workload": "w", "wokers": 2})


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_no_table_is_refused(data: object) -> None:
    with pytest.raises(SpecError, match=r"^spec: "):
        RunSpec.from_dict(data)


def test_a_spec_needs_a_workload() -> None:
    with pytest.raises(SpecError, match=r"^workload: None is not accepted"):
        RunSpec.from_dict({"tasks": 3})


@pytest.mark.parametrize("text", ["{", "", "[1]", '"x"', _DEEP_JSON], ids=range(5))
def test_text_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match=r"^spec: "):
        RunSpec.from_json(text)


@pytest.mark.parametrize(
    "text", ["= 3", "workload", "[workload", "tasks = 1\ntasks = 2", "a=" + "[" * 100_000]
)
def test_text_that_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match=r"^spec: .*TOML"):
        RunSpec.from_toml(text)


def test_changes_are_checked_and_leave_the_original() -> None:
    spec = RunSpec("w", {"terms": 1})
    assert spec.with_changes(workers=3).workers == 3
    assert spec.workers == 2
    with pytest.raises(SpecError, match=r"^workers: 0"):
        spec.with_changes(workers=0)


def test_a_spec_does_not_share_its_parameters_with_the_caller() -> None:
    mine: dict[str, int | float | str | bool] = {"terms": 1}
    spec = RunSpec("w", mine)
    mine["terms"] = 2
    assert spec.parameters["terms"] == 1
