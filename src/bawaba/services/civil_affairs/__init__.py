"""E-services of the civil affairs authority."""
