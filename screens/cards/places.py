"""Cards of cells and of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.codes import SwitchState
from rules.outages.codes import Part
from screens.cards.pieces import crowd, declares, head, outages, partly, worst
from screens.parts import Child, empty, facts, opens, section, urgency_badge, warning
from screens.supply import supply_path

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desk.cards.kinds import CellCard, FeederCard, SwitchCard, TransformerCard
    from texts import Texts

METRES = 1000
"""In a kilometre."""


def cell(card: CellCard, say: Texts, _zone: ZoneInfo) -> list[Child]:
    """Return a cell's card: its manager, its worst issues, who lives there."""
    row = card.row
    name = row.name or row.code
    marks: list[Child] = [
        urgency_badge(say, card.urgency),
        say("map.overview.issues", n=card.backlog, overdue=card.overdue),
    ]
    counted: list[Child] = [worst(say, card.worst, card.now), crowd(say, card.crowd)]
    if not card.mine:
        marks, counted = [], [empty(say("card.not_mine"))]
    return [
        head(say, "cell", name, marks),
        None if row.manager else warning(say("card.no_manager")),
        facts(
            [
                (say("card.manager"), row.manager),
                (say("card.phone"), row.manager_phone),
                (say("card.station"), row.station),
                (say("card.code"), row.code),
            ]
        ),
        *counted,
    ]


def feeder(card: FeederCard, say: Texts, _zone: ZoneInfo) -> list[Child]:
    """Return a feeder's card: its extent, its customers, its past."""
    row = card.row
    return [
        head(say, "feeder", row.name or row.code, []),
        declares(say, Part.FEEDER, row.id) if card.declares else None,
        facts(
            [
                (say("card.substation"), row.substation),
                (say("card.code"), row.code),
                (say("card.length"), say("card.km", n=round(card.metres / METRES, 1))),
                (say("card.transformers"), say.number(card.transformers)),
                (say("card.customers"), say.number(card.crowd.n)),
            ]
        ),
        partly(say, card.crowd),
        worst(say, card.worst, card.now),
        crowd(say, card.crowd),
        outages(say, card.outages),
    ]


def transformer(card: TransformerCard, say: Texts, _zone: ZoneInfo) -> list[Child]:
    """Return a transformer's card: its supply, its customers, its past."""
    row = card.row
    return [
        head(say, "transformer", row.name or row.code, []),
        declares(say, Part.TRANSFORMER, row.id) if card.declares else None,
        facts(
            [
                (say("card.code"), row.code),
                (say("card.ownership"), say(f"code.ownership.{row.ownership}")),
                (say("card.customers"), say.number(card.crowd.n)),
            ]
        ),
        partly(say, card.crowd),
        section(say("card.supply"), supply_path(say, card.supply, None)),
        worst(say, card.worst, card.now),
        crowd(say, card.crowd),
        outages(say, card.outages),
    ]


def switch(card: SwitchCard, say: Texts, _zone: ZoneInfo) -> list[Child]:
    """Return a switch's card."""
    row, feeder = card.row, card.feeder
    # To open what stands open takes nobody's power.
    offers = card.declares and row.state == SwitchState.CLOSED
    return [
        head(say, "switch", row.name or row.code, []),
        declares(say, Part.SWITCH, row.id) if offers else None,
        facts(
            [
                (say("card.code"), row.code),
                (say("card.kind"), row.kind),
                (say("card.state"), say(f"code.switch_state.{row.state}")),
                (
                    say("card.feeder"),
                    opens("feeder", feeder.id, feeder.name or feeder.code, class_name="bm-link")
                    if feeder
                    else say("card.no_feeder"),
                ),
            ]
        ),
    ]
