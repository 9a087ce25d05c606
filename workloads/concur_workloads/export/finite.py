"""Numbers that every reader can take."""

import math
from typing import Any


def finite(value: Any) -> Any:
    """The same plain value with each number that is not finite replaced by None.

    JSON has no infinity and no NaN, and what cannot be counted was not measured.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [finite(each) for each in value]
    return value
