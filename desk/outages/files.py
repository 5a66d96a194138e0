"""An area that comes as a file: taken in, read, and gone again from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.importing.areas import MOST_BYTES, AreaFile, Told, read_area
from data.importing.options import ImportOptions
from data.importing.working import FOLDER
from desk.imports.uploads import Uploads
from rules.access import Right, require

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.imports.uploads import Upload
    from rules.viewer import Viewer

__all__ = ["AreaFile", "Told", "allow", "area_of", "arriving"]


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


def area_of(
    desk: Desk, viewer: Viewer, sent: Upload, crs: str | None = None, layer: str | None = None
) -> AreaFile:
    """Return the area of a file that has arrived; the file is removed, whatever is in it.

    ``crs`` beats what the file says of itself; ``layer`` is needed where there are several.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not declare outages.
    data.importing.ImportRefused
        One of its subclasses: see :func:`data.importing.areas.read_area`.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable has the name that was passed.
    """
    uploads = arriving(desk)
    try:
        allow(viewer)
        return read_area(sent.path, ImportOptions(crs=crs, sheet=layer), desk.settings)
    finally:
        uploads.discard(sent.token)
