"""Tables of text become batches of values, row by row judged, column by column computed."""

from data.importing.normalise.kinds import normalise

__all__ = ["normalise"]
