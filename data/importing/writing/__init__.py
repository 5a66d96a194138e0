"""A plan becomes rows of the store, and what follows from them is worked out anew."""

from data.importing.writing.applying import apply

__all__ = ["apply"]
