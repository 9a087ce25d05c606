"""Who held the GIL, in words."""

from concur_tui.formatting import count, counted, percent, significant
from concur_workloads.api import GilLane, GilUse

#: What the lane of the GIL is called: what it shows is an estimate.
GIL_LABEL = "GIL est."

#: Of more workers, those that held it longest.
_MOST_WORKERS = 4
_MOST_IN_A_CELL = 3
_LEAST_SHARE = 0.005


def gil_sentence(use: GilUse | None, lane: GilLane) -> str:
    """How much it was wanted, who held it then, and how often it changed hands.

    Or else why that cannot be had; nothing if it is only not known yet.
    """
    if lane.why_none:
        return f"There is no lane of the GIL: {lane.why_none}."
    if use is None:
        return ""
    origin = f"GIL, estimated from {count(use.looks)} looks at all workers at once"
    if not use.wanted:
        return f"{origin}: no worker was seen waiting for it."
    wanted = f"{origin}: some worker waited for it at {percent(use.wanted_share)} of them"
    return f"{wanted}; then {_held(use)}; {_hand_overs(use)}."


def _hand_overs(use: GilUse) -> str:
    found = use.in_bursts
    if not found.bursts or found.is_too_fast:
        most = max(found.per_s, use.least_hand_overs_per_s)
        return f"at least {significant(most)} hand-overs a second were seen"
    return (
        f"about {significant(found.per_s)} hand-overs a second "
        f"(give or take {significant(found.error_per_s)}), estimated from "
        f"{counted(found.bursts, 'burst')} of looks a millisecond apart"
    )


def _short_hand_overs(use: GilUse) -> str:
    found = use.in_bursts
    if not found.bursts or found.is_too_fast:
        return f">= {max(found.per_s, use.least_hand_overs_per_s):.0f} hand-overs/s"
    return f"{found.per_s:.0f} ± {found.error_per_s:.0f} hand-overs/s"


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
    parts.append(f"nobody can tell at {percent(use.untold_share)}")
    return ", ".join(parts)


def gil_detail(use: GilUse) -> str:
    """How much it was wanted so far and how often it changed hands, as wide whatever it says."""
    if not use.looks:
        return ""
    wanted = f"{100 * use.wanted_share:3.0f} %"
    return f"wanted {wanted} {_short_hand_overs(use):>24}"


def gil_parts(use: GilUse | None) -> list[str]:
    """Who held it during a cell of its lane, and how far that may be off, in parts."""
    if use is None:
        return [f"{GIL_LABEL}: no look in this time"]
    looks = counted(use.looks, "look")
    if not use.wanted:
        return [f"{GIL_LABEL}: no worker was seen waiting for it", looks]
    longest = sorted(use.holders, key=use.share, reverse=True)[:_MOST_IN_A_CELL]
    rest = 1 - sum(map(use.share, longest)) - use.untold_share
    held = [(f"worker {each}", use.share(each)) for each in longest]
    held += [("others", rest), ("nobody can tell", use.untold_share)]
    first, *more = [f"{who} {100 * share:.0f} %" for who, share in held if share >= _LEAST_SHARE]
    return [
        f"{GIL_LABEL} ± {100 * use.largest_error:.0f} points: {first}",
        *more,
        _short_hand_overs(use),
        looks,
    ]
