"""Phones of the rehearsal."""
