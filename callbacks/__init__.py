"""Wiring only: thin functions, and register(app, desk). Errors become sentences."""
