"""A year's reports: their sheet, rating and finalising."""
