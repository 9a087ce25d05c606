"""The keys of the screens that open over the workbench, as data."""

from concur_tui.actions import Action

#: The keys of a series of experiments, such as the matrix, which are its own.
SERIES_ACTIONS = (
    Action("series-run", "r", "run_again", "run again", "Run all of it again."),
    Action(
        "series-stop",
        "s",
        "stop_series",
        "stop",
        "Stop: no further task begins. Once more: end its processes at once.",
    ),
    Action(
        "series-back",
        "escape",
        "stop_or_leave",
        "back",
        "Go back to the workbench; asks to stop first while it is on.",
    ),
)
SERIES_KEY_LINE = ("series-run", "series-stop", "series-back", "help", "quit", "theme")

#: The keys of the race, which are its own.
RACE_ACTIONS = (
    Action("race-step-1", "1", "step(1)", "step thread 1", "Let thread 1 take its next step."),
    Action("race-step-2", "2", "step(2)", "step thread 2", "Let thread 2 take its next step."),
    Action(
        "race-play",
        "space",
        "play",
        "next of the seed",
        "Take the next step of the order that the seed gives.",
    ),
    Action("race-undo", "u,backspace", "undo", "undo", "Take the last step back."),
    Action(
        "race-seed",
        "n",
        "next_seed",
        "next seed",
        "Run to the end in the order that the next seed gives.",
    ),
    Action("race-again", "r", "start_again", "start again", "Take all steps back."),
    Action("race-back", "escape", "leave", "back", "Go back to the workbench."),
)
RACE_KEY_LINE = (
    "race-step-1",
    "race-step-2",
    "race-undo",
    "race-seed",
    "race-play",
    "race-again",
    "race-back",
    "quit",
)

#: The keys of a control block, which are its own.
CONTROL_BLOCK_ACTIONS = (
    Action("block-next", "n", "other_worker(1)", "next worker", "Go on to the next worker."),
    Action(
        "block-previous",
        "p",
        "other_worker(-1)",
        "previous",
        "Go back to the worker before.",
    ),
    Action(
        "block-compare",
        "c",
        "compare",
        "compare",
        "Put the next worker beside this one; after the last, none.",
    ),
    Action(
        "block-frames",
        "f",
        "frames",
        "frames",
        "Ask py-spy in which functions of Python the thread is; it is not stopped for that.",
    ),
    Action(
        "block-hold",
        "space",
        "hold",
        "hold",
        "Hold the view still, or go on; looking goes on meanwhile.",
    ),
    Action(
        "block-states",
        "tab",
        "app.focus_next",
        "states",
        "Go from the fields to the log of states, which may have more rows than fit, or back.",
        in_palette=False,
    ),
    Action("block-back", "escape", "leave", "back", "Go back to the workbench."),
)
CONTROL_BLOCK_KEY_LINE = (
    "block-next",
    "block-previous",
    "block-compare",
    "block-frames",
    "block-hold",
    "block-back",
    "help",
    "quit",
    "block-states",
    "theme",
)

#: The keys of the list of findings, which are its own.
FINDINGS_ACTIONS = (
    Action(
        "findings-silence",
        "space",
        "silence",
        "silence, bring back",
        "Silence the lint of the selected finding until you quit, or bring it back.",
    ),
    Action("findings-back", "escape", "leave", "back", "Go back to the workbench."),
)
FINDINGS_KEY_LINE = ("findings-silence", "findings-back", "help", "quit", "theme")

#: The keys of the time budget, which are its own.
TIME_BUDGET_ACTIONS = (
    Action(
        "budget-next",
        "n",
        "other_worker(1)",
        "next worker",
        "Go on to the next worker; so does Down in the bars.",
    ),
    Action(
        "budget-previous",
        "p",
        "other_worker(-1)",
        "previous",
        "Go back to the worker before, and from the first to all workers; so does Up in the bars.",
    ),
    Action(
        "budget-table",
        "tab",
        "app.focus_next",
        "table",
        "Go from the bars to the table, which may have more rows than fit, or back.",
        in_palette=False,
    ),
    Action("budget-hold", "space", "hold", "hold", "Hold the view still, or go on."),
    Action("budget-back", "escape", "leave", "back", "Go back to the workbench."),
)
TIME_BUDGET_KEY_LINE = (
    "budget-next",
    "budget-previous",
    "budget-table",
    "budget-hold",
    "budget-back",
    "help",
    "quit",
    "theme",
)
