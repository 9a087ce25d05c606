"""Lets a key typed ahead go where the keys before it have led.

Textual hands a key to the widget that has the focus when the key arrives, and moves the focus some
messages after the key that asked for it. Of `/squares`, typed or pasted faster than that, the `q`
would still find the list instead of the filter, and quit.
"""

from collections import deque
from typing import Generic

from textual import events, on
from textual.app import App, ReturnType
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

_ROUNDS = 4
"""A key leads to a message, that to another, and that moves the focus: each takes a round."""
_LOOK_S = 0.05
_MOST_LOOKS = 20


class Passed(Message):
    """Follows a key from the focused widget up to the app, `rounds` more times to come."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds


class KeysInOrderApp(App[ReturnType], Generic[ReturnType]):
    """An app that begins with a key, or with pasted text, once the one before has had its effect.

    A key whose widget ended over it holds up the next one for 50 ms, one that is stuck for 1 s.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed_ahead: deque[events.Event] = deque()
        self._under_way: Timer | None = None
        self._looks = 0
        self._held = False
        self._followed: MessagePump = self

    async def on_event(self, event: events.Event) -> None:
        """Let typed events wait for their turn, and pass on all others."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed_ahead.append(event)
        if self._under_way is None and not self._held:
            await self._begin_next()

    def hold_keys(self) -> None:
        """Let everything typed wait from now on."""
        self._held = True

    async def let_keys_go(self) -> None:
        """Begin with what was typed meanwhile."""
        self._held = False
        await self._begin_next()

    async def _begin_next(self) -> None:
        if self._under_way is not None:
            self._under_way.stop()
            self._under_way = None
        if self._typed_ahead:
            self._looks = 0
            self._under_way = self.set_interval(_LOOK_S, self._look)
            await super().on_event(self._typed_ahead.popleft())
            self._follow(_ROUNDS)

    def _follow(self, rounds: int) -> None:
        self._followed = self.focused or self.screen
        self._followed.post_message(Passed(rounds - 1))

    @on(Passed)
    def _take_passed(self, message: Passed) -> None:
        # Behind what the key has left for the app to do, such as moving the focus.
        if message.rounds:
            self.call_later(self._follow, message.rounds)
        elif self._under_way is not None:
            self._under_way.stop()
            self.call_later(self._begin_next)

    async def _look(self) -> None:
        self._looks += 1
        if self._looks >= _MOST_LOOKS or not self._followed.is_running:
            await self._begin_next()
