"""Connectors of the register port."""
