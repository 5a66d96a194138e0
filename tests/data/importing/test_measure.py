from __future__ import annotations

from bench.importing import measure


def test_the_measurement_imports_what_it_says() -> None:
    seconds, memory = measure(400)
    assert "400 customers" in seconds.note
    assert (seconds.unit, memory.unit) == ("s", "GB")
    assert seconds.value > 0
    assert 0 < memory.value < 3
    assert memory.met
