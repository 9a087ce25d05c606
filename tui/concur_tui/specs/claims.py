"""What the article claims of a run, beside what was measured."""

from concur_tui.formatting import counted, seconds
from concur_tui.specs.built_in import claim_about
from concur_workloads.api import RunResult


def claim_sentence(result: RunResult) -> str:
    """Both, as two sentences; empty for what the article does not have."""
    claim = claim_about(result.spec)
    return f"The article says: {claim} Measured: {_measured(result)}." if claim else ""


def _measured(result: RunResult) -> str:
    if result.status != "completed" or result.wall_s is None:
        return "nothing, as the run was not completed"
    text = f"{counted(result.spec.tasks, 'task')} in {seconds(result.wall_s)}"
    if result.serial_wall_s is not None:
        text += f", one after the other in {seconds(result.serial_wall_s)}"
    return text
