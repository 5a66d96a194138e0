"""Every callback of the application asked as a browser asks it, with real values.

The values stand in ``VALUES`` by what they are of. A callback that listens to something that is
not there makes the crawl fail: whoever adds one says what it is asked.
"""

from __future__ import annotations

import json
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from rules.pack import RulePack
from rules.policy import Criterion
from rules.priority import ORDER
from screens import audit, people, shell
from screens import map as map_screen
from screens.cards import shows
from screens.settings import controls, parameters
from tests.leaks import outage_clicks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash

    from tests.leaks.routes import Refs

UPDATE = "/_dash-update-component"
SEARCHES = ("", "?tab=issues", "?tab=faults", "?lang=en", "?cell=1", "?open=customer.1")
PATHS = ("/", "/list", "/import", "/settings", "/audit", "/dragon")
PARAMETER = "sensitivity.complaints.count"
PLACES = '{"key":["MATCH"],"part":["ALL"],"type":"settings-place"}.value'
MOST = 100
Spec = dict[str, Any]


class Unknown(AssertionError):
    """A callback listens to something of which the crawl does not know a value."""


def callbacks_of(app: Dash) -> set[str]:
    """Return the names of the callbacks that the server answers."""
    return {name for name, one in app.callback_map.items() if "callback" in one}


def bodies(app: Dash, name: str, refs: Refs, upload: str) -> Iterator[dict[str, Any]]:
    """Return the questions that a browser would ask of a callback."""
    one = app.callback_map[name]
    inputs = [_spec(spec) for spec in one["inputs"]]
    state = [_spec(spec) for spec in one["state"]]
    known = _values(refs, upload)
    every = [*inputs, *state]
    for chosen in _combined([_offered(spec, known) for spec in every]):
        told = [_told(spec, value) for spec, value in zip(every, chosen, strict=True)]
        yield {
            "output": name,
            "outputs": _places(told[0]) if name == PLACES else _outputs(_concrete(name)),
            "inputs": told[: len(inputs)],
            "state": told[len(inputs) :],
            "changedPropIds": [_changed(inputs[0], chosen[0])],
        }


def _combined(offered: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Return every combination, or where these are too many each value at least once."""
    if prod(len(values) for values in offered) <= MOST:
        return list(product(*offered))
    most = max(len(values) for values in offered)
    return [tuple(values[n % len(values)] for values in offered) for n in range(most)]


def _spec(spec: Spec) -> Spec:
    ref = spec["id"]
    return {"id": json.loads(ref) if ref.startswith("{") else ref, "property": spec["property"]}


def _offered(spec: Spec, known: dict[str, list[Any]]) -> list[Any]:
    ref = spec["id"]
    name = ref["type"] if isinstance(ref, dict) else ref
    for key in (f"{name}.{spec['property']}", name):
        if key in known:
            return known[key]
    raise Unknown(f"{name}.{spec['property']} has no value in tests/leaks/clicks.py")


def _values(refs: Refs, upload: str) -> dict[str, list[Any]]:
    opened = [{"noun": "customer", "id": ref} for ref in refs.customers]
    opened += [{"noun": "issue", "id": ref} for ref in refs.issues]
    nouns = ("cell", "feeder", "transformer", "section", "switch", "relay")
    opened += [{"noun": noun, "id": ref} for noun in nouns for ref in (1, 2, 3)]
    filters: dict[str, list[Any]] = {f"{name}.value": [[]] for name in map_screen.FILTER_IDS}
    filters[f"{map_screen.FILTER_PREFIX}sensitivity.value"] = [[], ["3"]]
    grids = {f"{grid}.getRowsRequest": [{"startRow": 0, "endRow": 500}] for grid in _grids()}
    where = [*SEARCHES, f"?upload={upload}", "?run=1"]
    outages = outage_clicks.values(refs)
    return filters | grids | outages | _import_values() | _settings_values() | _audit_values() | {
        f"{shell.URL}.pathname": [*PATHS, *outage_clicks.pages(refs)],
        f"{shell.URL}.search": where,
        f"{shell.URL}.hash": ["#rules"],
        "shell-health": [None, {"link": True, "store": True}],
        f"{map_screen.FILTERED}.data": [None, {"query": "cell=1"}, {"query": "sensitivity=3"}],
        f"{map_screen.OPEN}.data": [None, *opened],
        f"{map_screen.SEARCH}.value": ["组", "王", "1390000", "8223456", "线", "R0", "1"],
        map_screen.CLEAR: [1],
        map_screen.FAILED: [{"why": "no"}],
        map_screen.SIDE_TOGGLE: [1],
        shows.BUTTON: [*_buttons(refs)] or [[]],
        f"{shows.WORDS}.value": [[]],
        f"{shows.WORDS}.id": [[]],
        people.IN_VIEW: [_in_view(grid, refs) for grid in _grids()],
    }  # fmt: skip


def _settings_values() -> dict[str, list[Any]]:
    rule = RulePack.load().rows[0]
    return {
        parameters.SAVE: [1],
        parameters.RESET: [None],
        "settings-part": [["4"]],
        "settings-place.value": [[criterion.value for criterion in Criterion]],
        "settings-flag": [[]],
        "settings-reason": ["试一试"],
        "settings-message": [[""]],
        "settings-company": ["all"],
        "settings-find": ["呼吸"],
        "settings-rules": [{"rowId": f"{rule.company}.{rule.key}"}],
    }


def _audit_values() -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {f"{name}.value": [""] for name in audit.FIELDS}
    return fields | {audit.SEEK: [1], "chart": [None], audit.CSV: [1], audit.XLSX: [1]}


def _in_view(grid: str, refs: Refs) -> dict[str, Any]:
    noun = "issue" if "issue" in grid else "customer"
    numbers = refs.issues if noun == "issue" else refs.customers
    return {"grid": grid, "first": 0, "hrefs": [f"/?open={noun}.{ref}" for ref in numbers]}


def _grids() -> list[str]:
    return list(people.GRIDS.values())


def _import_values() -> dict[str, list[Any]]:
    signals = ("begun", "tried", "anyway", "recast", "back")
    return {
        **{f"imports-{name}.data": [None] for name in signals},
        "imports-ended.data": [None, {"run": 1}],
        "imports-uploaded.data": [{"token": "x"}],
        "imports-crs": ["auto"],
        "imports-crs-of": [[]],
        "imports-kind": ["customers"],
        "imports-epsg": [""],
        "imports-encoding": ["auto"],
        "imports-sheet": [""],
        "imports-mapping.data": [None],
        "imports-column": [[]],
        "imports-shown.data": [None],
        **{f"imports-{name}-button.n_clicks": [1] for name in ("begin", "try", "anyway", "recast")},
        "imports-back-button.n_clicks": [None],
        **{f"imports-clear-{name}": [None] for name in ("button", "cancel", "confirm")},
        "imports-clear-modal.opened": [False],
        "imports-clock": [1],
    }


def _buttons(refs: Refs) -> Iterator[list[dict[str, Any]]]:
    for noun, part, some in (
        ("customer", "phone", refs.customers[:4]),
        ("customer", "health", refs.customers[:4]),
        ("issue", "text", refs.issues[:4]),
    ):
        for ref in some:
            button = shows.button(noun, ref, part, "visit")
            yield [{"id": button, "property": "n_clicks", "value": 1}]


def _told(spec: Spec, value: Any) -> Any:
    ref = spec["id"]
    if not isinstance(ref, dict) or ["ALL"] not in ref.values():
        return {**spec, "id": _one(ref), "value": value}
    if value and isinstance(value[0], dict) and "property" in value[0]:
        return value
    return [{**spec, "id": _one(ref, number), "value": v} for number, v in enumerate(value)]


def _one(ref: Any, number: int = 0) -> Any:
    if not isinstance(ref, dict):
        return ref
    filled = {"key": ORDER if ref.get("type") == controls.PLACE else PARAMETER, "part": number}
    return {k: filled.get(k, number) if isinstance(v, list) else v for k, v in ref.items()}


def _changed(spec: Spec, value: Any) -> str:
    told = _told(spec, value)
    first = told[0] if isinstance(told, list) and told else told
    ref = first["id"] if isinstance(first, dict) else spec["id"]
    name = json.dumps(ref, sort_keys=True, separators=(",", ":")) if isinstance(ref, dict) else ref
    return f"{name}.{spec['property']}"


def _places(told: list[Spec]) -> list[Spec]:
    return [{"id": one["id"], "property": "value"} for one in told]


def _outputs(name: str) -> Any:
    if not name.startswith(".."):
        return _output(name)
    return [_output(part) for part in name[2:-2].split("...")]


def _output(name: str) -> Spec:
    ref, _, prop = name.rpartition(".")
    return {"id": json.loads(ref) if ref.startswith("{") else ref, "property": prop}


def _concrete(name: str) -> str:
    return name.replace('["MATCH"]', f'"{PARAMETER}"').replace('"part":["ALL"]', '"part":0')
