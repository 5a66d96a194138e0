"""The words in which an outage is kept. Their names in both languages are texts."""

from __future__ import annotations

from enum import StrEnum


class OutageState(StrEnum):
    """Where an outage stands in its life; ``rules.outages.life`` says what may follow what.

    Planned and temporary ones begin as a draft, faults as reported.
    """

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    POSTPONED = "postponed"
    BEGUN = "begun"
    REPORTED = "reported"
    LOCATED = "located"
    REPAIRING = "repairing"
    PARTLY_RESTORED = "partly_restored"
    RESTORED = "restored"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class OutageAct(StrEnum):
    """What somebody does that moves an outage on."""

    CHECK = "check"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    ANNOUNCE = "announce"
    POSTPONE = "postpone"
    BEGIN = "begin"
    LOCATE = "locate"
    REPAIR = "repair"
    RESTORE_PART = "restore_part"
    RESTORE = "restore"
    STILL_OUT = "still_out"
    CLOSE = "close"
    CANCEL = "cancel"


class Noted(StrEnum):
    """What else stands in the course of an outage, beside the acts that move it on."""

    DECLARE = "declare"
    REVISE = "revise"
    DECIDE = "decide"
    CONFIRM = "confirm"
    PROMISE = "promise"
    STAMP = "stamp"
    ASK_AGAIN = "ask_again"


class Basis(StrEnum):
    """Why a customer is on the list of an outage, or in question.

    ``BOTH``: traced and inside the area. ``INSIDE_ONLY``: inside, but fed from elsewhere.
    ``TRACED_ONLY``: loses its supply, but stands outside. ``BY_HAND``: neither; somebody added it.
    """

    BOTH = "both"
    INSIDE_ONLY = "inside_only"
    TRACED_ONLY = "traced_only"
    BY_HAND = "by_hand"


class Ground(StrEnum):
    """On what the list of an outage stands: an area, a trace, both, or nothing yet."""

    NOTHING = "nothing"
    AREA = "area"
    TRACE = "trace"
    BOTH = "both"


def basis_key(basis: Basis, ground: Ground) -> str:
    """Return the key of the words for a basis.

    By one ground alone nobody is inside but not traced, or the other way round: nothing was
    compared.
    """
    compared = ground is Ground.BOTH or basis is Basis.BY_HAND
    return f"code.basis.{basis}" if compared else f"outage.alone.{basis}"


class Verdict(StrEnum):
    """What a coordinator decided about a customer: on the list, or not."""

    TOUCHED = "touched"
    NOT_TOUCHED = "not_touched"


class Part(StrEnum):
    """A part of the network by which an outage is declared."""

    SWITCH = "switch"
    FEEDER = "feeder"
    SECTION = "section"
    TRANSFORMER = "transformer"


class Milestone(StrEnum):
    """五个第一时间, all six that the sources name."""

    CAUSE_FOUND = "cause_found"
    CREW_SENT = "crew_sent"
    CUSTOMERS_TOLD = "customers_told"
    PICTURES_POSTED = "pictures_posted"
    CALLERS_VISITED = "callers_visited"
    RESTORATION_TOLD = "restoration_told"


class Stamped(StrEnum):
    """How a milestone came to be reached: by what the product saw done, or said by hand."""

    BY_ACT = "by_act"
    BY_HAND = "by_hand"
