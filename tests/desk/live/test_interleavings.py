"""Nothing is lost or doubled, in whatever order people write, come, read slowly, and go."""

from __future__ import annotations

import asyncio
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from api.events import encode
from data.store import open_store
from desk.desk import open_desk
from desk.live.news import News
from rules.viewer import SYSTEM
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.desk.live.listening import Reader, changed, events, refs
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from pathlib import Path


class Interleavings(RuleBasedStateMachine):
    """Any order of writing, looking, reading, losing the line and coming back."""

    def __init__(self, template: Path) -> None:
        """Open a bureau of its own."""
        super().__init__()
        self.folder = TemporaryDirectory(prefix="battlemap-live-")
        settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": self.folder.name})
        copyfile(template, settings.data_dir / "battlemap.sqlite")
        self.store = open_store(settings.database_url)
        small_bureau().write(self.store)
        desk = open_desk(self.store, settings, lambda: NOW)
        self.loop = asyncio.new_event_loop()
        self.news = News(desk, encode, kept=3)
        self.news.look()
        self.begin = self.version = desk.seen(SYSTEM).version
        self.written: list[tuple[int, int]] = []
        self.readers: list[tuple[Reader, int]] = []

    @rule(noun=st.sampled_from(["issue", "cell"]), several=st.integers(1, 3))
    def write(self, noun: str, several: int) -> None:
        """Change something; every change has a ref of its own."""
        numbers = [1000 + self.version + n for n in range(several)]
        changed(self.store, noun, *numbers)
        for number in numbers:
            self.version += 1
            self.written.append((self.version, number))

    @rule()
    def look(self) -> None:
        """Let the tail find out."""
        self.news.look()

    @rule(back=st.integers(0, 8))
    def connect(self, back: int) -> None:
        """Let a browser come whose page is some changes old."""
        since = max(self.begin, self.version - back)
        self.readers.append((Reader.joining(self.news, DISPATCHER, self.loop, since), since))

    @rule(which=st.integers(0, 9))
    def read(self, which: int) -> None:
        """Let one of them read."""
        if self.readers:
            self.readers[which % len(self.readers)][0].read()

    @rule(which=st.integers(0, 9), heard=st.integers(0, 4))
    def lose(self, which: int, heard: int) -> None:
        """Cut a line in the middle of a piece; the browser comes back with its last id."""
        if not self.readers:
            return
        reader, since = self.readers[which % len(self.readers)]
        seat, body = self.news.new(reader.viewer, reader.listener, reader.seat)
        seat.channel.leave(reader.listener)
        reader.hear(events(body)[:heard])
        again = Reader.joining(self.news, DISPATCHER, self.loop, reader.last)
        again.told[:0] = reader.told
        self.readers[which % len(self.readers)] = (again, since)

    @invariant()
    def nothing_is_doubled_or_out_of_order(self) -> None:
        """Hold what each was told against what was written."""
        for reader, since in self.readers:
            told = [
                (ref, event.name)
                for event in reader.told
                if event.name in {"issue", "cell"}
                for ref in event.data["refs"]
            ]
            wanted = [ref for version, ref in self.written if version > since]
            assert [ref for ref, _ in told] == wanted[: len(told)]
            assert all(event.name != "reload" for event in reader.told)

    def teardown(self) -> None:
        """In the end everybody knows everything."""
        self.news.look()
        for reader, since in self.readers:
            reader.read()
            told = refs([e for e in reader.told if e.name in {"issue", "cell"}], "issue")
            told += refs([e for e in reader.told if e.name in {"issue", "cell"}], "cell")
            assert sorted(told) == [ref for version, ref in self.written if version > since]
        self.loop.close()
        self.store.close()
        self.folder.cleanup()


def test_nothing_is_lost_or_doubled_however_it_is_interleaved(sqlite_template: Path) -> None:
    class Own(Interleavings):
        def __init__(self) -> None:
            super().__init__(sqlite_template)

    run_state_machine_as_test(
        Own, settings=hypothesis_settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
