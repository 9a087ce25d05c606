"""Settings come from the environment, and bad ones are refused with a sentence."""

import pytest

from concur_tui.settings import from_environment, next_refresh_s
from concur_workloads.api import LIMITS, LintSettings

THEMES = ("concur-dark", "projector-light")


def test_defaults_are_for_a_local_terminal() -> None:
    settings = from_environment({}, THEMES)
    assert settings.theme == "concur-dark"
    assert settings.refresh_s == pytest.approx(0.2)
    assert settings.sample_s == pytest.approx(0.25)


def test_a_remote_terminal_is_refreshed_less_often() -> None:
    settings = from_environment({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, THEMES)
    assert settings.refresh_s == pytest.approx(0.4)


def test_sampling_is_never_faster_than_the_refresh() -> None:
    settings = from_environment({"CONCUR_TUI_REFRESH_HZ": "2"}, THEMES)
    assert settings.refresh_s == settings.sample_s == pytest.approx(0.5)


@pytest.mark.parametrize("text", ["", "often", "0", "21", "nan", "-4", "inf"])
def test_a_bad_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"CONCUR_TUI_REFRESH_HZ: .* from 0\.5 to 20"):
        from_environment({"CONCUR_TUI_REFRESH_HZ": text}, THEMES)


def test_lints_are_silenced_by_name() -> None:
    assert from_environment({}, THEMES).lints is None
    environment = {"CONCUR_TUI_SILENCE": "swap, tiny-tasks,"}
    lints = LintSettings(frozenset({"swap", "tiny-tasks"}))
    assert from_environment(environment, THEMES).lints == lints


def test_an_unknown_lint_is_refused_with_a_near_one() -> None:
    with pytest.raises(ValueError, match=r"^CONCUR_TUI_SILENCE: .*'swp' \(did you mean swap\?\)"):
        from_environment({"CONCUR_TUI_SILENCE": "tiny-tasks,swp"}, THEMES)


def test_limits_of_lints_are_set() -> None:
    environment = {"CONCUR_TUI_LIMITS": "swap.moved=3, tiny-tasks.task = 2.5 ms,swap.moved=4"}
    lints = from_environment(environment, THEMES).lints
    assert lints is not None
    assert lints.silenced == frozenset()
    moved, task = LIMITS["swap.moved"], LIMITS["tiny-tasks.task"]
    assert lints.limits.given == {moved: 4.0, task: 2.5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("swap.moved", "'swap.moved' is no NAME=VALUE, such as noisy-machine.spread=1.2."),
        ("swap.moved=3,swp.moved=1", "there is no limit 'swp.moved' (did you mean swap.moved?)."),
        ("swap=1", "there is no limit 'swap' (there is swap.moved)."),
        ("=1", "there is no limit '' (`concur-tui lints` shows all)."),
        ("idle-tail.waited=101", "101.0 is not accepted; allowed is a number from 0.1 to 100 %."),
        ("tiny-tasks.task=1 s", "'1 s' is not accepted; allowed is a number from 0.001 to 60,000"),
    ],
)
def test_a_limit_that_cannot_be_set_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"^CONCUR_TUI_LIMITS: ") as refused:
        from_environment({"CONCUR_TUI_LIMITS": text}, THEMES)
    assert words in str(refused.value)


def test_a_bad_theme_is_refused_and_the_good_ones_named() -> None:
    with pytest.raises(ValueError, match="'mauve' is no theme; there are concur-dark"):
        from_environment({"CONCUR_TUI_THEME": "mauve"}, THEMES)


@pytest.mark.parametrize(
    ("hertz", "following"), [(2.0, 5.0), (2.5, 5.0), (5.0, 10.0), (10.0, 2.0), (20.0, 2.0)]
)
def test_the_next_rate_is_the_next_faster_one_and_then_the_slowest(
    hertz: float, following: float
) -> None:
    assert next_refresh_s(1 / hertz) == pytest.approx(1 / following)
