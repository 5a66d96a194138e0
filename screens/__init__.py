"""Dash pages: layout and ids. A screen is a function of texts and of what the desk answered."""
