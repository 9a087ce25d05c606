"""A near word for a word that is not known."""

import difflib
import re
from collections.abc import Iterable

from concur_workloads.api import SpecError


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean KNOWN?)` if one is near, else nothing."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f" (did you mean {near[0]}?)" if near else ""


def spec_sentence(error: SpecError) -> str:
    """The error's sentence, with the nearest of the words that it allows."""
    sentence = str(error).removesuffix(".")
    if "did you mean" not in sentence:
        allowed = re.split(r"[ ,:;]+", error.allowed)
        unknown_field = error.field not in allowed and _names_fields(error)
        sentence += did_you_mean(error.field if unknown_field else str(error.value), allowed)
    return f"{sentence}."


def _names_fields(error: SpecError) -> bool:
    """Whether what is allowed are names of fields, not values."""
    return error.allowed.startswith(("a parameter of", "no such field"))
