"""Pure arithmetic on values: measures, assessment, contribution. Knows no record."""
