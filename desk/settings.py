"""What the bureau sets itself: parameters of classification and rules of the trade.

Every change has a reason, is one transaction and stands in the change log; the read path sees
a new version of the data and judges everything anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from data.parameters import Override, overrides, set_override, unset_override
from data.store import Deed
from errors import BattlemapError
from rules.access import Right, require
from rules.overrides import RULE_PREFIX, rule_overrides
from rules.pack import RulePack, RuleUnknown
from rules.parameter_specs import specs
from rules.parameters import parse, spec_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.desk import Desk
    from rules.parameter_specs import ParameterSpec, Value
    from rules.rule_row import RuleRow
    from rules.viewer import Viewer

LONGEST_REASON = 400
"""Characters that the store keeps of a reason."""


Own: TypeAlias = Override
"""What the bureau set: its value as text, why, by whom and when (UTC)."""


class NoReason(BattlemapError):
    """A change must say why, in at most so many characters (fact ``most``)."""

    code = "settings.no_reason"


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter with the value that counts; ``own`` is what the bureau set, none by default."""

    spec: ParameterSpec
    value: Value
    default: Value
    own: Own | None


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule of the pack as it counts; ``own`` is what the bureau set, none as shipped.

    ``parameter`` is the parameter by which the rule is set, none where that is done here.
    """

    row: RuleRow
    own: Own | None
    parameter: Setting | None


def settings(desk: Desk, viewer: Viewer) -> tuple[Setting, ...]:
    """Return every parameter, in the order of its file."""
    own = _stored(desk, viewer)
    return tuple(_setting(spec, own.get(key)) for key, spec in specs().items())


def setting(desk: Desk, viewer: Viewer, key: str) -> Setting:
    """Return one parameter.

    Raises
    ------
    ParameterUnknown
        No parameter has the key.
    """
    return _setting(spec_of(key), _stored(desk, viewer).get(key))


def rules(desk: Desk, viewer: Viewer) -> tuple[RuleSetting, ...]:
    """Return every rule of the pack with the bureau's own values, in the order of its file."""
    own = _stored(desk, viewer)
    values = rule_overrides({key: row.value for key, row in own.items()})
    pack = RulePack.load().overridden(values)
    return tuple(_rule_setting(row, own) for row in pack.rows)


def rule(desk: Desk, viewer: Viewer, key: str, company: str) -> RuleSetting:
    """Return one rule of the pack, by its key and its company's code.

    Raises
    ------
    RuleUnknown
        The company has no rule with the key.
    """
    for one in rules(desk, viewer):
        if (one.row.key, one.row.company) == (key, company):
            return one
    raise RuleUnknown(key=key)


def change(desk: Desk, viewer: Viewer, key: str, text: str, reason: str) -> None:
    """Set a parameter, or a rule whose key stands behind ``rule.``, to the bureau's own value.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not set rules.
    NoReason
        The reason is empty or too long.
    BadParameter, ParameterUnknown
        The text does not fit the parameter, or there is none.
    BadRuleValue, RuleUnknown, RuleIsParameter
        The same for a rule.
    StoreAway, StoreBusy
        Nothing was written.
    """
    require(viewer, Right.SET_RULES)
    _checked(key, text)
    why = reason.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise NoReason(most=LONGEST_REASON)
    override = Override(key, text.strip(), why, viewer.name, desk.now())
    with desk.store.writing(viewer) as writing:
        before = overrides(writing.connection, viewer).get(key)
        set_override(writing, override)
        after: dict[str, object] = {"value": override.value}
        writing.noted(Deed("set_parameter", "parameter", key, _value(before), after, why))
    desk.keeper.catch_up()


def reset(desk: Desk, viewer: Viewer, key: str) -> None:
    """Go back to the default of a parameter, or to a rule as shipped.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not set rules.
    StoreAway, StoreBusy
        Nothing was written.
    """
    require(viewer, Right.SET_RULES)
    with desk.store.writing(viewer) as writing:
        before = overrides(writing.connection, viewer).get(key)
        if before is not None:
            unset_override(writing, key)
            writing.noted(Deed("reset_parameter", "parameter", key, _value(before)))
    desk.keeper.catch_up()


def _value(own: Own | None) -> dict[str, object] | None:
    return {"value": own.value} if own else None


def _rule_setting(row: RuleRow, own: Mapping[str, Own]) -> RuleSetting:
    if not row.parameter:
        return RuleSetting(row, own.get(RULE_PREFIX + row.key), None)
    there = own.get(row.parameter)
    return RuleSetting(row, there, _setting(spec_of(row.parameter), there))


def _checked(key: str, text: str) -> None:
    if key.startswith(RULE_PREFIX):
        RulePack.load().overridden({key.removeprefix(RULE_PREFIX): text})
    else:
        parse(key, text)


def _stored(desk: Desk, viewer: Viewer) -> Mapping[str, Own]:
    with desk.store.reading() as connection:
        return overrides(connection, viewer)


def _setting(spec: ParameterSpec, own: Own | None) -> Setting:
    default = parse(spec.key, spec.default)
    return Setting(spec, parse(spec.key, own.value) if own else default, default, own)
