"""The one sentence that says what a result means, made from its figures alone."""

from concur_workloads.catalog.own import is_reference
from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.noise import is_noisy
from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import RunResult, WorkerResult
from concur_workloads.results.task_time import task_shares
from concur_workloads.results.use_of_cpus import CpuUse, use_of_cpus

#: From this share of the CPUs that the workers could use, they ran in parallel.
_PARALLEL = 0.75


def sentence(result: RunResult) -> str:
    """What happened, how it compares with serial, and how the workers used the CPUs."""
    if result.status == "failed":
        return f"Failed: {_sentence_end(result.cause or 'no cause is known')} {_progress(result)}"
    if result.status == "cancelled":
        return f"Cancelled: {_progress(result)[0].lower()}{_progress(result)[1:]}"
    warning = ""
    if result.checksum_matches is False:
        warning = f"{_difference(result)}, so no figure counts: "
    use = _use_of_cpus(result)
    text = warning + _comparison(result) + (f": {use}." if use else ".")
    return " ".join(filter(None, [text, _incomparable(result), _pauses(result)]))


def _difference(result: RunResult) -> str:
    """What was seen; with one serial pass a function of one's own may just be a random one."""
    text = "The results differ from those of the serial passes"
    serial = sum(each.role == "serial" for each in result.passes)
    if serial > 1 or not is_reference(result.spec.workload):
        return text
    return f"{text} (or no two calls give the same, which --repeats 2 would tell)"


def _incomparable(result: RunResult) -> str:
    return f"Results cannot be compared: {result.incomparable}." if result.incomparable else ""


def _pauses(result: RunResult) -> str:
    paused = sum(each.paused for each in result.passes)
    if not paused:
        return ""
    return f"{_count(paused)} of {_count(len(result.passes))} passes were paused and do not count."


def _progress(result: RunResult) -> str:
    completed = sum(each.completed for each in result.passes if each.role == "backend")
    passes = sum(each.role == "backend" for each in result.passes)
    if not passes:
        return "No task of the backend had begun."
    wanted = result.spec.tasks * passes
    return f"{_count(completed)} of {_count(wanted)} tasks gave a result."


def _comparison(result: RunResult) -> str:
    speedup = result.speedup
    if speedup is None:
        return f"{_plain_rate(result)}; there was no serial pass to compare with"
    text = f"speed-up {speedup.value:.3g} x serial ({_interval(speedup)})"
    if speedup.differs_from_one:
        return f"{text}, {'faster' if speedup.value > 1 else 'slower'}"
    if speedup.low is not None:
        return f"{text}, no difference shown"
    return text


def _plain_rate(result: RunResult) -> str:
    if result.wall_s is None or result.throughput_per_s is None:
        return f"{_count(result.spec.tasks)} tasks, no pass was timed"
    seconds, rate = _figures(result.wall_s), _figures(result.throughput_per_s)
    return f"{_count(result.spec.tasks)} tasks in {seconds} s, {rate} a second"


def _interval(speedup: Ratio) -> str:
    if speedup.low is None or speedup.high is None:
        return "one pair, so no interval"
    return f"95 % interval {speedup.low:.3g} to {speedup.high:.3g}, {speedup.pairs} pairs"


def _use_of_cpus(result: RunResult) -> str:
    """How the workers shared the CPUs, from what the kernel says they used; empty if unknown.

    On a noisy machine the figures alone are told, for what they mean may be the work of others.
    """
    use = use_of_cpus(result)
    if use is None:
        return ""
    usable = f" of {result.environment.usable_cpus} usable" if result.environment else ""
    used = f"{use.cpus:.2f} CPUs{usable}"
    if len(result.workers) == 1:
        return f"one worker, {used}"
    who = f"the {len(result.workers)} {result.workers_are}"
    if is_noisy(result):
        return f"{who} used {used}"
    if use.mostly_waited:
        waited = f"mostly waited{_for_what(result)}"
        return f"{who} {waited}, {use.overlap:.3g} tasks at once, together {used}"
    if not use.had_work_at_once:
        return (
            f"{who} seldom had work at once ({use.overlap:.2f} tasks on average), together {used}"
        )
    manner = _manner(result, use)
    return f"{who} {manner}, together {used}{_unevenness(result.workers)}"


def _for_what(result: RunResult) -> str:
    """The longest wait of all, as far as it was seen."""
    shares = task_shares(result.budget)
    if shares is None:
        return ""
    waits = {item: share for item, share in shares.items() if item is not BudgetItem.ON_CPU}
    longest = max(waits, key=waits.__getitem__)
    return f" ({longest.value} {100 * waits[longest]:.0f} % of the time in tasks)"


def _manner(result: RunResult, use: CpuUse) -> str:
    """How workers that all had work ran; only those with one GIL can be said to take turns."""
    if use.at_most_one_cpu and not use.filled_one_cpu:
        return "did not fill one CPU, as they waited or other programs had it"
    if use.at_most_one_cpu:
        return "took turns" if result.workers_share_gil else "were kept from running at once"
    usable = result.environment.usable_cpus if result.environment else len(result.workers)
    possible = min(usable, len(result.workers))
    return "ran in parallel" if use.cpus >= _PARALLEL * possible else "ran partly in parallel"


def _unevenness(workers: tuple[WorkerResult, ...]) -> str:
    """Said when one worker did at least twice what another did: a mean would hide it."""
    shares = [each.tasks for each in workers]
    if max(shares) < 4 or max(shares) < 2 * min(shares):
        return ""
    return f", unevenly: {min(shares)} to {max(shares)} tasks each"


def _figures(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _count(value: int) -> str:
    return f"{value:,}"


def _sentence_end(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
