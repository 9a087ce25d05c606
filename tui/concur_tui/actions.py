"""Every key of the workbench as data: bindings, key line, command palette and help read it here."""

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Action:
    """One thing a person can do; `do` is the Textual action, `label` its word in the key line."""

    id: str
    key: str
    do: str
    label: str
    tooltip: str
    in_palette: bool = True

    @property
    def binding(self) -> Binding:
        """The key binding of the action."""
        return Binding(
            self.key,
            self.do,
            self.label,
            id=self.id,
            tooltip=self.tooltip,
            show=False,
            key_display=key_name(self.key),
        )


_KEY_NAMES = {
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "slash": "/",
    "tab": "Tab",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "comma": ",",
    "full_stop": ".",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_MODIFIERS = {"ctrl": "^", "shift": "Shift+", "alt": "Alt+", "super": "Super+"}


def key_name(key: str) -> str:
    """The keys of a binding as they are printed on a keyboard: `ctrl+z` is `^z`."""
    names = []
    for each in key.split(","):
        prefix, _, last = each.strip().rpartition("+")
        name = _KEY_NAMES.get(last, last if len(last) == 1 else last.capitalize())
        names.append("".join(_MODIFIERS[held] for held in prefix.split("+") if held) + name)
    return " ".join(names)


RUN_ACTIONS = (
    Action("run", "r", "run", "run", "Run what the configuration shows."),
    Action(
        "stop",
        "s",
        "stop",
        "stop",
        "Stop the run: no further task begins. Once more: end its processes at once.",
    ),
    Action("pause", "p", "pause", "pause", "Begin no further task, or go on."),
    Action(
        "matrix",
        "x",
        "matrix",
        "matrix",
        "Run these tasks on every backend, one after the other, and compare them in a table.",
    ),
    Action(
        "break-even",
        "g",
        "break_even",
        "break-even",
        "Find how large a task must be to gain from each mechanism.",
    ),
    Action(
        "kill-worker",
        "k",
        "kill_worker",
        "kill",
        "Send SIGTERM or SIGKILL to the worker whose lane is selected.",
    ),
    Action(
        "control-block",
        "d",
        "control_block",
        "control block",
        "Show what the kernel keeps of the worker whose lane is selected.",
    ),
    Action(
        "time-budget",
        "v",
        "time_budget",
        "time budget",
        "Show where the time of each worker went: on a CPU, waiting for the GIL, blocked, idle.",
    ),
    Action(
        "findings",
        "a",
        "findings",
        "findings",
        "Show all that was found in the run, with what to try; silence a lint, or bring it back.",
    ),
    Action(
        "break-deadlock",
        "b",
        "break_deadlock",
        "break",
        "Tell one of the workers that wait for each other for ever to give up.",
    ),
)

#: They lead to a task in the lanes, and read it out there.
LANE_ACTIONS = (
    Action(
        "slowest-task",
        "j",
        "jump('slowest')",
        "slowest task",
        "Jump to the task that took longest, and read it out.",
    ),
    Action(
        "longest-wait",
        "z",
        "jump('longest wait')",
        "longest wait",
        "Jump to the task that was off the CPU for longest, and read it out.",
    ),
    Action(
        "first-failure",
        "exclamation_mark",
        "jump('first failure')",
        "first failure",
        "Jump to the task that failed first, and read it out.",
    ),
)

PANE_ACTIONS = (
    Action("workloads", "w,1", "focus_pane('workloads')", "workloads", "Pick a workload."),
    Action("configuration", "e,2", "focus_pane('configuration')", "edit", "Edit the experiment."),
    Action(
        "workers",
        "3",
        "focus_pane('resources')",
        "workers",
        "Go to the lanes, one a worker.",
    ),
    Action("log", "4", "focus_pane('log')", "log", "Go to the log."),
    Action("runs", "5", "focus_pane('runs')", "runs", "Go to the last runs."),
    Action(
        "more",
        "f2",
        "more",
        "more settings",
        "Show or hide the settings that few experiments need.",
    ),
    Action(
        "presets",
        "o",
        "presets",
        "presets",
        "Save the configuration under a name; load or delete one that was saved.",
    ),
    Action(
        "own-function",
        "u",
        "own_function",
        "own function",
        "Run a function of your own: pick its file, and read before what will fail where.",
    ),
    Action(
        "race",
        "i",
        "race",
        "race",
        "Be the scheduler of two threads that add to one counter, step by step.",
    ),
    Action(
        "copy-command",
        "y,f3",
        "copy_command",
        "copy command",
        "Copy the command line that would run the same; F3 also while typing.",
    ),
    Action("maximise", "m", "maximise", "max", "Give the whole screen to this pane, or not."),
    Action(
        "filter",
        "slash",
        "filter",
        "filter",
        "Filter the log when it has the focus, else the workloads.",
    ),
    Action("find", "ctrl+f", "find", "find", "Find a text in the log; n and N go on from there."),
    Action(
        "log-level",
        "l",
        "log_level",
        "log level",
        "Show lines from debug, info, warning or error on.",
    ),
    Action(
        "follow",
        "f",
        "follow",
        "follow",
        "Follow what is new in the log, or in graphs and lanes, or hold still; collecting goes on.",
    ),
    Action(
        "refresh-rate",
        "h",
        "refresh_rate",
        "rate",
        "Bring the screen up to date 2, 5 or 10 times a second, until you quit.",
    ),
    Action("next-pane", "tab", "app.focus_next", "next", "Go to the next pane.", in_palette=False),
    Action(
        "back",
        "escape",
        "back",
        "back",
        "Go back one step: out of a field, drawer or maximised pane. A run goes on.",
        in_palette=False,
    ),
)

APP_ACTIONS = (
    Action("help", "question_mark", "help", "help", "All keys, and what the patterns mean."),
    Action("theme", "t", "next_theme", "theme", "Switch to the next theme."),
    Action(
        "screenshot",
        "f12",
        "screenshot",
        "screenshot",
        "Save the screen as an SVG file.",
    ),
    Action(
        "suspend",
        "ctrl+z",
        "suspend_process",
        "suspend",
        "Back to the shell until `fg`; a run goes on.",
    ),
    Action("quit", "q,ctrl+q", "quit", "quit", "Quit; asks first while a run is on."),
)

WORKBENCH_ACTIONS = (*RUN_ACTIONS, *LANE_ACTIONS, *PANE_ACTIONS)

#: The ids in the key line, the most important first: what does not fit is left out.
KEY_LINE = (
    "run",
    "stop",
    "pause",
    "kill-worker",
    "break-deadlock",
    "workloads",
    "configuration",
    "help",
    "quit",
    "findings",
    "matrix",
    "control-block",
    "time-budget",
    "maximise",
    "presets",
    "copy-command",
    "theme",
    "next-pane",
    "back",
    "log-level",
    "follow",
    "slowest-task",
    "longest-wait",
    "first-failure",
    "refresh-rate",
)
