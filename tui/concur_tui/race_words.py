"""A race in words: the code of its threads, and its steps in columns."""

from concur_workloads.api import Race, RaceAction

CODE: dict[RaceAction, str] = {
    "load": "value = counter",
    "add": "value = value + 1",
    "store": "counter = value",
}


def step_lines(race: Race) -> list[str]:
    """All steps under a heading, each in the column of its thread; lost updates are marked."""
    lost = {at for overwrite in race.why_lost for at in overwrite.undone}
    lines = [f"step  {'thread 1':<20}{'thread 2':<20}value  counter"]
    for at, step in enumerate(race.steps, 1):
        cells = ["", ""]
        cells[step.thread - 1] = CODE[step.action]
        mark = "  lost" if at in lost else ""
        lines.append(
            f"{at:>4}  {cells[0]:<20}{cells[1]:<20}{step.value:>5}  {step.counter:>7}{mark}"
        )
    return lines
