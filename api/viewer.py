"""Who asks over HTTP: whom the door let in."""

from typing import Annotated

from fastapi import Depends

from desk.asking import asking
from rules.viewer import Viewer

Asking = Annotated[Viewer, Depends(asking)]
