"""A recording's memory: made by the program, mapped by the runner, its workers and readers."""

from __future__ import annotations

import mmap
import os
from types import TracebackType
from typing import TYPE_CHECKING

from concur_workloads.recorder.layout import GATE_OFFSET, HEADER, MAGIC, Gate, Layout

if TYPE_CHECKING:
    from typing_extensions import Self


class Recording:
    """The mapped memory of one recording; `words` is the same as 64-bit words, each stored at once.

    `path` lets other processes of the same user attach as long as this one keeps it open. On
    Linux it is anonymous memory, reached through /proc, so that nothing is left however we end;
    elsewhere it is a temporary file.
    """

    def __init__(self, descriptor: int, layout: Layout, path: str, *, owns_file: bool) -> None:
        self.layout = layout
        self.path = path
        self.memory = mmap.mmap(descriptor, layout.size)
        self.descriptor = descriptor
        self._owns_file = owns_file
        self.words = memoryview(self.memory).cast("q")
        self._gate = self.words[GATE_OFFSET // 8 : GATE_OFFSET // 8 + 1]

    @classmethod
    def create(cls, lanes: int) -> Recording:
        """A new, empty recording with one lane for each of `lanes` workers."""
        layout = Layout.for_lanes(lanes)
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("concur-recording", os.MFD_CLOEXEC)
            path, owns_file = f"/proc/{os.getpid()}/fd/{descriptor}", False
        else:
            # Late, as it takes long and most systems can do without.
            import tempfile

            descriptor, path = tempfile.mkstemp(prefix="concur-recording-")
            owns_file = True
        os.ftruncate(descriptor, layout.size)
        recording = cls(descriptor, layout, path, owns_file=owns_file)
        HEADER.pack_into(recording.memory, 0, MAGIC, layout.lanes, layout.capacity)
        return recording

    @classmethod
    def attach(cls, path: str) -> Recording:
        """Map an existing recording; raises OSError, or ValueError if it is none."""
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        start = os.pread(descriptor, HEADER.size, 0)
        if len(start) < HEADER.size or HEADER.unpack(start)[0] != MAGIC:
            os.close(descriptor)
            raise ValueError(f"{path} is not a recording of this version")
        _, lanes, capacity = HEADER.unpack(start)
        return cls(descriptor, Layout(lanes, capacity), path, owns_file=False)

    @property
    def gate(self) -> Gate:
        """What workers may do now."""
        return Gate(self._gate[0])

    @gate.setter
    def gate(self, gate: Gate) -> None:
        self._gate[0] = gate

    @property
    def gate_word(self) -> memoryview:
        """The gate as a one-word view, for a worker's fast check."""
        return self._gate

    def close(self) -> None:
        """Let go of the memory; a second call does nothing."""
        if self.memory.closed:
            return
        self._gate.release()
        self.words.release()
        self.memory.close()
        os.close(self.descriptor)
        if self._owns_file:
            os.unlink(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
