"""Tests, laid out like the tree; a package, so that no other ``tests`` on the path wins."""
