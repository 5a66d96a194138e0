"""What is kept of every act: appended, never changed, without phones, readable by whoever may."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError

from data import audit as kept
from data import tables
from data.migrate import migrate
from data.store import Deed, StoreUnwritable, open_store
from desk import audit, exports, showing
from desk import settings as desk_settings
from desk.audit import Asked
from desk.listing import FileForm
from desk.showing import Part, Wanted, Why
from rules.access import NotAllowed, Right
from rules.acts import NATURES, Nature, nature_of
from rules.viewer import SYSTEM
from screens import audit as screen
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
COUNT = "sensitivity.complaints.count"


def entries(desk: Desk, asked: Asked | None = None) -> tuple[audit.Entry, ...]:
    return audit.trail(desk, ADMINISTRATOR, asked or Asked()).entries


def with_phone(desk: Desk, number: str = "13900005555") -> None:
    with desk.store.writing(SYSTEM) as writing:
        row = {"customer_id": 1, "position": 0, "number": number}
        writing.connection.execute(insert(tables.Phone), [row])


def test_a_row_cannot_be_replaced_either(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(store)
    with store.writing(DISPATCHER) as writing:
        writing.noted(Deed("show", "customer", "1"))
    columns = [column.name for column in tables.Audit.__table__.columns]
    values = ["'evil'" if name == "actor" else f'"{name}"' for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    order = f"REPLACE INTO audit ({names}) SELECT {', '.join(values)} FROM audit"  # noqa: S608 - ours
    with pytest.raises(DatabaseError, match="only appended"), store.writing(SYSTEM) as writing:
        writing.connection.execute(text(order))
    with store.reading() as connection:
        assert connection.scalars(select(tables.Audit.actor)).all() == ["dora"]
    store.close()


@pytest.mark.parametrize("order", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_or_delete_an_act(database_url: str, order: str) -> None:
    store = open_store(database_url)
    with store.writing(DISPATCHER) as writing:
        writing.noted(Deed("show", "customer", "1"))
    with pytest.raises(DatabaseError, match="only appended"), store.writing(SYSTEM) as writing:
        writing.connection.execute(text(order))
    with store.reading() as connection:
        assert connection.scalars(select(tables.Audit.actor)).all() == ["dora"]
    store.close()


def test_a_phone_is_shown_and_the_look_is_kept(desk: Desk) -> None:
    with_phone(desk)
    shown = showing.show(desk, DISPATCHER, Wanted("customer", 1, Part.PHONE, Why.CALL_BACK))
    assert shown.phones == ("13900005555",)
    (kept,) = entries(desk)
    assert (kept.actor, kept.act, kept.noun, kept.ref) == ("dora", "show", "customer", "000001")
    assert (kept.why, kept.after, kept.origin) == ("call_back", {"part": "phone"}, "127.0.0.1")
    assert "查看户号 000001 的电话" in screen.sentence(texts(Tongue.CHINESE), kept)


def test_health_is_shown_with_equipment_and_backup(desk: Desk) -> None:
    shown = showing.show(desk, COORDINATOR, Wanted("customer", 1, Part.HEALTH, Why.VISIT))
    assert (shown.equipment, shown.backup_hours) == (("ventilator",), 2.0)


def test_nothing_is_shown_when_the_audit_cannot_be_written(desk: Desk) -> None:
    with_phone(desk)
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON audit "
                 "BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )  # fmt: skip
    with pytest.raises((StoreUnwritable, DatabaseError)):
        showing.show(desk, DISPATCHER, Wanted("customer", 1, Part.PHONE, Why.CALL_BACK))


def test_without_the_right_or_beyond_ones_cells_nothing_is_shown_or_kept(desk: Desk) -> None:
    with_phone(desk)
    for viewer in (HEAD, ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            showing.show(desk, viewer, Wanted("customer", 1, Part.PHONE, Why.VISIT))
    with pytest.raises(NotAllowed):
        showing.show(desk, AGENT, Wanted("customer", 1, Part.HEALTH, Why.VISIT))
    with pytest.raises(showing.NothingToShow):
        showing.show(desk, manager(2), Wanted("customer", 1, Part.PHONE, Why.VISIT))
    assert entries(desk) == ()


@pytest.mark.parametrize("words", ["", "   ", "x" * (showing.LONGEST_WHY + 1)])
def test_another_reason_needs_words(desk: Desk, words: str) -> None:
    with pytest.raises(showing.NoWhy):
        showing.show(desk, DISPATCHER, Wanted("customer", 1, Part.PHONE, Why.OTHER, words))


def test_the_audit_never_holds_a_phone_or_a_word_on_health(desk: Desk) -> None:
    words = "回电13900005555，病人靠呼吸机"
    showing.show(desk, DISPATCHER, Wanted("customer", 1, Part.HEALTH, Why.OTHER, words))
    with desk.store.writing(DISPATCHER) as writing:
        writing.noted(Deed("import", "import_run", "1", after={"files": ["0855-8223456透析.csv"]}))
    kept = repr(entries(desk))
    assert not any(secret in kept for secret in ("13900005555", "呼吸机", "8223456", "透析"))
    assert not any(secret in kept for secret in ("ventilator", "2.0"))


def test_settings_keep_before_and_after_and_need_the_right(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk_settings.change(desk, DISPATCHER, COUNT, "5", "局务会")
    desk_settings.change(desk, ADMINISTRATOR, COUNT, "5", "局务会")
    desk_settings.change(desk, ADMINISTRATOR, COUNT, "6", "再议")
    desk_settings.reset(desk, ADMINISTRATOR, COUNT)
    reset, again, first = entries(desk)
    assert (first.before, first.after, first.why) == (None, {"value": "5"}, "局务会")
    assert (again.before, again.after) == ({"value": "5"}, {"value": "6"})
    assert (reset.act, reset.before, reset.after) == ("reset_parameter", {"value": "6"}, None)
    told = list(screen.details(texts(Tongue.ENGLISH), again))
    assert told == ["value: 5 → 6"]


def test_a_file_is_handed_out_with_what_it_held_on_record(desk: Desk) -> None:
    taken = exports.Taken("customers", "sensitivity=3", FileForm.CSV, 2)
    content = b"".join(
        exports.take(desk, COORDINATOR, Right.EXPORT, taken, iter([["a"], ["=1"], ["2"]]))
    )
    assert "'=1" in content.decode("utf-8-sig")
    (kept,) = entries(desk)
    assert kept.after == {"form": "csv", "rows": 2, "filter": "sensitivity=3"}
    with pytest.raises(NotAllowed):
        exports.take(desk, AGENT, Right.EXPORT, taken, iter([["a"]]))
    assert len(entries(desk)) == 1


def test_acts_are_sought_by_who_what_whom_and_when_page_by_page(desk: Desk) -> None:
    with desk.store.writing(DISPATCHER) as writing:
        for number in range(audit.PAGE + 5):
            writing.noted(Deed("show", "customer", f"{number:04d}"))
    with desk.store.writing(COORDINATOR) as writing:
        writing.noted(Deed("export", "list", "customers"))
    newest = audit.trail(desk, ADMINISTRATOR, Asked())
    assert (newest.count, len(newest.entries)) == (audit.PAGE + 6, audit.PAGE)
    assert newest.entries[0].actor == "cora"
    assert newest.older is not None
    assert len(entries(desk, newest.older)) == 6
    assert Asked.parse(newest.older.href.partition("?")[2]) == newest.older
    assert [e.ref for e in entries(desk, Asked(ref="0007"))] == ["0007"]
    assert [e.actor for e in entries(desk, Asked(act="export"))] == ["cora"]
    assert len(entries(desk, Asked(actor="cora"))) == 1
    today = newest.entries[0].at.astimezone(desk.settings.timezone).date()
    assert len(entries(desk, Asked(actor="cora", since=today, until=today))) == 1
    assert entries(desk, Asked(until=today - timedelta(days=1))) == ()
    assert Asked.parse("?since=dragon&before=-1&until=2026-11-02") == Asked(until=date(2026, 11, 2))


def test_acts_are_counted_by_day_and_nature(desk: Desk) -> None:
    with desk.store.writing(DISPATCHER) as writing:
        writing.noted(Deed("show", "customer", "1"))
        writing.noted(Deed("show", "customer", "2"))
        writing.noted(Deed("sign_in_failed", "account", "x"))
    (newest, *_) = entries(desk)
    today = newest.at.astimezone(desk.settings.timezone).date()
    counted = audit.days(desk, ADMINISTRATOR, Asked(since=today - timedelta(days=2), until=today))
    assert counted.days == tuple(today - timedelta(days=n) for n in (2, 1, 0))
    assert counted.counts[Nature.LOOK] == (0, 0, 2)
    assert counted.counts[Nature.REFUSED] == (0, 0, 1)
    only = audit.days(desk, ADMINISTRATOR, Asked(ref="2", until=today))
    assert (len(only.days), only.counts[Nature.LOOK][-1]) == (30, 1)
    backwards = Asked(since=today, until=today - timedelta(days=1))
    assert audit.days(desk, ADMINISTRATOR, backwards).days == ()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_days_begin_at_midnight_on_both_databases(database_url: str, zone: str) -> None:
    store, day = open_store(database_url), timedelta(days=1)
    with store.writing(DISPATCHER) as writing:
        writing.noted(Deed("show", "customer", "1"))
    with store.reading() as connection:
        at = connection.scalars(select(tables.Audit.at)).one()
        start = at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        bounds = [start - day, start, start + day]
        counted = kept.tally(connection, ADMINISTRATOR, kept.Sought(), bounds)
        exactly = kept.tally(connection, ADMINISTRATOR, kept.Sought(), [at, at + day])
        before = kept.tally(connection, ADMINISTRATOR, kept.Sought(), [at - day, at])
    store.close()
    assert (counted, exactly, before) == ({(1, "show"): 1}, {(0, "show"): 1}, {})


def test_the_audit_is_for_whoever_may_read_it(desk: Desk) -> None:
    for viewer in (DISPATCHER, HEAD, AGENT, COORDINATOR, manager(1)):
        for read in (audit.trail, audit.whole, audit.days):
            with pytest.raises(NotAllowed):
                read(desk, viewer, Asked())
        with pytest.raises(NotAllowed):
            audit.acts(desk, viewer)


def deeds() -> set[str]:
    """Return every act that the code notes by name."""
    found = set()
    for room in ("data", "desk"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Deed":
                    act = node.args[0]
                    if isinstance(act, ast.Constant):
                        found.add(str(act.value))
    return found | {showing.ACT, exports.ACT}


@pytest.mark.parametrize("tongue", Tongue)
def test_every_act_has_a_sentence_and_a_name(tongue: Tongue) -> None:
    say = texts(tongue)
    assert {"sign_in", "import", "set_parameter"} <= deeds()
    missing = [a for a in deeds() if not (say.has(f"audit.act.{a}") and say.has(f"audit.name.{a}"))]
    assert missing == []
    assert set(NATURES) <= deeds()
    assert all(say.has(f"code.nature.{nature_of(act)}") for act in deeds())
