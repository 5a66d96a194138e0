"""One tail a process: hears of changes, renews the snapshot, tells everybody who listens."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from data import changes
from data.store import StoreAway
from data.tail import tail_of
from desk.door.clock import seconds_running
from desk.live.channel import KEPT, Channel
from desk.live.messages import MOST_NAMED, Message, condensed, judged, map_anew, of_changes
from errors import BattlemapError
from rules.access import Right, reach_of, require
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from data.changes import Entry
    from data.snapshot.judged import Snapshot
    from data.tail import Tail
    from desk.desk import Desk
    from desk.live.channel import Encode, Listener
    from rules.access import Reach
    from rules.viewer import Viewer

LOG = logging.getLogger(__name__)
CHECK_SECONDS = 5.0
"""At the latest so long after the last look the store is looked at again, heard or not."""
RETRY_SECONDS = 1.0
GAP_SECONDS = 0.2
"""Changes that come closer together are told together."""
STOP_SECONDS = 5.0
ACCESS = frozenset({"account", "session", "token"})
"""Nouns after whose change everybody who listens is asked anew who they are."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody listens: in which channel, from which place on.

    ``known`` is the version that the listener knows; ``version`` and ``judged`` (seconds since
    1970) are those of the newest snapshot told. ``missed`` is what lies before the place.
    """

    channel: Channel
    place: int
    known: int
    version: int
    judged: float
    missed: bytes = b""


class News:
    """What is told of changes in this process."""

    def __init__(
        self,
        desk: Desk,
        encode: Encode,
        kept: int = KEPT,
        elapsed: Callable[[], float] = seconds_running,
    ) -> None:
        """Tell nothing yet: somebody must :meth:`start` it, or :meth:`look`.

        ``elapsed`` are seconds that only ever pass, whatever is done to the clock.
        """
        self._desk, self._encode, self._kept = desk, encode, kept
        self._channels: dict[Reach, Channel] = {}
        self._lock = Lock()
        self._tail: Tail | None = None
        self._thread: Thread | None = None
        self._elapsed = elapsed
        self._confirmed_at: float | None = None
        self.away = False
        self.access_changes = 0

    def start(self) -> None:
        """Begin to listen to the store, in a thread of its own."""
        self._tail = tail_of(self._desk.store)
        self._thread = Thread(target=self._listen, args=(self._tail,), name="tail", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer; whoever still listens to us is woken and left alone."""
        if self._tail is not None:
            self._tail.stopped.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
        self._tail = self._thread = None

    def look(self) -> None:
        """Read what is new in the store and tell it.

        Raises
        ------
        StoreAway
            The database cannot be reached.
        """
        whole = self._desk.keeper.renewed()
        self._confirmed_at, returned = self._elapsed(), self.away
        self.away = False
        channels = self._listened_to()
        behind = [channel.snapshot.version for _, channel in channels]
        after = min(behind, default=whole.version)
        entries = self._entries(after, whole.version) if after < whole.version else ()
        self._note_access(entries)  # first: whoever may see less from now on is not told
        for reach, channel in channels:
            if channel.snapshot.moment != whole.moment:
                channel.tell(entries, self._desk.keeper.part(whole, reach))
        if returned:
            self._wake_all()

    def now(self) -> datetime:
        """Return the time here."""
        return self._desk.now()

    def age(self) -> timedelta:
        """Return how long ago it was sure that nothing newer is stored; nothing if it never was.

        That is time which has passed: a clock that was set meanwhile makes data neither old nor
        of the future.
        """
        known = self._confirmed_at
        return timedelta(seconds=0.0 if known is None else max(self._elapsed() - known, 0.0))

    def join(self, viewer: Viewer, listener: Listener, since: int | None) -> Seat:
        """Let somebody listen who knows everything up to a version, none for the newest.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not look at the map at all.
        StoreAway
            The database is away and nothing was ever read.
        """
        require(viewer, Right.LOOK)
        seen = self._desk.seen(viewer)  # before the lock: it may have to be narrowed first
        with self._lock:
            fresh = Channel(seen, self._encode, self._kept)
            channel = self._channels.setdefault(reach_of(viewer), fresh)
            snapshot, place = channel.join(listener)
        if snapshot.version < seen.version:
            # A page may be newer than what was told last: then others are told first.
            channel.tell(self._entries(snapshot.version, seen.version), seen)
            snapshot, place = channel.join(listener)
        seat = Seat(channel, place, snapshot.version, snapshot.version, judged(snapshot))
        if since is None or since == snapshot.version:
            return seat
        kept = channel.ring.place_of(since)
        if kept is not None:
            return replace(seat, place=kept, known=since)
        known = min(max(since, 0), snapshot.version)
        return replace(seat, known=known, missed=self._encode(self.missed(snapshot, since)))

    def new(self, viewer: Viewer, listener: Listener, seat: Seat) -> tuple[Seat, bytes]:
        """Return what is new for somebody, and the seat behind it.

        Who was too slow for what is kept joins anew, and is told from the log of the store.

        Raises
        ------
        rules.access.NotAllowed, StoreAway
            As for :meth:`join`.
        """
        told = seat.channel.ring.after(seat.place)
        if told is None:
            seat.channel.leave(listener)
            seat = self.join(viewer, listener, seat.known)
            return seat, seat.missed
        if not told:
            return seat, b""
        known, place = told[-1].version, seat.place + len(told)
        return replace(seat, known=known, place=place), b"".join(one.body for one in told)

    def missed(self, snapshot: Snapshot, since: int) -> list[Message]:
        """Return what was told between a version and a snapshot, from the log of the store.

        What lies too far back, or ahead of everything that ever was, makes the reader reload.
        """
        anew = [Message("reload", {"version": snapshot.version}, snapshot.version)]
        if not 0 <= since < snapshot.version:
            return anew
        try:
            with self._desk.store.reading() as connection:
                entries = changes.between(
                    connection, SYSTEM, since, snapshot.version, MOST_NAMED + 1
                )
        except StoreAway:
            return anew
        if not 0 < len(entries) <= MOST_NAMED:
            return anew
        return [map_anew(snapshot), *of_changes(entries, None, snapshot)]

    def _listened_to(self) -> list[tuple[Reach, Channel]]:
        """Forget the channels to which nobody listens; the whole bureau comes first."""
        with self._lock:
            for reach in [r for r, channel in self._channels.items() if channel.deserted]:
                del self._channels[reach]
            found = list(self._channels.items())
        return sorted(found, key=lambda pair: pair[0].stamp)

    def _entries(self, after: int, upto: int) -> Sequence[Entry]:
        """Return the changes between two versions; of very many only the nouns."""
        with self._desk.store.reading() as connection:
            entries = changes.between(connection, SYSTEM, after, upto, MOST_NAMED + 1)
            if len(entries) > MOST_NAMED:
                nouns = changes.nouns(connection, SYSTEM, after, upto)
                return condensed(nouns, replace(entries[-1], id=upto))
        return entries

    def _note_access(self, entries: Sequence[Entry]) -> None:
        if any(entry.noun in ACCESS for entry in entries):
            self.access_changes += 1
            self._wake_all()

    def _wake_all(self) -> None:
        with self._lock:
            channels = tuple(self._channels.values())
        for channel in channels:
            channel.wake()

    def _listen(self, tail: Tail) -> None:
        earliest = 0.0
        while not tail.stopped.is_set():
            try:
                tail.wait(self._patience())
                tail.stopped.wait(max(earliest - monotonic(), 0.0))
                began = monotonic()
                self.look()
                # Where a look takes long, half of the time is left to whoever asks for pages.
                earliest = monotonic() + max(GAP_SECONDS, monotonic() - began)
            except BattlemapError as error:
                self._lost(error)
                tail.close()
                tail.stopped.wait(RETRY_SECONDS)
        tail.close()

    def _patience(self) -> float:
        due = self._desk.keeper.due
        left = CHECK_SECONDS if due is None else (due - self._desk.now()).total_seconds()
        return min(max(left, 0.0), CHECK_SECONDS)

    def _lost(self, error: BattlemapError) -> None:
        if not self.away:
            LOG.warning("the store is away: %s", error.code)
        self.away = True
        self._wake_all()
