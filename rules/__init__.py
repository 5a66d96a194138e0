"""The bureau's rules: pure functions over frozen values; time is always an argument."""
