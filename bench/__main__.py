"""``python -m bench [CUSTOMERS]``: measure, print, and write docs/performance.md."""

import sys

from bench.run import run

if __name__ == "__main__":
    sys.exit(run(*(int(word) for word in sys.argv[1:2])))
