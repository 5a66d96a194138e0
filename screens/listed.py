"""What a list shows of a customer, an issue, a fault: columns, and rows in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from desk.faults import FaultRow
from desk.listing import Tab
from desk.people import Person
from desk.worklist import OpenRow
from rules.codes import Sensitivity, Urgency
from screens.spans import due
from screens.tables import card, column, mark_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desk.listing import Listing
    from desk.lists import Item
    from texts import Texts

Row = dict[str, Any]
LIFE = {"bm-mark bm-mark--life": "params.data ? params.data.life : false"}
LATE = {"bm-late": "params.data ? params.data.late : false"}
LINK: dict[str, Any] = {"cellRenderer": "RowLink"}


@dataclass(frozen=True, slots=True)
class Words:
    """In which language rows are written, what they link to, and what time it is where."""

    say: Texts
    listing: Listing
    now: datetime
    zone: ZoneInfo


def columns(say: Texts, tab: Tab) -> list[dict[str, Any]]:
    """Return the columns of a list, from left to right."""
    return _COLUMNS[tab](lambda name: say(f"list.column.{name}"))


def row(item: Item, words: Words) -> Row:
    """Return a customer, an issue or a fault as a row of the table; nothing has a phone."""
    return _said(item, words) | _drawn(item, words)


def file_rows(items: Iterable[Item], words: Words) -> Iterator[list[object]]:
    """Return what a file holds: the headers, then what stands in each column."""
    every = columns(words.say, words.listing.tab)
    shown = [column for column in every if not column["context"]["phone"]]
    yield [column["headerName"] for column in shown]
    fields = [column["field"] for column in shown]
    for item in items:
        found = _said(item, words)
        yield [found[field] for field in fields]


@singledispatch
def _said(item: Item, words: Words) -> Row:
    """Return what the columns say, by field."""
    raise TypeError(item, words)


@_said.register(Person)
def _customer(person: Person, words: Words) -> Row:
    say = words.say
    return {
        "urgency": say(f"code.urgency.{person.urgency}"),
        "sensitivity": _sensitivity(say, person.sensitivity, life=person.life_support),
        "account": person.account,
        "name": person.name,
        "due": due(say, person.deadline, words.now) if person.deadline else "",
        "address": person.address,
        "cell": person.cell,
        "class": say(f"code.customer_class.{person.class_}") if person.class_ else "",
    }


@_said.register(OpenRow)
def _issue(row: OpenRow, words: Words) -> Row:
    line, say = row.line, words.say
    return {
        "urgency": say(f"code.urgency.{line.urgency}"),
        "due": due(say, line.deadline, words.now),
        "sensitivity": _sensitivity(say, row.sensitivity, life=row.life_support),
        "number": line.issue.number,
        "title": line.issue.title,
        "account": row.account,
        "name": row.customer,
        "cell": row.cell,
        "channel": say(f"code.channel.{line.issue.channel}"),
        "demand": say(f"code.demand_type.{line.issue.demand_type}"),
        "opened": say.moment(line.issue.opened_at, words.zone),
        "deadline": say.moment(line.deadline, words.zone),
    }


@_said.register(FaultRow)
def _fault(row: FaultRow, words: Words) -> Row:
    say = words.say
    return {
        "fault": say(f"list.fault.{row.fault}"),
        "noun": say(f"card.noun.{row.noun}"),
        "code": row.code,
        "name": row.name,
        "detail": row.detail,
    }


@singledispatch
def _drawn(item: Item, words: Words) -> Row:
    """Return where a row leads, and the codes by which its cells are marked."""
    raise TypeError(item, words)


@_drawn.register(Person)
def _customer_marks(person: Person, words: Words) -> Row:
    return {
        "href": words.listing.map_href("customer", person.id, (person.x, person.y)),
        "urgency_code": person.urgency,
        "sensitivity_code": person.sensitivity,
        "life": person.life_support,
        "late": person.deadline is not None and person.deadline < words.now,
    }


@_drawn.register(OpenRow)
def _issue_marks(row: OpenRow, words: Words) -> Row:
    return {
        "href": words.listing.map_href("issue", row.line.issue.id, row.place),
        "urgency_code": row.line.urgency,
        "sensitivity_code": row.sensitivity,
        "life": row.life_support,
        "late": row.line.overdue,
    }


@_drawn.register(FaultRow)
def _fault_marks(row: FaultRow, words: Words) -> Row:
    return {"href": words.listing.map_href(row.noun, row.id, row.place)}


def _sensitivity(say: Texts, sensitivity: int | None, *, life: bool | None) -> str:
    if sensitivity is None:
        return ""
    word = say(f"code.sensitivity.{sensitivity}")
    return f"{word} · {say('list.life')}" if life else word


def _customers(head: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        card(("name", "account"), "due", ("urgency", "sensitivity"), ("account", "address")),
        column("urgency", head("urgency"), 126, **_marked("urgency", Urgency)),
        column("sensitivity", head("sensitivity"), 188, **_marked("sensitivity", Sensitivity)),
        column("account", head("account"), 140, **LINK),
        column("name", head("name"), 130, flex=2),
        column("due", head("due_first"), 130, cellClassRules=LATE),
        column("address", head("address"), 200, flex=4),
        column("cell", head("cell"), 120, flex=1),
        column("class", head("class"), 110),
    ]


def _issues(head: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        card(("title", "number"), "due", ("urgency", "sensitivity"), ("name", "number", "opened")),
        column("urgency", head("urgency"), 126, **_marked("urgency", Urgency)),
        column("due", head("due"), 120, cellClassRules=LATE),
        column("sensitivity", head("sensitivity"), 188, **_marked("sensitivity", Sensitivity)),
        column("number", head("number"), 150, **LINK),
        column("title", head("title"), 180, flex=3),
        column("name", head("name"), 120, flex=2),
        column("account", head("account"), 130),
        column("cell", head("cell"), 110, flex=1),
        column("demand", head("demand"), 110),
        column("channel", head("channel"), 130),
        column("opened", head("opened"), 140),
        column("deadline", head("deadline"), 140),
    ]


def _faults(head: Callable[[str], str]) -> list[dict[str, Any]]:
    return [
        card(("name", "code"), "noun", ("fault",), ("code", "detail")),
        column("fault", head("fault"), 190),
        column("noun", head("noun"), 110),
        column("code", head("code"), 160, **LINK),
        column("name", head("name"), 150, flex=2),
        column("detail", head("detail"), 200, flex=4),
    ]


def _marked(name: str, codes: type[Urgency | Sensitivity]) -> dict[str, Any]:
    rules = mark_rules(name, f"{name}_code", codes)
    return {"cellClassRules": rules | LIFE if codes is Sensitivity else rules}


_COLUMNS = {Tab.CUSTOMERS: _customers, Tab.ISSUES: _issues, Tab.FAULTS: _faults}
