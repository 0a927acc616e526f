"""Connectors of the email port."""
