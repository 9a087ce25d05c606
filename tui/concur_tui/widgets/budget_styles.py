"""The pattern and colour of each part of a time budget: those of the lanes."""

from concur_tui.widgets.state_styles import State
from concur_workloads.api import BudgetItem

BUDGET_STATES = {
    BudgetItem.START_UP: State.START_UP,
    BudgetItem.WAITING_FOR_OTHERS: State.IDLE,
    BudgetItem.WARM_UP: State.START_UP,
    BudgetItem.WAITING_FOR_TASK: State.IDLE,
    BudgetItem.PAUSED: State.IDLE,
    BudgetItem.DESERIALISING: State.START_UP,
    BudgetItem.BETWEEN_TASKS: State.START_UP,
    BudgetItem.READY_BETWEEN: State.READY,
    BudgetItem.GIL_BETWEEN: State.GIL_WAIT,
    BudgetItem.ON_CPU: State.ON_CPU,
    BudgetItem.READY: State.READY,
    BudgetItem.GIL: State.GIL_WAIT,
    BudgetItem.LOCK: State.LOCK,
    BudgetItem.PIPE: State.PIPE,
    BudgetItem.DISK: State.DISK,
    BudgetItem.SLEEP: State.SLEEPING,
    BudgetItem.CHILD: State.CHILD,
    BudgetItem.AWAITING: State.AWAITING,
    BudgetItem.STOPPED: State.STOPPED,
    BudgetItem.ZOMBIE: State.ZOMBIE,
    BudgetItem.OTHER: State.BLOCKED,
    BudgetItem.CHECKING: State.START_UP,
    BudgetItem.SERIALISING: State.START_UP,
    BudgetItem.IDLE_TAIL: State.IDLE,
    BudgetItem.SHUT_DOWN: State.START_UP,
    BudgetItem.NOT_EXPLAINED: State.UNMEASURED,
}
