"""Ways to tell an agency that somebody has logged out."""
