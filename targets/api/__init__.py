"""Plans, targets, indicators, the comparison and what was published of it, for programs."""
