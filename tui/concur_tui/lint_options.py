"""What a person sets about lints, from the words for it."""

from collections.abc import Iterable

from concur_tui.specs.suggestion import did_you_mean
from concur_workloads.api import LIMITS, LINTS, Limits, LintSettings, Parameter


def lints_of(
    silenced: Iterable[str], limits: Iterable[str], *, given_as: tuple[str, str]
) -> LintSettings:
    """Names of lints and settings of limits, each with what it was `given_as`.

    Raises ValueError with one sentence that begins with that.
    """
    as_name, as_limit = given_as
    try:
        names = _known_lints(silenced)
    except ValueError as error:
        raise ValueError(f"{as_name}: {error}") from None
    try:
        return LintSettings(names, _limits_of(limits))
    except ValueError as error:
        raise ValueError(f"{as_limit}: {error}") from None


def _known_lints(names: Iterable[str]) -> frozenset[str]:
    """The names, if each is that of a lint; else raises ValueError with the end of a sentence."""
    known = [lint.name for lint in LINTS]
    wanted = frozenset(names)
    for name in sorted(wanted.difference(known)):
        raise ValueError(f"there is no lint {name!r}{did_you_mean(name, known)}.")
    return wanted


def _limits_of(settings: Iterable[str]) -> Limits:
    """What each NAME=VALUE says, the last one counting; raises ValueError in the same way."""
    given: dict[Parameter, float] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            example = setting_of(next(iter(LIMITS.values())), Limits())
            raise ValueError(f"{setting!r} is no NAME=VALUE, such as {example}.")
        limit = LIMITS.get(name.strip())
        if limit is None:
            raise ValueError(f"there is no limit {name!r}{_near(name)}.")
        given[limit] = float(limit.parse(value.strip().removesuffix(limit.unit)))
    return Limits(given)


def _near(name: str) -> str:
    """A name that is near; all of a lint, if its name alone was given."""
    own = [each for each in LIMITS if each.startswith(f"{name}.")]
    if own:
        return f" (there is {' and '.join(own)})"
    return did_you_mean(name, LIMITS) or " (`concur-tui lints` shows all)"


def setting_of(limit: Parameter, limits: Limits) -> str:
    """What is in force, as it is typed."""
    return f"{limit.name}={limits.shown(limit):.10g}"
