"""Cells of csv and xlsx, read safely. Knows no record."""
