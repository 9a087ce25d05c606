"""The load of the last minute, as the system says."""

import os

import pytest

from concur_workloads.observer.load_average import load_of_last_minute


def test_it_is_what_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (1.25, 0.5, 0.1), raising=False)
    assert load_of_last_minute() == 1.25


def test_where_it_is_not_told_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert load_of_last_minute() is None
