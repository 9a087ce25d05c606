"""A search for the break-even as a person reads it."""

from concur_tui.command_line.break_even_table import break_even_table
from support.break_evens import a_break_even


def test_sizes_are_rows_and_mechanisms_columns() -> None:
    lines = [" ".join(line.split()) for line in break_even_table(a_break_even()).splitlines()]
    assert lines[0] == (
        "break-even · 2 workers · CPython 3.11.7 (GIL) · 4 pairs a point · took 12.3 s"
    )
    table = lines[lines.index("GIL held") + 2 :]
    assert table[:7] == [
        "task a task took threading.Thread multiprocessing.Process",
        "fork",
        "10.0 µs 11.0 µs 0.40 (0.30-0.50) ~ 0.20 (0.10-0.30) ~",
        "100 µs 110 µs 0.90 (0.80-1.00) 0.80 (0.70-0.90)",
        "320 µs 352 µs 1.50 (1.40-1.60)*",
        "1.00 ms 1.10 ms 1.90 (1.80-2.00)*",
        "break-even not shown 320 µs",
    ]
    assert "sub-interpreters: Python 3.11 has none" in lines
    assert "Points are missing: after 40.0 s none was begun." in lines
    doubt = "Of 9 points, 3 noisy (~). Search again when the machine is quiet."
    assert doubt in lines


def test_the_break_even_is_said_in_words() -> None:
    text = break_even_table(a_break_even())
    for words in (
        (
            "threading.Thread: is not shown to beat serial with tasks of up to 100 µs, "
            "the largest measured"
        ),
        (
            "multiprocessing.Process (fork): beats serial with tasks of 320 µs and more, "
            "which is not shown with tasks of 100 µs"
        ),
        "threading.Thread: beats serial with tasks of 10.0 µs already, the smallest measured",
        (
            "multiprocessing.Pool (fork): beats serial with tasks of 100 µs already, "
            "the smallest measured (there is more to measure)"
        ),
    ):
        assert f"  {words}\n" in text
