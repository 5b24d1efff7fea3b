"""Each figure and the rating scale, declared once. Knows no record."""
