"""Presses the marks of a scene onto a picture, the quiet first and what burns last."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from PIL import Image

from geo.arrays import BoolArray, FloatArray, IntArray
from layers import sizes
from layers.picture.frame import Frame
from layers.picture.stamps import Stamp, StampMaker
from layers.scene import Bins, Codes, Customers, Scene
from layers.sizes import Growth

_REACH = 24.0
"""CSS pixels beyond the frame from which a mark can still reach into it."""
_LIFE_OFFSET = 8.0
"""Where the mark of life support stands, up and to the right of its customer, at size 1."""
_RADIUS_STEPS = 4
"""Marks of bins differ in radius by quarters of a pixel."""


class Press:
    """Puts stamps at positions of a frame."""

    def __init__(self, picture: Image.Image, frame: Frame) -> None:
        """Take the picture to press onto, and where it lies."""
        self._picture = picture
        self._window = frame.window(_REACH * frame.scale)

    def put(
        self,
        lon: FloatArray,
        lat: FloatArray,
        kinds: Codes,
        stamp: Callable[[int], Stamp],
        shift: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Put a stamp at every position (degrees), in ascending order of their kinds.

        ``shift`` moves all by device pixels. Positions out of reach are left out.
        """
        x, y = self._window.locate(lon, lat)
        kept = np.flatnonzero(self._near(x, y))
        order = kept[np.argsort(kinds[kept], kind="stable")]
        column = np.floor(x[order] + shift[0]).astype(np.int64)
        row = np.floor(y[order] + shift[1]).astype(np.int64)
        for kind, part in _runs(np.asarray(kinds, np.int64)[order]):
            made = stamp(kind)
            self._put_one_kind(made, column[part] - made.half, row[part] - made.half)

    def _put_one_kind(self, stamp: Stamp, left: IntArray, top: IntArray) -> None:
        paste, colours, solid = self._picture.paste, stamp.colours, stamp.solid
        for corner in zip(left.tolist(), top.tolist(), strict=True):
            paste(colours, corner, solid)

    def _near(self, x: FloatArray, y: FloatArray) -> BoolArray:
        window = self._window
        wide, high = window.width + window.margin, window.height + window.margin
        return (x > -window.margin) & (x < wide) & (y > -window.margin) & (y < high)


def press_marks(picture: Image.Image, frame: Frame, scene: Scene, maker: StampMaker) -> None:
    """Put all marks of a scene: network, contacts, bins, issues, customers, the chosen one."""
    press = Press(picture, frame)
    if frame.zoom >= sizes.TRANSFORMERS_FROM:
        towers = scene.transformers
        private = towers.private.astype(np.int64)
        press.put(towers.lon, towers.lat, private, lambda k: maker.transformer(private=k == 1))
    if frame.zoom >= sizes.SWITCHES_FROM:
        switches = scene.switches
        opened = switches.opened.astype(np.int64)
        press.put(switches.lon, switches.lat, opened, lambda k: maker.switch(opened=k == 1))
    relays = scene.relays
    group = relays.group.astype(np.int64)
    press.put(relays.lon, relays.lat, group, lambda k: maker.relay(group=k == 1))
    _put_bins(press, scene.bins, maker)
    press.put(scene.issues.lon, scene.issues.lat, scene.issues.urgency, maker.issue)
    _put_customers(press, scene.customers, maker)
    if scene.chosen:
        lon, lat = (np.array([degrees]) for degrees in scene.chosen)
        press.put(lon, lat, np.zeros(1, np.int64), lambda _: maker.chosen())


def _put_bins(press: Press, bins: Bins, maker: StampMaker) -> None:
    """Sort by urgency first, so that the worst lies on top, then by sensitivity and size."""
    size = np.round(sizes.bin_radius(bins.n.astype(float)) * _RADIUS_STEPS).astype(np.int64)
    kinds = (bins.urgency.astype(np.int64) * 4 + bins.sensitivity) * 100 + size

    def stamp(kind: int) -> Stamp:
        worst, quarters = divmod(kind, 100)
        return maker.bin(quarters / _RADIUS_STEPS, worst // 4, worst % 4)

    press.put(bins.lon, bins.lat, kinds, stamp)
    if maker.zoom >= sizes.BIN_LIFE_FROM:
        _put_life(press, bins, maker, sizes.BIN_LIFE)


def _put_customers(press: Press, customers: Customers, maker: StampMaker) -> None:
    kinds = customers.urgency.astype(np.int64) * 4 + customers.sensitivity
    press.put(customers.lon, customers.lat, kinds, lambda kind: maker.customer(*divmod(kind, 4)))
    _put_life(press, customers, maker, sizes.LIFE)


def _put_life(press: Press, where: Bins | Customers, maker: StampMaker, size: Growth) -> None:
    living = np.flatnonzero(where.life)
    lon, lat, kinds = where.lon[living], where.lat[living], np.zeros(len(living), np.int64)
    offset = _LIFE_OFFSET * size.at(maker.zoom) * maker.scale
    press.put(lon, lat, kinds, lambda _: maker.life(size), (offset, -offset))


def _runs(sorted_kinds: IntArray) -> list[tuple[int, slice]]:
    """Return each kind and where its run lies."""
    kinds, starts = np.unique(sorted_kinds, return_index=True)
    edges = pairwise([*starts.tolist(), len(sorted_kinds)])
    return [(kind, slice(*edge)) for kind, edge in zip(kinds.tolist(), edges, strict=True)]
