"""The life of an outage: which act may follow which state, for each kind.

A planned outage is announced before it begins (电力供应与使用条例, article 28(1)); a temporary one
may begin as soon as it is approved. "Still out" takes an outage that was called restored, or even
closed, back into work: silence of the network is no proof that the light is on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errors import BattlemapError
from rules.codes import OutageKind
from rules.outages.codes import OutageAct as Act
from rules.outages.codes import OutageState as State

if TYPE_CHECKING:
    from collections.abc import Mapping


class NotNow(BattlemapError):
    """The act does not follow the state. Facts: ``act``, ``state``, ``kind`` as codes."""

    code = "outage.not_now"


# state, act, next state: one line a move.
_RESTORING = """
begun            restore_part  partly_restored
reported         restore_part  partly_restored
located          restore_part  partly_restored
repairing        restore_part  partly_restored
partly_restored  restore_part  partly_restored
begun            restore       restored
reported         restore       restored
located          restore       restored
repairing        restore       restored
partly_restored  restore       restored
partly_restored  still_out     partly_restored
restored         still_out     partly_restored
closed           still_out     partly_restored
restored         close         closed
"""
_PLANNING = """
draft            check         checked
checked          send_back     draft
approved         send_back     draft
checked          approve       approved
approved         announce      announced
announced        begin         begun
draft            cancel        cancelled
checked          cancel        cancelled
approved         cancel        cancelled
announced        cancel        cancelled
postponed        cancel        cancelled
checked          postpone      postponed
approved         postpone      postponed
announced        postpone      postponed
postponed        check         checked
"""
_AT_ONCE = """
approved         begin         begun
"""
_FAULT = """
reported         locate        located
reported         repair        repairing
located          repair        repairing
reported         cancel        cancelled
"""


def _moves(*tables: str) -> Mapping[tuple[State, Act], State]:
    lines = (line.split() for table in tables for line in table.strip().splitlines())
    return {(State(state), Act(act)): State(then) for state, act, then in lines}


MOVES: Mapping[OutageKind, Mapping[tuple[State, Act], State]] = {
    OutageKind.PLANNED: _moves(_PLANNING, _RESTORING),
    OutageKind.TEMPORARY: _moves(_PLANNING, _AT_ONCE, _RESTORING),
    OutageKind.FAULT: _moves(_FAULT, _RESTORING),
}
"""What may follow what. An outage for arrears is one customer's and lives with the notices."""
FIRST: Mapping[OutageKind, State] = {
    OutageKind.PLANNED: State.DRAFT,
    OutageKind.TEMPORARY: State.DRAFT,
    OutageKind.FAULT: State.REPORTED,
}
RUNNING = frozenset(
    {State.BEGUN, State.REPORTED, State.LOCATED, State.REPAIRING, State.PARTLY_RESTORED}
)
"""States in which somebody is without power."""
NOT_BEGUN = frozenset({State.DRAFT, State.CHECKED, State.APPROVED, State.POSTPONED})
"""States in which the times are still a plan that nobody has announced."""
APPROVAL = frozenset({State.CHECKED, State.APPROVED, State.ANNOUNCED})
"""Plans that were checked, approved or announced as they are: with more in them, drafts again."""
PLANS = NOT_BEGUN | {State.ANNOUNCED}
"""States of work that is yet to begin: its times are part of what is approved."""
OVER = frozenset({State.CLOSED, State.CANCELLED})
EDITABLE = frozenset(State) - OVER - {State.RESTORED}
"""States in which the list may still become another; a confirmed list gets a new revision."""


def after(kind: OutageKind, state: State, act: Act) -> State:
    """Return the state that follows an act.

    Raises
    ------
    NotNow
        The act does not follow the state, or the kind has no such life.
    """
    found = MOVES.get(kind, {}).get((state, act))
    if found is None:
        raise NotNow(act=act.value, state=state.value, kind=kind.value)
    return found


def acts(kind: OutageKind, state: State) -> tuple[Act, ...]:
    """Return what may be done next, in the order of :class:`OutageAct`."""
    possible = {act for (known, act) in MOVES.get(kind, {}) if known is state}
    return tuple(act for act in Act if act in possible)
