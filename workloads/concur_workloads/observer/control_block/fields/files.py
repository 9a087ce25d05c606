"""What it has open, and what it moved through that."""

from __future__ import annotations

from concur_workloads.observer.control_block.fields.declared import Declared, Group

_GROUP = Group("Files")


def _transferred(name: str, line: str, help_: str) -> Declared:
    return _GROUP.of_process(
        name, "io", line, help_, lambda files: int(files.io.value.value(line)), unit="B"
    )


FILES: tuple[Declared, ...] = (
    _GROUP.of_process(
        "open files",
        "fd",
        "",
        "Descriptors: files, pipes, sockets.",
        lambda files: files.fd.value,
    ),
    _GROUP.of_process(
        "at most", "limits", "Max open files", "More are refused.", lambda files: files.limits.value
    ),
    _transferred("read", "rchar", "What its calls have read, from wherever it came."),
    _transferred("written", "wchar", "What its calls have written, to wherever it goes."),
    _transferred("read from disk", "read_bytes", "What a disk had to be asked for."),
    _transferred("written to disk", "write_bytes", "What was given to a disk to keep."),
)
