"""What the store holds of a bureau's own settings, sorted into parameters and rules.

The store keeps both in one table: a parameter under its key, a rule of the pack under its key
behind ``rule.``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE_PREFIX = "rule."


def parameter_overrides(stored: Mapping[str, str]) -> dict[str, str]:
    """Return what ``Parameters.from_overrides`` takes."""
    return {key: text for key, text in stored.items() if not key.startswith(RULE_PREFIX)}


def rule_overrides(stored: Mapping[str, str]) -> dict[str, str]:
    """Return what ``RulePack.overridden`` takes."""
    return {
        key.removeprefix(RULE_PREFIX): text
        for key, text in stored.items()
        if key.startswith(RULE_PREFIX)
    }
