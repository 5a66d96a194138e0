"""The measurements behind docs/performance.md; every figure comes from a run on this machine."""
