"""Words and signs by what they mean where they stand."""
