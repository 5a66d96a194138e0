"""Cards of customers, of their issues, and of those who reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from desk.showing import Part
from screens.cards import shows
from screens.cards.pieces import calls, head, reasons
from screens.overview import issue_rows
from screens.parts import (
    Child,
    Children,
    empty,
    facts,
    opens,
    section,
    sensitivity_badge,
    urgency_badge,
    warning,
)
from screens.spans import due
from screens.supply import supply_path

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.cards.kinds import CustomerCard, IssueCard, RelayCard
    from texts import Texts


def customer(card: CustomerCard, say: Texts, zone: ZoneInfo) -> list[Child]:
    """Return a customer's card: why it is sensitive, what burns, where its power comes from."""
    row = card.row
    marks = [
        sensitivity_badge(say, card.sensitivity, life_support=bool(card.life_support)),
        urgency_badge(say, card.urgency),
    ]
    return [
        head(say, "customer", row.name or row.account, marks),
        _reach(say, card),
        section(
            say("card.why"),
            [reasons(say, card.reasons, zone), *_offers(say, card, Part.HEALTH)],
        ),
        _issues(say, card),
        section(
            say("card.supply"),
            supply_path(say, card.supply, card.second)
            if card.supply
            else warning(say("card.no_supply")),
        ),
        section(say("card.noun.customer"), facts(_customer_facts(say, card))),
    ]


def issue(card: IssueCard, say: Texts, zone: ZoneInfo) -> list[Child]:
    """Return an issue's card: how urgent now and why, by when."""
    row, judged = card.row, card.judged
    late = "" if row.closed_at else due(say, judged.deadline, card.now)
    who = card.customer_name or row.account
    return [
        head(say, "issue", row.title or row.number, [urgency_badge(say, judged.urgency), late]),
        warning(say("card.issue_nowhere")) if card.nowhere else None,
        html.P(row.text, className="bm-text") if row.text else None,
        *[shows.offer(say, "issue", row.id, part) for part in card.offered],
        section(say("card.urgency_now"), reasons(say, judged.reasons, zone)),
        facts(
            [
                (say("card.code"), row.number),
                (
                    say("card.customer"),
                    opens("customer", row.customer_id, who, class_name="bm-link")
                    if row.customer_id
                    else who,
                ),
                (say("card.channel"), say(f"code.channel.{row.channel}")),
                (say("card.demand"), say(f"code.demand_type.{row.demand_type}")),
                (say("card.field"), say(f"code.field.{row.field}")),
                (say("card.urgency_given"), say(f"code.urgency.{row.urgency}")),
                (say("card.opened"), say.moment(row.opened_at, zone)),
                (say("card.deadline"), say.moment(judged.deadline, zone)),
                (say("card.closed"), say.moment(row.closed_at, zone) if row.closed_at else None),
            ]
        ),
    ]


def relay(card: RelayCard, say: Texts, _zone: ZoneInfo) -> list[Child]:
    """Return a relay contact's card; phones of relays are not shown on the map."""
    row = card.row
    reliability = None if row.reliability is None else f"{row.reliability:.0%}"
    return [
        head(say, "relay", row.name or row.code, []),
        facts(
            [
                (say("card.code"), row.code),
                (say("card.kind"), say(f"code.relay_kind.{row.kind}")),
                (say("card.language"), say(f"code.language.{row.language}")),
                (say("card.reliability"), reliability),
            ]
        ),
    ]


def _customer_facts(say: Texts, card: CustomerCard) -> list[tuple[str, Children]]:
    row = card.row
    codes = [say(f"code.equipment.{code}") for code in row.equipment.split(";") if code]
    cell = card.cell
    return [
        (say("card.account"), row.account),
        (say("card.address"), row.address),
        (say("card.kind"), say(f"code.customer_kind.{row.kind}")),
        (say("card.class"), say(f"code.customer_class.{row.class_}")),
        (say("card.consent"), say(f"code.consent.{row.consent}")),
        (say("card.equipment"), say.listed(codes)),
        (say("card.backup"), say("card.hours", n=row.backup_hours) if row.backup_hours else None),
        (
            say("card.cell"),
            opens("cell", cell.id, cell.name or cell.code, class_name="bm-link")
            if cell
            else say("card.no_cell"),
        ),
        (say("card.manager"), (cell.manager or say("card.no_manager")) if cell else None),
        (
            say("map.layer.relays"),
            [_relay_link(relay.id, relay.name or relay.code) for relay in card.relays],
        ),
    ]


def _reach(say: Texts, card: CustomerCard) -> Component:
    """Return how to reach a customer, at the top: that is what most cards are opened for."""
    row = card.row
    return html.Div(
        [
            calls(row.phones) if row.phones else empty(say("card.no_phone")),
            html.Span(say(f"code.language.{row.language}"), title=say("card.language")),
            *_offers(say, card, Part.PHONE),
        ],
        className="bm-reach",
    )


def _offers(say: Texts, card: CustomerCard, part: Part) -> list[Component]:
    offered = part in card.offered
    return [shows.offer(say, "customer", card.row.id, part)] if offered else []


def _relay_link(ref: int, name: str) -> Component:
    return html.Div(opens("relay", ref, name, class_name="bm-link"))


def _issues(say: Texts, card: CustomerCard) -> Component:
    rows = issue_rows(say, card.open_issues, card.now) or [empty(say("card.no_issues"))]
    past = empty(say("card.closed_issues", n=card.closed_issues)) if card.closed_issues else None
    return section(say("card.open_issues"), [*rows, past], count=str(len(card.open_issues)))
