"""Connectors of the courier's port."""
