"""How far figures can be believed, for reports."""

from typing import Any

from concur_workloads.results.trust import Trust


def trust_report(believed: Trust | None) -> dict[str, Any] | None:
    """The badge and the reasons; None where nothing is known."""
    if believed is None:
        return None
    return {"badge": believed.badge, "reasons": [each.text for each in believed.reasons]}


def trust_columns(believed: Trust | None) -> dict[str, str | None]:
    """The same for a row of a table, the reasons in one column; None where nothing is known."""
    if believed is None:
        return {"trust": None, "trust_reasons": None}
    reasons = "; ".join(each.text for each in believed.reasons)
    return {"trust": believed.badge, "trust_reasons": reasons}
