"""What is drawn: palette, map style, vector tiles, server-drawn pictures, charts."""
