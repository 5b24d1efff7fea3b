"""Movements: what each change of the records moved in the indicators of the units above it."""
