"""What customers are and want, in shares: where they live decides what they are."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from data.demo import words
from rules.codes import Consent, CustomerKind

if TYPE_CHECKING:
    from collections.abc import Mapping

URBAN_KINDS: Mapping[CustomerKind, float] = MappingProxyType(
    {
        CustomerKind.SHOP: 0.105,
        CustomerKind.HOTEL: 0.006,
        CustomerKind.GOVERNMENT: 0.004,
        CustomerKind.OTHER: 0.015,
    }
)
"""At the public transformers of towns; the rest are households."""
RURAL_KINDS: Mapping[CustomerKind, float] = MappingProxyType(
    {
        CustomerKind.SHOP: 0.022,
        CustomerKind.FARM: 0.022,
        CustomerKind.GOVERNMENT: 0.006,
        CustomerKind.UTILITY: 0.005,
        CustomerKind.HOTEL: 0.004,
        CustomerKind.OTHER: 0.015,
    }
)
"""At the public transformers of villages; the rest are households."""
PRIVATE_KINDS: Mapping[CustomerKind, float] = MappingProxyType(
    {
        CustomerKind.FACTORY: 0.36,
        CustomerKind.FARM: 0.14,
        CustomerKind.SCHOOL: 0.13,
        CustomerKind.HOSPITAL: 0.08,
        CustomerKind.GOVERNMENT: 0.09,
        CustomerKind.UTILITY: 0.13,
        CustomerKind.HOTEL: 0.07,
    }
)
"""Among those who have a transformer of their own."""
NAMED: Mapping[CustomerKind, tuple[str, ...]] = MappingProxyType(
    {
        CustomerKind.SHOP: words.SHOPS,
        CustomerKind.FACTORY: words.FACTORIES,
        CustomerKind.FARM: words.FARMS,
        CustomerKind.SCHOOL: words.SCHOOLS,
        CustomerKind.HOSPITAL: words.HOSPITALS,
        CustomerKind.GOVERNMENT: words.GOVERNMENTS,
        CustomerKind.UTILITY: words.UTILITIES,
        CustomerKind.HOTEL: words.HOTELS,
        CustomerKind.OTHER: words.OTHERS,
    }
)
"""What the names of customers who are no persons end in."""
CONSENT: Mapping[Consent, float] = MappingProxyType(
    {
        Consent.ALL: 0.70,
        Consent.CALLS: 0.12,
        Consent.SMS: 0.06,
        Consent.NONE: 0.04,
        Consent.UNKNOWN: 0.08,
    }
)
