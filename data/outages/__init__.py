"""Outages in the store: those of the past, and those that are declared, confirmed and restored."""
