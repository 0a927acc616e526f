"""Measures the portal beside its peers in one run; ``make bench``."""
