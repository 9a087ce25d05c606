"""What joblib does for its processes is done here too."""

from pathlib import Path

import pytest

from support.experiments import Mechanism, run_to_end

_SAYS = """
import os

def say(number):
    print(os.environ.get("OMP_NUM_THREADS"))
"""


async def test_its_processes_have_the_limits_of_native_threads_that_it_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joblib = pytest.importorskip("joblib")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    path = tmp_path / "says.py"
    path.write_text(_SAYS)
    spec = Mechanism("joblib", None).spec(f"{path}:say", tasks=4, workers=2, warm_up=0)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    limit = max(1, joblib.cpu_count() // 2)
    assert {each.text for each in log if each.source == "stdout"} == {str(limit)}
