"""The demo bureau: what a bureau would export, made from a number of customers and a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.demo import frames, moments
from data.demo.arrays import Stream, random_stream
from data.demo.calls import make_calls
from data.demo.county import make_county
from data.demo.issues import issues_frame
from data.demo.outages import make_outages, outage_frames
from data.demo.progress import STEPS, Progress, silent
from data.demo.relays import relays_frame
from data.demo.scale import USUAL, scale_of
from data.demo.zones import make_zones

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from rules.codes import Kind

DEFAULT_CUSTOMERS, DEFAULT_SEED = USUAL, 7


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau's files as frames, with exactly the columns of the import.

    Shapes stand in ``geometry`` (shapely, WGS-84 degrees), places in ``x`` and ``y``; all else
    is text as in a bureau's export, times as ISO 8601 with their zone. ``outages`` and
    ``outage_transformers`` are history that no file of the import holds, keyed by codes.
    """

    cells: pd.DataFrame
    sources: pd.DataFrame
    sections: pd.DataFrame
    switches: pd.DataFrame
    transformers: pd.DataFrame
    customers: pd.DataFrame
    relays: pd.DataFrame
    issues: pd.DataFrame
    lines: pd.DataFrame
    outages: pd.DataFrame
    outage_transformers: pd.DataFrame

    def frame(self, kind: Kind) -> pd.DataFrame:
        """Return the frame of a kind of the import."""
        found: pd.DataFrame = getattr(self, kind)
        return found


def generate(customers: int, seed: int, now: datetime, progress: Progress = silent) -> Bureau:
    """Make a bureau; the same arguments make the same bureau.

    ``now`` is aware; the history ends there. The county is the same whatever ``now`` is.

    Raises
    ------
    BadDemoSize
        Fewer than 500 or more than 1,000,000 customers.
    """
    scale = scale_of(customers)
    county = make_county(scale, seed, progress)
    progress("history", STEPS - 1, STEPS)
    zones, ends = make_zones(county), moments.seconds(now)
    outages = make_outages(county, zones, ends, seed)
    calls = make_calls(county, zones, outages, scale, ends, seed)
    outage_frame, taken = outage_frames(county, zones, outages)
    bureau = Bureau(
        cells=frames.cells_frame(county, seed),
        sources=frames.sources_frame(county),
        sections=frames.sections_frame(county),
        switches=frames.switches_frame(county),
        transformers=frames.transformers_frame(county),
        customers=frames.customers_frame(county),
        relays=relays_frame(county, seed),
        issues=issues_frame(county, calls, ends, random_stream(seed, Stream.TICKETS)),
        lines=frames.lines_frame(county),
        outages=outage_frame,
        outage_transformers=taken,
    )
    progress("history", STEPS, STEPS)
    return bureau
