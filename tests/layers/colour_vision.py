"""How colours look: to the eye, to eyes that lack a cone, and against each other.

Colours come as ``#rrggbb`` and are worked on as linear sRGB or CIELAB (D65), shape (..., 3).
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]


class Sight(StrEnum):
    """Normal sight, and the three kinds of dichromats."""

    NORMAL = "normal"
    PROTAN = "protan"
    DEUTAN = "deutan"
    TRITAN = "tritan"


# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation
# of Color Vision Deficiency. IEEE Transactions on Visualization and Computer Graphics 15 (6),
# 2009; the authors' table of matrices, severity 1.0. They apply to linear RGB.
_LACKING = {
    Sight.NORMAL: np.eye(3),
    Sight.PROTAN: np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    Sight.DEUTAN: np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    Sight.TRITAN: np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

# IEC 61966-2-1 (sRGB): linear RGB to XYZ.
_XYZ_OF_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colours: Sequence[str]) -> Colours:
    """Return linear sRGB of ``#rrggbb``."""
    parts = np.array([[int(c[at : at + 2], 16) for at in (1, 3, 5)] for c in colours]) / 255
    return np.asarray(np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4))


def seen(rgb: Colours, sight: Sight) -> Colours:
    """Return what linear RGB looks like to a sight."""
    return np.asarray(np.clip(rgb @ _LACKING[sight].T, 0, 1))


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    dark, light = sorted(float(linear([colour])[0] @ _XYZ_OF_RGB[1]) for colour in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Colours) -> Colours:
    """Return CIELAB of linear sRGB, white being sRGB's own."""
    xyz = (rgb @ _XYZ_OF_RGB.T) / _XYZ_OF_RGB.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(p: Colours, q: Colours) -> NDArray[np.float64]:
    """Return CIEDE2000 of CIELAB colours.

    After G. Sharma, W. Wu, E. N. Dalal: The CIEDE2000 Color-Difference Formula. Color Research
    and Application 30 (1), 2005.
    """
    chroma = (np.hypot(p[..., 1], p[..., 2]) + np.hypot(q[..., 1], q[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25**7)))
    c1, h1 = np.hypot(p[..., 1] * stretch, p[..., 2]), _hue(p, stretch)
    c2, h2 = np.hypot(q[..., 1] * stretch, q[..., 2]), _hue(q, stretch)
    turn = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_c, mean_l = (c1 + c2) / 2, (p[..., 0] + q[..., 0]) / 2
    mean_h = np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2)
    light = (q[..., 0] - p[..., 0]) / (1 + _bent(mean_l))
    full = (c2 - c1) / (1 + 0.045 * mean_c)
    round_ = hue / (1 + 0.015 * mean_c * _weight(mean_h))
    squares = light**2 + full**2 + round_**2
    return np.asarray(np.sqrt(squares + _twist(mean_c, mean_h) * full * round_))


def _hue(colour: Colours, stretch: Colours) -> Colours:
    return np.asarray(np.degrees(np.arctan2(colour[..., 2], colour[..., 1] * stretch)) % 360)


def _bent(lightness: Colours) -> Colours:
    return 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)


def _weight(hue: Colours) -> Colours:
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    waves = [a * np.cos(np.radians(n * hue + shift)) for a, n, shift in terms]
    return np.asarray(1 + np.sum(waves, axis=0))


def _twist(chroma: Colours, hue: Colours) -> Colours:
    blue = np.exp(-((((hue % 360) - 275) / 25) ** 2))
    share = np.sqrt(chroma**7 / (chroma**7 + 25**7))
    return np.asarray(-2 * share * np.sin(np.radians(60 * blue)))
