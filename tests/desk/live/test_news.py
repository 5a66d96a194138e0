"""What is told: everything once, in order, to whoever may know it, and nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from api.events import encode
from data.store import Store, open_store
from data.tables import Customer, Issue
from desk.desk import Desk, open_desk
from desk.live.news import News
from rules.access import NotAllowed
from rules.codes import Field, Urgency
from rules.viewer import SYSTEM, Scope
from settings import Settings
from tests.builders import NOW, small_bureau
from tests.desk.live.listening import Event, Reader, changed, refs
from tests.viewers import ADMINISTRATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


def set_urgency(store: Store, issue: int, urgency: int) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Issue).where(Issue.id == issue).values(urgency=urgency))
        writing.changed("issue", "change", [issue])


def test_a_change_is_told_with_its_number_and_what_it_does_to_the_map(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    reader = Reader.joining(news, DISPATCHER, loop)
    version = desk.seen(DISPATCHER).version
    set_urgency(desk.store, 2, 4)
    news.look()
    on_map, issue = reader.read()
    assert issue == Event("issue", version + 1, {**issue.data, "refs": [2]})
    assert on_map.name == "map"
    assert on_map.data["customers"] == [[2, *on_map.data["places"][0], 4, 0]]
    assert on_map.data["cells"] == []
    assert len(on_map.data["places"]) == 1
    assert reader.read() == []


def test_time_alone_is_told_as_well(tmp_path: Path, sqlite_database_url: str) -> None:
    store = open_store(sqlite_database_url)
    small_bureau().write(store)
    clock = [NOW]
    settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path)})
    desk = open_desk(store, settings, lambda: clock[0])
    loop = asyncio.new_event_loop()
    news = News(desk, encode)
    reader = Reader.joining(news, DISPATCHER, loop)
    clock[0] = NOW + timedelta(days=40)
    news.look()
    (on_map,) = reader.read()
    assert (on_map.name, on_map.id) == ("map", None)
    assert [row[0] for row in on_map.data["customers"]] == [2]
    loop.close()
    store.close()


def test_a_clock_that_is_set_back_is_told_and_makes_no_data_old(
    tmp_path: Path, sqlite_database_url: str, loop: asyncio.AbstractEventLoop
) -> None:
    clock, beat = [NOW + timedelta(days=900)], [50.0]
    settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path)})
    store = open_store(sqlite_database_url)
    small_bureau().write(store)
    news = News(open_desk(store, settings, lambda: clock[0]), encode, elapsed=lambda: beat[0])
    assert news.age() == timedelta()
    reader = Reader.joining(news, DISPATCHER, loop)
    news.look()
    for jump in (timedelta(days=-900), timedelta(hours=-5), timedelta(hours=9)):
        clock[0] += jump
        beat[0] += 3
        assert news.age() == timedelta(seconds=3)
        news.look()
        assert news.age() == timedelta()
    told = reader.read()
    assert {event.name for event in told} == {"map"}
    now = news._desk.seen(DISPATCHER)  # noqa: SLF001 - what everybody sees by now
    urgency = {
        int(ref): int(how) for ref, how in zip(now.issues.id, now.issues.urgency, strict=True)
    }
    assert urgency[2] == Urgency.ORDINARY
    store.close()


def test_nobody_is_told_of_what_lies_outside_the_own_cells(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    west, east = (Reader.joining(news, manager(cell), loop) for cell in (1, 2))
    set_urgency(desk.store, 2, 4)
    changed(desk.store, "customer", 1, 3, 4)
    news.look()
    mine, theirs = west.read(), east.read()
    assert refs(mine, "issue") == [2]
    assert refs(mine, "customer") == [1]
    assert refs(theirs, "issue") == []
    assert refs(theirs, "customer") == [3]
    assert [event.name for event in theirs] == ["customer"]
    assert west.last == east.last == desk.seen(DISPATCHER).version


def test_what_nobody_may_know_moves_the_id_and_says_nothing(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    reader = Reader.joining(news, manager(2), loop)
    before = reader.last
    set_urgency(desk.store, 2, 4)
    changed(desk.store, "account", 7)
    changed(desk.store, "audit", 8)
    news.look()
    assert reader.read() == [Event("", before + 3, {})]


def test_a_head_hears_of_issues_of_the_own_field_alone(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    with desk.store.writing(SYSTEM) as writing:
        mine = update(Issue).where(Issue.id == 2).values(field=Field.REPAIR)
        writing.connection.execute(mine)
        writing.changed("issue", "change", [2])
    news = News(desk, encode)
    reader = Reader.joining(news, HEAD, loop)
    changed(desk.store, "issue", 1, 2)
    news.look()
    assert refs(reader.read(), "issue") == [2]


def test_no_event_tells_whose_life_hangs_on_power(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    readers = [Reader.joining(news, who, loop) for who in (ADMINISTRATOR, DISPATCHER)]
    with desk.store.writing(SYSTEM) as writing:
        ill = update(Customer).where(Customer.id == 3).values(equipment="ventilator")
        writing.connection.execute(ill)
        writing.changed("customer", "change", [3])
    news.look()
    for reader in readers:
        told = str(reader.read())
        assert told != "[]"
        assert "ventilator" not in told
        assert "life" not in told


def test_who_may_not_look_is_not_told(desk: Desk, loop: asyncio.AbstractEventLoop) -> None:
    news = News(desk, encode)
    with pytest.raises(NotAllowed):
        Reader.joining(news, replace(DISPATCHER, scope=Scope.IMPORT), loop)


def test_who_comes_back_is_told_what_was_missed(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    version = desk.seen(DISPATCHER).version
    for urgency in (2, 3, 4):
        set_urgency(desk.store, 2, urgency)
    news.look()
    reader = Reader.joining(news, DISPATCHER, loop, version)
    assert [event.name for event in reader.told] == ["map", "issue"]
    assert reader.told[0].data["customers"] is None
    assert reader.last == version + 3


@pytest.mark.parametrize("since", [99_999, -1])
def test_an_id_that_never_was_makes_the_reader_reload(
    desk: Desk, loop: asyncio.AbstractEventLoop, since: int
) -> None:
    reader = Reader.joining(News(desk, encode), DISPATCHER, loop, since)
    assert [event.name for event in reader.told] == ["reload"]


def test_of_very_many_changes_only_the_nouns_are_told_and_after_them_one_reloads(
    desk: Desk, loop: asyncio.AbstractEventLoop
) -> None:
    news = News(desk, encode)
    reader = Reader.joining(news, DISPATCHER, loop)
    before = reader.last
    changed(desk.store, "customer", *range(1, 1500))
    changed(desk.store, "issue", *range(1, 1500))
    news.look()
    found = [event for event in reader.read() if event.name != "map"]
    assert [(event.name, event.data["refs"]) for event in found] == [
        ("customer", None),
        ("issue", None),
    ]
    assert [event.id for event in found] == [None, before + 2998]
    late = Reader.joining(news, manager(1), loop, before)
    assert [event.name for event in late.told] == ["reload"]


def test_whoever_is_gone_is_forgotten(desk: Desk, loop: asyncio.AbstractEventLoop) -> None:
    news = News(desk, encode)
    reader = Reader.joining(news, DISPATCHER, loop)
    channel = reader.seat.channel
    del reader
    assert channel.deserted
