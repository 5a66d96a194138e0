"""Outages in the store, one module a noun; what is only ever appended to has no other function."""
