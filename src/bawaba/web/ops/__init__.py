"""A way in."""
