"""The values of a list's cells, read in the styles and languages in which people write them."""
