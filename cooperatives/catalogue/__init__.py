"""Figures, the rating scale, reasons for unusual values: each declared once. Knows no record."""
