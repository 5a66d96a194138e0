"""The import screen: choose a file, check what is understood of it, import it."""
