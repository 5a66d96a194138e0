"""What people do, in their order: look at the map, open a card, search, import, set rules."""
