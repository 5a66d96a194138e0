"""Live: what changed in the store, told to everybody who looks, as far as each may see."""
