"""Article in, records out."""
