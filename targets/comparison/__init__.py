"""The whole comparison of a unit with its plan."""
