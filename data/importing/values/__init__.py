"""How columns of text become values: whole columns at a time, by Arrow and numpy."""
