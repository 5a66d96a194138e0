"""Importing as people do it: a file arrives, is looked at, taken in, and told about."""
