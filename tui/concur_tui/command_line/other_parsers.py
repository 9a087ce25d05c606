"""The options of the commands that run no experiment."""

from concur_tui.command_line.usage import Commands


def add_race(commands: Commands) -> None:
    parser = commands.add_parser(
        "race",
        help="take two threads that add to one counter through their steps",
        description=(
            "Two real threads load, add and store, each step in the order that you choose or that "
            "a seed gives, and what became of the counter."
        ),
    )
    order = parser.add_mutually_exclusive_group()
    steps = "which thread takes each step, such as 121212; the last ones may be left out"
    order.add_argument("--order", metavar="STEPS", help=steps)
    order.add_argument("--seed", type=int, default=1, metavar="N", help="an order by chance (1)")
    parser.add_argument(
        "--additions", type=int, choices=range(1, 101), default=2, metavar="N", help="of each (2)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def add_control_block(commands: Commands) -> None:
    parser = commands.add_parser(
        "control-block",
        help="show what the kernel keeps of a process or thread, or of two side by side",
        description=(
            "Show the process control block of any process or thread: identity, state, registers, "
            "scheduling, context switches, memory, files and signals, each with its source. Of two "
            "it says what they share."
        ),
    )
    parser.add_argument("threads", nargs="+", metavar="PID[/TID]", help="one or two of them")
    parser.add_argument(
        "--frames",
        action="store_true",
        help="also the functions of Python that they are in, by py-spy",
    )
    watch = "instead, look a hundred times a second for so long, and tell when each is at what"
    parser.add_argument("--watch", type=float, metavar="SECONDS", help=watch)
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def add_lints(commands: Commands) -> None:
    parser = commands.add_parser(
        "lints",
        help="show what is looked for in every result",
        description=(
            "Show the lints, which look for what made a result what it is, and the limits at which "
            "they speak. One that should say nothing is silenced by its name: with `--silence "
            "NAME` of run and matrix, or for good, also in the workbench, with "
            "CONCUR_TUI_SILENCE=NAME,NAME in the environment. In the same way, `--limit "
            "NAME=VALUE` and CONCUR_TUI_LIMITS=NAME=VALUE,NAME=VALUE set limits."
        ),
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def add_list(commands: Commands) -> None:
    parser = commands.add_parser(
        "list",
        help="show workloads with their parameters, backends, Pythons and presets",
        description=(
            "Show workloads with their parameters, backends and Pythons, or why not, and presets."
        ),
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")
