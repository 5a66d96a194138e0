"""Commands for the people who build the battle map; the product never imports them."""
