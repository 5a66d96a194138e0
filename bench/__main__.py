"""``python -m bench [CUSTOMERS]``: measure, print, and write docs/performance.md.

``python -m bench live [CUSTOMERS]`` measures only how soon a change is to be seen, and prints it.
"""

import sys

from bench.run import run, run_live

if __name__ == "__main__":
    words = sys.argv[1:]
    act = run_live if words[:1] == ["live"] else run
    sys.exit(act(*(int(word) for word in words if word != "live")))
