"""Figures of a row: what is wrong or unusual in them, and what they add up to."""
