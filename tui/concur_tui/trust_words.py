"""How far figures can be believed: a sign that needs no colour, a word, and the reasons."""

from concur_workloads.api import Badge, Trust

#: The head of a column of these; it leaves room for one word, so the longest badge is "no".
TRUST = "trust"
LEGEND = f"{TRUST}: + good, ~ noisy, ! no, the figures are not trustworthy"

_SIGNS: dict[Badge, str] = {"good": "+", "noisy": "~", "not trustworthy": "!"}
_WORDS: dict[Badge, str] = {"good": "good", "noisy": "noisy", "not trustworthy": "no"}


def trust_sign(believed: Trust | None) -> str:
    """One cell; empty where nothing is known."""
    return _SIGNS[believed.badge] if believed is not None else ""


def trust_cell(believed: Trust | None) -> str:
    """The sign and a word for a column with that head; empty where nothing is known."""
    if believed is None:
        return ""
    return f"{_SIGNS[believed.badge]} {_WORDS[believed.badge]}"


def doubt_sign(believed: Trust | None) -> str:
    """One cell for a figure among many: a blank where nothing speaks against it."""
    return trust_sign(believed) if believed is not None and believed.reasons else " "


def trust_phrase(believed: Trust | None) -> str:
    """The badge and the reasons, such as `figures noisy (~): ...`; empty where nothing is known."""
    if believed is None:
        return ""
    reasons = "; ".join(each.text for each in believed.reasons)
    return f"figures {believed.badge} ({_SIGNS[believed.badge]})" + (reasons and f": {reasons}")
