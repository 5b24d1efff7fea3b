"""The ground: days and quarters, Vietnamese text, numbers, problems. Knows no cooperative."""
