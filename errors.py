"""The root of every error that a person may be told about.

An error carries a code and the facts of the case, never a sentence: sentences live in the
catalogs under ``error.<code>``, so that each reader is told in their own language.
"""

from typing import ClassVar


class BattlemapError(Exception):
    """Something went wrong that can be explained to a person.

    Subclasses set ``code``; the facts given by keyword fill the sentence of that code.
    """

    code: ClassVar[str] = "unexpected"
    passing: ClassVar[bool] = False
    """Whether it is over by itself, so that asking again later helps."""

    def __init__(self, **facts: object) -> None:
        """Keep the facts of the case for the sentence."""
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        """Name the code and the facts, for logs and tests; never shown to a reader."""
        facts = ", ".join(f"{key}={value!r}" for key, value in self.facts.items())
        return f"{self.code}({facts})"
