"""Choices that a bureau makes about the rules themselves."""

from enum import StrEnum


class OverdueGrowth(StrEnum):
    """What happens to the urgency of an issue once its deadline has passed.

    ``KEEP`` adds nothing; ``STEP`` adds one step; ``REPEAT`` adds one step and another for
    every further whole time limit; ``EMERGENCY`` makes it an emergency.
    """

    KEEP = "keep"
    STEP = "step"
    REPEAT = "repeat"
    EMERGENCY = "emergency"


class Criterion(StrEnum):
    """By what a list of customers is ordered."""

    LIFE_SUPPORT = "life_support"
    SENSITIVITY = "sensitivity"
    CUSTOMER_CLASS = "customer_class"
    URGENCY = "urgency"


class Confidence(StrEnum):
    """How far a rule or a default can be relied on.

    ``READ`` in full text; ``CLAUSE_UNVERIFIED`` read, but the number of the clause in the
    newest edition was not checked; ``SECOND_HAND`` told by others; ``STANDARD`` a technical
    standard; ``OURS`` a default of this product that a bureau should set itself.
    """

    READ = "read"
    CLAUSE_UNVERIFIED = "clause_unverified"
    SECOND_HAND = "second_hand"
    STANDARD = "standard"
    OURS = "ours"
