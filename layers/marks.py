"""The marks that are no circles, as SVG: switches, transformers, relays, life support."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.palette import Palette

SIZE = 18


def marks(colours: Palette) -> dict[str, str]:
    """Return each mark's picture by the name under which the style asks for it."""
    edge = colours.label_halo
    closed, opened = colours.switch_closed, colours.switch_open
    tower, relay = colours.transformer, colours.relay
    return {
        "switch-closed": _svg(_box(closed, edge, fill=closed)),
        "switch-open": _svg(_box(opened, edge, fill=edge) + _slash(opened)),
        "transformer-public": _svg(_triangle(tower, edge, fill=tower)),
        "transformer-private": _svg(_triangle(tower, tower, fill=edge)),
        "relay-officer": _svg(_diamond(relay, edge, fill=relay)),
        "relay-group": _svg(_diamond(relay, relay, fill=edge)),
        "life": _svg(_cross(colours.life_support, colours.emergency_edge)),
    }


def _svg(content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="0 0 18 18">{content}</svg>'
    )


def _box(line: str, edge: str, *, fill: str) -> str:
    return (
        f'<rect x="3.5" y="3.5" width="11" height="11" fill="{edge}"/>'
        f'<rect x="5" y="5" width="8" height="8" fill="{fill}" stroke="{line}" stroke-width="2"/>'
    )


def _slash(line: str) -> str:
    return f'<path d="M5 13 13 5" stroke="{line}" stroke-width="2"/>'


def _triangle(line: str, edge: str, *, fill: str) -> str:
    return _outlined("M9 3 15.5 14.5H2.5z", line, edge, fill)


def _diamond(line: str, edge: str, *, fill: str) -> str:
    return _outlined("M9 2.5 15.5 9 9 15.5 2.5 9z", line, edge, fill)


def _outlined(path: str, line: str, edge: str, fill: str) -> str:
    stroke = edge if fill == line else line
    return (
        f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="1.6" '
        'stroke-linejoin="round"/>'
    )


def _cross(colour: str, edge: str) -> str:
    return (
        f'<rect x="2" y="2" width="14" height="14" rx="3.5" fill="{colour}" stroke="{edge}" '
        'stroke-width="1.5"/><path d="M9 4.5v9M4.5 9h9" stroke="#fff" stroke-width="2.8"/>'
    )
