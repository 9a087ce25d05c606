"""A matrix in a shell: with several Pythons, which one a row is of and what became of its GIL."""

from dataclasses import replace

from concur_tui.command_line.matrix_table import matrix_table
from concur_workloads.api import NOTHING_SET, LintSettings, MatrixResult, MatrixRow
from support.run_results import ENVIRONMENT, a_result, with_serial_walls


def _row(python: str, backend: str, *, gil: bool) -> MatrixRow:
    spec = a_result().spec.with_changes(backend=backend)
    result = a_result(spec=spec, environment=replace(ENVIRONMENT, gil=gil))
    return MatrixRow(backend, None, spec, "completed", result=result, agrees=True, python=python)


def _table(*rows: MatrixRow, lints: LintSettings = NOTHING_SET) -> list[str]:
    result = MatrixResult(a_result().spec, "completed", rows, 1_700_000_000.0, 12.5)
    return matrix_table(result, lints).splitlines()


def test_rows_of_several_pythons_say_which_and_whether_the_gil_was_on() -> None:
    missing = MatrixRow(
        "sub-interpreters", None, None, "unavailable", "none", python="CPython 3.13"
    )
    lines = _table(
        _row("CPython 3.13", "threading.Thread", gil=True),
        missing,
        _row("CPython 3.14", "sub-interpreters", gil=True),
        _row("CPython 3.14 free-threaded", "threading.Thread", gil=False),
    )
    cells = [line.split("  ") for line in lines[2:6]]
    assert [[cell.strip() for cell in row if cell.strip()][:3] for row in cells] == [
        ["python", "GIL", "backend"],
        ["CPython 3.13", "on", "threading.Thread"],
        ["CPython 3.14", "one each", "sub-interpreters"],
        ["CPython 3.14 free-threaded", "off", "threading.Thread"],
    ]
    assert "  CPython 3.13, sub-interpreters: not available: none" in lines
    assert any(line.startswith("GIL: ") for line in lines)


def test_rows_of_one_python_do_not() -> None:
    lines = _table(_row("", "threading.Thread", gil=True))
    assert lines[2].split()[0] == "backend"
    assert not any(line.startswith("GIL: ") for line in lines)


def test_each_row_has_a_badge_and_those_that_are_not_good_say_why_below() -> None:
    noisy = with_serial_walls(1.0, 1.3)
    doubtful = with_serial_walls(1.0, 2.5)
    rows = [
        MatrixRow(name, None, noisy.spec, "completed", result=result, agrees=True)
        for name, result in (
            ("serial", with_serial_walls(1.0, 1.0)),
            ("threading.Thread", noisy),
            ("asyncio", doubtful),
        )
    ]
    lines = _table(*rows)
    at = lines[2].index("trust")
    assert [line[at : at + 7] for line in lines[3:6]] == ["+ good ", "~ noisy", "! no   "]
    assert "  threading.Thread: figures noisy (~): serial passes took 1 s to 1.3 s" in lines
    assert "  asyncio: figures not trustworthy (!): serial passes took 1 s to 2.5 s" in lines
    assert not any(line.startswith("  serial: figures") for line in lines)
    assert "trust: + good, ~ noisy, ! no, the figures are not trustworthy" in lines


def test_findings_are_counted_in_the_table_and_named_below_unless_they_are_silenced() -> None:
    row = _row("", "threading.Thread", gil=True)
    lines = _table(row)
    assert lines[2].split()[-1] == "found"
    assert lines[3].split()[-1] == "1"
    assert "  threading.Thread: 1 finding: gil-bound-threads" in lines
    silenced = _table(row, lints=LintSettings(frozenset({"gil-bound-threads"})))
    assert silenced[3].split()[-1] == "0"
    assert not any("finding" in line for line in silenced)
