"""An area that comes as a file: taken in, read, and gone again from the disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.importing.areas import MOST_BYTES, AreaFile, Told, read_area
from data.importing.options import ImportOptions
from data.importing.working import FOLDER
from desk.imports.uploads import Uploads
from desk.outages.area import admit
from rules.access import Right, require

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.imports.uploads import Upload
    from rules.viewer import Viewer

__all__ = ["AreaFile", "AreaOptions", "Told", "allow", "area_of", "arriving"]


@dataclass(frozen=True, slots=True)
class AreaOptions:
    """What is said besides the file.

    ``crs`` beats what the file says of itself; ``layer`` is needed where there are several;
    ``sure`` is that an area out of proportion is meant.
    """

    crs: str | None = None
    layer: str | None = None
    sure: bool = False


def allow(viewer: Viewer) -> None:
    """Let nobody send an area who may not declare outages.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not.
    """
    require(viewer, Right.DECLARE_OUTAGE)


def arriving(desk: Desk) -> Uploads:
    """Return where files with areas arrive: among all uploads, but none larger than an area is."""
    folder = desk.settings.data_dir / FOLDER
    return Uploads(folder, min(MOST_BYTES, desk.settings.max_file_bytes))


def area_of(desk: Desk, viewer: Viewer, sent: Upload, options: AreaOptions) -> tuple[AreaFile, int]:
    """Return the area of a file that has arrived and how many customers the viewer sees in it.

    The file is removed, whatever is in it.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not declare outages.
    data.importing.ImportRefused
        One of its subclasses: see :func:`data.importing.areas.read_area`.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable has the name that was passed.
    desk.outages.area.AreaOutside, desk.outages.area.AreaAsks
        No outage of this bureau has such an area, or hardly any: it may be out of proportion.
    """
    uploads = arriving(desk)
    try:
        allow(viewer)
        how = ImportOptions(crs=options.crs, sheet=options.layer)
        found = read_area(sent.path, how, desk.settings)
        inside = admit(desk.seen(viewer), found.area, sure=options.sure)
        return found, len(inside)
    finally:
        uploads.discard(sent.token)
