"""Each figure, the rating scale, the reasons for what is unusual, declared once. Knows no record."""
