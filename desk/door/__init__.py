"""People of the door: signing in, sessions, tokens, accounts, the demo bureau's accounts."""
