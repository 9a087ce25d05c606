"""All fields of a control block, in the order in which they are shown."""

from concur_workloads.observer.control_block.fields.context_switches import CONTEXT_SWITCHES
from concur_workloads.observer.control_block.fields.declared import Declared
from concur_workloads.observer.control_block.fields.files import FILES
from concur_workloads.observer.control_block.fields.identity import IDENTITY
from concur_workloads.observer.control_block.fields.isolation import ISOLATION
from concur_workloads.observer.control_block.fields.memory import MEMORY
from concur_workloads.observer.control_block.fields.python_side import PYTHON_SIDE
from concur_workloads.observer.control_block.fields.registers import REGISTERS
from concur_workloads.observer.control_block.fields.scheduling import SCHEDULING
from concur_workloads.observer.control_block.fields.signals import SIGNALS
from concur_workloads.observer.control_block.fields.state import STATE

FIELDS: tuple[Declared, ...] = (
    *IDENTITY,
    *PYTHON_SIDE,
    *STATE,
    *REGISTERS,
    *SCHEDULING,
    *CONTEXT_SWITCHES,
    *MEMORY,
    *FILES,
    *SIGNALS,
    *ISOLATION,
)
