"""``python -m bench [CUSTOMERS]``: measure, print, and write docs/performance.md.

``python -m bench live [CUSTOMERS]`` measures only how soon a change is to be seen, and
``python -m bench outages [CUSTOMERS]`` only what an outage asks; both print it.
"""

import sys

from bench.run import run, run_live, run_outages

PARTS = {"live": run_live, "outages": run_outages}

if __name__ == "__main__":
    words = sys.argv[1:]
    act = PARTS.get(words[0], run) if words else run
    sys.exit(act(*(int(word) for word in words if word not in PARTS)))
