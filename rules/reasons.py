"""Why a rule judged as it did: every judgement carries its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.naming import Fact


class ReasonSource(StrEnum):
    """Where the fact that decided comes from."""

    BUREAU = "bureau"
    CUSTOMER_CLASS = "customer_class"
    CUSTOMER_KIND = "customer_kind"
    EQUIPMENT = "equipment"
    COMPLAINTS = "complaints"
    ISSUE = "issue"
    DEADLINE = "deadline"
    CLASSIFICATION = "classification"
    OUTAGES = "outages"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a judgement.

    ``facts`` fill the placeholders of the text ``reason.<code>``. ``parameter`` is the key of
    the parameter that decided, so that a screen can lead to it; "" where none did.
    """

    code: str
    source: ReasonSource
    facts: tuple[tuple[str, Fact], ...] = ()
    parameter: str = ""

    @property
    def text_key(self) -> str:
        """Return the catalog key of the sentence."""
        return f"reason.{self.code}"


def reason(code: str, source: ReasonSource, parameter: str = "", **facts: Fact) -> Reason:
    """Return a reason with its facts given by name."""
    return Reason(code, source, tuple(facts.items()), parameter)
