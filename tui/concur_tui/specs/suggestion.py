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
    """The error's sentence, with the nearest of the words that it allows, if it lists them."""
    sentence = str(error).removesuffix(".")
    names_fields = error.allowed.startswith(("a parameter of", "a field of"))
    word = error.field if names_fields else error.value
    lists_words = names_fields or error.allowed.startswith(("one of ", "one that this system has:"))
    if lists_words and isinstance(word, str) and any(letter.isalpha() for letter in word):
        sentence += did_you_mean(word, re.split(r"[ ,:;]+", error.allowed))
    return f"{sentence}."
