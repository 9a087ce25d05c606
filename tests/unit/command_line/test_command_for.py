"""The shown command line runs exactly the spec that it was made from."""

import shlex

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from concur_tui.command_line.command_for import command_for
from concur_tui.command_line.parser import parse
from concur_tui.command_line.spec_from_options import spec_from_options
from concur_workloads.api import (
    OPTIONS,
    BackendInfo,
    RunSpec,
    SpecError,
    Workload,
    backends,
    default_spec,
    missing_package,
    prepare,
    workloads,
)
from concur_workloads.interpreter import this_interpreter
from support.option_values import option_values, parameter_values


def _parsed(command: str) -> RunSpec:
    program, *arguments = shlex.split(command)
    assert program == "concur-tui"
    return spec_from_options(parse(arguments))


@st.composite
def _specs(draw: st.DrawFn) -> RunSpec:
    workload: Workload = draw(st.sampled_from(workloads()))
    info: BackendInfo = draw(st.sampled_from([each for each in backends() if not each.unavailable]))
    taken = [option for name, option in OPTIONS.items() if info.has_option(name)]
    changes = {option.name: draw(option_values(option)) for option in taken}
    if not this_interpreter().free_threaded:
        changes["gil"] = "default"
    if info.most_workers is not None:
        changes["workers"] = info.most_workers
    try:
        return prepare(
            RunSpec(
                workload.name,
                {each.name: draw(parameter_values(each)) for each in workload.parameters},
                info.name,
                start_method=draw(st.sampled_from(info.start_methods))
                if info.start_methods
                else None,
                baseline=draw(st.booleans()),
                **changes,
            )
        )
    except SpecError:
        # Some settings exclude each other.
        reject()


@given(_specs())
@settings(derandomize=True, deadline=None)
def test_every_spec_survives(spec: RunSpec) -> None:
    assert _parsed(command_for(spec)) == spec


@pytest.mark.parametrize(
    "workload",
    [each for each in workloads() if not missing_package(each, None)],
    ids=lambda each: each.name,
)
def test_defaults_are_left_out(workload: Workload) -> None:
    spec = prepare(default_spec(workload.name))
    command = command_for(spec)
    expected = f"--backend {spec.backend} --workers {spec.workers} --tasks {spec.tasks}"
    assert command == f"concur-tui run {workload.name} {expected}"


def test_what_differs_is_shown_and_quoted() -> None:
    spec = default_spec("sum-of-squares").with_changes(
        workers=3, timeout_s=1.5, interpreter="/opt/my python", baseline=False
    )
    assert command_for(spec) == (
        "concur-tui run sum-of-squares --backend threading.Thread --workers 3 --tasks 16 "
        "--timeout 1.5 --python '/opt/my python' --no-baseline"
    )


def test_no_limit_can_be_typed() -> None:
    options = "run no-op --timeout none --set"
    assert spec_from_options(parse(options.split()[:-1])).timeout_s is None


def test_a_workload_that_does_not_exist_has_no_command() -> None:
    with pytest.raises(SpecError, match=r"^workload: "):
        command_for(RunSpec("nothing"))
