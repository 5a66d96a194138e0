"""One part of the bureau and those who listen to it: what is told of it is made once for all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakSet

from desk.live.messages import of_changes, of_map
from desk.live.ring import Ring, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.changes import Entry
    from data.snapshot.judged import Snapshot
    from desk.live.messages import Message

    Encode = Callable[[Sequence[Message]], bytes]

KEPT = 200
"""Rounds of changes that are kept: some 40 seconds of them at five a second."""


@dataclass(eq=False)  # and without slots: a channel forgets listeners that are gone
class Listener:
    """Somebody who waits in an event loop; it may be woken from any thread.

    It holds no messages, so one that does not read costs nothing and is never waited for.
    """

    loop: asyncio.AbstractEventLoop
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Let it look again."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._woken.set)

    async def wait(self, seconds: float) -> None:
        """Wait until woken, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()


class Channel:
    """What is told to everybody with the same reach; threads may share it."""

    def __init__(self, snapshot: Snapshot, encode: Encode, kept: int = KEPT) -> None:
        """Begin at a snapshot of what the reach sees; ``kept`` rounds are remembered."""
        self.ring = Ring(kept)
        self._snapshot, self._encode = snapshot, encode
        self._listeners: WeakSet[Listener] = WeakSet()
        self._lock = Lock()

    @property
    def snapshot(self) -> Snapshot:
        """Return what was told last."""
        return self._snapshot

    @property
    def deserted(self) -> bool:
        """Tell whether nobody listens."""
        return not len(self._listeners)

    def join(self, listener: Listener) -> tuple[Snapshot, int]:
        """Add a listener; return what it will be told the changes of, and its place."""
        with self._lock:
            self._listeners.add(listener)
            return self._snapshot, self.ring.end

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        with self._lock:
            self._listeners.discard(listener)

    def tell(self, entries: Sequence[Entry], snapshot: Snapshot) -> None:
        """Go on to a newer snapshot and tell what has changed; older ones are passed over."""
        with self._lock:
            former = self._snapshot
            # Of one version any other judgement is news: the clock may have been set back.
            if snapshot.version < former.version or snapshot.moment == former.moment:
                return
            fresh = [entry for entry in entries if entry.id > former.version]
            messages = [*of_map(former, snapshot), *of_changes(fresh, former, snapshot)]
            if messages:
                body = self._encode(messages)
                self.ring.append(Told(former.version, snapshot.version, body))
            self._snapshot = snapshot
        self.wake()

    def wake(self) -> None:
        """Let every listener look again."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.wake()
