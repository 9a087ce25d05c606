"""Everything that a program on top of the engine may use."""

from concur_workloads.backends.backend_info import BackendInfo, Capabilities
from concur_workloads.backends.registry import backend, backends
from concur_workloads.catalog.figures import Figure, Measured
from concur_workloads.catalog.own import ITEMS, is_reference
from concur_workloads.catalog.own.reference import absolute as absolute_reference
from concur_workloads.catalog.registry import workload, workloads
from concur_workloads.catalog.workload import Workload
from concur_workloads.control.break_even import BreakEven
from concur_workloads.control.break_even_plan import (
    QUICK,
    THOROUGH,
    BreakEvenPlan,
    planned_break_even,
)
from concur_workloads.control.catalog_check import CatalogCheck, planned_checks
from concur_workloads.control.checks import default_spec, missing_package, prepare, why_unavailable
from concur_workloads.control.deadlocks import OnDeadlock
from concur_workloads.control.experiment import Experiment
from concur_workloads.control.interpreters import (
    find_interpreter,
    find_interpreters,
    known_interpreter,
)
from concur_workloads.control.matrix import Matrix
from concur_workloads.control.matrix_plan import planned_rows
from concur_workloads.control.own_functions import end_looks
from concur_workloads.control.own_functions import look_at as look_at_function
from concur_workloads.control.plug_ins import PlugIn, SeenPlugIn, look_at_plug_ins, plug_ins
from concur_workloads.control.probing import stop_asking
from concur_workloads.control.python_plan import rows_by_python
from concur_workloads.control.race_replay import drawn_order, replay
from concur_workloads.exit_status import exit_words
from concur_workloads.export.break_even_report import (
    BREAK_EVEN_SCHEMA_PATH,
    break_even_csv,
    break_even_json,
)
from concur_workloads.export.check_report import check_csv, check_json
from concur_workloads.export.csv_report import report_csv
from concur_workloads.export.json_report import RESULT_SCHEMA_PATH, report_json
from concur_workloads.export.matrix_report import (
    MATRIX_SCHEMA_PATH,
    matrix_csv,
    matrix_json,
)
from concur_workloads.interpreter import Interpreter
from concur_workloads.observer.control_block.block import ControlBlock, Field, FieldReading
from concur_workloads.observer.control_block.control_block_reader import (
    ControlBlockReader,
    why_no_control_blocks,
)
from concur_workloads.observer.control_block.state_in_block import see_block
from concur_workloads.observer.cores import CoreUse
from concur_workloads.observer.cpus import UsableCpus, usable_cpus
from concur_workloads.observer.memory import MemoryParts
from concur_workloads.observer.python_frames.frame_look import Frame, FrameLook
from concur_workloads.observer.system import SystemObserver, SystemSample
from concur_workloads.observer.throttling import Throttling
from concur_workloads.observer.tree_rates import SwitchRates, TransferRates
from concur_workloads.observer.waiting.pace import LOOKS_A_SECOND
from concur_workloads.observer.waiting.state_watch import StateWatch, look_times
from concur_workloads.observer.waiting.states_seen import MOST_STATES, SeenState, StatesSeen
from concur_workloads.parameter import Parameter, SpecError, Value
from concur_workloads.recorder.python_thread import PythonThread
from concur_workloads.results.activity import Activity
from concur_workloads.results.break_even import (
    BreakEvenLine,
    BreakEvenPoint,
    BreakEvenResult,
    BreakEvenSnapshot,
    Work,
)
from concur_workloads.results.budget import (
    ESTIMATED,
    ESTIMATED_BETWEEN,
    MESSAGES,
    BudgetItem,
    TimeBudget,
    sum_of_budgets,
)
from concur_workloads.results.catalog_check import CheckResult, CheckRow, CheckSnapshot
from concur_workloads.results.deadlock import Deadlock, StuckWorker, deadlock_sentence
from concur_workloads.results.figures import FigureReading
from concur_workloads.results.gil_lane import GilLane, GilStretch
from concur_workloads.results.gil_tally import GilTally
from concur_workloads.results.gil_use import GilLook, GilUse
from concur_workloads.results.hand_overs import HandOvers
from concur_workloads.results.lints.limits import Limits
from concur_workloads.results.lints.lint import Lint, LintFinding
from concur_workloads.results.lints.loop import BLOCKED_EVENT_LOOP
from concur_workloads.results.lints.registry import LIMITS, LINTS, findings
from concur_workloads.results.lints.settings import NOTHING_SET, LintSettings
from concur_workloads.results.lints.so_far import FoundSoFar, Watchfulness
from concur_workloads.results.machine_conditions import MachineConditions, PassFrequency
from concur_workloads.results.matrix import MatrixResult, MatrixRow, MatrixSnapshot
from concur_workloads.results.preflight import Finding, Preflight
from concur_workloads.results.race import (
    ADDITION,
    THREADS,
    Race,
    RaceAction,
    order_of,
    race_sentence,
    shown_order,
)
from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import (
    Environment,
    Failure,
    PassResult,
    Phases,
    RunResult,
    Status,
    WorkerResult,
)
from concur_workloads.results.signs import NOISY_MACHINE
from concur_workloads.results.snapshot import (
    CpuShare,
    LaneSnapshot,
    Latency,
    LogEntry,
    Phase,
    Role,
    RunSnapshot,
    SharedGil,
    Span,
)
from concur_workloads.results.trust import Badge, Reason, Trust, trust
from concur_workloads.results.verdict import sentence
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import START_METHODS, RunSpec
from concur_workloads.spec_options import OPTIONS, Option

__all__ = [
    "ADDITION",
    "BLOCKED_EVENT_LOOP",
    "BREAK_EVEN_SCHEMA_PATH",
    "ESTIMATED",
    "ESTIMATED_BETWEEN",
    "ITEMS",
    "LIMITS",
    "LINTS",
    "LOOKS_A_SECOND",
    "MATRIX_SCHEMA_PATH",
    "MESSAGES",
    "MOST_STATES",
    "NOISY_MACHINE",
    "NOTHING_SET",
    "OPTIONS",
    "QUICK",
    "RESULT_SCHEMA_PATH",
    "START_METHODS",
    "THOROUGH",
    "THREADS",
    "Activity",
    "BackendInfo",
    "Badge",
    "BreakEven",
    "BreakEvenLine",
    "BreakEvenPlan",
    "BreakEvenPoint",
    "BreakEvenResult",
    "BreakEvenSnapshot",
    "BudgetItem",
    "Capabilities",
    "CatalogCheck",
    "CheckResult",
    "CheckRow",
    "CheckSnapshot",
    "ControlBlock",
    "ControlBlockReader",
    "CoreUse",
    "CpuShare",
    "Deadlock",
    "Environment",
    "Experiment",
    "Failure",
    "Field",
    "FieldReading",
    "Figure",
    "FigureReading",
    "Finding",
    "FoundSoFar",
    "Frame",
    "FrameLook",
    "GilLane",
    "GilLook",
    "GilStretch",
    "GilTally",
    "GilUse",
    "HandOvers",
    "Interpreter",
    "LaneSnapshot",
    "Latency",
    "Limits",
    "Lint",
    "LintFinding",
    "LintSettings",
    "LogEntry",
    "MachineConditions",
    "Matrix",
    "MatrixResult",
    "MatrixRow",
    "MatrixSnapshot",
    "Measured",
    "MemoryParts",
    "OnDeadlock",
    "Option",
    "Parameter",
    "PassFrequency",
    "PassResult",
    "Phase",
    "Phases",
    "PlugIn",
    "Preflight",
    "PythonThread",
    "Race",
    "RaceAction",
    "Ratio",
    "Reason",
    "Role",
    "RunResult",
    "RunSnapshot",
    "RunSpec",
    "SeenPlugIn",
    "SeenState",
    "SharedGil",
    "Span",
    "SpecError",
    "StateWatch",
    "StatesSeen",
    "Status",
    "StuckWorker",
    "SwitchRates",
    "SystemObserver",
    "SystemSample",
    "Throttling",
    "TimeBudget",
    "TransferRates",
    "Trust",
    "UsableCpus",
    "Value",
    "Watchfulness",
    "WhereTimeWent",
    "Work",
    "WorkerResult",
    "Workload",
    "absolute_reference",
    "backend",
    "backends",
    "break_even_csv",
    "break_even_json",
    "check_csv",
    "check_json",
    "deadlock_sentence",
    "default_spec",
    "drawn_order",
    "end_looks",
    "exit_words",
    "find_interpreter",
    "find_interpreters",
    "findings",
    "is_reference",
    "known_interpreter",
    "look_at_function",
    "look_at_plug_ins",
    "look_times",
    "matrix_csv",
    "matrix_json",
    "missing_package",
    "order_of",
    "planned_break_even",
    "planned_checks",
    "planned_rows",
    "plug_ins",
    "prepare",
    "race_sentence",
    "replay",
    "report_csv",
    "report_json",
    "rows_by_python",
    "see_block",
    "sentence",
    "shown_order",
    "stop_asking",
    "sum_of_budgets",
    "trust",
    "usable_cpus",
    "why_no_control_blocks",
    "why_unavailable",
    "workload",
    "workloads",
]
