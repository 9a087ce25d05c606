"""Who held the GIL, in words."""

from concur_tui.formatting import count, percent, significant
from concur_workloads.api import GilUse

#: Of more workers, those that held it longest.
_MOST_WORKERS = 4


def gil_sentence(use: GilUse | None) -> str:
    """How much it was wanted, who held it then, and how often it changed hands; or nothing."""
    if use is None:
        return ""
    origin = f"GIL, estimated from {count(use.looks)} looks at all workers at once"
    if not use.wanted:
        return f"{origin}: no worker was seen waiting for it."
    wanted = f"{origin}: some worker waited for it at {percent(use.wanted_share)} of them"
    hand_overs = f"at least {significant(use.least_hand_overs_per_s)} hand-overs a second"
    return f"{wanted}; then {_held(use)}; {hand_overs} were seen."


def _held(use: GilUse) -> str:
    longest = sorted(use.holders, key=use.share, reverse=True)
    parts = [
        f"worker {each} held it at {percent(use.share(each))} "
        f"(give or take {percent(use.error(each))})"
        for each in sorted(longest[:_MOST_WORKERS])
    ]
    others = longest[_MOST_WORKERS:]
    if others:
        parts.append(f"{len(others)} others at {percent(sum(map(use.share, others)))}")
    unknown = 1 - sum(map(use.share, longest))
    parts.append(f"nobody can tell at {percent(max(0.0, unknown))}")
    return ", ".join(parts)
