"""Letters about the overview, for those who asked for them."""
