"""What people do with outages: declare, trace, decide, confirm, promise, restore, close."""
