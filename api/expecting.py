"""What a parameter should have been, from what pydantic found, in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from texts import Texts

KINDS = {
    "int_parsing": "whole",
    "int_type": "whole",
    "int_from_float": "whole",
    "int_parsing_size": "whole",
    "float_parsing": "number",
    "float_type": "number",
    "finite_number": "number",
    "bool_parsing": "flag",
    "bool_type": "flag",
    "string_type": "text",
    "greater_than_equal": "at_least",
    "greater_than": "more_than",
    "less_than_equal": "at_most",
    "less_than": "less_than",
    "string_too_long": "short",
    "string_too_short": "long",
    "enum": "one_of",
    "literal_error": "one_of",
    "json_invalid": "json",
}
"""Types of pydantic's errors → the sentence ``api.expects.<kind>``.

Source: the list of validation errors in pydantic's documentation.
"""
CHOICE = re.compile(r"'([^']*)'")


def expected(found: Mapping[str, Any], say: Texts) -> str | None:
    """Return what was expected, none where the type of the error has no sentence here.

    ``found`` is one of the errors that pydantic lists.
    """
    kind = KINDS.get(found["type"])
    if kind is None:
        return None
    facts = dict(found.get("ctx", {}))
    if kind == "one_of":
        # Pydantic writes an "or" between the last two.
        facts["choices"] = " / ".join(CHOICE.findall(str(facts["expected"])))
    return say(f"api.expects.{kind}", **facts)
