"""The emulator behind the terminals draws what a terminal would."""

from support.emulator import Emulator


def test_a_sequence_cut_in_two_is_one_sequence() -> None:
    emulator = Emulator(20, 2)
    for byte in "\x1b[1;3H\x1b[>1u\x1b[38;2;1;2;3mé\x1b[0m.".encode():
        emulator.feed(bytes([byte]))
    assert emulator.text() == "  é.\n"
    assert emulator.cells()[0][2].fg == "010203"


def test_private_sequences_leave_no_trace() -> None:
    emulator = Emulator(20, 1)
    emulator.feed(b"\x1b[>1ua\x1b[<ub\x1b[?2048$pc\x1b[=1c")
    assert emulator.text() == "abc"


def test_the_shell_comes_back_from_behind_the_alternate_screen() -> None:
    emulator = Emulator(20, 1)
    emulator.feed(b"$ top\x1b[?1049h\x1b[1;1HCPU")
    assert emulator.alternate_screen
    assert emulator.text() == "CPU"
    emulator.feed(b"\x1b[?1049l")
    assert not emulator.alternate_screen
    assert emulator.text() == "$ top"


def test_both_screens_take_a_new_size() -> None:
    emulator = Emulator(20, 1)
    emulator.feed(b"\x1b[?1049h")
    emulator.resize(10, 3)
    assert [len(row) for row in emulator.cells()] == [10, 10, 10]
    emulator.feed(b"\x1b[?1049l")
    assert [len(row) for row in emulator.cells()] == [10, 10, 10]


def test_a_synchronised_frame_is_known_to_be_open() -> None:
    emulator = Emulator(20, 1)
    emulator.feed(b"\x1b[?2026h")
    assert emulator.inside_frame
    emulator.feed(b"\x1b[?2026l")
    assert not emulator.inside_frame


def test_queries_that_a_terminal_answers_are_answered() -> None:
    emulator = Emulator(20, 3)
    emulator.feed(b"\x1b[2;5H\x1b[6n\x1b[?2026$p\x1b[c")
    assert bytes(emulator.replies) == b"\x1b[2;5R\x1b[?2026;2$y\x1b[?62;22c"
