"""The demo bureau: a fictional county in a mountain valley landscape, made from a seed."""
