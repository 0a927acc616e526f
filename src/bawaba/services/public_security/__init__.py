"""E-services of the public security authority."""
