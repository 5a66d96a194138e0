"""Who asks over HTTP: everybody, until people sign in."""

from typing import Annotated

from fastapi import Depends

from rules.viewer import EVERYONE, Viewer


def viewer() -> Viewer:
    """Return who asks."""
    return EVERYONE


Asking = Annotated[Viewer, Depends(viewer)]
