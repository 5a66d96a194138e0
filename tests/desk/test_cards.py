"""Cards say what is known, with reasons, and hide what nobody needs to see."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from data import tables
from desk.cards import card
from desk.cards.kinds import CellCard, CustomerCard, FeederCard, IssueCard, SwitchCard
from desk.supply import Stretch, SwitchRow
from desk.view import NOUNS, Selection
from rules.codes import OutageKind, Sensitivity, SwitchState
from rules.viewer import SYSTEM
from screens.cards import panel
from tests.builders import NOW
from tests.viewers import AGENT, COORDINATOR, DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk


def opened(desk: Desk, noun: str, ref: int) -> object:
    return card(desk, DISPATCHER, Selection(noun, ref))


def test_a_customer_card_gives_the_reasons_of_its_sensitivity(desk: Desk) -> None:
    found = opened(desk, "customer", 1)
    assert isinstance(found, CustomerCard)
    assert found.sensitivity == Sensitivity.SPECIAL
    assert found.life_support
    assert [why.code for why in found.reasons] == ["sensitivity.life_support_private"]
    assert found.urgency == 5
    assert [line.issue.number for line in found.open_issues] == ["GD0001"]


def test_the_supply_path_leads_through_switches_to_the_substation(desk: Desk) -> None:
    found = opened(desk, "customer", 1)
    assert isinstance(found, CustomerCard)
    assert found.supply is not None
    steps = [s.code if isinstance(s, SwitchRow) else s for s in found.supply.steps]
    assert steps == [Stretch(1, 1000.0), "K1", Stretch(1, 1000.0)]
    assert found.supply.feeder is not None
    assert found.supply.feeder.substation == "东变电站"


def test_phones_are_masked_at_the_source(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        row = {"customer_id": 2, "position": 0, "number": "19900001234"}
        writing.connection.execute(insert(tables.Phone), [row])
    found = opened(desk, "customer", 2)
    assert isinstance(found, CustomerCard)
    assert found.row.phones == ("199****1234",)


def test_a_customer_without_transformer_has_no_path(desk: Desk) -> None:
    found = opened(desk, "customer", 4)
    assert isinstance(found, CustomerCard)
    assert found.supply is None
    assert found.cell is None


def test_relays_reach_a_customer_by_itself_its_cell_or_its_transformer(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        for ref, (noun, target) in enumerate([("customer", 1), ("cell", 1), ("transformer", 2)], 1):
            row = {"id": ref, "code": f"R{ref}", "digest": 0}
            writing.connection.execute(insert(tables.Relay), [row])
            serves = {"relay_id": ref, "noun": noun, "ref": target}
            writing.connection.execute(insert(tables.RelayServes), [serves])
        writing.changed("relay", "reload")
    found = opened(desk, "customer", 1)
    assert isinstance(found, CustomerCard)
    assert [relay.code for relay in found.relays] == ["R1", "R2"]


def test_a_cell_card_counts_who_lives_there_and_what_burns(desk: Desk) -> None:
    found = opened(desk, "cell", 1)
    assert isinstance(found, CellCard)
    assert (found.backlog, found.overdue, found.urgency) == (2, 0, 5)
    assert (found.crowd.n, found.mine) == (2, True)
    assert [line.issue.number for line in found.worst] == ["GD0001", "GD0002"]


def test_a_feeder_card_measures_its_extent_and_its_past(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        for ref, days in ((1, 10), (2, 5000)):
            row = {"id": ref, "number": str(ref), "kind": OutageKind.FAULT, "feeder_id": 1}
            row |= {"began_at": NOW - timedelta(days=days)}
            writing.connection.execute(insert(tables.Outage), [row])
    found = opened(desk, "feeder", 1)
    assert isinstance(found, FeederCard)
    assert (found.sections, found.metres, found.transformers) == (2, 2000.0, 1)
    assert found.crowd.n == 2
    assert found.outages == {"fault": 1}


def test_an_issue_card_judges_with_reasons(desk: Desk) -> None:
    found = opened(desk, "issue", 1)
    assert isinstance(found, IssueCard)
    assert found.customer_name == "<b>甲</b>"
    assert found.judged.deadline > NOW
    assert found.judged.reasons[0].code == "urgency.class"


def test_a_switch_knows_its_feeder_and_a_section_opens_it(desk: Desk) -> None:
    found = opened(desk, "switch", 1)
    assert isinstance(found, SwitchCard)
    assert found.feeder is not None
    by_section = opened(desk, "section", 3)
    assert isinstance(by_section, FeederCard)
    assert by_section.row.code == "F2"


def test_who_declares_outages_is_led_from_the_network_to_a_new_one(desk: Desk) -> None:
    say, zone = texts(Tongue.CHINESE), desk.settings.timezone
    ways = {"feeder": "线路", "switch": "开关", "transformer": "台区"}
    for noun, words in ways.items():
        by_role = [card(desk, who, Selection(noun, 1)) for who in (COORDINATOR, AGENT)]
        offered, refused = (str(panel(say, found, zone)) for found in by_role)
        assert f"/outages/new?part={noun}.1" in offered
        assert re.search(f"申报.*{words}.*停电", offered)
        assert "/outages/new" not in refused


def test_a_tie_that_stands_open_offers_no_outage(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(tables.Switch).values(state=SwitchState.OPEN))
    tie = card(desk, COORDINATOR, Selection("switch", 1))
    assert "/outages/new" not in str(panel(texts(Tongue.CHINESE), tie, desk.settings.timezone))


def test_what_is_gone_has_no_card(desk: Desk) -> None:
    for noun in NOUNS:
        assert opened(desk, noun, 99_999) is None
    assert opened(desk, "dragon", 1) is None
