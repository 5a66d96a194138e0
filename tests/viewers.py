"""One viewer of each role, for tests."""

from rules.codes import Field
from rules.viewer import Role, Viewer

DISPATCHER = Viewer("dora", Role.DISPATCHER, origin="127.0.0.1")
COORDINATOR = Viewer("cora", Role.COORDINATOR, origin="127.0.0.1")
AGENT = Viewer("agnes", Role.AGENT, origin="127.0.0.1")
HEAD = Viewer("hedda", Role.HEAD, field=Field.REPAIR, origin="127.0.0.1")
ADMINISTRATOR = Viewer("ada", Role.ADMINISTRATOR, origin="127.0.0.1")


def manager(*cells: int) -> Viewer:
    """Return a grid manager of cells."""
    return Viewer("mei", Role.GRID_MANAGER, cells=frozenset(cells), origin="127.0.0.1")
