"""Question in, cited answer out; the surfaces."""
