"""One control for each type of parameter, and what its fields say as the store keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from rules.limits import HOURS_A_DAY, LimitEnd, TimeLimit
from rules.naming import text_key
from rules.parameter_specs import ParameterType, word_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import Enum

    from dash.development.base_component import Component

    from rules.parameter_specs import ParameterSpec, Value
    from texts import Texts

PART, PLACE, FLAG = "settings-part", "settings-place", "settings-flag"
"""Types of the fields' ids: a field of a control, a place of an order, a switch."""
HOURS, DAYS = "h", "d"
ACCENT = "var(--bm-accent)"


def control(say: Texts, spec: ParameterSpec, value: Value) -> Component:
    """Return the fields in which a parameter is given, filled with a value."""
    fields: Sequence[Component] = _CONTROLS[spec.type](say, spec, value)
    return html.Div(fields, className=f"bm-control bm-control--{spec.type}")


def number_field(say: Texts, key: str, label: str, value: float, unit: str) -> Component:
    """Return the one field of a rule: a number in the rule's unit."""
    return _number(say, key, 0, value, label=label, unit=unit)


def read(spec: ParameterSpec, fields: Sequence[Any]) -> str:
    """Return what the fields of a control say as text that ``rules.parameters.parse`` takes.

    What cannot be understood gives a text that does not fit.
    """
    if spec.type is ParameterType.FLAG:
        return "yes" if fields[0] else "no"
    if spec.type is ParameterType.LIMIT:
        end, n = str(fields[0]), plain(fields[1])
        return n + end if end in (HOURS, DAYS) else end
    if spec.type is ParameterType.LIST:
        return ";".join(fields[0] or [])
    return ";".join(plain(field) for field in fields)


def plain(field: Any) -> str:  # noqa: ANN401 - a field of a form holds what its component gives
    """Return a field of a form as text: whole numbers without a fraction, nothing as ""."""
    if isinstance(field, float) and field.is_integer():
        return str(int(field))
    return "" if field is None else str(field)


def swapped(places: Sequence[str], choices: Sequence[str], changed: int) -> list[str]:
    """Return an order in which each choice stands once, after one place has been changed.

    What stood in the changed place before goes where its new occupant came from.
    """
    order = list(places)
    missing = [choice for choice in choices if choice not in order]
    twice = [n for n, word in enumerate(order) if word == order[changed] and n != changed]
    for place, word in zip(twice, missing, strict=False):
        order[place] = word
    return order


def _part(kind: str, key: str, part: int) -> dict[str, str | int]:
    return {"type": kind, "key": key, "part": part}


def _offered(say: Texts, spec: ParameterSpec) -> list[dict[str, str]]:
    choices = spec.choices.items()
    return [{"value": word, "label": say(text_key(code))} for word, code in choices]


def _words(value: Any) -> list[str]:  # noqa: ANN401 - the type of a value is its parameter's
    return [word_of(code) for code in value]


def _name(say: Texts, spec: ParameterSpec) -> str:
    return say(spec.name_key)


def _number(
    say: Texts, key: str, part: int, value: float | str, *, label: str, unit: str
) -> Component:
    field: Component = dmc.NumberInput(
        id=_part(PART, key, part),
        value=value,
        label=label,
        suffix=f" {unit}" if unit else "",
        min=0,
        clampBehavior="none",
        allowNegative=False,
        thousandSeparator=say("settings.thousands"),
        size="sm",
        w=180,
    )
    return field


def _of_number(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    return [_number(say, spec.key, 0, value, label=_name(say, spec), unit=_unit(say, spec))]


def _of_numbers(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    unit = _unit(say, spec)
    return [
        _number(say, spec.key, n, one, label=say("settings.step", n=n + 1), unit=unit)
        for n, one in enumerate(value)
    ]


def _of_flag(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    label = _name(say, spec)
    return [dmc.Switch(id=_part(FLAG, spec.key, 0), checked=bool(value), label=label, color=ACCENT)]


def _of_choice(say: Texts, spec: ParameterSpec, value: Enum) -> list[Component]:
    return [
        _select(_part(PART, spec.key, 0), _name(say, spec), _offered(say, spec), word_of(value))
    ]


def _of_list(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    chosen = _words(value)
    return [
        dmc.MultiSelect(
            id=_part(PART, spec.key, 0),
            label=_name(say, spec),
            data=_offered(say, spec),
            value=chosen,
            placeholder="" if chosen else say("settings.none"),
            searchable=True,
            clearable=True,
            hidePickedOptions=True,
            w=420,
        )
    ]


def _of_order(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    offered = _offered(say, spec)
    return [
        _select(_part(PLACE, spec.key, n), say("settings.place", n=n + 1), offered, word)
        for n, word in enumerate(_words(value))
    ]


def _of_limit(say: Texts, spec: ParameterSpec, value: Any) -> list[Component]:  # noqa: ANN401
    end, n = limit_fields(value)
    ends = (LimitEnd.SAME_DAY, LimitEnd.SAME_MONTH, HOURS, DAYS)
    offered = [{"value": str(one), "label": say(f"settings.limit.{one}")} for one in ends]
    return [
        _select(_part(PART, spec.key, 0), _name(say, spec), offered, end),
        _number(say, spec.key, 1, n, label=say("settings.limit.n"), unit=""),
    ]


def limit_fields(limit: TimeLimit) -> tuple[str, int | str]:
    """Return a time limit as its two fields: what it is counted by, and how many of it."""
    if limit.end is not LimitEnd.AFTER_HOURS:
        return str(limit.end), ""
    return (HOURS if limit.hours % HOURS_A_DAY else DAYS), limit.n


def _select(
    ref: dict[str, str | int], label: str, offered: list[dict[str, str]], value: str
) -> Component:
    field: Component = dmc.Select(
        id=ref, label=label, data=offered, value=value, allowDeselect=False, size="sm", w=220
    )
    return field


def _unit(say: Texts, spec: ParameterSpec) -> str:
    return say(f"parameter.unit.{spec.unit}") if spec.unit else ""


_CONTROLS: dict[ParameterType, Callable[[Texts, ParameterSpec, Any], list[Component]]] = {
    ParameterType.WHOLE: _of_number,
    ParameterType.DECIMAL: _of_number,
    ParameterType.FLAG: _of_flag,
    ParameterType.CHOICE: _of_choice,
    ParameterType.LIST: _of_list,
    ParameterType.ORDER: _of_order,
    ParameterType.LIMIT: _of_limit,
    ParameterType.NUMBERS: _of_numbers,
}
