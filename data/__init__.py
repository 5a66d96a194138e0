"""The store: tables, queries (one module a noun), migrations, import, export, the demo bureau."""
