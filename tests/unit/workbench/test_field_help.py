"""The help of every field says what it is for, in what range, and what empty means."""

import pytest

from concur_tui.screens.workbench.configuration_fields import (
    AFTER_PARAMETERS,
    BEFORE_PARAMETERS,
    MORE,
)
from concur_tui.screens.workbench.experiment_form import ExperimentForm
from concur_tui.screens.workbench.field_help import explained
from concur_workloads.api import OPTIONS, UsableCpus, backends

CPUS = UsableCpus(2, "cgroup quota")


def help_of(name: str, backend: str = "threading.Thread") -> str:
    form = ExperimentForm("sum-of-squares")
    form.type("backend", backend)
    return explained(form, name, CPUS)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("workers", "How many run at the same time: 1 to 1 000. 2 CPUs usable: cgroup quota."),
        (
            "timeout_s",
            "Longest that one task may take: 0.05 to 86 400 s; empty is none.",
        ),
        (
            "run_timeout_s",
            "Longest that the whole run may take: 0.05 to 86 400 s; empty is none.",
        ),
        (
            "initializer",
            "Module:function that each worker calls first, such as gc:disable; empty is none.",
        ),
        ("recycle", "Create new workers for each pass."),
        ("affinity", "Which CPUs the workers may run on."),
    ],
)
def test_a_setting_is_explained(name: str, sentence: str) -> None:
    assert help_of(name) == sentence


@pytest.mark.parametrize("name", [*OPTIONS, "backend", "start_method", "baseline", "terms"])
def test_every_field_is_explained_in_sentences(name: str) -> None:
    text = help_of(name)
    assert text[:1].isupper()
    assert text.endswith(".")


@pytest.mark.parametrize("name", [each.name for each in backends() if not each.unavailable])
def test_every_backend_says_what_it_can_do(name: str) -> None:
    assert "can" in help_of("backend", name).lower()


def test_every_setting_is_in_one_part_of_the_form() -> None:
    fields = [*BEFORE_PARAMETERS, *AFTER_PARAMETERS, *MORE]
    assert sorted(fields) == sorted([*OPTIONS, "baseline"])


def test_a_small_limit_is_written_out() -> None:
    assert "0.000001 to 10 s" in help_of("switch_interval_s")
