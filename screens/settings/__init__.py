"""The settings screen: what the bureau decides itself, and the rules of the trade."""
