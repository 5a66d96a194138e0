from __future__ import annotations

import json

from desk.outages.kept import KeptRates
from rules.outages.promises import Rates, Tally
from screens.outages.kept import MOST, kept
from texts import Tongue, texts

SAY = texts(Tongue.ENGLISH)
NEVER = Rates(Tally(none=3), Tally(none=3))


def told(found: KeptRates) -> str:
    return json.dumps(kept(SAY, found).to_plotly_json(), default=lambda one: one.to_plotly_json())


def test_rates_are_bars_with_the_share_in_words() -> None:
    storm = Rates(Tally(kept=1, broken=3, none=2), Tally(kept=3, broken=1))
    found = told(KeptRates(365, storm, {"storm": storm, "": NEVER}, {"F1": storm}))
    assert "25 % held, of the last ones 75 %" in found
    assert '"width": "25.0%"' in found
    assert '"left": "75.0%"' in found
    assert "of 4" in found
    assert "Unknown" not in found  # nothing was promised there: no bar at nought


def test_those_with_most_outages_are_named() -> None:
    one = Rates(Tally(kept=1), Tally(kept=1))
    causes = {f"cause {n}": one for n in range(MOST + 3)}
    found = told(KeptRates(365, one, causes, {}))
    assert [f'"cause {n}"' in found for n in (0, MOST - 1, MOST)] == [True, True, False]


def test_where_nothing_came_due_it_says_so() -> None:
    assert "No promised restoration has come due yet." in told(KeptRates(365, NEVER, {}, {}))
