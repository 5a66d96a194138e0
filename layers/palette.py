"""The one place of colour: two grounds, and on each what burns is loud and the rest is quiet.

Two scales meet in one mark and share no channel. *Urgency* is the fill: six steps from cold to
hot – grey, slate, blue, violet, orange, red – the last the farthest from its ground of all.
*Sensitivity* is a neutral ring, wider and larger from step to step. Life support has a mark of
its own, a white cross on green, a hue that no urgency has. The network, the land and all words
are neutrals or muted hues.

What the tests hold the colours to, on both grounds: urgencies from ordinary on stand out from
the ground by 3:1 and texts by 4.5:1 (WCAG 2.2, criteria 1.4.11 and 1.4.3); any two urgencies
differ by a CIEDE2000 of 12 at least, to normal sight and to protanopes, deuteranopes and
tritanopes (simulated after Machado, Oliveira and Fernandes 2009); the emergency is the farthest
from the ground to each of them. Colours are ``#rrggbb``.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.acts import Nature
from rules.codes import LineKind, Urgency


class Theme(StrEnum):
    """The ground that the map is drawn on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Ring:
    """The ring of a sensitivity: its colour, and pixels at street level (zoom 16).

    ``radius`` is the fill's, the ring of ``width`` lies around it.
    """

    colour: str
    width: float
    radius: float


@dataclass(frozen=True, slots=True)
class Palette:
    """All colours on one ground.

    ``urgency`` and ``sensitivity`` are indexed by the codes; ``cell_opacity`` by how dark a cell
    is shaded (0 nothing open, to 3); ``feeders`` are told apart by a feeder's number modulo
    their count, ``dead`` is what no feeder reaches. ``on_urgency`` is for text on any urgency's
    fill but the quiet one of none, ``emergency_edge`` the edge that only an emergency and life
    support have. ``bar`` and ``grid`` are for charts: a bar that stands for no urgency, and the
    lines behind the bars. ``lost`` is what an outage takes, ``tie`` what could feed it back.
    """

    theme: Theme
    ground: str
    label: str
    label_soft: str
    label_halo: str
    urgency: tuple[str, ...]
    on_urgency: str
    emergency_edge: str
    sensitivity: tuple[Ring, ...]
    life_support: str
    cell_outline: str
    cell_opacity: tuple[float, ...]
    feeders: tuple[str, ...]
    dead: str
    switch_closed: str
    switch_open: str
    transformer: str
    relay: str
    road: str
    river: str
    river_label: str
    boundary: str
    selection: str
    bar: str
    grid: str
    lost: str
    tie: str

    def act(self, nature: Nature) -> str:
        """Return the colour of acts of a nature: looking at somebody's data is the loudest."""
        return {
            Nature.LOOK: self.selection,
            Nature.TAKE: self.bar,
            Nature.CHANGE: self.label_soft,
            Nature.REFUSED: self.emergency,
            Nature.DOOR: self.dead,
        }[nature]

    @property
    def emergency(self) -> str:
        """The fill of an emergency."""
        return self.urgency[Urgency.EMERGENCY]

    def line(self, kind: LineKind) -> str:
        """Return the colour of a line of the landscape."""
        lines = {
            LineKind.ROAD: self.road,
            LineKind.RIVER: self.river,
            LineKind.BOUNDARY: self.boundary,
        }
        return lines[kind]


def palette(theme: Theme) -> Palette:
    """Return the colours of a theme."""
    return _DARK if theme is Theme.DARK else _LIGHT


_LIGHT = Palette(
    theme=Theme.LIGHT,
    ground="#f3f5f6",
    label="#1f2a33",
    label_soft="#566270",
    label_halo="#fbfcfc",
    urgency=("#bcc1c7", "#6b757f", "#3577c6", "#6a3c89", "#be5905", "#ab000f"),
    on_urgency="#ffffff",
    emergency_edge="#ffffff",
    sensitivity=(
        Ring("#f3f5f6", 0.8, 4.2),
        Ring("#7a8590", 1.3, 5.2),
        Ring("#4c5863", 1.8, 6.5),
        Ring("#26313b", 2.4, 8.0),
    ),
    life_support="#00695c",
    cell_outline="#a9b4bd",
    cell_opacity=(0.04, 0.10, 0.18, 0.28),
    feeders=(
        "#a28153",
        "#336a88",
        "#709368",
        "#76557e",
        "#4a9696",
        "#89524d",
        "#6d89b5",
        "#666731",
    ),
    dead="#838d96",
    switch_closed="#46525d",
    switch_open="#1f2a33",
    transformer="#4f5d6a",
    relay="#5c7a1f",
    road="#dcd9d2",
    river="#c0d8e8",
    river_label="#3f6f93",
    boundary="#8b959e",
    selection="#007f8f",
    bar="#4f86a8",
    grid="#d9dfe6",
    lost="#9a1768",
    tie="#1d6f3f",
)

_DARK = Palette(
    theme=Theme.DARK,
    ground="#121921",
    label="#e6ebef",
    label_soft="#9aa6b1",
    label_halo="#0e141b",
    urgency=("#444c53", "#7b8590", "#6db9d6", "#9a78d8", "#e09f77", "#ff4a1e"),
    on_urgency="#0d1217",
    emergency_edge="#ffffff",
    sensitivity=(
        Ring("#121921", 0.8, 4.2),
        Ring("#8a95a0", 1.3, 5.2),
        Ring("#b3bdc6", 1.8, 6.5),
        Ring("#dde3e8", 2.4, 8.0),
    ),
    life_support="#0e8074",
    cell_outline="#3d4954",
    cell_opacity=(0.04, 0.12, 0.20, 0.32),
    feeders=(
        "#aa8d65",
        "#44728c",
        "#7d9c76",
        "#7d6083",
        "#609f9e",
        "#8e5d59",
        "#7b93bb",
        "#6e6f42",
    ),
    dead="#66717c",
    switch_closed="#cbd3da",
    switch_open="#e6ebef",
    transformer="#a3afba",
    relay="#8fa860",
    road="#2b323a",
    river="#20384c",
    river_label="#7faacb",
    boundary="#66717c",
    selection="#4de3ee",
    bar="#6f9fbd",
    grid="#2c3642",
    lost="#ff86cb",
    tie="#7fd69b",
)
