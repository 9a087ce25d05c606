"""The texts in the configuration form, and the spec or the complaints that they amount to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from concur_workloads.api import (
    OPTIONS,
    BackendInfo,
    Interpreter,
    Option,
    Parameter,
    RunSpec,
    SpecError,
    Value,
    Workload,
    backend,
    default_spec,
    find_interpreter,
    prepare,
    why_unavailable,
    workload,
)

#: Fields whose values stay when another workload is picked; all others belong to the workload.
SHARED = (
    "backend",
    "start_method",
    *(name for name in OPTIONS if name not in ("tasks", "repeats")),
    "interpreter",
)

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Reading:
    """What the texts amount to: a spec that can run, or complaints by field name."""

    spec: RunSpec | None
    complaints: Mapping[str, str] = field(default_factory=dict)


def text_of(value: Value | None) -> str:
    """A value as a person would type it; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    return str(value)


class ExperimentForm:
    """Texts by field name; each workload remembers what was typed for it."""

    def __init__(self, workload_name: str) -> None:
        self._own: dict[str, dict[str, str]] = {}
        defaults = default_spec(workload_name)
        self._usual = {name: text_of(getattr(defaults, name)) for name in SHARED}
        self._shared = dict(self._usual)
        self._interpreter: Interpreter | None = None
        #: What a person chose that does not suit every workload.
        self._wished = {name: self._shared[name] for name in ("backend", "workers")}
        self.pick(workload_name)

    def pick(self, workload_name: str) -> None:
        """Configure another workload; what was typed for it before is there again.

        Where it does not run on the backend that was chosen, or takes more workers, it gets what
        suits it.
        """
        self.workload: Workload = workload(workload_name)
        if workload_name not in self._own:
            defaults = default_spec(workload_name)
            self._own[workload_name] = {
                "tasks": text_of(defaults.tasks),
                "repeats": text_of(defaults.repeats),
                "baseline": text_of(defaults.baseline),
            }
        # A function of one's own may have got others since it was picked last.
        for each in self.workload.parameters:
            self._own[workload_name].setdefault(each.name, text_of(each.default))
        wished = self._wished["backend"]
        runs_there = not self.workload.backends or wished in self.workload.backends
        self._take(wished if runs_there else default_spec(workload_name).backend)
        self._shared["workers"] = self._enough_workers()

    def _enough_workers(self) -> str:
        wished, fewest = self._wished["workers"], self.workload.fewest_workers
        return text_of(fewest) if wished.isdecimal() and int(wished) < fewest else wished

    def load(self, spec: RunSpec) -> None:
        """Take over everything from a spec; raises SpecError if it does not fit its workload."""
        chosen = backend(spec.backend)
        values = workload(spec.workload).resolve(spec.parameters)
        self.pick(spec.workload)
        self._shared = {name: text_of(getattr(spec, name)) for name in SHARED}
        self._wished["workers"] = self._shared["workers"]
        self._interpreter = _found(self._shared["interpreter"])
        for name in ("tasks", "repeats", "baseline"):
            self.type(name, text_of(getattr(spec, name)))
        for name, value in values.items():
            self.type(name, text_of(value))
        self.type("backend", chosen.name)

    def differs(self, name: str) -> bool:
        """Whether a setting that the backend takes is not as it is at first."""
        return self.applies(name) and self._shared[name] != self._usual[name]

    def text(self, name: str) -> str:
        """The text in a field."""
        return self._texts_with(name)[name]

    def type(self, name: str, text: str) -> None:
        """Replace the text in a field."""
        self._texts_with(name)[name] = text
        if name == "interpreter":
            self._interpreter = _found(text)
        if name in self._wished:
            self._wished[name] = text
        if name == "backend":
            self._take(text)

    def _take(self, backend_name: str) -> None:
        self._shared["backend"] = backend_name
        if self._shared["start_method"] not in self.backend.start_methods:
            self._shared["start_method"] = next(iter(self.backend.start_methods), "")

    def _texts_with(self, name: str) -> dict[str, str]:
        return self._shared if name in SHARED else self._own[self.workload.name]

    @property
    def backend(self) -> BackendInfo:
        """The chosen backend."""
        return backend(self._shared["backend"])

    def unavailable(self, info: BackendInfo) -> str:
        """Why a backend cannot be had for this workload on the chosen Python, or nothing."""
        chosen = self.workload
        if chosen.backends and info.name not in chosen.backends:
            return f"{chosen.title} runs on {', '.join(chosen.backends)}, as {chosen.elsewhere}"
        return why_unavailable(info, self._interpreter)

    def read(self) -> Reading:
        """Check everything, as far as it applies to the backend."""
        complaints: dict[str, str] = {}
        options = {
            name: self._parsed(option, complaints)
            for name, option in OPTIONS.items()
            if self.applies(name)
        }
        parameters = {
            each.name: self._parsed(each, complaints) for each in self.workload.parameters
        }
        if complaints:
            return Reading(None, complaints)
        try:
            return Reading(prepare(self._spec(options, parameters)))
        except SpecError as error:
            return Reading(None, {error.field: _complaint(error)})

    def applies(self, name: str) -> bool:
        """Whether the chosen backend takes a field."""
        if name == "baseline":
            return self.workload.baseline and self.backend.name != "serial"
        if name == "start_method" or name in OPTIONS:
            return self.backend.has_option(name)
        return True

    def _parsed(self, kind: Option | Parameter, complaints: dict[str, str]) -> Value | None:
        try:
            return kind.parse(self.text(kind.name))
        except SpecError as error:
            complaints[kind.name] = _complaint(error)
            return None

    def _spec(
        self, options: dict[str, Value | None], parameters: dict[str, Value | None]
    ) -> RunSpec:
        start_method = self.text("start_method") if self.applies("start_method") else ""
        return default_spec(
            self.workload.name,
            parameters=parameters,
            backend=self.text("backend"),
            start_method=start_method or None,
            baseline=self.text("baseline") == YES,
            interpreter=self.text("interpreter").strip() or None,
            **{"workers": 1, **options},
        )


def _found(text: str) -> Interpreter | None:
    """The other Python that a text names; None for ours, and where there is no such."""
    try:
        return find_interpreter(text.strip()) if text.strip() else None
    except SpecError:
        return None


def _complaint(error: SpecError) -> str:
    given = str(error.value)
    if not given.strip():
        return f"Empty: allowed is {error.allowed}."
    return f"{given[:40]!r} is not accepted: allowed is {error.allowed}."
